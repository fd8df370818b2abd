-- Reason: what can be bought. A model is known by vendor and name; the specifications are the defaults of new machines.

create table vendor (
    id            bigint generated always as identity,
    name          text collate "C" not null,
    comments      text,
    creation_date timestamptz not null default now(),
    constraint vendor_pk primary key (id),
    constraint vendor_name_uk unique (name),
    -- The vendor is a directory of the template path hardware/<what>/<vendor>/<model>.
    constraint vendor_name_ck check (aq_is_name(name, 32) and name ~ '^[a-z0-9_.-]+$' and name !~ '^\.')
);

create table model (
    id            bigint generated always as identity,
    name          text collate "C" not null,
    vendor_id     bigint not null,
    model_type    text collate "C" not null,
    comments      text,
    creation_date timestamptz not null default now(),
    constraint model_pk primary key (id),
    constraint model_name_uk unique (vendor_id, name),
    -- Blanks are allowed inside: the names of network devices are written as their vendors write them.
    constraint model_name_ck check (aq_is_name(name, 64) and name !~ '/' and name !~ '^\.'),
    constraint model_type_ck check (model_type in ('blade', 'rackmount', 'workstation', 'aurora_node', 'virtual_machine',
        'virtual_appliance', 'console_server', 'chassis', 'aurora_chassis', 'switch', 'router', 'switch-router',
        'wireless-ap', 'wireless-controller', 'load-balancer', 'network-appliance', 'nic', 'cpu')),
    constraint model_vendor_fk foreign key (vendor_id) references vendor (id)
);
create index model_name_ix on model (name);
create index model_type_ix on model (model_type);

create table machine_specs (
    id              bigint generated always as identity,
    model_id        bigint not null,
    cpu_model_id    bigint not null,
    cpu_quantity    integer not null,
    memory          integer not null,
    disk_type       text collate "C" not null,
    disk_capacity   integer not null,
    controller_type text collate "C" not null,
    nic_model_id    bigint,
    comments        text,
    creation_date   timestamptz not null default now(),
    constraint machine_specs_pk primary key (id),
    constraint machine_specs_model_uk unique (model_id),
    constraint machine_specs_cpu_quantity_ck check (cpu_quantity >= 0),
    constraint machine_specs_memory_ck check (memory >= 0),
    constraint machine_specs_disk_type_ck check (disk_type in ('local', 'virtual_disk')),
    constraint machine_specs_disk_capacity_ck check (disk_capacity >= 0),
    constraint machine_specs_controller_ck check (aq_is_name(controller_type, 64)),
    constraint machine_specs_model_fk foreign key (model_id) references model (id) on delete cascade,
    constraint machine_specs_cpu_model_fk foreign key (cpu_model_id) references model (id),
    constraint machine_specs_nic_model_fk foreign key (nic_model_id) references model (id)
);
create index machine_specs_cpu_model_ix on machine_specs (cpu_model_id);
create index machine_specs_nic_model_ix on machine_specs (nic_model_id);
comment on column machine_specs.memory is 'MB';
comment on column machine_specs.disk_capacity is 'GB';
