-- Reason: the places of a site. Eleven types in one table, because every question about places walks the tree and
-- none is about one type only; what only one type has is a column with a check. The parent is a column; the closure
-- (all ancestors of all places) is derived from it by triggers, so that it cannot disagree.

create table location_parent_rule (
    child_type  text collate "C" not null,
    parent_type text collate "C" not null,
    constraint location_parent_rule_pk primary key (child_type, parent_type)
);
comment on table location_parent_rule is 'which type of place may stand below which';
insert into location_parent_rule (child_type, parent_type) values
    ('hub', 'organization'),
    ('continent', 'hub'), ('continent', 'organization'),
    ('country', 'continent'),
    ('campus', 'country'),
    ('city', 'campus'), ('city', 'country'),
    ('building', 'city'), ('building', 'campus'),
    ('room', 'building'),
    ('bunker', 'building'), ('bunker', 'room'),
    ('rack', 'building'), ('rack', 'room'), ('rack', 'bunker'),
    ('desk', 'building'), ('desk', 'room'),
    -- What is left of a country that was deleted although it was not empty.
    ('campus', 'continent'), ('city', 'continent');

create table location (
    id                    bigint generated always as identity,
    location_type         text collate "C" not null,
    name                  text collate "C" not null,
    parent_id             bigint,
    fullname              text collate "C" not null,
    default_dns_domain_id bigint,
    uri                   text,
    timezone              text,
    address               text,
    next_rackid           integer,
    netdev_rack           boolean,
    floor                 text,
    rack_row              text collate "C",
    rack_column           text collate "C",
    comments              text,
    creation_date         timestamptz not null default now(),
    constraint location_pk primary key (id),
    constraint location_name_uk unique (name, location_type),
    constraint location_name_ck check (aq_is_key(name, 16)),
    constraint location_type_ck check (location_type in ('organization', 'hub', 'continent', 'country', 'campus', 'city',
        'building', 'room', 'bunker', 'rack', 'desk')),
    constraint location_root_ck check ((location_type = 'organization') = (parent_id is null)),
    constraint location_city_ck check ((location_type = 'city') = (timezone is not null)),
    constraint location_building_ck check (
        (location_type = 'building') = (address is not null)
        and (location_type = 'building') = (next_rackid is not null)
        and (location_type = 'building') = (netdev_rack is not null)),
    constraint location_next_rackid_ck check (next_rackid > 0),
    constraint location_room_ck check ((location_type = 'room') = (floor is not null)),
    constraint location_rack_ck check (location_type = 'rack' or (rack_row is null and rack_column is null)),
    constraint location_rack_row_ck check (rack_row ~ '^[a-z0-9]{1,4}$'),
    constraint location_rack_column_ck check (rack_column ~ '^[a-z0-9]{1,4}$'),
    constraint location_parent_fk foreign key (parent_id) references location (id),
    constraint location_dns_domain_fk foreign key (default_dns_domain_id) references dns_domain (id) on delete set null
);
create index location_parent_ix on location (parent_id);
create index location_dns_domain_ix on location (default_dns_domain_id);
create index location_fullname_ix on location (location_type, fullname);
comment on column location.next_rackid is 'number of the next rack that is added to the building without a number of its own';
comment on column location.netdev_rack is 'network devices of the building must stand in a rack';

create table location_link (
    child_id  bigint not null,
    parent_id bigint not null,
    distance  integer not null,
    constraint location_link_pk primary key (child_id, parent_id),
    constraint location_link_distance_ck check (distance > 0),
    constraint location_link_child_fk foreign key (child_id) references location (id) on delete cascade,
    constraint location_link_parent_fk foreign key (parent_id) references location (id) on delete cascade
);
create index location_link_parent_ix on location_link (parent_id, distance);
comment on table location_link is 'every ancestor of every place; distance 1 is the parent; kept by triggers of location';

create function location_check_parent() returns trigger language plpgsql as $$
begin
    if new.parent_id is not null and not exists (
        select from location p join location_parent_rule r on r.parent_type = p.location_type
        where p.id = new.parent_id and r.child_type = new.location_type)
    then
        raise exception using errcode = 'check_violation', constraint = 'location_parent_ck', table = 'location',
            message = format('a %s cannot stand below place %s', new.location_type, new.parent_id);
    end if;
    return new;
end $$;

-- The type of a place never changes, so that the rule table keeps the tree free of cycles.
create trigger location_parent_rule before insert or update of parent_id, location_type on location
    for each row execute function location_check_parent();

create function location_fix_type() returns trigger language plpgsql as $$
begin
    raise exception using errcode = 'check_violation', constraint = 'location_type_fixed_ck', table = 'location',
        message = 'the type of a place cannot change';
end $$;
create trigger location_type_fixed before update of location_type on location
    for each row when (old.location_type is distinct from new.location_type) execute function location_fix_type();

create function location_link_insert() returns trigger language plpgsql as $$
begin
    insert into location_link (child_id, parent_id, distance)
    select new.id, new.parent_id, 1
    union all
    select new.id, l.parent_id, l.distance + 1 from location_link l where l.child_id = new.parent_id;
    return null;
end $$;
create trigger location_link_insert after insert on location
    for each row when (new.parent_id is not null) execute function location_link_insert();

create function location_link_move() returns trigger language plpgsql as $$
begin
    -- What hangs below (and the place itself) loses the old ancestors and gets the new ones.
    delete from location_link l
    using location_link above
    where above.child_id = new.id and l.parent_id = above.parent_id
      and (l.child_id = new.id or l.child_id in (select b.child_id from location_link b where b.parent_id = new.id));
    insert into location_link (child_id, parent_id, distance)
    select below.id, above.id, below.distance + above.distance + 1
    from (select new.id as id, 0 as distance
          union all select child_id, distance from location_link where parent_id = new.id) below,
         (select new.parent_id as id, 0 as distance
          union all select parent_id, distance from location_link where child_id = new.parent_id) above;
    return null;
end $$;
create trigger location_link_move after update of parent_id on location
    for each row when (old.parent_id is distinct from new.parent_id) execute function location_link_move();
