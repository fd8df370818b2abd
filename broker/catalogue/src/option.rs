//! What the catalogue says of an option.

use crate::group::Condition;

/// One option of a command.
#[derive(Debug)]
pub struct Opt {
    /// Without the dashes.
    pub name: &'static str,
    /// How its value is written and checked.
    pub kind: OptType,
    /// A one-letter form.
    pub short: Option<char>,
    /// Meaning, form of the value, default.
    pub help: &'static str,
    /// Must be given whatever its group says.
    pub required: bool,
    /// May be given several times or with commas; its value is a list.
    pub repeat: bool,
    /// The permitted values of an [`OptType::Enum`].
    pub values: &'static [&'static str],
    /// Taken when the option is absent; does not count as given.
    pub default: Option<&'static str>,
    /// The name that makes a boolean false.
    pub reverse: Option<&'static str>,
    /// Other names for it.
    pub aliases: &'static [&'static str],
    /// It may be used only with one of these.
    pub requires: &'static [Condition],
    /// It may not be used with any of these.
    pub conflicts: &'static [Condition],
    /// What to use in its place, when it should not be used any more.
    pub deprecated: Option<&'static str>,
    /// The [`crate::Kind`] of object that its value names.
    pub complete: Option<&'static str>,
}

/// The types of options.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OptType {
    /// Text.
    String,
    /// Present or absent.
    Flag,
    /// True, false or absent.
    Boolean,
    /// A whole number of 64 bits.
    Int,
    /// A decimal number.
    Float,
    /// An IPv4 or IPv6 address.
    Ip,
    /// A hardware address, normalised to `aa:bb:cc:dd:ee:ff`.
    Mac,
    /// One of [`Opt::values`].
    Enum,
    /// A file with one entry per line.
    List,
    /// JSON text.
    Json,
    /// A UUID.
    Uuid,
    /// `key=value,key=value`.
    Dict,
    /// The contents of a file.
    File,
}

impl OptType {
    /// The name, as in the files of the catalogue.
    pub const fn name(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Flag => "flag",
            Self::Boolean => "boolean",
            Self::Int => "int",
            Self::Float => "float",
            Self::Ip => "ip",
            Self::Mac => "mac",
            Self::Enum => "enum",
            Self::List => "list",
            Self::Json => "json",
            Self::Uuid => "uuid",
            Self::Dict => "dict",
            Self::File => "file",
        }
    }

    /// Whether the option stands alone on a command line.
    pub const fn is_switch(self) -> bool {
        matches!(self, Self::Flag | Self::Boolean)
    }

    /// Whether a command line names a file whose text is the value.
    pub const fn is_file(self) -> bool {
        matches!(self, Self::List | Self::File)
    }
}

impl Opt {
    /// What stands for the value in a help text: `ADDRESS`, `N`, or the name of the option.
    pub fn placeholder(&self) -> String {
        match self.kind {
            OptType::Flag | OptType::Boolean => String::new(),
            OptType::Int => "N".to_owned(),
            OptType::Float => "NUMBER".to_owned(),
            OptType::Ip => "ADDRESS".to_owned(),
            OptType::Mac => "MAC".to_owned(),
            OptType::List | OptType::File => "FILE".to_owned(),
            OptType::Json => "JSON".to_owned(),
            OptType::Uuid => "UUID".to_owned(),
            OptType::Dict => "KEY=VALUE,...".to_owned(),
            OptType::String | OptType::Enum => self.name.to_uppercase(),
        }
    }

    /// How it is written: `--memory N`, `--all`, `--used | --unused`.
    pub fn usage(&self) -> String {
        match (self.kind, self.reverse) {
            (OptType::Flag, _) => format!("--{}", self.name),
            (OptType::Boolean, Some(reverse)) => format!("--{} | --{reverse}", self.name),
            _ => format!("--{} {}", self.name, self.placeholder()),
        }
    }
}
