-- Reason: the boxes, what is in them and how they are connected.

create table hardware_entity (
    id              bigint generated always as identity,
    label           text collate "C" not null,
    hardware_type   text collate "C" not null,
    location_id     bigint not null,
    model_id        bigint not null,
    serial_no       text collate "C",
    primary_name_id bigint,
    owner_eon_id    bigint,
    comments        text,
    creation_date   timestamptz not null default now(),
    constraint hardware_entity_pk primary key (id),
    constraint hardware_entity_label_uk unique (label),
    -- The label is the last step of the template path machine/<hub>/<building>/<rack>/<label>.
    constraint hardware_entity_label_ck check (label ~ '^[a-z0-9][a-z0-9_.-]*$' and char_length(label) <= 63),
    constraint hardware_entity_type_ck check (hardware_type in ('machine', 'network_device', 'chassis', 'console_server')),
    -- A subtype's row refers to both, so that a machine cannot hang on a chassis.
    constraint hardware_entity_type_uk unique (id, hardware_type),
    constraint hardware_entity_serial_ck check (btrim(serial_no) <> '' and char_length(serial_no) <= 64),
    constraint hardware_entity_primary_name_uk unique (primary_name_id),
    constraint hardware_entity_location_fk foreign key (location_id) references location (id),
    constraint hardware_entity_model_fk foreign key (model_id) references model (id),
    constraint hardware_entity_primary_name_fk foreign key (primary_name_id) references dns_record (id),
    constraint hardware_entity_owner_fk foreign key (owner_eon_id) references grn (eon_id)
);
create index hardware_entity_location_ix on hardware_entity (location_id);
create index hardware_entity_model_ix on hardware_entity (model_id);
create index hardware_entity_serial_ix on hardware_entity (serial_no) where serial_no is not null;
create index hardware_entity_owner_ix on hardware_entity (owner_eon_id) where owner_eon_id is not null;

create table machine (
    hardware_entity_id bigint not null,
    hardware_type      text collate "C" not null default 'machine',
    cpu_model_id       bigint not null,
    cpu_quantity       integer not null default 2,
    memory             integer not null default 512,
    uuid               uuid,
    uri                text,
    constraint machine_pk primary key (hardware_entity_id),
    constraint machine_uuid_uk unique (uuid),
    constraint machine_type_ck check (hardware_type = 'machine'),
    constraint machine_cpu_quantity_ck check (cpu_quantity >= 0),
    constraint machine_memory_ck check (memory >= 0),
    constraint machine_hardware_fk foreign key (hardware_entity_id, hardware_type)
        references hardware_entity (id, hardware_type) on delete cascade,
    constraint machine_cpu_model_fk foreign key (cpu_model_id) references model (id)
);
create index machine_cpu_model_ix on machine (cpu_model_id);
comment on column machine.memory is 'MB';

create table disk (
    id              bigint generated always as identity,
    machine_id      bigint not null,
    disk_type       text collate "C" not null,
    device_name     text collate "C" not null,
    capacity        integer not null,
    controller_type text collate "C" not null,
    address         text collate "C",
    wwn             text collate "C",
    bus_address     text collate "C",
    bootable        boolean not null default false,
    disk_tech       text collate "C",
    usage           text collate "C",
    diskgroup_key   text,
    model_key       text,
    vsan_policy_key text,
    snapshotable    boolean,
    iops_limit      integer,
    comments        text,
    creation_date   timestamptz not null default now(),
    constraint disk_pk primary key (id),
    constraint disk_device_uk unique (machine_id, device_name),
    constraint disk_device_ck check (aq_is_name(device_name, 128)),
    constraint disk_type_ck check (disk_type in ('local', 'virtual_disk')),
    constraint disk_capacity_ck check (capacity >= 0),
    constraint disk_controller_ck check (aq_is_name(controller_type, 64)),
    -- host:channel:target:lun of a disk behind a controller, bus:device of a virtual one.
    constraint disk_address_ck check (address ~ '^([0-9]+:){3}[0-9]+$' or (disk_type = 'virtual_disk' and address ~ '^[0-9]+:[0-9]+$')),
    constraint disk_wwn_ck check (wwn ~ '^[0-9a-f]{16}([0-9a-f]{16})?$'),
    constraint disk_virtual_ck check (disk_type = 'virtual_disk'
        or (snapshotable is null and iops_limit is null and vsan_policy_key is null)),
    constraint disk_iops_limit_ck check (iops_limit >= 16),
    constraint disk_machine_fk foreign key (machine_id) references machine (hardware_entity_id) on delete cascade
);
create unique index disk_bootable_uk on disk (machine_id) where bootable;
create index disk_wwn_ix on disk (wwn) where wwn is not null;
comment on column disk.capacity is 'GB';

create table interface (
    id                 bigint generated always as identity,
    hardware_entity_id bigint not null,
    interface_type     text collate "C" not null,
    name               text collate "C" not null,
    mac                macaddr,
    model_id           bigint not null,
    bootable           boolean not null default false,
    default_route      boolean not null default false,
    master_id          bigint,
    parent_id          bigint,
    vlan_id            integer,
    port_group_name    text collate "C",
    bus_address        text collate "C",
    comments           text,
    creation_date      timestamptz not null default now(),
    constraint interface_pk primary key (id),
    constraint interface_name_uk unique (hardware_entity_id, name),
    constraint interface_name_ck check (aq_is_name(name, 32) and name !~ '[[:space:]{}]'),
    constraint interface_mac_uk unique (mac),
    constraint interface_type_ck check (interface_type in
        ('public', 'management', 'oa', 'vlan', 'bonding', 'bridge', 'loopback', 'virtual', 'physical')),
    constraint interface_boot_mac_ck check (not bootable or mac is not null),
    constraint interface_management_mac_ck check (interface_type <> 'management' or mac is not null),
    constraint interface_no_mac_ck check (interface_type not in ('vlan', 'bridge', 'loopback') or mac is null),
    constraint interface_vlan_ck check (
        (interface_type = 'vlan') = (parent_id is not null) and (interface_type = 'vlan') = (vlan_id is not null)),
    constraint interface_vlan_id_ck check (vlan_id between 1 and 4095),
    constraint interface_vlan_uk unique (parent_id, vlan_id),
    constraint interface_master_ck check (master_id <> id),
    constraint interface_port_group_ck check (aq_is_name(port_group_name, 32)),
    constraint interface_hardware_fk foreign key (hardware_entity_id) references hardware_entity (id) on delete cascade,
    constraint interface_model_fk foreign key (model_id) references model (id),
    -- The composite keys keep masters and parents on the same box.
    constraint interface_hardware_uk unique (id, hardware_entity_id),
    constraint interface_master_fk foreign key (master_id, hardware_entity_id) references interface (id, hardware_entity_id),
    constraint interface_parent_fk foreign key (parent_id, hardware_entity_id) references interface (id, hardware_entity_id)
);
create index interface_model_ix on interface (model_id);
create index interface_master_ix on interface (master_id, hardware_entity_id) where master_id is not null;
create index interface_parent_ix on interface (parent_id, hardware_entity_id) where parent_id is not null;

create table address_assignment (
    id              bigint generated always as identity,
    interface_id    bigint not null,
    label           text collate "C" not null default '',
    ip              inet not null,
    network_id      bigint not null,
    assignment_type text collate "C" not null default 'standard',
    priority        integer,
    creation_date   timestamptz not null default now(),
    constraint address_assignment_pk primary key (id),
    constraint address_assignment_ip_uk unique (interface_id, ip),
    constraint address_assignment_label_uk unique (interface_id, label),
    constraint address_assignment_label_ck check (label ~ '^[a-z0-9]{0,16}$'),
    constraint address_assignment_ip_ck check (aq_is_host_address(ip)),
    constraint address_assignment_type_ck check (assignment_type in ('standard', 'shared')),
    constraint address_assignment_priority_ck check ((assignment_type = 'shared') = (priority is not null)),
    constraint address_assignment_interface_fk foreign key (interface_id) references interface (id) on delete cascade,
    constraint address_assignment_network_fk foreign key (network_id) references network (id)
);
create index address_assignment_network_ip_ix on address_assignment (network_id, ip);
create constraint trigger address_assignment_network after insert or update of ip, network_id on address_assignment
    deferrable initially immediate for each row execute function aq_check_address_in_network('address_assignment_network_ck');

-- A network that moves or shrinks must still hold the addresses that refer to it (deferred: splitting moves them first or last).
create function network_check_addresses() returns trigger language plpgsql as $$
begin
    if exists (select from address_assignment a join network n on n.id = a.network_id where n.id = new.id and not a.ip <<= n.cidr::inet)
        or exists (select from dns_record d join network n on n.id = d.network_id where n.id = new.id and not d.ip <<= n.cidr::inet)
        or exists (select from router_address r join network n on n.id = r.network_id where n.id = new.id and not r.ip <<= n.cidr::inet)
    then
        raise exception using errcode = 'check_violation', table = 'network', constraint = 'network_addresses_ck',
            message = format('network %s does not hold all of its addresses', new.cidr);
    end if;
    return null;
end $$;
create constraint trigger network_addresses after update of cidr on network
    deferrable initially immediate for each row when (old.cidr is distinct from new.cidr)
    execute function network_check_addresses();
