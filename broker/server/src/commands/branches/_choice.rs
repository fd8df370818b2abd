//! The one template that `aq cat` prints, of those that an object has.

use aq_db::plenary as table;

use crate::command::Cx;
use crate::error::{CommandError, Result};
use crate::plenary::{Generated, Subject, generate};

/// Which of the templates of a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// The only one of other objects; of a host what is compiled.
    Main,
    /// What `create()` takes.
    Data,
    /// What is included for the personality.
    Personality,
    /// What is included for the archetype.
    Archetype,
    /// What is included for the owner.
    Grn,
}

impl Choice {
    /// Whether the template of this name is the one; the names are those of the reference's plenaries.
    fn is(self, subject: Subject, name: &str) -> bool {
        let part =
            |directory: &str| name.starts_with("host/") && name.ends_with(&format!("/{directory}/config"));
        match (self, subject) {
            (Choice::Main, Subject::Host(_)) => !name.contains('/'),
            (Choice::Main, _) => true,
            (Choice::Data, _) => name.starts_with("hostdata/"),
            (Choice::Personality, _) => part("personality"),
            (Choice::Archetype, _) => part("archetype"),
            (Choice::Grn, _) => part("eon_id"),
        }
    }
}

/// The text of the template, as it was stored or as it would be generated now. `what` names the object in words.
pub async fn text(cx: &mut Cx, subject: Subject, choice: Choice, fresh: bool, what: &str) -> Result<String> {
    if fresh {
        let (plenaries, reason) = match generate(cx, subject).await? {
            Generated::Complete(plenaries) => (plenaries, None),
            Generated::Incomplete { plenaries, reason } => (plenaries, Some(reason)),
        };
        let found = plenaries
            .into_iter()
            .find(|plenary| choice.is(subject, &plenary.path()));
        return found.map(|plenary| plenary.body).ok_or_else(|| match reason {
            Some(reason) => CommandError::incomplete(reason),
            None => missing(what),
        });
    }
    let stored = table::of_object(cx.db(), subject.kind(), subject.id()).await?;
    let found = stored
        .into_iter()
        .find(|plenary| choice.is(subject, &plenary.name));
    found.map(|plenary| plenary.content).ok_or_else(|| {
        missing(what).hint("Templates of objects that are not compiled are not stored; --generate shows what an incomplete one lacks.")
    })
}

fn missing(what: &str) -> CommandError {
    CommandError::not_found("Plenary file of", what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_template_of_a_host_fits_each_choice() {
        let names = [
            "web1.example.org",
            "hostdata/web1.example.org",
            "host/org/example/web1.example.org/archetype/config",
            "host/org/example/web1.example.org/eon_id/config",
            "host/org/example/web1.example.org/personality/config",
        ];
        let choices = [
            Choice::Main,
            Choice::Data,
            Choice::Archetype,
            Choice::Grn,
            Choice::Personality,
        ];
        for (choice, own) in choices.into_iter().zip(names) {
            let fitting: Vec<&str> = names
                .into_iter()
                .filter(|n| choice.is(Subject::Host(1), n))
                .collect();
            assert_eq!(fitting, [own], "{choice:?}");
        }
        assert!(Choice::Main.is(Subject::City(1), "site/ny/ny/config"));
    }
}
