//! Talks to the broker: transport, authentication, progress.
