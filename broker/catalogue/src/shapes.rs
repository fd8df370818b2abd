//! A second catalogue, of odd shapes, for the unit tests of this crate (`tests/shapes/*.toml`).

use crate::command::{Access, Area, Command, Format};
use crate::group::{Fields, Group, Member};
use crate::kind::Kind;
use crate::option::{Opt, OptType};
use crate::route::RouteEntry;
use crate::transport::{Method, Segment, Transport};

include!(concat!(env!("OUT_DIR"), "/shapes.rs"));

/// A command of this catalogue.
pub(crate) fn shape(name: &str) -> &'static Command {
    crate::command::find(COMMANDS, name).expect("a shape of this name")
}
