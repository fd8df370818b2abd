//! `personality/<name>[+stage]/config`, and the parts that host data has in common with it.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::Model;
use crate::error::PlenaryError;
use crate::model::{Feature, FeatureParameter, GrnTarget, Personality, Stage};
use crate::name::TemplateName;
use crate::pan::{Pan, Source};
use crate::plenary::{Kind, Subject};

#[derive(Serialize)]
struct View<'a> {
    staged_name: String,
    personality: &'a str,
    stage: Option<&'static str>,
    grns: Vec<GrnView<'a>>,
    owner_eon_id: i32,
    root_users: Option<Source>,
    root_netgroups: Option<Source>,
    parameters: Vec<ParameterView>,
    pre_features: Vec<String>,
    post_features: Vec<String>,
    environment: Option<&'a str>,
    config_override: bool,
}

#[derive(Serialize)]
struct GrnView<'a> {
    target: &'a str,
    eon_id: i32,
}

/// One assignment of a feature parameter, below `/system`.
#[derive(Serialize)]
pub(super) struct ParameterView {
    path: String,
    value: Source,
}

impl Model for Personality {
    const KIND: Kind = Kind::Unique;
    const TEMPLATE: &'static str = "personality";

    fn name(&self) -> Result<TemplateName, PlenaryError> {
        template_name(&self.name, self.stage)
    }

    fn load_path(&self) -> Option<&str> {
        Some(&self.archetype)
    }

    fn subject(&self) -> Result<Subject, PlenaryError> {
        Ok(Subject::Personality {
            archetype: self.archetype.clone(),
            personality: self.name.clone(),
            stage: self.stage.as_str().to_owned(),
        })
    }

    fn view(&self) -> Result<impl Serialize, PlenaryError> {
        let grns: BTreeSet<&GrnTarget> = self.grns.iter().collect();
        Ok(View {
            staged_name: staged_name(&self.name, self.stage),
            personality: &self.name,
            stage: self.staged.then_some(self.stage.as_str()),
            grns: grns
                .into_iter()
                .map(|g| GrnView {
                    target: &g.target,
                    eon_id: g.eon_id,
                })
                .collect(),
            owner_eon_id: self.owner_eon_id,
            root_users: names(&self.root_users)?,
            root_netgroups: names(&self.root_netgroups)?,
            parameters: parameters(&self.parameters)?,
            pre_features: feature_templates(&self.pre_features),
            post_features: feature_templates(&self.post_features),
            // The environment of old installations is not a statement about anything.
            environment: Some(self.environment.as_str()).filter(|environment| *environment != "legacy"),
            config_override: self.config_override,
        })
    }
}

/// `name`, or `name+stage` for stages that are not in use.
pub(super) fn staged_name(name: &str, stage: Stage) -> String {
    match stage {
        Stage::Current => name.to_owned(),
        other => format!("{name}+{}", other.as_str()),
    }
}

/// Template of a personality stage, relative to its archetype. The names of personalities may have two segments.
pub(super) fn template_name(name: &str, stage: Stage) -> Result<TemplateName, PlenaryError> {
    Ok(TemplateName::new(format!(
        "personality/{}/config",
        staged_name(name, stage)
    ))?)
}

/// A sorted list of names, or nothing when there are none.
fn names(names: &[String]) -> Result<Option<Source>, PlenaryError> {
    if names.is_empty() {
        return Ok(None);
    }
    let sorted: BTreeSet<&String> = names.iter().collect();
    Ok(Some(Pan::list(sorted).source()?))
}

/// Configuration templates of features, by name of the feature.
pub(super) fn feature_templates(features: &[Feature]) -> Vec<String> {
    let sorted: BTreeSet<&Feature> = features.iter().collect();
    sorted
        .into_iter()
        .map(|feature| format!("{}/config", feature.directory()))
        .collect()
}

/// Feature parameters by feature and path.
pub(super) fn parameters(parameters: &[FeatureParameter]) -> Result<Vec<ParameterView>, PlenaryError> {
    let sorted: BTreeMap<(&Feature, &str), &Pan> = parameters
        .iter()
        .map(|p| ((&p.feature, p.path.as_str()), &p.value))
        .collect();
    sorted
        .into_iter()
        .map(|((feature, path), value)| {
            let path = format!("{}/{path}", feature.directory());
            Ok(ParameterView {
                path,
                value: value.source()?,
            })
        })
        .collect()
}
