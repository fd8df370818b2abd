//! What a command has at hand while it runs.

use std::collections::BTreeSet;
use std::sync::Arc;

use aq_auth::Principal;
use sqlx::{PgConnection, Postgres, Transaction};
use uuid::Uuid;

use crate::app::App;
use crate::compile::DebugTemplates;
use crate::error::CommandError;
use crate::export::Task;
use crate::plenary::{Subject, Touched};
use crate::progress::{Entry, Level};

/// Who runs the command.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The authenticated principal; `None` for an anonymous reader.
    pub principal: Option<Principal>,
    /// Role of the principal in the database; `nobody` for an anonymous reader.
    pub role: String,
}

impl Caller {
    /// The name for the audit record and the log.
    pub fn name(&self) -> String {
        self.principal
            .as_ref()
            .map_or_else(|| "anonymous".to_owned(), ToString::to_string)
    }
}

/// The context of one run of one command: its transaction, its caller, and what it wants done after it has run.
pub struct Cx {
    /// Configuration, engine, repository, policy.
    pub app: Arc<App>,
    /// Name of the command.
    pub command: &'static str,
    /// Who runs the command.
    pub caller: Caller,
    /// The client's id of this request.
    pub request_id: Uuid,
    /// `--debug` was given.
    pub debug: bool,
    pub(super) preview: bool,
    pub(super) tx: Transaction<'static, Postgres>,
    pub(super) touched: Touched,
    pub(super) per_item: bool,
    /// What could not be done, one line per item.
    pub(super) failed: Vec<String>,
    pub(super) results: Vec<(String, String)>,
    pub(super) tasks: BTreeSet<Task>,
    /// The command only tries what it would do.
    pub(super) rehearsal: bool,
    pub(crate) entry: Arc<Entry>,
}

impl Cx {
    /// The context of a command that begins.
    pub(super) fn new(
        app: &Arc<App>,
        command: &'static str,
        request_id: Uuid,
        caller: Caller,
        tx: Transaction<'static, Postgres>,
    ) -> Cx {
        Cx {
            app: app.clone(),
            command,
            caller,
            request_id,
            debug: false,
            preview: false,
            tx,
            touched: Touched::default(),
            per_item: false,
            failed: Vec::new(),
            results: Vec::new(),
            tasks: BTreeSet::new(),
            rehearsal: false,
            entry: app.progress.entry(request_id),
        }
    }

    /// The connection of the command's transaction.
    pub fn db(&mut self) -> &mut PgConnection {
        &mut self.tx
    }

    /// Nothing will be changed; the differences are shown.
    pub fn is_preview(&self) -> bool {
        self.preview
    }

    /// Tells the client something while the command runs.
    pub fn say(&self, line: impl Into<String>) {
        self.entry.say(Level::Client, line);
    }

    /// Tells the client something that it should act on.
    pub fn warn(&self, line: impl Into<String>) {
        self.entry
            .say(Level::Warning, format!("Warning: {}", line.into()));
    }

    /// Tells watchers with `--debug` something.
    pub fn debug(&self, line: impl Into<String>) {
        self.entry.say(Level::Debug, line);
    }

    /// What the command touches is independent of each other: what fails is named in the answer (207), the rest is done.
    pub fn per_item(&mut self) {
        self.per_item = true;
    }

    /// The command is done per item.
    pub fn is_per_item(&self) -> bool {
        self.per_item
    }

    /// Notes an item that could not be done; the cause of an internal error goes to the log.
    pub fn fail_item(&mut self, item: &str, error: &CommandError) {
        if error.status >= 500 {
            tracing::error!(item, request = %self.request_id, "{error}");
        }
        self.failed
            .push(format!("{item}: {}", error.message.replace('\n', "; ")));
    }

    /// The plenaries of this subject have to be generated again, or removed when the subject is gone.
    pub fn touch(&mut self, subject: Subject) {
        self.touched.touch(subject);
    }

    /// Writes the host's plenaries (which must be complete) and compiles it before the command commits.
    pub fn compile_host(&mut self, host: i64) {
        self.touched.compile_host(host);
    }

    /// Compiles the host from its stored plenaries before the command commits.
    pub fn compile_stored(&mut self, host: i64) {
        self.touched.compile_stored(host);
    }

    /// Hardware ids of the hosts that the command touched or wants compiled.
    pub fn touched_hosts(&self) -> Vec<i64> {
        let subjects = self.touched.subjects().filter_map(|subject| match subject {
            Subject::Host(id) => Some(id),
            _ => None,
        });
        let mut hosts: Vec<i64> = subjects.chain(self.touched.compile()).collect();
        hosts.sort_unstable();
        hosts.dedup();
        hosts
    }

    /// Lets these templates print while they are compiled.
    pub fn debug_templates(&mut self, debug: DebugTemplates) {
        self.touched.set_debug(debug);
    }

    /// Something outside the database that has to be brought up to date after the commit.
    pub fn export(&mut self, task: Task) {
        self.tasks.insert(task);
    }

    /// Everything is tried, compiling included, and then undone; the record of the command stays.
    pub fn rehearse(&mut self) {
        self.rehearsal = true;
    }

    /// Adds a result to the audit record (shown by `search_audit` as `[Result: key=value]`).
    pub fn audit_result(&mut self, key: &str, value: impl ToString) {
        self.results.push((key.to_owned(), value.to_string()));
    }
}
