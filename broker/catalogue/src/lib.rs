//! The command catalogue: the one description of every command, as static tables.
