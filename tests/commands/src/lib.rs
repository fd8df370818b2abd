//! Tests of the commands live in `tests/<area>/<command>.rs`; the build script finds them. There is no code here.
