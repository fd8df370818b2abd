//! `hostdata/<name>`

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use serde::Serialize;

use super::{Model, entitlements, host_interface, personality, resources};
use crate::error::PlenaryError;
use crate::model::{GrnTarget, HostData};
use crate::name::TemplateName;
use crate::pan::{Pan, Source};
use crate::plenary::{Kind, Subject};

#[derive(Serialize)]
struct View<'a> {
    hardware: Source,
    os_name: &'a str,
    os_version: &'a str,
    os_lifecycle: &'a str,
    interfaces: Vec<InterfaceView>,
    primary_ip: Option<IpAddr>,
    default_gateway: Option<IpAddr>,
    routers: Option<Source>,
    status: &'a str,
    advertise_status: bool,
    grns: Vec<GrnView<'a>>,
    owner_eon_id: i32,
    entitlements: Vec<entitlements::Line<'a>>,
    cluster: Option<ClusterView<'a>>,
    virtual_switch: Option<&'a str>,
    resources: Vec<resources::Line<'a>>,
    parameters: Vec<personality::ParameterView>,
}

#[derive(Serialize)]
struct InterfaceView {
    name: String,
    value: Source,
}

#[derive(Serialize)]
struct GrnView<'a> {
    target: &'a str,
    eon_ids: Source,
}

#[derive(Serialize)]
struct ClusterView<'a> {
    name: &'a str,
    node_index: u32,
    metacluster: Option<&'a str>,
}

impl HostData {
    /// Template name of the data of the host with this name.
    ///
    /// # Errors
    /// [`PlenaryError::Name`] when the host's name is not one segment of a template name.
    pub fn template_name(fqdn: &str) -> Result<TemplateName, PlenaryError> {
        Ok(TemplateName::join(["hostdata", fqdn])?)
    }
}

impl Model for HostData {
    const KIND: Kind = Kind::Structure;
    const TEMPLATE: &'static str = "hostdata";

    fn name(&self) -> Result<TemplateName, PlenaryError> {
        Self::template_name(&self.fqdn)
    }

    fn subject(&self) -> Result<Subject, PlenaryError> {
        Ok(Subject::Host(self.fqdn.clone()))
    }

    fn view(&self) -> Result<impl Serialize, PlenaryError> {
        let network = host_interface::describe(&self.interfaces, self.building.as_deref());
        let mut interfaces = Vec::with_capacity(network.interfaces.len());
        for (name, value) in network.interfaces {
            interfaces.push(InterfaceView {
                name,
                value: value.source()?,
            });
        }
        let routers = if network.routers.is_empty() {
            None
        } else {
            Some(Pan::Dict(network.routers).source()?)
        };
        Ok(View {
            hardware: Pan::create(self.hardware.as_str()).source()?,
            os_name: &self.os.name,
            os_version: &self.os.version,
            os_lifecycle: &self.os.lifecycle,
            interfaces,
            primary_ip: self.primary_ip,
            default_gateway: network.default_gateway,
            routers,
            status: &self.status,
            advertise_status: self.advertise_status,
            grns: grns(&self.grns)?,
            owner_eon_id: self.owner_eon_id,
            entitlements: entitlements::lines(&self.entitlements)?,
            cluster: self.cluster.as_ref().map(|cluster| ClusterView {
                name: &cluster.name,
                node_index: cluster.node_index,
                metacluster: cluster.metacluster.as_deref(),
            }),
            virtual_switch: self.virtual_switch.as_deref(),
            resources: resources::lines(&self.resources)?,
            parameters: personality::parameters(&self.parameters)?,
        })
    }
}

/// One list of GRN numbers for each purpose.
fn grns(grns: &[GrnTarget]) -> Result<Vec<GrnView<'_>>, PlenaryError> {
    let mut by_target: BTreeMap<&str, BTreeSet<i32>> = BTreeMap::new();
    for grn in grns {
        by_target.entry(&grn.target).or_default().insert(grn.eon_id);
    }
    by_target
        .into_iter()
        .map(|(target, eon_ids)| {
            Ok(GrnView {
                target,
                eon_ids: Pan::list(eon_ids).source()?,
            })
        })
        .collect()
}
