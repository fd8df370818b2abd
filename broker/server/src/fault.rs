//! Places where a broker may die. In a build for tests it does so at the one that `AQD_DIE_AT` names; a test goes through
//! all of them, so that a new one cannot stay without a test. A build for use passes by.
//!
//! Put one at every boundary: between something that is kept and the next thing that is kept.

macro_rules! points {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)+) => {
        /// A place where a broker may die.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Point {
            $($(#[$doc])* $variant,)+
        }

        impl Point {
            /// All of them.
            pub const ALL: &[Point] = &[$(Point::$variant,)+];

            /// The name by which `AQD_DIE_AT` knows it.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Point::$variant => $name,)+
                }
            }
        }
    };
}

points! {
    /// A pack has come in and waits in quarantine.
    PackReceived = "pack_received",
    /// Its objects are part of the repository; nothing refers to them.
    PackAccepted = "pack_accepted",
    /// A merge commit is in the repository; nothing refers to it.
    MergeWritten = "merge_written",
    /// The record of the command has begun.
    RecordBegun = "record_begun",
    /// The command has worked on the rows.
    RowsChanged = "rows_changed",
    /// The generated templates are stored.
    PlenariesStored = "plenaries_stored",
    /// The jobs of a compile that brokers share are there for all of them.
    RunOpened = "run_opened",
    /// A job of another broker is taken.
    JobTaken = "job_taken",
    /// What came of it is written down and not committed.
    JobDone = "job_done",
    /// Everything is compiled and stored.
    ProfilesStored = "profiles_stored",
    /// Everything is in the transaction but its end.
    BeforeCommit = "before_commit",
    /// The transaction is over; nothing outside the database has happened.
    AfterCommit = "after_commit",
    /// A file is written under another name.
    FileWritten = "file_written",
    /// A file has its name.
    FileRenamed = "file_renamed",
    /// A ref has moved.
    RefMoved = "ref_moved",
    /// Entries of the outbox are worked off; that is not noted yet.
    EntriesDone = "entries_done",
    /// Everything is done, and nobody has been told.
    BeforeAnswer = "before_answer",
}

/// Dies here if that is what the environment says. Without any chance to clean up, as by `kill -9`.
pub fn pass(point: Point) {
    if cfg!(debug_assertions) && std::env::var("AQD_DIE_AT").is_ok_and(|name| name == point.name()) {
        eprintln!("aqd dies at {}", point.name());
        std::process::abort();
    }
}
