//! `host/<domain>/<name>/{eon_id,archetype,personality}/config`

use serde::Serialize;

use super::{Model, parameterised, personality};
use crate::error::PlenaryError;
use crate::model::{HostArchetype, HostGrn, HostPersonality, Location};
use crate::name::TemplateName;
use crate::plenary::{Kind, Subject};

#[derive(Serialize)]
struct View {
    personality: Option<TemplateName>,
    included: Vec<TemplateName>,
}

/// The three templates in the order in which the object template includes them.
pub(super) fn names(fqdn: &str) -> Result<[TemplateName; 3], PlenaryError> {
    Ok([
        name(fqdn, "eon_id")?,
        name(fqdn, "archetype")?,
        name(fqdn, "personality")?,
    ])
}

/// The labels of the domain are directories in reverse order, the last two staying together:
/// `a.b.example.org` is `host/example.org/b/a.b.example.org/...`.
fn name(fqdn: &str, part: &str) -> Result<TemplateName, PlenaryError> {
    let dots = fqdn.matches('.').count();
    let mut segments = vec!["host"];
    if dots > 1 {
        let labels: Vec<&str> = fqdn.splitn(dots, '.').skip(1).collect();
        segments.extend(labels.into_iter().rev());
    }
    segments.extend([fqdn, part, "config"]);
    Ok(TemplateName::join(segments)?)
}

fn at_each_place(
    location: &Location,
    template: impl Fn(&crate::model::Place) -> Result<TemplateName, PlenaryError>,
) -> Result<Vec<TemplateName>, PlenaryError> {
    location.chain.iter().map(template).collect()
}

impl Model for HostArchetype {
    const KIND: Kind = Kind::Unique;
    const TEMPLATE: &'static str = "host_part";

    fn name(&self) -> Result<TemplateName, PlenaryError> {
        name(&self.fqdn, "archetype")
    }

    fn subject(&self) -> Result<Subject, PlenaryError> {
        Ok(Subject::Host(self.fqdn.clone()))
    }

    fn view(&self) -> Result<impl Serialize, PlenaryError> {
        let included = at_each_place(&self.location, |place| {
            parameterised::archetype_name(&self.archetype, &self.environment, place.kind, &place.name)
        })?;
        Ok(View {
            personality: None,
            included,
        })
    }
}

impl Model for HostGrn {
    const KIND: Kind = Kind::Unique;
    const TEMPLATE: &'static str = "host_part";

    fn name(&self) -> Result<TemplateName, PlenaryError> {
        name(&self.fqdn, "eon_id")
    }

    fn subject(&self) -> Result<Subject, PlenaryError> {
        Ok(Subject::Host(self.fqdn.clone()))
    }

    fn view(&self) -> Result<impl Serialize, PlenaryError> {
        let included = at_each_place(&self.location, |place| {
            parameterised::grn_name(self.eon_id, &self.environment, place.kind, &place.name)
        })?;
        Ok(View {
            personality: None,
            included,
        })
    }
}

impl Model for HostPersonality {
    const KIND: Kind = Kind::Unique;
    const TEMPLATE: &'static str = "host_part";

    fn name(&self) -> Result<TemplateName, PlenaryError> {
        name(&self.fqdn, "personality")
    }

    fn subject(&self) -> Result<Subject, PlenaryError> {
        Ok(Subject::Host(self.fqdn.clone()))
    }

    fn view(&self) -> Result<impl Serialize, PlenaryError> {
        let included = at_each_place(&self.location, |place| {
            parameterised::personality_name(&self.personality, place.kind, &place.name)
        })?;
        Ok(View {
            personality: Some(personality::template_name(&self.personality, self.stage)?),
            included,
        })
    }
}
