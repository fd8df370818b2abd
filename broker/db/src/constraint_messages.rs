//! Sentences for people about the constraints of the schema: the one table from constraint names to messages.
//!
//! `{0}`, `{1}` stand for the values of a violated key, in the order of its columns. A test compares this table with
//! `pg_constraint`, so that a migration that names a constraint adds its sentence here.

/// What to say about one constraint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Explanation {
    /// One sentence, with places for key values.
    Text(&'static str),
    /// A reference, which can break at both ends.
    Reference {
        /// The row that is referred to does not exist (any more).
        missing: &'static str,
        /// The row that is deleted is still referred to.
        in_use: &'static str,
    },
}

/// The sentence for a constraint.
#[must_use]
pub fn explain(constraint: &str) -> Option<Explanation> {
    if let Some((_, text)) = RULES.iter().find(|(name, _)| *name == constraint) {
        return Some(Explanation::Text(text));
    }
    REFERENCES
        .iter()
        .find(|(name, ..)| *name == constraint)
        .map(|(_, missing, in_use)| Explanation::Reference { missing, in_use })
}

/// Every constraint that has a sentence.
pub fn names() -> impl Iterator<Item = &'static str> {
    RULES
        .iter()
        .map(|(name, _)| *name)
        .chain(REFERENCES.iter().map(|(name, ..)| *name))
}

/// Unique keys, exclusions and checks, those of triggers included.
static RULES: &[(&str, &str)] = &[
    (
        "address_assignment_ip_ck",
        "An interface takes single addresses, not networks.",
    ),
    (
        "address_assignment_ip_uk",
        "Interface already has the address {1}.",
    ),
    (
        "address_assignment_label_ck",
        "An address label is made of at most 16 lower-case letters and digits.",
    ),
    (
        "address_assignment_label_uk",
        "Interface already has an address labelled \"{1}\".",
    ),
    (
        "address_assignment_network_ck",
        "The address is not in the network that it was assigned from.",
    ),
    (
        "address_assignment_priority_ck",
        "Shared addresses need a priority, others have none.",
    ),
    (
        "address_assignment_type_ck",
        "An address is assigned as standard or shared.",
    ),
    (
        "archetype_cluster_type_ck",
        "The cluster type is one of compute, esx, meta, storage.",
    ),
    (
        "archetype_name_ck",
        "An archetype name starts with a letter or underscore, followed by letters, digits, '_', '.' and '-' (32 at most).",
    ),
    ("archetype_name_uk", "Archetype {0} already exists."),
    ("asset_lifecycle_name_uk", "Asset life cycle {0} already exists."),
    ("asset_lifecycle_transition_pk", "This transition already exists."),
    (
        "branch_commit_ck",
        "A commit is named by its full hexadecimal id.",
    ),
    (
        "branch_formats_ck",
        "Profile formats are pan, json or both, separated by a comma.",
    ),
    (
        "branch_name_ck",
        "A branch name is made of lower-case letters, digits, '_', '-' and single dots inside (32 at most).",
    ),
    ("branch_name_uk", "A branch named {0} already exists."),
    ("branch_type_ck", "A branch is a domain or a sandbox."),
    ("branch_type_uk", "This branch already exists."),
    ("dependency_kind_ck", "This kind of dependency is not known."),
    ("dependency_pk", "The dependency is already recorded."),
    (
        "dependency_set_hash_ck",
        "A set of dependencies is named by a SHA-256 hash.",
    ),
    (
        "dependency_set_hash_uk",
        "The set of dependencies is already recorded.",
    ),
    (
        "disk_address_ck",
        "A disk address has the form host:channel:target:lun (bus:device for virtual disks).",
    ),
    ("disk_bootable_uk", "The machine already has a boot disk."),
    ("disk_capacity_ck", "The capacity of a disk cannot be negative."),
    (
        "disk_controller_ck",
        "A controller type is a short lower-case name.",
    ),
    (
        "disk_device_ck",
        "A disk name is lower case and at most 128 characters long.",
    ),
    ("disk_device_uk", "Disk {1} already exists in this machine."),
    ("disk_iops_limit_ck", "The IOPS limit of a disk is at least 16."),
    ("disk_type_ck", "A disk is local or a virtual_disk."),
    (
        "disk_virtual_ck",
        "Only virtual disks have snapshots, IOPS limits and vSAN policies.",
    ),
    ("disk_wwn_ck", "A WWN is 16 or 32 hexadecimal digits."),
    (
        "dns_domain_name_ck",
        "A DNS domain is two or more labels of letters, digits and inner dashes, separated by dots.",
    ),
    ("dns_domain_name_uk", "DNS domain {0} already exists."),
    (
        "dns_environment_default_uk",
        "There is already a default DNS environment.",
    ),
    (
        "dns_environment_name_ck",
        "The name of a DNS environment starts with a letter or underscore, followed by letters, digits, '_', '.' and '-' (32 at most).",
    ),
    ("dns_environment_name_uk", "DNS environment {0} already exists."),
    (
        "dns_record_address_ck",
        "Address records need an address in a network, other DNS records have none.",
    ),
    (
        "dns_record_conflict_ex",
        "The name already exists with a DNS record of another type.",
    ),
    (
        "dns_record_ip_ck",
        "A DNS record holds a single address, not a network.",
    ),
    (
        "dns_record_ip_uk",
        "The address {2} already has a name in this DNS environment.",
    ),
    (
        "dns_record_network_ck",
        "The address of the DNS record is not in its network.",
    ),
    (
        "dns_record_reverse_ptr_ck",
        "Only address records have a reverse name.",
    ),
    ("dns_record_single_uk", "The name already exists."),
    ("dns_record_ttl_ck", "A time to live cannot be negative."),
    ("dns_record_type_ck", "This type of DNS record is not known."),
    (
        "domain_archived_ck",
        "An archived domain neither tracks a branch nor lets hosts be managed into it.",
    ),
    (
        "domain_change_manager_ck",
        "A tracking domain cannot require change management.",
    ),
    ("domain_pk", "This domain already exists."),
    (
        "domain_rollback_commit_ck",
        "A commit is named by its full hexadecimal id.",
    ),
    ("domain_track_self_ck", "A domain cannot track itself."),
    ("domain_type_ck", "The branch is not a domain."),
    ("fqdn_environment_uk", "The name already exists."),
    (
        "fqdn_name_ck",
        "A DNS name is made of labels of letters, digits and inner dashes, separated by dots.",
    ),
    (
        "fqdn_name_uk",
        "DNS name {1} already exists in its domain and environment.",
    ),
    ("grn_eon_id_ck", "An EON id is a positive number."),
    (
        "grn_name_ck",
        "A GRN starts with \"grn:/\" and holds no blanks (255 characters at most).",
    ),
    ("grn_name_uk", "GRN {0} already exists."),
    ("grn_pk", "EON id {0} already exists."),
    (
        "hardware_entity_label_ck",
        "A hardware label is made of lower-case letters, digits, '_', '.' and '-' and starts with a letter or digit (63 at most).",
    ),
    ("hardware_entity_label_uk", "Hardware entity {0} already exists."),
    (
        "hardware_entity_primary_name_uk",
        "The name is already the primary name of other hardware.",
    ),
    (
        "hardware_entity_serial_ck",
        "A serial number is not empty and at most 64 characters long.",
    ),
    (
        "hardware_entity_type_ck",
        "Hardware is a machine, network_device, chassis or console_server.",
    ),
    ("hardware_entity_type_uk", "This hardware already exists."),
    (
        "host_archetype_ck",
        "The personality and the operating system of a host belong to one archetype.",
    ),
    ("host_environment_name_uk", "Host environment {0} already exists."),
    (
        "host_grn_map_pk",
        "The host is already mapped to EON id {1} with target {2}.",
    ),
    (
        "host_grn_map_target_ck",
        "A GRN target is a short lower-case name.",
    ),
    (
        "host_lifecycle_ck",
        "The host cannot change from its present state to the one asked for.",
    ),
    ("host_pk", "The hardware already carries a host."),
    ("hostlifecycle_name_uk", "Host life cycle {0} already exists."),
    ("hostlifecycle_transition_pk", "This transition already exists."),
    (
        "interface_boot_mac_ck",
        "Bootable interfaces require a MAC address.",
    ),
    ("interface_hardware_uk", "This interface already exists."),
    ("interface_mac_uk", "MAC address {0} is already in use."),
    (
        "interface_management_mac_ck",
        "Management interfaces require a MAC address.",
    ),
    ("interface_master_ck", "An interface cannot be its own master."),
    (
        "interface_name_ck",
        "An interface name is lower case, without blanks and braces (32 at most).",
    ),
    (
        "interface_name_uk",
        "Interface {1} already exists in this hardware.",
    ),
    (
        "interface_no_mac_ck",
        "VLAN, bridge and loopback interfaces have no MAC address of their own.",
    ),
    (
        "interface_port_group_ck",
        "A port group name is lower case and at most 32 characters long.",
    ),
    ("interface_type_ck", "This type of interface is not known."),
    (
        "interface_vlan_ck",
        "VLAN interfaces, and only they, have a parent interface and a VLAN id.",
    ),
    ("interface_vlan_id_ck", "A VLAN id is between 1 and 4095."),
    ("interface_vlan_uk", "The parent interface already has VLAN {1}."),
    (
        "location_building_ck",
        "Buildings, and only they, have an address, a rack counter and a rule for network devices.",
    ),
    ("location_city_ck", "Cities, and only they, have a time zone."),
    ("location_link_distance_ck", "A place cannot be its own ancestor."),
    ("location_link_pk", "The place already has this ancestor."),
    (
        "location_name_ck",
        "The name of a place starts with a letter or underscore, followed by letters, digits, '_', '.' and '-' (16 at most).",
    ),
    ("location_name_uk", "{1} {0} already exists."),
    ("location_next_rackid_ck", "The next rack number is positive."),
    (
        "location_parent_ck",
        "A place of this type cannot stand below the one that was given.",
    ),
    ("location_rack_ck", "Only racks have a row and a column."),
    (
        "location_rack_column_ck",
        "A rack column is at most four lower-case letters and digits.",
    ),
    (
        "location_rack_row_ck",
        "A rack row is at most four lower-case letters and digits.",
    ),
    ("location_room_ck", "Rooms, and only they, have a floor."),
    (
        "location_root_ck",
        "Every place except an organization stands below another.",
    ),
    ("location_type_ck", "This type of place is not known."),
    ("location_type_fixed_ck", "The type of a place cannot change."),
    ("location_parent_rule_pk", "This rule already exists."),
    (
        "machine_cpu_quantity_ck",
        "The number of CPUs cannot be negative.",
    ),
    ("machine_memory_ck", "The size of the memory cannot be negative."),
    ("machine_pk", "This machine already exists."),
    (
        "machine_specs_controller_ck",
        "A controller type is a short lower-case name.",
    ),
    (
        "machine_specs_cpu_quantity_ck",
        "The number of CPUs cannot be negative.",
    ),
    (
        "machine_specs_disk_capacity_ck",
        "The capacity of a disk cannot be negative.",
    ),
    ("machine_specs_disk_type_ck", "A disk is local or a virtual_disk."),
    (
        "machine_specs_memory_ck",
        "The size of the memory cannot be negative.",
    ),
    (
        "machine_specs_model_uk",
        "The model already has machine specifications.",
    ),
    ("machine_type_ck", "The hardware is not a machine."),
    ("machine_uuid_uk", "UUID {0} is already in use."),
    (
        "model_name_ck",
        "A model name is lower case, without '/', and at most 64 characters long.",
    ),
    ("model_name_uk", "Model {1} of this vendor already exists."),
    ("model_type_ck", "This type of model is not known."),
    (
        "network_addresses_ck",
        "The network would no longer hold all the addresses that are used in it.",
    ),
    ("network_cidr_ck", "The prefix of a network has at least one bit."),
    (
        "network_compartment_name_ck",
        "A compartment name is lower case and at most 32 characters long.",
    ),
    (
        "network_compartment_name_uk",
        "Network compartment {0} already exists.",
    ),
    (
        "network_environment_default_uk",
        "There is already a default network environment.",
    ),
    (
        "network_environment_name_ck",
        "The name of a network environment starts with a letter or underscore, followed by letters, digits, '_', '.' and '-' (64 at most).",
    ),
    (
        "network_environment_name_uk",
        "Network environment {0} already exists.",
    ),
    (
        "network_name_ck",
        "A network name is lower case and at most 255 characters long.",
    ),
    (
        "network_overlap_ex",
        "The network overlaps with another one of its network environment.",
    ),
    (
        "network_side_ck",
        "The side of a network is at most four lower-case characters.",
    ),
    (
        "network_type_ck",
        "A network type starts with a letter or underscore, followed by letters, digits, '_', '.' and '-' (32 at most).",
    ),
    (
        "operating_system_lifecycle_ck",
        "The operating system cannot change from its present life cycle to the one asked for.",
    ),
    (
        "operating_system_name_ck",
        "The name of an operating system starts with a letter or underscore, followed by letters, digits, '_', '.' and '-' (32 at most).",
    ),
    (
        "operating_system_name_uk",
        "Operating system {1} {2} of this archetype already exists.",
    ),
    (
        "operating_system_version_ck",
        "The version of an operating system is made of lower-case letters, digits, '_', '.' and '-' (32 at most).",
    ),
    ("outbox_attempts_ck", "The number of attempts cannot be negative."),
    (
        "outbox_kind_ck",
        "The kind of an outbox entry is a short lower-case name.",
    ),
    (
        "personality_grn_map_pk",
        "The personality is already mapped to EON id {1} with target {2}.",
    ),
    (
        "personality_grn_map_target_ck",
        "A GRN target is a short lower-case name.",
    ),
    (
        "personality_name_ck",
        "A personality name is made of lower-case letters, digits, '_', '.' and '-' (64 at most).",
    ),
    (
        "personality_name_uk",
        "Personality {1} of this archetype already exists.",
    ),
    (
        "personality_stage_name_ck",
        "The stage of a personality is previous, current or next.",
    ),
    (
        "personality_stage_name_uk",
        "The personality already has a stage {1}.",
    ),
    (
        "plenary_content_hash_ck",
        "Generated templates are named by a SHA-256 hash.",
    ),
    ("plenary_kind_ck", "This kind of template is not known."),
    (
        "plenary_name_ck",
        "The name of a generated template is a relative path without empty or dot steps.",
    ),
    ("plenary_name_uk", "Generated template {1} already exists."),
    (
        "plenary_object_kind_ck",
        "The kind of an object is a short lower-case name.",
    ),
    (
        "profile_blob_hash_ck",
        "Profile content is named by a SHA-256 hash.",
    ),
    ("profile_blob_pk", "The content is already stored."),
    ("profile_blob_size_ck", "A size cannot be negative."),
    (
        "profile_commit_ck",
        "A commit is named by its full hexadecimal id.",
    ),
    (
        "profile_content_ck",
        "A profile has content in at least one format.",
    ),
    (
        "profile_current_commit_ck",
        "A commit is named by its full hexadecimal id.",
    ),
    ("profile_current_pk", "{0} already has a profile."),
    (
        "profile_current_plenary_hash_ck",
        "A set of generated templates is named by a SHA-256 hash.",
    ),
    ("profile_current_profile_uk", "The profile is already served."),
    ("profile_dependency_pk", "The dependency is already recorded."),
    (
        "profile_object_ck",
        "The name of a profile is a relative path without empty or dot steps.",
    ),
    (
        "profile_plenary_hash_ck",
        "A set of generated templates is named by a SHA-256 hash.",
    ),
    ("realm_name_ck", "A realm name holds no blanks, '@' or '/'."),
    ("realm_name_uk", "Realm {0} already exists."),
    (
        "role_name_ck",
        "A role name starts with a letter or underscore, followed by letters, digits, '_', '.' and '-' (32 at most).",
    ),
    ("role_name_uk", "Role {0} already exists."),
    (
        "router_address_ip_ck",
        "A router has a single address, not a network.",
    ),
    (
        "router_address_network_ck",
        "The address of the router is not in its network.",
    ),
    ("router_address_pk", "Router {1} already exists in this network."),
    (
        "row_capture_operation_ck",
        "A row is captured at insert, update or delete.",
    ),
    ("row_capture_pk", "The row is already captured."),
    (
        "sandbox_base_commit_ck",
        "A commit is named by its full hexadecimal id.",
    ),
    ("sandbox_pk", "This sandbox already exists."),
    ("sandbox_type_ck", "The branch is not a sandbox."),
    (
        "user_principal_name_ck",
        "A principal name holds no blanks and no '@' (255 characters at most).",
    ),
    (
        "user_principal_name_uk",
        "Principal {1} of this realm already exists.",
    ),
    (
        "user_type_name_ck",
        "A user type is lower case and at most 64 characters long.",
    ),
    ("user_type_name_uk", "User type {0} already exists."),
    ("userinfo_gid_ck", "A group id is between 0 and 4294967294."),
    (
        "userinfo_name_ck",
        "A user name starts with a letter or underscore, followed by letters, digits, '_', '.' and '-' (32 at most).",
    ),
    ("userinfo_name_uk", "User {0} already exists."),
    ("userinfo_uid_ck", "A user id is between 0 and 4294967294."),
    ("userinfo_uid_uk", "UID {0} is already in use."),
    (
        "vendor_name_ck",
        "A vendor name is made of lower-case letters, digits, '_', '.' and '-' (32 at most) and does not start with a dot.",
    ),
    ("vendor_name_uk", "Vendor {0} already exists."),
    ("xtn_answer_pk", "The answer to this request is already recorded."),
    (
        "xtn_command_ck",
        "A command name is lower case and at most 64 characters long.",
    ),
    ("xtn_detail_name_ck", "An audit detail has a name."),
    ("xtn_detail_pk", "The audit detail is already recorded."),
    ("xtn_end_pk", "The end of this request is already recorded."),
    ("xtn_end_return_code_ck", "A return code is an HTTP status."),
    ("xtn_number_uk", "The audit number is already in use."),
    ("xtn_pk", "A request with the id {0} was already made."),
];

const GRN: &str = "The GRN does not exist.";
const GRN_USED: &str = "The GRN is still in use.";
const LOCATION: &str = "The location does not exist.";
const MODEL: &str = "The model does not exist.";
const MODEL_USED: &str = "The model is still in use by hardware.";
const NETWORK: &str = "The network does not exist.";
const BRANCH: &str = "The branch does not exist.";
const AUDIT: &str = "The request is not recorded.";
const AUDIT_USED: &str = "Audit records are never removed.";
const LIFECYCLE: &str = "The life cycle state does not exist.";
const LIFECYCLE_USED: &str = "The life cycle state is still in use.";
const CONTENT: &str = "The profile content is not stored.";
const CONTENT_USED: &str = "The profile content is still in use.";

/// Foreign keys: the sentence for a missing target, and the one for a target that cannot be removed.
static REFERENCES: &[(&str, &str, &str)] = &[
    (
        "address_assignment_interface_fk",
        "The interface does not exist.",
        "The interface still has addresses.",
    ),
    (
        "address_assignment_network_fk",
        NETWORK,
        "The network is still in use: interfaces have addresses in it.",
    ),
    ("asset_lifecycle_transition_from_fk", LIFECYCLE, LIFECYCLE_USED),
    ("asset_lifecycle_transition_to_fk", LIFECYCLE, LIFECYCLE_USED),
    ("branch_owner_fk", GRN, GRN_USED),
    (
        "dependency_set_fk",
        "The set of dependencies is not recorded.",
        "The set of dependencies is still in use.",
    ),
    (
        "disk_machine_fk",
        "The machine does not exist.",
        "The machine still has disks.",
    ),
    (
        "dns_record_fqdn_fk",
        "The DNS name does not exist.",
        "The DNS name still has records.",
    ),
    (
        "dns_record_network_fk",
        NETWORK,
        "The network is still in use: DNS records have addresses in it.",
    ),
    ("dns_record_owner_fk", GRN, GRN_USED),
    (
        "dns_record_reverse_ptr_fk",
        "The DNS name does not exist.",
        "The DNS name is the reverse name of an address.",
    ),
    ("domain_branch_fk", BRANCH, "The branch is still a domain."),
    (
        "domain_tracked_branch_fk",
        BRANCH,
        "The branch is tracked by a domain.",
    ),
    (
        "fqdn_dns_domain_fk",
        "The DNS domain does not exist.",
        "The DNS domain still has names in it.",
    ),
    (
        "fqdn_dns_environment_fk",
        "The DNS environment does not exist.",
        "The DNS environment still has names in it.",
    ),
    (
        "hardware_entity_location_fk",
        LOCATION,
        "The location still has hardware in it.",
    ),
    ("hardware_entity_model_fk", MODEL, MODEL_USED),
    ("hardware_entity_owner_fk", GRN, GRN_USED),
    (
        "hardware_entity_primary_name_fk",
        "The DNS record does not exist.",
        "The DNS record is the primary name of hardware.",
    ),
    ("host_branch_fk", BRANCH, "The branch still has hosts."),
    ("host_grn_map_grn_fk", GRN, GRN_USED),
    (
        "host_grn_map_host_fk",
        "The host does not exist.",
        "The host is still mapped to GRNs.",
    ),
    (
        "host_hardware_fk",
        "The hardware does not exist.",
        "The hardware still carries a host.",
    ),
    ("host_lifecycle_fk", LIFECYCLE, LIFECYCLE_USED),
    (
        "host_operating_system_fk",
        "The operating system does not exist.",
        "The operating system is still in use by hosts.",
    ),
    ("host_owner_fk", GRN, GRN_USED),
    (
        "host_personality_stage_fk",
        "The personality stage does not exist.",
        "The personality stage is still in use by hosts.",
    ),
    (
        "host_sandbox_author_fk",
        "The user does not exist.",
        "The user is the author of a sandbox with hosts.",
    ),
    ("hostlifecycle_transition_from_fk", LIFECYCLE, LIFECYCLE_USED),
    ("hostlifecycle_transition_to_fk", LIFECYCLE, LIFECYCLE_USED),
    (
        "interface_hardware_fk",
        "The hardware does not exist.",
        "The hardware still has interfaces.",
    ),
    (
        "interface_master_fk",
        "The master interface does not exist in this hardware.",
        "The interface is the master of others.",
    ),
    ("interface_model_fk", MODEL, MODEL_USED),
    (
        "interface_parent_fk",
        "The parent interface does not exist in this hardware.",
        "The interface is the parent of VLAN interfaces.",
    ),
    (
        "location_dns_domain_fk",
        "The DNS domain does not exist.",
        "The DNS domain is the default of a location.",
    ),
    (
        "location_link_child_fk",
        LOCATION,
        "The location still has ancestors.",
    ),
    (
        "location_link_parent_fk",
        LOCATION,
        "The location still has other locations in it.",
    ),
    (
        "location_parent_fk",
        "The parent location does not exist.",
        "The location still has other locations in it.",
    ),
    (
        "machine_cpu_model_fk",
        MODEL,
        "The model is still in use as a CPU.",
    ),
    (
        "machine_hardware_fk",
        "The hardware does not exist, or is not a machine.",
        "The hardware is still a machine.",
    ),
    (
        "machine_specs_cpu_model_fk",
        MODEL,
        "The model is still in use as the CPU of machine specifications.",
    ),
    (
        "machine_specs_model_fk",
        MODEL,
        "The model still has machine specifications.",
    ),
    (
        "machine_specs_nic_model_fk",
        MODEL,
        "The model is still in use as the NIC of machine specifications.",
    ),
    (
        "model_vendor_fk",
        "The vendor does not exist.",
        "The vendor still has models.",
    ),
    (
        "network_compartment_fk",
        "The network compartment does not exist.",
        "The network compartment still has networks.",
    ),
    (
        "network_environment_dns_environment_fk",
        "The DNS environment does not exist.",
        "The DNS environment is still in use by network environments.",
    ),
    (
        "network_environment_fk",
        "The network environment does not exist.",
        "The network environment still has networks.",
    ),
    (
        "network_environment_location_fk",
        LOCATION,
        "The location still has network environments.",
    ),
    (
        "network_location_fk",
        LOCATION,
        "The location still has networks.",
    ),
    (
        "operating_system_archetype_fk",
        "The archetype does not exist.",
        "The archetype still has operating systems.",
    ),
    ("operating_system_lifecycle_fk", LIFECYCLE, LIFECYCLE_USED),
    (
        "personality_archetype_fk",
        "The archetype does not exist.",
        "The archetype still has personalities.",
    ),
    (
        "personality_environment_fk",
        "The host environment does not exist.",
        "The host environment is still in use.",
    ),
    ("personality_grn_map_grn_fk", GRN, GRN_USED),
    (
        "personality_grn_map_stage_fk",
        "The personality stage does not exist.",
        "The personality stage is still mapped to GRNs.",
    ),
    ("personality_owner_fk", GRN, GRN_USED),
    (
        "personality_stage_personality_fk",
        "The personality does not exist.",
        "The personality still has stages.",
    ),
    (
        "plenary_branch_fk",
        BRANCH,
        "The branch still has generated templates.",
    ),
    ("profile_branch_fk", BRANCH, "The branch still has profiles."),
    (
        "profile_current_profile_fk",
        "The profile does not exist.",
        "The profile is still served.",
    ),
    (
        "profile_dependency_object_fk",
        "The object has no profile.",
        "The profile still has dependencies.",
    ),
    (
        "profile_dependency_set_fk",
        "The set of dependencies is not recorded.",
        "The set of dependencies is still in use.",
    ),
    ("profile_json_fk", CONTENT, CONTENT_USED),
    ("profile_xml_fk", CONTENT, CONTENT_USED),
    (
        "router_address_location_fk",
        LOCATION,
        "The location still has routers.",
    ),
    (
        "router_address_network_fk",
        NETWORK,
        "The network still has routers.",
    ),
    ("sandbox_branch_fk", BRANCH, "The branch is still a sandbox."),
    (
        "sandbox_owner_fk",
        "The principal does not exist.",
        "The principal still owns sandboxes.",
    ),
    (
        "user_principal_realm_fk",
        "The realm does not exist.",
        "The realm still has principals.",
    ),
    (
        "user_principal_role_fk",
        "The role does not exist.",
        "The role is still in use by principals.",
    ),
    (
        "userinfo_type_fk",
        "The user type does not exist.",
        "The user type is still in use.",
    ),
    ("xtn_answer_xtn_fk", AUDIT, AUDIT_USED),
    ("xtn_detail_xtn_fk", AUDIT, AUDIT_USED),
    ("xtn_end_xtn_fk", AUDIT, AUDIT_USED),
];
