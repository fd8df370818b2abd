-- Reason: what the machines fetch. Bytes are stored once by hash; a profile is a row that names its bytes and what they
-- were first made from (commit, plenary set, engine), kept as history; profile_current names the one that is served and
-- what it was last made from: a compile that yields the same bytes adds no history.

create table profile_blob (
    hash    bytea not null,
    size    bigint not null,
    gzip    bytea not null,
    created timestamptz not null default now(),
    constraint profile_blob_pk primary key (hash),
    constraint profile_blob_hash_ck check (octet_length(hash) = 32),
    constraint profile_blob_size_ck check (size >= 0)
);
-- Compressed already: do not try again.
alter table profile_blob alter column gzip set storage external;
comment on column profile_blob.hash is 'SHA-256 of the uncompressed bytes';

create table profile (
    id             bigint generated always as identity,
    object         text collate "C" not null,
    branch_id      bigint,
    branch         text collate "C" not null,
    commit_id      text collate "C" not null,
    plenary_hash   bytea not null,
    engine_version text collate "C" not null,
    xml_hash       bytea,
    json_hash      bytea,
    request_id     uuid,
    created        timestamptz not null default now(),
    constraint profile_pk primary key (id),
    constraint profile_object_ck check (object ~ '^[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*$' and object !~ '(^|/)\.\.?(/|$)'),
    constraint profile_commit_ck check (aq_is_commit(commit_id)),
    constraint profile_plenary_hash_ck check (octet_length(plenary_hash) = 32),
    constraint profile_content_ck check (xml_hash is not null or json_hash is not null),
    constraint profile_branch_fk foreign key (branch_id) references branch (id) on delete set null,
    constraint profile_xml_fk foreign key (xml_hash) references profile_blob (hash),
    constraint profile_json_fk foreign key (json_hash) references profile_blob (hash)
);
create index profile_object_ix on profile (object, id);
create index profile_branch_ix on profile (branch_id);
create index profile_xml_ix on profile (xml_hash);
create index profile_json_ix on profile (json_hash);

create table profile_current (
    object         text collate "C" not null,
    profile_id     bigint not null,
    commit_id      text collate "C" not null,
    plenary_hash   bytea not null,
    engine_version text collate "C" not null,
    modified       timestamptz not null,
    compiled       timestamptz not null,
    constraint profile_current_pk primary key (object),
    constraint profile_current_profile_uk unique (profile_id),
    constraint profile_current_commit_ck check (aq_is_commit(commit_id)),
    constraint profile_current_plenary_hash_ck check (octet_length(plenary_hash) = 32),
    constraint profile_current_profile_fk foreign key (profile_id) references profile (id)
);
comment on column profile_current.modified is 'when the bytes last changed; a compile that yields the same bytes leaves it';
comment on column profile_current.compiled is 'when it was last compiled';

-- What a profile read. Hosts of one personality read the same templates of the tree, so the reads are stored as sets
-- that profiles share by content.
create table dependency_set (
    id   bigint generated always as identity,
    hash bytea not null,
    constraint dependency_set_pk primary key (id),
    constraint dependency_set_hash_uk unique (hash),
    constraint dependency_set_hash_ck check (octet_length(hash) = 32)
);

create table dependency (
    set_id bigint not null,
    kind   text collate "C" not null,
    name   text collate "C" not null,
    constraint dependency_pk primary key (set_id, kind, name),
    constraint dependency_kind_ck check (kind in ('template', 'template_missed', 'file', 'file_missed', 'object')),
    constraint dependency_set_fk foreign key (set_id) references dependency_set (id) on delete cascade
);
create index dependency_name_ix on dependency (name, kind);

create table profile_dependency (
    object text collate "C" not null,
    set_id bigint not null,
    constraint profile_dependency_pk primary key (object, set_id),
    constraint profile_dependency_set_fk foreign key (set_id) references dependency_set (id),
    constraint profile_dependency_object_fk foreign key (object) references profile_current (object) on delete cascade
);
create index profile_dependency_set_ix on profile_dependency (set_id);
