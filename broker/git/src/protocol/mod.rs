//! What Git programs say to each other over HTTP, as far as the broker takes part itself.

mod error;
mod pkt_line;
mod push;
mod ref_name;

pub use error::ProtocolError;
pub use pkt_line::{FLUSH, LONGEST_DATA, Packet, encode, next};
pub use push::{CAPABILITIES, PushReader, PushRequest, RefUpdate};
pub use ref_name::RefName;
