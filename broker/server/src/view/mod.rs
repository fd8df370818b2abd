//! How objects look in `raw`, `csv` and `json`: one file per kind of object.

pub mod active;
pub mod archetype;
pub mod change;
pub mod disk;
pub mod dns_domain;
pub mod dns_environment;
pub mod dns_record;
pub mod domain;
pub mod grn;
pub mod history;
pub mod host;
pub mod host_grns;
pub mod interface;
pub mod location;
pub mod machine;
pub mod merge;
pub mod model;
pub mod named;
pub mod network;
pub mod network_environment;
pub mod os;
pub mod personality;
pub mod principal;
pub mod realm;
pub mod rebuilt;
pub mod review;
pub mod role;
pub mod sandbox;
pub mod status;
pub mod transaction;
pub mod trimmed;
pub mod user;
pub mod vendor;

use time::OffsetDateTime;
use time::macros::format_description;

/// A truth value in `raw`: the words that scripts over Aquilon's output match.
pub fn truth(value: bool) -> &'static str {
    if value { "True" } else { "False" }
}

/// A time in `raw` and `csv`, in UTC and to the second.
pub fn stamp(time: OffsetDateTime) -> String {
    let form = format_description!("[year]-[month]-[day] [hour]:[minute]:[second]+0000");
    time.to_offset(time::UtcOffset::UTC)
        .format(form)
        .unwrap_or_default()
}
