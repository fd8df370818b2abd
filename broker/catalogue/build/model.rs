//! The catalogue with everything filled in, as the tables will hold it.

/// Everything read from one directory.
#[derive(Debug)]
pub struct Catalogue {
    pub areas: Vec<Area>,
    /// Sorted by name.
    pub commands: Vec<Command>,
    pub kinds: Vec<Kind>,
}

#[derive(Debug)]
pub struct Area {
    pub name: String,
    pub title: String,
    pub about: String,
}

#[derive(Debug)]
pub struct Kind {
    pub name: String,
    pub title: String,
    pub list: Option<(String, Vec<(String, String)>)>,
    pub absent: bool,
}

#[derive(Debug)]
pub struct Command {
    pub name: String,
    pub area: String,
    pub summary: String,
    pub description: String,
    pub examples: Vec<String>,
    pub write: bool,
    pub formats: Vec<String>,
    pub default_format: String,
    pub proto: Option<String>,
    pub deprecated: Option<String>,
    pub addition: bool,
    pub clone: Option<CloneUse>,
    pub transports: Vec<Transport>,
    pub groups: Vec<Group>,
}

#[derive(Debug)]
pub struct CloneUse {
    pub option: Option<String>,
    pub author: bool,
    pub unless: Vec<String>,
    pub work: bool,
}

#[derive(Debug)]
pub struct Transport {
    pub method: String,
    pub path: String,
    pub trigger: Option<String>,
    pub expect: Option<String>,
    pub custom: Option<String>,
}

/// Nested groups follow the options of their group.
#[derive(Debug)]
pub struct Group {
    pub name: Option<String>,
    pub help: Option<String>,
    pub mandatory: bool,
    pub fields: String,
    pub requires: Vec<Vec<String>>,
    pub conflicts: Vec<Vec<String>>,
    pub options: Vec<Opt>,
    pub groups: Vec<Group>,
}

#[derive(Debug)]
pub struct Opt {
    pub name: String,
    pub kind: String,
    pub short: Option<char>,
    pub help: String,
    pub required: bool,
    pub repeat: bool,
    pub values: Vec<String>,
    pub default: Option<String>,
    pub reverse: Option<String>,
    pub aliases: Vec<String>,
    pub requires: Vec<Vec<String>>,
    pub conflicts: Vec<Vec<String>>,
    pub deprecated: Option<String>,
    pub complete: Option<String>,
}

impl Command {
    /// All options, those of nested groups included.
    pub fn options(&self) -> Vec<&Opt> {
        let mut found = Vec::new();
        self.groups.iter().for_each(|group| group.collect(&mut found));
        found
    }

    /// The names of its named groups.
    pub fn group_names(&self) -> Vec<&str> {
        fn walk<'a>(group: &'a Group, found: &mut Vec<&'a str>) {
            found.extend(group.name.as_deref());
            group.groups.iter().for_each(|inner| walk(inner, found));
        }
        let mut found = Vec::new();
        self.groups.iter().for_each(|group| walk(group, &mut found));
        found
    }
}

impl Group {
    fn collect<'a>(&'a self, found: &mut Vec<&'a Opt>) {
        found.extend(&self.options);
        self.groups.iter().for_each(|group| group.collect(found));
    }
}
