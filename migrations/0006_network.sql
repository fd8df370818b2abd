-- Reason: address ranges. A network environment is a separate address space; two networks of one environment never
-- share an address, and the schema holds that.

create table network_environment (
    id                 bigint generated always as identity,
    name               text collate "C" not null,
    is_default         boolean not null default false,
    dns_environment_id bigint not null,
    location_id        bigint,
    comments           text,
    creation_date      timestamptz not null default now(),
    constraint network_environment_pk primary key (id),
    constraint network_environment_name_uk unique (name),
    -- The name is a directory of the template path network/<environment>/<address>/config.
    constraint network_environment_name_ck check (aq_is_key(name, 64)),
    constraint network_environment_dns_environment_fk foreign key (dns_environment_id) references dns_environment (id),
    constraint network_environment_location_fk foreign key (location_id) references location (id)
);
create unique index network_environment_default_uk on network_environment (is_default) where is_default;
create index network_environment_dns_environment_ix on network_environment (dns_environment_id);
create index network_environment_location_ix on network_environment (location_id);

create table network_compartment (
    id            bigint generated always as identity,
    name          text collate "C" not null,
    comments      text,
    creation_date timestamptz not null default now(),
    constraint network_compartment_pk primary key (id),
    constraint network_compartment_name_uk unique (name),
    constraint network_compartment_name_ck check (aq_is_name(name, 32))
);

create table network (
    id                     bigint generated always as identity,
    network_environment_id bigint not null,
    network_compartment_id bigint,
    location_id            bigint not null,
    network_type           text collate "C" not null,
    cidr                   cidr not null,
    name                   text collate "C" not null,
    side                   text collate "C",
    comments               text,
    creation_date          timestamptz not null default now(),
    constraint network_pk primary key (id),
    constraint network_name_ck check (aq_is_name(name, 255)),
    constraint network_type_ck check (aq_is_key(network_type, 32)),
    constraint network_side_ck check (aq_is_name(side, 4)),
    constraint network_cidr_ck check (masklen(cidr) >= 1),
    constraint network_environment_fk foreign key (network_environment_id) references network_environment (id),
    constraint network_compartment_fk foreign key (network_compartment_id) references network_compartment (id),
    constraint network_location_fk foreign key (location_id) references location (id),
    -- Deferrable, so that splitting and merging may pass through an overlap inside their transaction.
    constraint network_overlap_ex exclude using gist (network_environment_id with =, cidr inet_ops with &&)
        deferrable initially immediate
);
create index network_location_ix on network (location_id);
create index network_compartment_ix on network (network_compartment_id);
create index network_name_ix on network (name);
create index network_type_ix on network (network_type);
create index network_environment_ix on network (network_environment_id);

-- An address outside its network is refused wherever one is stored; the tables that hold addresses attach this.
create function aq_check_address_in_network() returns trigger language plpgsql as $$
begin
    if new.ip is not null and not exists (select from network n where n.id = new.network_id and new.ip <<= n.cidr::inet) then
        raise exception using errcode = 'check_violation', table = tg_table_name,
            constraint = tg_argv[0], message = format('address %s is not in its network', host(new.ip));
    end if;
    return null;
end $$;
