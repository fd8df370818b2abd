//! `network/<environment>/<address>/config`

use std::net::IpAddr;

use serde::Serialize;

use super::{Model, location};
use crate::error::PlenaryError;
use crate::model::{Network, NetworkRouter, Provider};
use crate::name::TemplateName;
use crate::pan::{Pan, Source};
use crate::plenary::{Kind, Subject};

#[derive(Serialize)]
struct View<'a> {
    network: &'a str,
    address: IpAddr,
    netmask: IpAddr,
    broadcast: IpAddr,
    prefix_length: u8,
    network_type: &'a str,
    side: &'a str,
    location: Vec<location::Line<'a>>,
    environment: &'a str,
    environment_location: Vec<location::Line<'a>>,
    compartment: Option<&'a str>,
    routers: Vec<RouterView<'a>>,
}

#[derive(Serialize)]
struct RouterView<'a> {
    ip: IpAddr,
    providers: Source,
    location: Vec<location::Line<'a>>,
}

impl Model for Network {
    const KIND: Kind = Kind::Structure;
    const TEMPLATE: &'static str = "network";

    /// The colons of version 6 addresses are not allowed in template names and become underscores.
    fn name(&self) -> Result<TemplateName, PlenaryError> {
        let address = self.cidr.network().to_string().replace(':', "_");
        Ok(TemplateName::join([
            "network",
            &self.environment,
            &address,
            "config",
        ])?)
    }

    fn subject(&self) -> Result<Subject, PlenaryError> {
        let address = self.cidr.network().to_string();
        Ok(Subject::Network {
            environment: self.environment.clone(),
            address,
        })
    }

    fn view(&self) -> Result<impl Serialize, PlenaryError> {
        let routers: Result<Vec<RouterView>, PlenaryError> = self.routers.iter().map(router).collect();
        Ok(View {
            network: &self.name,
            address: self.cidr.network(),
            netmask: self.cidr.mask(),
            broadcast: self.cidr.broadcast(),
            prefix_length: self.cidr.prefix(),
            network_type: &self.network_type,
            side: &self.side,
            location: location::lines(&self.location),
            environment: &self.environment,
            environment_location: self
                .environment_location
                .as_ref()
                .map(location::lines)
                .unwrap_or_default(),
            compartment: self.compartment.as_deref(),
            routers: routers?,
        })
    }
}

fn router(router: &NetworkRouter) -> Result<RouterView<'_>, PlenaryError> {
    Ok(RouterView {
        ip: router.ip,
        providers: Pan::List(router.providers.iter().map(provider).collect()).source()?,
        location: router.location.as_ref().map(location::lines).unwrap_or_default(),
    })
}

fn provider(provider: &Provider) -> Pan {
    let mut entries = vec![
        ("router", Pan::from(&provider.router)),
        ("interface", Pan::from(&provider.interface)),
    ];
    entries.extend(provider.ip.map(|ip| ("ip", Pan::from(ip))));
    Pan::dict(entries)
}
