//! The generated tables.

use crate::command::{Access, Area, CloneUse, Command, Format};
use crate::group::{Fields, Group, Member};
use crate::kind::Kind;
use crate::option::{Opt, OptType};
use crate::route::RouteEntry;
use crate::transport::{Method, Segment, Transport};

include!(concat!(env!("OUT_DIR"), "/tables.rs"));
