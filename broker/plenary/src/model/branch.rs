//! Branches of the template repository.

/// What a branch is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BranchKind {
    /// A domain.
    Domain,
    /// A sandbox, compiled from its author's copy.
    Sandbox {
        /// Whose copy. Hosts without one cannot be compiled.
        author: Option<String>,
    },
}

/// The branch an object is compiled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branch {
    /// Name of the branch.
    pub name: String,
    /// Domain or sandbox.
    pub kind: BranchKind,
}
