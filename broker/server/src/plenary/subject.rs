//! Which plenaries a change concerns.

use std::collections::BTreeSet;

use aq_db::flush::Group;

use crate::compile::DebugTemplates;

/// Something that owns plenary templates. The order is the order in which a command takes the subjects' locks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A city, by location id: its site template.
    City(i64),
    /// A network, by id.
    Network(i64),
    /// An archetype, by id: what is included for it at a location.
    Archetype(i64),
    /// A GRN, by EON id.
    Grn(i64),
    /// A personality stage, by id.
    PersonalityStage(i64),
    /// A machine, by hardware id.
    Machine(i64),
    /// A host, by hardware id: object template, host data and inclusions.
    Host(i64),
}

impl Subject {
    /// Name of the kind, as the `plenary` table stores it.
    pub fn kind(self) -> &'static str {
        match self {
            Subject::City(_) => "city",
            Subject::Network(_) => "network",
            Subject::Archetype(_) => "archetype",
            Subject::Grn(_) => "grn",
            Subject::PersonalityStage(_) => "personality_stage",
            Subject::Machine(_) => "machine",
            Subject::Host(_) => "host",
        }
    }

    /// What people call the kind.
    pub fn title(self) -> &'static str {
        match self {
            Subject::City(_) => "City",
            Subject::Network(_) => "Network",
            Subject::Archetype(_) => "Archetype",
            Subject::Grn(_) => "GRN",
            Subject::PersonalityStage(_) => "Personality",
            Subject::Machine(_) => "Machine",
            Subject::Host(_) => "Host",
        }
    }

    /// The group of objects that it belongs to.
    pub fn group(self) -> Group {
        match self {
            Subject::City(_) => Group::Cities,
            Subject::Network(_) => Group::Networks,
            Subject::Archetype(_) => Group::Archetypes,
            Subject::Grn(_) => Group::Grns,
            Subject::PersonalityStage(_) => Group::PersonalityStages,
            Subject::Machine(_) => Group::Machines,
            Subject::Host(_) => Group::Hosts,
        }
    }

    /// Key of the row that the subject stands for.
    pub fn id(self) -> i64 {
        match self {
            Subject::City(id)
            | Subject::Network(id)
            | Subject::Archetype(id)
            | Subject::Grn(id)
            | Subject::PersonalityStage(id)
            | Subject::Machine(id)
            | Subject::Host(id) => id,
        }
    }
}

/// The subjects that a command touched and the objects that it wants compiled.
///
/// A subject may have been deleted or renamed by the command: what it should have is generated from the rows as they
/// are when the command has run, and whatever the table still holds beyond that is removed.
#[derive(Debug, Default, Clone)]
pub struct Touched {
    subjects: BTreeSet<Subject>,
    compile: BTreeSet<i64>,
    complete: bool,
    debug: Option<DebugTemplates>,
}

impl Touched {
    /// The plenaries of this subject have to be generated again (or removed, when its row is gone).
    pub fn touch(&mut self, subject: Subject) {
        self.subjects.insert(subject);
    }

    /// The host with this hardware id is compiled before the command commits; its plenaries must be complete.
    pub fn compile_host(&mut self, host: i64) {
        self.subjects.insert(Subject::Host(host));
        self.compile.insert(host);
        self.complete = true;
    }

    /// The host is compiled from the plenaries that are stored; nothing is generated (`aq compile`).
    pub fn compile_stored(&mut self, host: i64) {
        self.compile.insert(host);
    }

    /// Templates may print while they are compiled.
    pub fn set_debug(&mut self, debug: DebugTemplates) {
        self.debug = Some(debug);
    }

    /// The templates that may print.
    pub fn debug(&self) -> Option<&DebugTemplates> {
        self.debug.as_ref()
    }

    /// The subjects in locking order.
    pub fn subjects(&self) -> impl Iterator<Item = Subject> {
        self.subjects.iter().copied()
    }

    /// Hardware ids of the hosts to compile, in ascending order.
    pub fn compile(&self) -> impl Iterator<Item = i64> {
        self.compile.iter().copied()
    }

    /// An incomplete plenary is an error rather than a warning.
    pub fn must_be_complete(&self) -> bool {
        self.complete
    }

    /// Nothing was touched.
    pub fn is_empty(&self) -> bool {
        self.subjects.is_empty() && self.compile.is_empty()
    }
}
