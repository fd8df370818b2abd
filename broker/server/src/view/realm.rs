//! Kerberos realms.

use aq_db::realm::Realm;
use serde_json::{Value, json};

use super::truth;
use crate::format::{Columns, Raw, View};

/// A realm.
pub struct RealmView(pub Realm);

impl View for RealmView {
    fn raw(&self, out: &mut Raw) {
        let realm = &self.0;
        out.field("Realm", &realm.name).nested(|out| {
            out.field("Trusted", truth(realm.trusted))
                .optional("Comments", realm.comments.as_ref());
        });
    }

    /// Name, whether trusted, comments.
    fn csv(&self) -> Option<Vec<Columns>> {
        let realm = &self.0;
        let row = Columns::new()
            .add(&realm.name)
            .add(realm.trusted)
            .maybe(realm.comments.as_ref());
        Some(vec![row])
    }

    fn json(&self) -> Value {
        let realm = &self.0;
        json!({ "name": realm.name, "trusted": realm.trusted, "comments": realm.comments })
    }
}
