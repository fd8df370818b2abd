//! The migrations are embedded by a macro; a new file among them has to start a new build.

fn main() {
    println!("cargo:rerun-if-changed=../../migrations");
}
