-- Reason: what a host is for: archetypes, operating systems and personalities with their stages.

create table asset_lifecycle (
    id       bigint generated always as identity,
    name     text collate "C" not null,
    constraint asset_lifecycle_pk primary key (id),
    constraint asset_lifecycle_name_uk unique (name)
);
insert into asset_lifecycle (name) values ('evaluation'), ('pre_prod'), ('early_prod'), ('production'),
    ('pre_decommission'), ('inactive'), ('withdrawn'), ('decommissioned');

create table asset_lifecycle_transition (
    from_id bigint not null,
    to_id   bigint not null,
    constraint asset_lifecycle_transition_pk primary key (from_id, to_id),
    constraint asset_lifecycle_transition_from_fk foreign key (from_id) references asset_lifecycle (id),
    constraint asset_lifecycle_transition_to_fk foreign key (to_id) references asset_lifecycle (id)
);
create index asset_lifecycle_transition_to_ix on asset_lifecycle_transition (to_id);
insert into asset_lifecycle_transition (from_id, to_id)
select f.id, t.id from (values
    ('evaluation', 'pre_prod'), ('evaluation', 'withdrawn'), ('pre_prod', 'early_prod'), ('pre_prod', 'withdrawn'),
    ('early_prod', 'production'), ('early_prod', 'withdrawn'), ('production', 'inactive'),
    ('production', 'pre_decommission'), ('pre_decommission', 'inactive'), ('inactive', 'decommissioned')
) v (a, b) join asset_lifecycle f on f.name = v.a join asset_lifecycle t on t.name = v.b;

create table host_environment (
    id   bigint generated always as identity,
    name text collate "C" not null,
    constraint host_environment_pk primary key (id),
    constraint host_environment_name_uk unique (name)
);
insert into host_environment (name) values ('dev'), ('uat'), ('qa'), ('legacy'), ('prod'), ('infra');

create table archetype (
    id             bigint generated always as identity,
    name           text collate "C" not null,
    outputdesc     text,
    is_compileable boolean not null default false,
    cluster_type   text collate "C",
    comments       text,
    creation_date  timestamptz not null default now(),
    constraint archetype_pk primary key (id),
    constraint archetype_name_uk unique (name),
    -- The archetype is the first entry of the LOADPATH and a directory of every template path below it.
    constraint archetype_name_ck check (aq_is_key(name, 32)),
    constraint archetype_cluster_type_ck check (cluster_type in ('compute', 'esx', 'storage', 'meta'))
);

create table operating_system (
    id            bigint generated always as identity,
    archetype_id  bigint not null,
    name          text collate "C" not null,
    version       text collate "C" not null,
    lifecycle_id  bigint not null,
    comments      text,
    creation_date timestamptz not null default now(),
    constraint operating_system_pk primary key (id),
    constraint operating_system_name_uk unique (archetype_id, name, version),
    constraint operating_system_name_ck check (aq_is_key(name, 32)),
    constraint operating_system_version_ck check (version ~ '^[a-z0-9_][a-z0-9_.-]*$' and char_length(version) <= 32),
    constraint operating_system_archetype_fk foreign key (archetype_id) references archetype (id),
    constraint operating_system_lifecycle_fk foreign key (lifecycle_id) references asset_lifecycle (id)
);
create index operating_system_lifecycle_ix on operating_system (lifecycle_id);
create index operating_system_name_ix on operating_system (name, version);

create function operating_system_check_lifecycle() returns trigger language plpgsql as $$
begin
    if not exists (select from asset_lifecycle_transition t where t.from_id = old.lifecycle_id and t.to_id = new.lifecycle_id) then
        raise exception using errcode = 'check_violation', table = 'operating_system',
            constraint = 'operating_system_lifecycle_ck', message = 'this change of the life cycle is not allowed';
    end if;
    return new;
end $$;
create trigger operating_system_lifecycle before update of lifecycle_id on operating_system
    for each row when (old.lifecycle_id <> new.lifecycle_id) execute function operating_system_check_lifecycle();

create table personality (
    id                  bigint generated always as identity,
    archetype_id        bigint not null,
    name                text collate "C" not null,
    cluster_required    boolean not null default false,
    config_override     boolean not null default false,
    owner_eon_id        bigint not null,
    host_environment_id bigint not null,
    staged              boolean not null default false,
    comments            text,
    creation_date       timestamptz not null default now(),
    constraint personality_pk primary key (id),
    constraint personality_name_uk unique (archetype_id, name),
    -- A directory of the template path; a plus sign would be mistaken for the stage.
    constraint personality_name_ck check (name ~ '^[a-z0-9_][a-z0-9_.-]*$' and char_length(name) <= 64),
    constraint personality_archetype_fk foreign key (archetype_id) references archetype (id),
    constraint personality_owner_fk foreign key (owner_eon_id) references grn (eon_id),
    constraint personality_environment_fk foreign key (host_environment_id) references host_environment (id)
);
create index personality_name_ix on personality (name);
create index personality_owner_ix on personality (owner_eon_id);
create index personality_environment_ix on personality (host_environment_id);

create table personality_stage (
    id             bigint generated always as identity,
    personality_id bigint not null,
    name           text collate "C" not null,
    creation_date  timestamptz not null default now(),
    constraint personality_stage_pk primary key (id),
    -- Deferrable, because promotion renames two stages in one step.
    constraint personality_stage_name_uk unique (personality_id, name) deferrable initially immediate,
    constraint personality_stage_name_ck check (name in ('previous', 'current', 'next')),
    constraint personality_stage_personality_fk foreign key (personality_id) references personality (id) on delete cascade
);

create table personality_grn_map (
    personality_stage_id bigint not null,
    eon_id               bigint not null,
    target               text collate "C" not null,
    constraint personality_grn_map_pk primary key (personality_stage_id, eon_id, target),
    constraint personality_grn_map_target_ck check (aq_is_key(target, 32)),
    constraint personality_grn_map_stage_fk foreign key (personality_stage_id) references personality_stage (id) on delete cascade,
    constraint personality_grn_map_grn_fk foreign key (eon_id) references grn (eon_id)
);
create index personality_grn_map_grn_ix on personality_grn_map (eon_id);
