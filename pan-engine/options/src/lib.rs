//! Command lines as a table of options: how they are read, and what is made of the table for people and shells.
//!
//! Arguments are read as the reference compiler reads them: `--name value`, `--name=value`, letters behind one hyphen, files
//! between the options, everything behind `--` a file; the last of a repeated option counts; names are never abbreviated.

pub mod completion;
mod help;
mod manual;
mod scan;
mod summary;
mod table;
mod texts;

pub use help::help;
pub use manual::manual;
pub use scan::{Scanned, scan};
pub use summary::{Summary, grouped};
pub use table::{Opt, Program, Value, choice, directory, file, flag, valued};
pub use texts::Texts;
