//! Output formats of compiled profiles.
