//! What a program says on its standard error.

use std::process::Output;

pub fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}
