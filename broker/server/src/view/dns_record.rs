//! Address records.

use aq_db::dns_record::{DnsRecord, PrimaryOf};
use aq_db::network::Network;
use serde_json::{Value, json};

use crate::format::{Columns, Raw, View};

/// An address record with what it is of.
pub struct AddressView {
    /// The record.
    pub record: DnsRecord,
    /// The network of its address.
    pub network: Option<Network>,
    /// Name of the network's environment.
    pub network_environment: Option<String>,
    /// The hardware that has it as its primary name.
    pub primary_of: Option<PrimaryOf>,
    /// Interfaces that have the address, as `label/interface`.
    pub assigned_to: Vec<String>,
}

impl View for AddressView {
    fn raw(&self, out: &mut Raw) {
        let record = &self.record;
        out.field(record.record_type.label(), &record.fqdn).nested(|out| {
            out.field("DNS Environment", &record.dns_environment);
            if let Some(hardware) = &self.primary_of {
                out.field(
                    "Primary Name Of",
                    format_args!("{} {}", hardware.kind_label(), hardware.label),
                );
            }
            // The reference leaves a time to live of 0 out as well.
            out.optional("TTL", record.ttl.filter(|ttl| *ttl != 0));
            out.optional("Owned by GRN", record.owner_grn.as_ref());
            out.optional("IP", record.address());
            out.optional("Network", self.network.as_ref().map(Network::label));
            out.optional("Network Environment", self.network_environment.as_ref());
            if !self.assigned_to.is_empty() {
                out.field("Assigned To", self.assigned_to.join(", "));
            }
            out.optional("Reverse PTR", record.reverse_ptr.as_ref());
            out.optional("Comments", record.comments.as_ref());
        });
    }

    /// Name, DNS environment, type as in zone files, address, name that the address leads back to.
    fn csv(&self) -> Option<Vec<Columns>> {
        let record = &self.record;
        let row = Columns::new()
            .add(&record.fqdn)
            .add(&record.dns_environment)
            .maybe(record.address().map(|ip| if ip.is_ipv4() { "A" } else { "AAAA" }))
            .maybe(record.address())
            .maybe(record.reverse_ptr.as_ref());
        Some(vec![row])
    }

    fn json(&self) -> Value {
        let record = &self.record;
        json!({
            "fqdn": record.fqdn,
            "record_type": record.record_type,
            "dns_environment": record.dns_environment,
            "ip": record.address(),
            "network": self.network.as_ref().map(|network| json!({
                "name": network.name,
                "network": network.cidr.to_string(),
            })),
            "network_environment": self.network_environment,
            "reverse_ptr": record.reverse_ptr,
            "ttl": record.ttl,
            "owner_grn": record.owner_grn,
            "owner_eon_id": record.owner_eon_id,
            "primary_name_of": self.primary_of.as_ref().map(|hardware| json!({
                "hardware_type": hardware.hardware_type,
                "label": hardware.label,
            })),
            "assigned_to": self.assigned_to,
            "comments": record.comments,
        })
    }
}
