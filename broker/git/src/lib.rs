//! Everything that touches a Git repository.
