//! Where a user clones a sandbox from, and to.

use std::path::PathBuf;

use serde_json::{Value, json};

use crate::app::App;
use crate::format::{Columns, Raw, View};

/// What the client needs for a clone; it reads the csv form.
pub struct Clone {
    /// URL of the repository.
    pub url: String,
    /// Name of the branch.
    pub sandbox: String,
    /// Directory of the user's clones, for sites where that is shared.
    pub directory: String,
}

impl Clone {
    /// For a sandbox and its author.
    pub fn of(app: &App, sandbox: &str, author: &str) -> Clone {
        Clone {
            url: app.git_url(),
            sandbox: sandbox.to_owned(),
            directory: directory(app, author).display().to_string(),
        }
    }
}

/// Where the reference keeps the clones of an author.
pub fn directory(app: &App, author: &str) -> PathBuf {
    app.config.templates_dir().join(author)
}

impl View for Clone {
    fn raw(&self, out: &mut Raw) {
        out.field("Repository", &self.url)
            .field("Branch", &self.sandbox)
            .field("Directory", &self.directory);
    }

    /// URL, branch, directory.
    fn csv(&self) -> Option<Vec<Columns>> {
        Some(vec![
            Columns::new()
                .add(&self.url)
                .add(&self.sandbox)
                .add(&self.directory),
        ])
    }

    fn json(&self) -> Value {
        json!({ "url": self.url, "sandbox": self.sandbox, "directory": self.directory })
    }
}
