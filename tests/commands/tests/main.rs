//! One module per command; see the build script.

include!(concat!(env!("OUT_DIR"), "/tests.rs"));
