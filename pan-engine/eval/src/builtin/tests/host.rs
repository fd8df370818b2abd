use std::collections::BTreeMap;

use pan_value::Value;

use crate::builtin::{Fault, Host};
use crate::limits::Limits;
use crate::options::Warnings;
use crate::outcome::MessageKind;
use crate::world::FileSource;

/// What functions see in tests.
#[derive(Default)]
pub struct TestHost {
    pub variables: BTreeMap<&'static str, Value>,
    pub files: BTreeMap<&'static str, FileSource>,
    pub printed: Vec<(MessageKind, String)>,
    pub warnings: Warnings,
    pub folding: bool,
    pub limits: Limits,
    pub cancelled: bool,
    pub steps: u64,
}

impl Host for TestHost {
    fn object(&self) -> &str {
        "host"
    }

    fn variable(&mut self, name: &str) -> Option<Value> {
        self.variables.get(name).cloned()
    }

    fn file(&mut self, name: &str) -> Result<Option<FileSource>, Fault> {
        Ok(self.files.get(name).cloned())
    }

    fn print(&mut self, kind: MessageKind, text: String) {
        self.printed.push((kind, text));
    }

    fn traceback(&self) -> String {
        "here\n".to_owned()
    }

    fn warnings(&self) -> Warnings {
        self.warnings
    }

    fn is_folding(&self) -> bool {
        self.folding
    }

    fn limits(&self) -> &Limits {
        &self.limits
    }

    fn is_cancelled(&self) -> bool {
        self.cancelled
    }

    fn work(&mut self, steps: u64) {
        self.steps += steps;
    }
}
