//! The database crate against a real PostgreSQL. One program, because linking is what costs.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail like tests")]

mod audit;
mod branch;
mod capture;
mod compile_job;
mod compile_target;
mod constraints;
mod dns_record;
mod fixture;
mod location;
mod model;
mod outbox;
mod place_use;
mod plenary;
mod principal;
mod private;
mod profile;
mod recovery;
mod review;
mod sandbox;
mod schema;
mod seed;
mod stale;
mod vendor;
