//! Checking the templates on the command line: what they are, and what is wrong with their texts.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use pan_diagnostics::{Diagnostic, Location, Source, Span, codes};
use pan_eval::ir::TemplateKind;
use pan_eval::{Engine, Options, SourceKind, with_large_stack};
use pan_options::Texts;

use crate::values::absolute;
use crate::world::Directories;

/// What checking one template gave.
pub struct Checked {
    /// The object's name, if it is a correct object template.
    pub object: Option<String>,
    /// What is wrong with it.
    pub diagnostics: Vec<Diagnostic>,
}

impl Checked {
    fn refused(diagnostic: Diagnostic) -> Self {
        Self {
            object: None,
            diagnostics: vec![diagnostic],
        }
    }

    fn unreadable(place: &str, why: &str) -> Self {
        let location = Location::new(&Source::new(place, place, ""), Span::at(0));
        Self::refused(Diagnostic::error(codes::system::SOURCES, why).at(location))
    }
}

/// What checking many templates gave.
#[derive(Default)]
pub struct AllChecked {
    /// The names of the correct object templates, in the order of their files.
    pub objects: Texts,
    /// What is wrong with the templates, by the numbers of their files.
    pub diagnostics: BTreeMap<usize, Vec<Diagnostic>>,
}

impl AllChecked {
    /// Adds one. The objects stay in the order in which they come; their numbers are returned.
    fn add(&mut self, number: usize, checked: Checked) -> Option<usize> {
        if !checked.diagnostics.is_empty() {
            self.diagnostics.insert(number, checked.diagnostics);
        }
        self.objects.push(&checked.object?);
        Some(number)
    }
}

/// Checks templates on some threads. The last ones are checked first: the compiled templates of the first ones are what is kept
/// in memory when their objects are compiled next.
pub fn all(
    engine: &Engine,
    world: &Directories,
    options: &Options,
    files: &Texts,
    threads: usize,
) -> AllChecked {
    let next = AtomicUsize::new(0);
    let results: Mutex<(AllChecked, Vec<usize>)> = Mutex::default();
    let work = || {
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(index) = files.len().checked_sub(number + 1) else {
                break;
            };
            let Some(file) = files.get(index) else { break };
            let checked = one(engine, world, options, &place(file));
            let mut results = results.lock().unwrap_or_else(PoisonError::into_inner);
            let (all, numbers) = &mut *results;
            numbers.extend(all.add(index, checked));
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..threads.min(files.len()) {
            // With fewer threads it only takes longer.
            let _ = std::thread::Builder::new().spawn_scoped(scope, || with_large_stack(work));
        }
        let _ = with_large_stack(work);
    });
    let (mut all, numbers) = results.into_inner().unwrap_or_else(PoisonError::into_inner);
    let mut order: Vec<usize> = (0..numbers.len()).collect();
    order.sort_unstable_by_key(|at| numbers.get(*at));
    all.objects = all.objects.at(&order);
    all
}

/// The absolute name of a file.
pub fn place(file: &str) -> String {
    absolute(file).to_string_lossy().into_owned()
}

/// Checks the template in the file of this absolute name.
pub fn one(engine: &Engine, world: &Directories, options: &Options, place: &str) -> Checked {
    let (kind, suffix) = match place.ends_with(".tpl") {
        true => (SourceKind::Tpl, ".tpl"),
        false => (SourceKind::Pan, ".pan"),
    };
    let source = match world.source_to_check(place, kind) {
        Ok(Some(source)) => source,
        Ok(None) => return Checked::unreadable(place, "the template does not exist"),
        Err(error) => return Checked::unreadable(place, &error.to_string()),
    };
    let checked = engine.check(&source, options);
    if let (Some(name), Some(location)) = (&checked.name, checked.name_location)
        && pan_output::root_directory(place, name, suffix).is_none()
    {
        let message = format!("the template is named '{name}', but its file is {place}");
        let hint = format!("the name of the file must end with {name}{suffix}");
        let misnamed = Diagnostic::error(codes::syntax::MISNAMED_TEMPLATE, message);
        return Checked::refused(misnamed.at(location).with_hint(hint));
    }
    let object = checked
        .name
        .filter(|_| checked.kind == Some(TemplateKind::Object));
    Checked {
        object: object.map(|name| name.to_string()),
        diagnostics: checked.diagnostics,
    }
}
