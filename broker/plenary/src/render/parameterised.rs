//! `personality/...`, `archetype/...` and `eon_id/...` at a location

use serde::Serialize;

use super::{Model, entitlements, resources};
use crate::error::PlenaryError;
use crate::model::{
    Entitlement, ParameterisedArchetype, ParameterisedGrn, ParameterisedPersonality, PlaceKind, Resource,
};
use crate::name::TemplateName;
use crate::plenary::{Kind, Subject};

#[derive(Serialize)]
struct View<'a> {
    entitlements: Vec<entitlements::Line<'a>>,
    resources: Vec<resources::Line<'a>>,
}

impl<'a> View<'a> {
    fn new(entitlements: &'a [Entitlement], resources: &'a [Resource]) -> Result<Self, PlenaryError> {
        Ok(Self {
            entitlements: entitlements::lines(entitlements)?,
            resources: resources::lines(resources)?,
        })
    }
}

pub(super) fn personality_name(
    personality: &str,
    kind: PlaceKind,
    place: &str,
) -> Result<TemplateName, PlenaryError> {
    // The names of personalities may have two segments, those of places have one.
    let place = TemplateName::join([kind.as_str(), place, "config"])?;
    Ok(TemplateName::new(format!("personality/{personality}/{place}"))?)
}

pub(super) fn archetype_name(
    archetype: &str,
    environment: &str,
    kind: PlaceKind,
    place: &str,
) -> Result<TemplateName, PlenaryError> {
    Ok(TemplateName::join([
        "archetype",
        archetype,
        environment,
        kind.as_str(),
        place,
        "config",
    ])?)
}

pub(super) fn grn_name(
    eon_id: i32,
    environment: &str,
    kind: PlaceKind,
    place: &str,
) -> Result<TemplateName, PlenaryError> {
    let number = eon_id.to_string();
    Ok(TemplateName::join([
        "eon_id",
        &number,
        environment,
        kind.as_str(),
        place,
        "config",
    ])?)
}

impl Model for ParameterisedPersonality {
    const KIND: Kind = Kind::Unique;
    const TEMPLATE: &'static str = "parameterised";

    fn name(&self) -> Result<TemplateName, PlenaryError> {
        personality_name(&self.personality, self.place_kind, &self.place)
    }

    fn subject(&self) -> Result<Subject, PlenaryError> {
        Ok(Subject::Parameterised(self.name()?))
    }

    fn view(&self) -> Result<impl Serialize, PlenaryError> {
        View::new(&self.entitlements, &self.resources)
    }
}

impl Model for ParameterisedArchetype {
    const KIND: Kind = Kind::Unique;
    const TEMPLATE: &'static str = "parameterised";

    fn name(&self) -> Result<TemplateName, PlenaryError> {
        archetype_name(&self.archetype, &self.environment, self.place_kind, &self.place)
    }

    fn subject(&self) -> Result<Subject, PlenaryError> {
        Ok(Subject::Parameterised(self.name()?))
    }

    fn view(&self) -> Result<impl Serialize, PlenaryError> {
        View::new(&self.entitlements, &self.resources)
    }
}

impl Model for ParameterisedGrn {
    const KIND: Kind = Kind::Unique;
    const TEMPLATE: &'static str = "parameterised";

    fn name(&self) -> Result<TemplateName, PlenaryError> {
        grn_name(self.eon_id, &self.environment, self.place_kind, &self.place)
    }

    fn subject(&self) -> Result<Subject, PlenaryError> {
        Ok(Subject::Parameterised(self.name()?))
    }

    fn view(&self) -> Result<impl Serialize, PlenaryError> {
        View::new(&self.entitlements, &self.resources)
    }
}
