//! `aq show_address`: the address records of a name.

use aq_db::dns_record::{self, DnsRecord, KIND};
use aq_db::{fqdn, network, network_environment};

use crate::command::prelude::*;
use crate::view::dns_record::AddressView;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    fqdn: String,
    dns_environment: Option<String>,
    network_environment: Option<String>,
}

/// Shows the records, by address.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let (_, dns) = network_environment::with_dns(
        cx.db(),
        args.network_environment.as_deref(),
        args.dns_environment.as_deref(),
    )
    .await?;
    let mut records = match fqdn::find(cx.db(), &args.fqdn, dns.id).await? {
        Some(name) => dns_record::of_fqdn(cx.db(), name.id).await?,
        None => Vec::new(),
    };
    records.retain(|record| record.ip.is_some());
    if records.is_empty() {
        return Err(CommandError::not_found(KIND, &args.fqdn));
    }
    let mut views = Vec::with_capacity(records.len());
    for record in records {
        views.push(view(cx, record).await?);
    }
    Ok(Answer::objects(views))
}

async fn view(cx: &mut Cx, record: DnsRecord) -> Result<AddressView> {
    let network = match record.network_id {
        Some(id) => Some(network::get(cx.db(), id).await?),
        None => None,
    };
    let environment = match &network {
        Some(network) => Some(
            network_environment::get(cx.db(), network.network_environment_id)
                .await?
                .name,
        ),
        None => None,
    };
    Ok(AddressView {
        primary_of: dns_record::primary_of(cx.db(), record.id).await?,
        assigned_to: dns_record::assigned_to(cx.db(), &record).await?,
        network,
        network_environment: environment,
        record,
    })
}
