//! `<name>`: the object template of a host

use std::collections::BTreeSet;

use serde::Serialize;

use super::{Model, host_parts, personality};
use crate::error::PlenaryError;
use crate::model::{BranchKind, Feature, HostData, HostObject, ServiceInstance};
use crate::name::TemplateName;
use crate::pan::{Pan, Source};
use crate::plenary::{Home, Kind, Subject};

#[derive(Serialize)]
struct View<'a> {
    archetype: &'a str,
    branch: &'a str,
    branch_type: &'static str,
    author: Option<&'a str>,
    declarations: bool,
    root: Source,
    os: String,
    hardware_features: Vec<FeatureView>,
    interface_features: Vec<InterfaceView<'a>>,
    services: Vec<String>,
    parts: [TemplateName; 3],
    cluster: Option<String>,
}

#[derive(Serialize)]
struct FeatureView {
    config: String,
    directory: String,
}

#[derive(Serialize)]
struct InterfaceView<'a> {
    name: &'a str,
    features: Vec<String>,
}

impl Model for HostObject {
    const KIND: Kind = Kind::Object;
    const TEMPLATE: &'static str = "host";

    fn name(&self) -> Result<TemplateName, PlenaryError> {
        Ok(TemplateName::join([&self.fqdn])?)
    }

    fn home(&self) -> Home {
        Home::Branch(self.branch.name.clone())
    }

    fn subject(&self) -> Result<Subject, PlenaryError> {
        Ok(Subject::Host(self.fqdn.clone()))
    }

    fn view(&self) -> Result<impl Serialize, PlenaryError> {
        let author = self.author()?;
        self.check_complete()?;
        let data = HostData::template_name(&self.fqdn)?;
        let root = Pan::create_with(
            data.into_string(),
            [("metadata", Pan::Path("/metadata".to_owned()))],
        )
        .source()?;
        Ok(View {
            archetype: &self.archetype,
            branch: &self.branch.name,
            branch_type: if author.is_some() { "sandbox" } else { "domain" },
            author,
            declarations: self.declarations,
            root,
            os: format!("os/{}/{}/config", self.os_name, self.os_version),
            hardware_features: hardware_features(&self.hardware_features),
            interface_features: self.interface_features(),
            services: self.services(),
            parts: host_parts::names(&self.fqdn)?,
            cluster: self
                .cluster
                .as_ref()
                .map(|cluster| format!("cluster/{cluster}/client")),
        })
    }
}

impl HostObject {
    /// The author of a sandbox; `None` in a domain.
    fn author(&self) -> Result<Option<&str>, PlenaryError> {
        match &self.branch.kind {
            BranchKind::Domain => Ok(None),
            BranchKind::Sandbox { author: Some(author) } => Ok(Some(author)),
            BranchKind::Sandbox { author: None } => {
                Err(self.incomplete("is missing sandbox author information.".to_owned()))
            }
        }
    }

    fn check_complete(&self) -> Result<(), PlenaryError> {
        if !self.services_missing.is_empty() {
            let missing: BTreeSet<&str> = self.services_missing.iter().map(String::as_str).collect();
            let missing: Vec<&str> = missing.into_iter().collect();
            return Err(self.incomplete(format!(
                "is missing the following required services, please run 'aq reconfigure': {}.",
                missing.join(", ")
            )));
        }
        if self.cluster_required && self.cluster.is_none() {
            return Err(PlenaryError::Incomplete {
                subject: format!("Personality {}/{}", self.archetype, self.personality),
                reason: "requires cluster membership, please run 'aq cluster'.".to_owned(),
            });
        }
        Ok(())
    }

    fn incomplete(&self, reason: String) -> PlenaryError {
        PlenaryError::Incomplete {
            subject: format!("Host {}", self.fqdn),
            reason,
        }
    }

    fn interface_features(&self) -> Vec<InterfaceView<'_>> {
        let mut views: Vec<InterfaceView> = self
            .interface_features
            .iter()
            .map(|i| InterfaceView {
                name: &i.interface,
                features: personality::feature_templates(&i.features),
            })
            .collect();
        views.sort_by_key(|view| view.name);
        views
    }

    /// Templates of the services used, then of those provided, each in order of their names.
    fn services(&self) -> Vec<String> {
        let templates = |instances: &[ServiceInstance], side: &str| -> BTreeSet<String> {
            instances
                .iter()
                .map(|i| format!("service/{}/{}/{side}/config", i.service, i.instance))
                .collect()
        };
        let mut all: Vec<String> = templates(&self.services_used, "client").into_iter().collect();
        all.extend(templates(&self.services_provided, "server"));
        all
    }
}

/// Features of the hardware are looked for under two names, the older one without `/config`.
fn hardware_features(features: &[Feature]) -> Vec<FeatureView> {
    let sorted: BTreeSet<&Feature> = features.iter().collect();
    sorted
        .into_iter()
        .map(|feature| {
            let directory = feature.directory();
            FeatureView {
                config: format!("{directory}/config"),
                directory,
            }
        })
        .collect()
}
