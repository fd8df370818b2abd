-- Reason: a host is what runs on a piece of hardware: its state, its templates and its owner.

create table hostlifecycle (
    id   bigint generated always as identity,
    name text collate "C" not null,
    constraint hostlifecycle_pk primary key (id),
    constraint hostlifecycle_name_uk unique (name)
);
insert into hostlifecycle (name) values ('blind'), ('build'), ('install'), ('almostready'), ('ready'), ('reinstall'),
    ('rebuild'), ('failed'), ('decommissioned');

create table hostlifecycle_transition (
    from_id bigint not null,
    to_id   bigint not null,
    constraint hostlifecycle_transition_pk primary key (from_id, to_id),
    constraint hostlifecycle_transition_from_fk foreign key (from_id) references hostlifecycle (id),
    constraint hostlifecycle_transition_to_fk foreign key (to_id) references hostlifecycle (id)
);
create index hostlifecycle_transition_to_ix on hostlifecycle_transition (to_id);
insert into hostlifecycle_transition (from_id, to_id)
select f.id, t.id from (values
    ('blind', 'build'), ('blind', 'failed'), ('blind', 'decommissioned'),
    ('build', 'almostready'), ('build', 'ready'), ('build', 'failed'), ('build', 'decommissioned'),
    ('install', 'build'), ('install', 'reinstall'), ('install', 'failed'), ('install', 'decommissioned'),
    ('almostready', 'ready'), ('almostready', 'rebuild'), ('almostready', 'reinstall'), ('almostready', 'failed'),
    ('almostready', 'decommissioned'),
    ('ready', 'almostready'), ('ready', 'rebuild'), ('ready', 'reinstall'), ('ready', 'failed'), ('ready', 'decommissioned'),
    ('reinstall', 'rebuild'), ('reinstall', 'failed'), ('reinstall', 'decommissioned'),
    ('rebuild', 'almostready'), ('rebuild', 'ready'), ('rebuild', 'reinstall'), ('rebuild', 'failed'),
    ('rebuild', 'decommissioned'),
    ('failed', 'rebuild'), ('failed', 'reinstall'), ('failed', 'decommissioned'),
    ('decommissioned', 'build'), ('decommissioned', 'install'), ('decommissioned', 'rebuild'), ('decommissioned', 'reinstall')
) v (a, b) join hostlifecycle f on f.name = v.a join hostlifecycle t on t.name = v.b;

create table host (
    hardware_entity_id   bigint not null,
    branch_id            bigint not null,
    sandbox_author_id    bigint,
    personality_stage_id bigint not null,
    lifecycle_id         bigint not null,
    operating_system_id  bigint not null,
    owner_eon_id         bigint,
    advertise_status     boolean not null default false,
    comments             text,
    creation_date        timestamptz not null default now(),
    constraint host_pk primary key (hardware_entity_id),
    -- No cascade: hardware that carries a host is not deleted under it.
    constraint host_hardware_fk foreign key (hardware_entity_id) references hardware_entity (id),
    constraint host_branch_fk foreign key (branch_id) references branch (id),
    constraint host_sandbox_author_fk foreign key (sandbox_author_id) references userinfo (id) on delete set null,
    constraint host_personality_stage_fk foreign key (personality_stage_id) references personality_stage (id),
    constraint host_lifecycle_fk foreign key (lifecycle_id) references hostlifecycle (id),
    constraint host_operating_system_fk foreign key (operating_system_id) references operating_system (id),
    constraint host_owner_fk foreign key (owner_eon_id) references grn (eon_id)
);
create index host_branch_ix on host (branch_id);
create index host_sandbox_author_ix on host (sandbox_author_id) where sandbox_author_id is not null;
create index host_personality_stage_ix on host (personality_stage_id);
create index host_lifecycle_ix on host (lifecycle_id);
create index host_operating_system_ix on host (operating_system_id);
create index host_owner_ix on host (owner_eon_id) where owner_eon_id is not null;

create function host_check_lifecycle() returns trigger language plpgsql as $$
begin
    if not exists (select from hostlifecycle_transition t where t.from_id = old.lifecycle_id and t.to_id = new.lifecycle_id) then
        raise exception using errcode = 'check_violation', table = 'host', constraint = 'host_lifecycle_ck',
            message = 'this change of the state is not allowed';
    end if;
    return new;
end $$;
create trigger host_lifecycle before update of lifecycle_id on host
    for each row when (old.lifecycle_id <> new.lifecycle_id) execute function host_check_lifecycle();

-- Personality and operating system belong to one archetype. Checked after the statement, so that a move to another
-- archetype changes both columns at once.
create function host_check_archetype() returns trigger language plpgsql as $$
begin
    if not exists (
        select from personality_stage s join personality p on p.id = s.personality_id, operating_system o
        where s.id = new.personality_stage_id and o.id = new.operating_system_id and o.archetype_id = p.archetype_id)
    then
        raise exception using errcode = 'check_violation', table = 'host', constraint = 'host_archetype_ck',
            message = 'personality and operating system belong to different archetypes';
    end if;
    return null;
end $$;
create constraint trigger host_archetype after insert or update of personality_stage_id, operating_system_id on host
    deferrable initially immediate for each row execute function host_check_archetype();

create table host_grn_map (
    host_id bigint not null,
    eon_id  bigint not null,
    target  text collate "C" not null,
    constraint host_grn_map_pk primary key (host_id, eon_id, target),
    constraint host_grn_map_target_ck check (aq_is_key(target, 32)),
    constraint host_grn_map_host_fk foreign key (host_id) references host (hardware_entity_id) on delete cascade,
    constraint host_grn_map_grn_fk foreign key (eon_id) references grn (eon_id)
);
create index host_grn_map_grn_ix on host_grn_map (eon_id);
