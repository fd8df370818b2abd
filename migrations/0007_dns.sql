-- Reason: names and what they stand for. All record types share one table, because what matters about them are the
-- rules between records of one name: those are constraints here and not code.

create table fqdn (
    id                 bigint generated always as identity,
    name               text collate "C" not null,
    dns_domain_id      bigint not null,
    dns_environment_id bigint not null,
    creation_date      timestamptz not null default now(),
    constraint fqdn_pk primary key (id),
    constraint fqdn_name_uk unique (dns_domain_id, name, dns_environment_id),
    -- Target of the record's foreign key: a record is always in the environment of its name.
    constraint fqdn_environment_uk unique (id, dns_environment_id),
    -- One label or more; underscores for the names of service records.
    constraint fqdn_name_ck check (
        char_length(name) <= 190 and name ~ '^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?)*$'),
    constraint fqdn_dns_domain_fk foreign key (dns_domain_id) references dns_domain (id),
    constraint fqdn_dns_environment_fk foreign key (dns_environment_id) references dns_environment (id)
);
create index fqdn_dns_environment_ix on fqdn (dns_environment_id);
create index fqdn_name_ix on fqdn (name);

create table dns_record (
    id                 bigint generated always as identity,
    record_type        text collate "C" not null,
    fqdn_id            bigint not null,
    dns_environment_id bigint not null,
    ip                 inet,
    network_id         bigint,
    reverse_ptr_id     bigint,
    ttl                integer,
    owner_eon_id       bigint,
    comments           text,
    creation_date      timestamptz not null default now(),
    constraint dns_record_pk primary key (id),
    constraint dns_record_type_ck check (record_type in
        ('a_record', 'dynamic_stub', 'reserved_name', 'alias', 'address_alias', 'srv_record')),
    constraint dns_record_address_ck check (
        (record_type in ('a_record', 'dynamic_stub')) = (ip is not null)
        and (ip is null) = (network_id is null)),
    constraint dns_record_ip_ck check (aq_is_host_address(ip)),
    constraint dns_record_reverse_ptr_ck check (reverse_ptr_id is null or ip is not null),
    constraint dns_record_ttl_ck check (ttl >= 0),
    -- One name per address in a DNS environment. The network tells address spaces apart that share an environment.
    constraint dns_record_ip_uk unique (dns_environment_id, network_id, ip),
    -- What may stand under one name: several addresses, or address aliases and service records, and nothing beside them.
    constraint dns_record_conflict_ex exclude using gist (
        fqdn_id with =,
        (case record_type when 'a_record' then 1 when 'address_alias' then 2 when 'srv_record' then 2 else 3 end) with <>),
    constraint dns_record_fqdn_fk foreign key (fqdn_id, dns_environment_id) references fqdn (id, dns_environment_id),
    constraint dns_record_network_fk foreign key (network_id) references network (id),
    constraint dns_record_reverse_ptr_fk foreign key (reverse_ptr_id) references fqdn (id) on delete set null,
    constraint dns_record_owner_fk foreign key (owner_eon_id) references grn (eon_id)
);
-- Aliases, dynamic addresses and reserved names: exactly one under a name.
create unique index dns_record_single_uk on dns_record (fqdn_id)
    where record_type in ('alias', 'dynamic_stub', 'reserved_name');
create index dns_record_fqdn_ix on dns_record (fqdn_id, dns_environment_id);
create index dns_record_network_ip_ix on dns_record (network_id, ip);
create index dns_record_reverse_ptr_ix on dns_record (reverse_ptr_id) where reverse_ptr_id is not null;
create index dns_record_owner_ix on dns_record (owner_eon_id) where owner_eon_id is not null;

create constraint trigger dns_record_network after insert or update of ip, network_id on dns_record
    deferrable initially immediate for each row execute function aq_check_address_in_network('dns_record_network_ck');

create table router_address (
    network_id    bigint not null,
    ip            inet not null,
    location_id   bigint,
    comments      text,
    creation_date timestamptz not null default now(),
    constraint router_address_pk primary key (network_id, ip),
    constraint router_address_ip_ck check (aq_is_host_address(ip)),
    constraint router_address_network_fk foreign key (network_id) references network (id) on delete cascade,
    constraint router_address_location_fk foreign key (location_id) references location (id) on delete set null
);
create index router_address_location_ix on router_address (location_id);
create constraint trigger router_address_network after insert or update of ip, network_id on router_address
    deferrable initially immediate for each row execute function aq_check_address_in_network('router_address_network_ck');
