//! `site/<hub>/<city>/config`

use serde::Serialize;

use super::Model;
use crate::error::PlenaryError;
use crate::model::City;
use crate::name::{TemplateName, segment_of};
use crate::plenary::{Kind, Subject};

#[derive(Serialize)]
struct View<'a> {
    timezone: Option<&'a str>,
}

impl Model for City {
    const KIND: Kind = Kind::Unique;
    const TEMPLATE: &'static str = "city";

    fn name(&self) -> Result<TemplateName, PlenaryError> {
        Ok(TemplateName::join([
            "site",
            &segment_of(&self.hub_fullname),
            &self.name,
            "config",
        ])?)
    }

    fn subject(&self) -> Result<Subject, PlenaryError> {
        Ok(Subject::City(self.name.clone()))
    }

    fn view(&self) -> Result<impl Serialize, PlenaryError> {
        Ok(View {
            timezone: self.timezone.as_deref(),
        })
    }
}
