//! Places.

use aq_db::location::{Detail, LocationType};
use serde_json::{Value, json};

use crate::format::{Columns, Raw, View};

/// A place of any type.
pub struct LocationView(pub Detail);

impl View for LocationView {
    fn raw(&self, out: &mut Raw) {
        let Detail {
            location: place,
            ancestors,
            default_dns_domain,
        } = &self.0;
        out.field(place.location_type.label(), &place.name).nested(|out| {
            out.field("Fullname", &place.fullname);
            out.optional("Timezone", place.timezone.as_ref());
            match place.location_type {
                LocationType::Rack => {
                    out.field("Row", text(place.rack_row.as_deref()));
                    out.field("Column", text(place.rack_column.as_deref()));
                }
                LocationType::Building => {
                    out.optional("Address", place.address.as_ref());
                    out.optional("Next Rack ID", place.next_rackid);
                    out.optional("Network Devices Require Racks", place.netdev_rack.map(truth));
                }
                LocationType::Room => {
                    out.optional("Floor", place.floor.as_ref().filter(|floor| !floor.is_empty()));
                }
                _ => {}
            }
            out.optional("Location URI", place.uri.as_ref());
            out.optional("Comments", place.comments.as_ref());
            if !ancestors.is_empty() {
                let line: Vec<String> = ancestors
                    .iter()
                    .map(|a| format!("{} {}", a.location_type, a.name))
                    .collect();
                out.field("Location Parents", format_args!("[{}]", line.join(", ")));
            }
            out.optional("Default DNS Domain", default_dns_domain.as_ref());
        });
    }

    /// Type, name, type and name of the parent, row, column, time zone, full name, default DNS domain.
    fn csv(&self) -> Option<Vec<Columns>> {
        let Detail {
            location: place,
            ancestors,
            default_dns_domain,
        } = &self.0;
        let parent = ancestors.last();
        let row = Columns::new()
            .add(place.location_type.name())
            .add(&place.name)
            .maybe(parent.map(|p| p.location_type.name()))
            .maybe(parent.map(|p| &p.name))
            .maybe(place.rack_row.as_ref())
            .maybe(place.rack_column.as_ref())
            .maybe(place.timezone.as_ref())
            .add(&place.fullname)
            .maybe(default_dns_domain.as_ref());
        Some(vec![row])
    }

    fn json(&self) -> Value {
        let Detail {
            location: place,
            ancestors,
            default_dns_domain,
        } = &self.0;
        let mut object = json!({
            "type": place.location_type,
            "name": place.name,
            "fullname": place.fullname,
            "parents": ancestors,
            "default_dns_domain": default_dns_domain,
            "uri": place.uri,
            "comments": place.comments,
        });
        let mut set = |name: &str, value: Value| {
            if let Some(fields) = object.as_object_mut() {
                fields.insert(name.to_owned(), value);
            }
        };
        match place.location_type {
            LocationType::City => set("timezone", json!(place.timezone)),
            LocationType::Building => {
                set("address", json!(place.address));
                set("next_rackid", json!(place.next_rackid));
                set("netdev_require_rack", json!(place.netdev_rack));
            }
            LocationType::Room => set("floor", json!(place.floor)),
            LocationType::Rack => {
                set("row", json!(place.rack_row));
                set("column", json!(place.rack_column));
            }
            _ => {}
        }
        object
    }
}

/// The reference prints Python's words, and scripts read them.
fn text(value: Option<&str>) -> &str {
    value.unwrap_or("None")
}

fn truth(value: bool) -> &'static str {
    if value { "True" } else { "False" }
}
