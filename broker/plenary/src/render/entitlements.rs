//! Entitlements of an object.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::error::PlenaryError;
use crate::model::{Beneficiary, Entitlement};
use crate::pan::{Pan, Source};

/// One `append` to the list of an entitlement type and kind of beneficiary.
#[derive(Serialize)]
pub(super) struct Line<'a> {
    entitlement_type: &'a str,
    beneficiary: &'static str,
    value: Source,
}

/// The statements in order of type and beneficiary, without duplicates, so that the same entitlements always give
/// the same text.
pub(super) fn lines(entitlements: &[Entitlement]) -> Result<Vec<Line<'_>>, PlenaryError> {
    let sorted: BTreeSet<&Entitlement> = entitlements.iter().collect();
    sorted.into_iter().map(line).collect()
}

fn line(entitlement: &Entitlement) -> Result<Line<'_>, PlenaryError> {
    let (beneficiary, value) = match &entitlement.beneficiary {
        Beneficiary::Grn { eon_id } => ("eon_id", Pan::dict([("value", Pan::from(*eon_id))])),
        Beneficiary::User { name, user_type } => (
            "user",
            Pan::dict([("type", Pan::from(user_type)), ("value", Pan::from(name))]),
        ),
    };
    Ok(Line {
        entitlement_type: &entitlement.entitlement_type,
        beneficiary,
        value: value.source()?,
    })
}
