//! References to the plenaries of resources.

use serde::Serialize;

use crate::error::PlenaryError;
use crate::model::Resource;
use crate::pan::{Pan, Source};

/// One `append` to the list of a resource type.
#[derive(Serialize)]
pub(super) struct Line<'a> {
    resource_type: &'a str,
    value: Source,
}

/// The statements in order of type and name.
pub(super) fn lines(resources: &[Resource]) -> Result<Vec<Line<'_>>, PlenaryError> {
    let mut sorted: Vec<&Resource> = resources.iter().collect();
    sorted.sort();
    sorted
        .into_iter()
        .map(|resource| {
            let value = Pan::create(resource.template.as_str()).source()?;
            Ok(Line {
                resource_type: &resource.resource_type,
                value,
            })
        })
        .collect()
}
