//! Users.

use aq_db::user::User;
use serde_json::{Value, json};

use crate::format::{Columns, Raw, View};

/// A user.
pub struct UserView(pub User);

impl View for UserView {
    fn raw(&self, out: &mut Raw) {
        let user = &self.0;
        out.field("User", &user.name).nested(|out| {
            out.field("Type", &user.user_type)
                .field("UID", user.uid)
                .field("GID", user.gid)
                .field("Full Name", &user.full_name)
                .field("Home Directory", &user.home_dir);
        });
    }

    /// Name, UID, GID, name, home directory: the reference gives the name twice.
    fn csv(&self) -> Option<Vec<Columns>> {
        let user = &self.0;
        let row = Columns::new()
            .add(&user.name)
            .add(user.uid)
            .add(user.gid)
            .add(&user.name)
            .add(&user.home_dir);
        Some(vec![row])
    }

    fn json(&self) -> Value {
        let user = &self.0;
        json!({
            "name": user.name,
            "type": user.user_type,
            "uid": user.uid,
            "gid": user.gid,
            "full_name": user.full_name,
            "home_directory": user.home_dir,
        })
    }
}
