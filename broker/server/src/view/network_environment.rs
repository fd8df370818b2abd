//! Network environments.

use aq_db::location::Detail;
use aq_db::network_environment::{KIND, NetworkEnvironment};
use serde_json::{Value, json};

use super::dns_environment::DnsEnvironmentView;
use super::location::LocationView;
use crate::format::{Columns, Raw, View};

/// A network environment with its DNS environment and its place.
pub struct NetworkEnvironmentView {
    /// The environment itself.
    pub environment: NetworkEnvironment,
    /// Where its addresses have their names.
    pub dns_environment: DnsEnvironmentView,
    /// The place that it is confined to.
    pub location: Option<LocationView>,
}

impl NetworkEnvironmentView {
    fn place(&self) -> Option<&Detail> {
        self.location.as_ref().map(|view| &view.0)
    }
}

impl View for NetworkEnvironmentView {
    fn raw(&self, out: &mut Raw) {
        out.field(KIND, &self.environment.name).nested(|out| {
            self.dns_environment.raw(out);
            if let Some(location) = &self.location {
                location.raw(out);
            }
            out.optional("Comments", self.environment.comments.as_ref());
        });
    }

    /// Name, DNS environment, type and name of the place, comments. The reference has no csv form.
    fn csv(&self) -> Option<Vec<Columns>> {
        let row = Columns::new()
            .add(&self.environment.name)
            .add(&self.dns_environment.0.name)
            .maybe(self.place().map(|place| place.location.location_type.name()))
            .maybe(self.place().map(|place| &place.location.name))
            .maybe(self.environment.comments.as_ref());
        Some(vec![row])
    }

    fn json(&self) -> Value {
        json!({
            "name": self.environment.name,
            "is_default": self.environment.is_default,
            "dns_environment": self.dns_environment.json(),
            "location": self.location.as_ref().map(View::json),
            "comments": self.environment.comments,
        })
    }
}
