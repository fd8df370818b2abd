//! Statements about a place, common to machines and networks.

use serde::Serialize;

use crate::model::{Location, PlaceKind};

/// One assignment: a path relative to where the place is described, and its value.
#[derive(Serialize)]
pub(super) struct Line<'a> {
    path: String,
    value: &'a str,
}

/// The assignments, in the order that templates have always had.
pub(super) fn lines(location: &Location) -> Vec<Line<'_>> {
    let named = [
        PlaceKind::Continent,
        PlaceKind::Country,
        PlaceKind::City,
        PlaceKind::Campus,
        PlaceKind::Building,
        PlaceKind::Bunker,
    ];
    let mut lines = Vec::new();
    for kind in named {
        if let Some(name) = location.name(kind) {
            lines.push(Line {
                path: format!("sysloc/{kind}"),
                value: name,
            });
        }
    }
    if let Some(name) = location.name(PlaceKind::Rack) {
        lines.push(Line {
            path: "rack/name".to_owned(),
            value: name,
        });
        if let Some(row) = super::given(location.rack_row.as_ref()) {
            lines.push(Line {
                path: "rack/row".to_owned(),
                value: row,
            });
        }
        if let Some(column) = super::given(location.rack_column.as_ref()) {
            lines.push(Line {
                path: "rack/column".to_owned(),
                value: column,
            });
        }
    }
    if let Some(name) = location.name(PlaceKind::Room) {
        lines.push(Line {
            path: "sysloc/room".to_owned(),
            value: name,
        });
    }
    lines
}
