#!/bin/sh
# Set-up script of nextest (.config/nextest.toml): builds and starts what the tests of a run share. The parent of this
# shell is nextest itself, whose end ends everything that is started here.
set -eu
runner=$PPID
cd "$(dirname "$0")/../.."
# With the features of the whole work space, so that a run over all of it has nothing to compile again.
cargo build --quiet --workspace --bin test-env
target=${CARGO_TARGET_DIR:-target}
exec "$target/debug/test-env" start "$runner" "$target"
