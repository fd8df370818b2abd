//! Entitlements: who may do what on the managed hosts.

/// Who is entitled.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Beneficiary {
    /// The owners of a GRN.
    Grn {
        /// Its number.
        eon_id: i32,
    },
    /// A user.
    User {
        /// Name of the user.
        name: String,
        /// User type, such as `human`.
        user_type: String,
    },
}

/// An entitlement that applies to the object: restrictions to a location or environment are already decided.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entitlement {
    /// Name of the entitlement type.
    pub entitlement_type: String,
    /// Who is entitled.
    pub beneficiary: Beneficiary,
}
