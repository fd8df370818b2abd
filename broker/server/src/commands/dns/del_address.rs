//! `aq del_address`: refused for the name of hardware and for an address that an interface has.

use std::net::IpAddr;

use aq_db::dns_record::{self, DnsRecord, RecordType};
use aq_db::{address_assignment, interface, network_environment};

use crate::command::prelude::*;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    fqdn: Option<String>,
    ip: Option<IpAddr>,
    dns_environment: Option<String>,
    network_environment: Option<String>,
}

/// Deletes the record that name, address or both stand for.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let (_, dns) = network_environment::with_dns(
        cx.db(),
        args.network_environment.as_deref(),
        args.dns_environment.as_deref(),
    )
    .await?;
    let record = dns_record::require_address(cx.db(), args.fqdn.as_deref(), args.ip, dns.id).await?;
    if let Some(hardware) = dns_record::primary_of(cx.db(), record.id).await? {
        let owner = interface::owner(cx.db(), hardware.id).await?;
        return Err(CommandError::argument(format!(
            "DNS Record {} is the primary name of {owner}, therefore it cannot be deleted.",
            record.with_address()
        )));
    }
    if record.record_type == RecordType::DynamicStub {
        return Err(CommandError::argument(format!(
            "DNS Record {} is reserved for dynamic DHCP, use del_dynamic_range to delete it.",
            record.with_address()
        )));
    }
    touch_holder(cx, &record).await?;
    dns_record::delete(cx.db(), &record).await?;
    Ok(Answer::Nothing)
}

/// Hardware that has the address under another name as well shows the first of the names.
async fn touch_holder(cx: &mut Cx, record: &DnsRecord) -> Result<()> {
    let (Some(network), Some(ip)) = (record.network_id, record.address()) else {
        return Ok(());
    };
    if let Some(id) = address_assignment::holder(cx.db(), network, ip).await? {
        let hardware = interface::get(cx.db(), id).await?.hardware_entity_id;
        cx.touch(Subject::Machine(hardware));
        cx.touch(Subject::Host(hardware));
    }
    Ok(())
}
