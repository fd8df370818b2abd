//! Bounds of a compile: whatever the templates say, it ends.

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
    /// Steps of the regular expression engine in one match.
    pub regex_steps: u32,
    /// Messages printed for one object.
    pub messages: usize,
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
        }
    }
}
