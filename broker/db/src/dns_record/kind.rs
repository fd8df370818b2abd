//! The types of DNS records.

/// What a record is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum RecordType {
    /// A name with an address.
    ARecord,
    /// A name whose address machines get for a while.
    DynamicStub,
    /// A name without an address.
    ReservedName,
    /// Another name of a name.
    Alias,
    /// A name with the address of another.
    AddressAlias,
    /// Where a service is.
    SrvRecord,
}

impl RecordType {
    /// As people read it in messages.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::ARecord => "DNS Record",
            Self::DynamicStub => "Dynamic Stub",
            Self::ReservedName => "Reserved Name",
            Self::Alias => "Alias",
            Self::AddressAlias => "Address Alias",
            Self::SrvRecord => "SRV Record",
        }
    }

    /// The same inside a sentence, where only acronyms keep their capitals.
    #[must_use]
    pub const fn inner_label(self) -> &'static str {
        match self {
            Self::ARecord => "DNS record",
            Self::DynamicStub => "dynamic stub",
            Self::ReservedName => "reserved name",
            Self::Alias => "alias",
            Self::AddressAlias => "address alias",
            Self::SrvRecord => "SRV record",
        }
    }
}
