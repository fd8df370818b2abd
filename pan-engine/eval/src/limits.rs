//! Bounds of a compile: whatever the templates say, it ends.

use pan_diagnostics::{Code, codes};

use crate::builtin::Fault;

/// The limits of a compile. Reaching one is a diagnostic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Iterations of one loop (`--max-iteration` of the command line).
    pub iterations: u64,
    /// Depth of includes, calls and creates together (`--max-recursion`).
    pub depth: u32,
    /// Expressions being evaluated inside each other, over all calls. Keeps the stack bounded.
    pub nesting: u32,
    /// Resources inside each other. Keeps the stack bounded of everything that walks over data.
    pub data_depth: u32,
    /// Other objects being built one for the other.
    pub objects_depth: u32,
    /// Bytes allocated for data of one object, garbage included.
    pub memory: u64,
    /// Expressions evaluated for one object, validation included.
    pub steps: u64,
    /// Bytes of one string.
    pub string_bytes: usize,
    /// Elements of one list.
    pub list_length: usize,
    /// Elements of a value at all its levels together. Parts may be shared, so that a value that is small in memory can
    /// take forever to write: what occurs twice counts twice.
    pub elements: u64,
    /// Steps of the regular expression engine in one call of a built-in function, in all its matches together.
    pub regex_steps: u32,
    /// Messages printed for one object.
    pub messages: usize,
    /// Bytes of what is written for one object in one format. For whoever writes: the engine itself writes nothing.
    pub output: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            iterations: 10_000,
            depth: 50,
            nesting: 20_000,
            data_depth: 400,
            objects_depth: 100,
            memory: 4 << 30,
            steps: 2_000_000_000,
            string_bytes: 256 << 20,
            list_length: 16 << 20,
            elements: 64 << 20,
            regex_steps: 10_000_000,
            messages: 100_000,
            output: 1 << 30,
        }
    }
}

/// One of the limits, by the name that [`Limits::set`] and the command line's `--limits` know it by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// [`Limits::iterations`]
    Iterations,
    /// [`Limits::depth`]
    Depth,
    /// [`Limits::nesting`]
    Nesting,
    /// [`Limits::data_depth`]
    DataDepth,
    /// [`Limits::objects_depth`]
    ObjectsDepth,
    /// [`Limits::memory`]
    Memory,
    /// [`Limits::steps`]
    Steps,
    /// [`Limits::string_bytes`]
    String,
    /// [`Limits::list_length`]
    List,
    /// [`Limits::elements`]
    Elements,
    /// [`Limits::regex_steps`]
    Regex,
    /// [`Limits::messages`]
    Messages,
    /// [`Limits::output`]
    Output,
}

impl Limit {
    /// All limits.
    pub const ALL: [Self; 13] = [
        Self::Iterations,
        Self::Depth,
        Self::Nesting,
        Self::DataDepth,
        Self::ObjectsDepth,
        Self::Memory,
        Self::Steps,
        Self::String,
        Self::List,
        Self::Elements,
        Self::Regex,
        Self::Messages,
        Self::Output,
    ];

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Iterations => "iterations",
            Self::Depth => "depth",
            Self::Nesting => "nesting",
            Self::DataDepth => "data-depth",
            Self::ObjectsDepth => "objects-depth",
            Self::Memory => "memory",
            Self::Steps => "steps",
            Self::String => "string",
            Self::List => "list",
            Self::Elements => "elements",
            Self::Regex => "regex",
            Self::Messages => "messages",
            Self::Output => "output",
        }
    }

    /// What to do about an object that reaches it.
    #[must_use]
    pub fn advice(self) -> String {
        let name = self.name();
        match self {
            Self::Iterations => {
                "if so many are meant, raise the limit 'iterations': --max-iteration".to_owned()
            }
            Self::Depth => "if it is meant, raise the limit 'depth': --max-recursion".to_owned(),
            // The stack is large enough for these, not for more.
            Self::Nesting | Self::DataDepth => format!("the limit '{name}' is as high as it can be"),
            _ => format!("if it is meant, raise the limit '{name}': --limits {name}=NUMBER"),
        }
    }

    const fn code(self) -> Code {
        match self {
            Self::Iterations => codes::evaluation::ITERATION_LIMIT,
            Self::Depth | Self::DataDepth => codes::evaluation::DEPTH_LIMIT,
            _ => codes::evaluation::RESOURCE_LIMIT,
        }
    }

    /// The error of reaching it.
    pub(crate) fn reached(self, message: impl Into<String>) -> Fault {
        Fault::new(message)
            .with_code(self.code())
            .with_hint(self.advice())
    }
}

impl Limits {
    /// Sets the limit of this name.
    ///
    /// # Errors
    /// There is none, or it cannot be so high: the stack could not hold it.
    pub fn set(&mut self, name: &str, value: u64) -> Result<(), String> {
        let Some(limit) = Limit::ALL.into_iter().find(|limit| limit.name() == name) else {
            let names = Limit::ALL.map(Limit::name).join(", ");
            return Err(format!("'{name}' is not a limit; the limits are {names}"));
        };
        let default = Self::default();
        let at_most = |most: u32| match u32::try_from(value) {
            Ok(value) if value <= most => Ok(value),
            _ => Err(format!("the limit '{name}' cannot be higher than {most}")),
        };
        let size = usize::try_from(value).unwrap_or(usize::MAX);
        match limit {
            Limit::Iterations => self.iterations = value,
            Limit::Depth => self.depth = at_most(u32::MAX)?,
            Limit::Nesting => self.nesting = at_most(default.nesting)?,
            Limit::DataDepth => self.data_depth = at_most(default.data_depth)?,
            Limit::ObjectsDepth => self.objects_depth = at_most(1_000)?,
            Limit::Memory => self.memory = value,
            Limit::Steps => self.steps = value,
            Limit::String => self.string_bytes = size,
            Limit::List => self.list_length = size,
            Limit::Elements => self.elements = value,
            Limit::Regex => self.regex_steps = at_most(u32::MAX)?,
            Limit::Messages => self.messages = size,
            Limit::Output => self.output = size,
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_limit_can_be_lowered_by_name() {
        for limit in Limit::ALL {
            let mut limits = Limits::default();
            limits.set(limit.name(), 7).unwrap();
            assert_ne!(limits, Limits::default(), "{}", limit.name());
            assert!(limit.advice().contains(limit.name()), "{}", limit.advice());
        }
        let mut limits = Limits::default();
        assert!(limits.set("nesting", 1 << 20).unwrap_err().contains("20000"));
        assert!(limits.set("stepps", 1).unwrap_err().contains("steps"));
    }
}
