//! What a client can do wrong.

/// Something that is not as the protocol wants it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProtocolError {
    /// The length in front of a packet is none.
    #[error("protocol error: a packet begins with {0:?} instead of its length")]
    Length(String),
    /// A packet that does not belong here.
    #[error("protocol error: {0}")]
    Unexpected(&'static str),
    /// More commands than anybody needs.
    #[error("more than {0} refs in one push")]
    TooMany(usize),
    /// The name cannot be that of a ref.
    #[error("{0:?} is not a proper name of a ref")]
    RefName(String),
}
