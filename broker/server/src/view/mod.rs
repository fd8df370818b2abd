//! How objects look in `raw`, `csv` and `json`: one file per kind of object.

pub mod active;
pub mod archetype;
pub mod disk;
pub mod dns_domain;
pub mod dns_environment;
pub mod dns_record;
pub mod domain;
pub mod grn;
pub mod host;
pub mod host_grns;
pub mod interface;
pub mod location;
pub mod machine;
pub mod model;
pub mod named;
pub mod network;
pub mod network_environment;
pub mod os;
pub mod personality;
pub mod principal;
pub mod realm;
pub mod role;
pub mod sandbox;
pub mod status;
pub mod transaction;
pub mod user;
pub mod vendor;

/// A truth value in `raw`: the words that scripts over Aquilon's output match.
pub fn truth(value: bool) -> &'static str {
    if value { "True" } else { "False" }
}
