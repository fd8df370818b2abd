//! Messages and errors, printed in the order of the objects whatever the order they come in.

use std::collections::BTreeMap;
use std::io::{IsTerminal as _, Write as _};
use std::sync::{Mutex, PoisonError};

use pan_diagnostics::{Class, Diagnostic, render};
use pan_eval::Message;

use crate::options::{Color, Messages};

/// Collects what there is to say about objects and says it in order.
pub struct Report {
    form: Messages,
    coloured: bool,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// What waits for its turn, by the number of the object.
    waiting: BTreeMap<usize, Said>,
    /// The number whose turn it is.
    next: usize,
    /// What is said about objects that are not on the command line: at the end, by name.
    others: BTreeMap<String, Said>,
    /// Errors in templates that many objects include: what was printed, and for how many objects more.
    repeated: Vec<(Repeated, usize)>,
    /// What is printed at the end, all in one document.
    kept: Vec<Diagnostic>,
}

/// What there is to say about one object.
#[derive(Default)]
pub struct Said {
    /// Messages of templates, for the standard error stream.
    pub messages: Vec<Message>,
    /// Errors and warnings, for the standard output.
    pub diagnostics: Vec<Diagnostic>,
}

/// What makes an error the same for every object.
#[derive(PartialEq, Eq)]
struct Repeated {
    message: String,
    place: String,
}

impl Repeated {
    /// Errors of a text do not depend on who includes it.
    fn of(diagnostic: &Diagnostic) -> Option<Self> {
        let fixed = matches!(diagnostic.class, Class::Parse | Class::Syntax);
        let place = diagnostic.location.as_ref().filter(|_| fixed)?.to_string();
        Some(Self {
            message: diagnostic.message.clone(),
            place,
        })
    }
}

impl Report {
    /// Nothing said yet.
    pub fn new(form: Messages, color: Color) -> Self {
        Self {
            form,
            coloured: coloured(color),
            state: Mutex::default(),
        }
    }

    /// Says this about the object of this number, as soon as everything before it is said.
    pub fn say(&self, number: usize, said: Said) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.waiting.insert(number, said);
        loop {
            let next = state.next;
            let Some(said) = state.waiting.remove(&next) else {
                break;
            };
            state.next += 1;
            self.print(&mut state, said);
        }
    }

    /// Says this about an object that is not on the command line.
    pub fn say_other(&self, object: &str, said: Said) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let known = state.others.entry(object.to_owned()).or_default();
        known.messages.extend(said.messages);
        known.diagnostics.extend(said.diagnostics);
    }

    /// Says what is left.
    pub fn finish(&self) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let waiting = std::mem::take(&mut state.waiting);
        let others = std::mem::take(&mut state.others);
        for said in waiting.into_values().chain(others.into_values()) {
            self.print(&mut state, said);
        }
        match self.form {
            Messages::Human | Messages::Short => {}
            Messages::Json => return,
            Messages::Sarif => {
                let kept = std::mem::take(&mut state.kept);
                let log = render::sarif(&kept, env!("CARGO_PKG_VERSION"));
                print(&format!("{log:#}"));
                return;
            }
        }
        for (repeated, times) in std::mem::take(&mut state.repeated) {
            if times > 0 {
                let objects = if times == 1 { "object" } else { "objects" };
                print(&format!(
                    "note: the error at {} concerns {times} more {objects}",
                    repeated.place
                ));
            }
        }
    }

    fn print(&self, state: &mut State, said: Said) {
        let mut errors = std::io::stderr().lock();
        for message in said.messages {
            // Nobody listens: nothing can be done about it.
            let _ = writeln!(errors, "{}", render::shortened(&message.text, render::GIVEN));
        }
        for diagnostic in said.diagnostics {
            if let Some(repeated) = Repeated::of(&diagnostic) {
                if let Some((_, times)) = state.repeated.iter_mut().find(|(known, _)| *known == repeated) {
                    *times += 1;
                    continue;
                }
                state.repeated.push((repeated, 0));
            }
            match self.form {
                Messages::Human => print(&format!("{}\n", render::human(&diagnostic, self.coloured))),
                Messages::Short => print(&render::short(&diagnostic)),
                Messages::Json => print(&render::json(&diagnostic).to_string()),
                Messages::Sarif => state.kept.push(diagnostic),
            }
        }
    }

    /// Prints a text that is not about an object. Where programs read the standard output, it is not for this.
    pub fn line(&self, text: &str) {
        match self.form {
            Messages::Human | Messages::Short => print(text),
            Messages::Json | Messages::Sarif => {
                let _ = writeln!(std::io::stderr().lock(), "{text}");
            }
        }
    }
}

/// Prints a text and the end of a line. Whoever closed the stream does not want it.
fn print(text: &str) {
    let _ = writeln!(std::io::stdout().lock(), "{text}");
}

/// Colours are for terminals that know them, and for people who have not declined them (<https://no-color.org>).
fn coloured(color: Color) -> bool {
    let set = |name| std::env::var_os(name).filter(|value| !value.is_empty());
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => {
            set("NO_COLOR").is_none()
                && set("TERM").is_none_or(|terminal| terminal != "dumb")
                && std::io::stdout().is_terminal()
        }
    }
}
