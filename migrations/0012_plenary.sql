-- Reason: generated templates. They are rows, written in the transaction of the change that made them; files are an
-- export. A plenary belongs to one branch (object templates) or to all (null).

create table plenary (
    id           bigint generated always as identity,
    branch_id    bigint,
    name         text collate "C" not null,
    kind         text collate "C" not null,
    object_kind  text collate "C" not null,
    object_id    bigint not null,
    content      text not null,
    content_hash bytea not null,
    changed      timestamptz not null default now(),
    constraint plenary_pk primary key (id),
    constraint plenary_name_uk unique nulls not distinct (branch_id, name),
    constraint plenary_kind_ck check (kind in ('object', 'structure', 'unique', 'declaration', 'ordinary')),
    -- A name is a path below the export directory and can never leave it.
    constraint plenary_name_ck check (name !~ '[[:cntrl:]]' and name !~ '(^|/)\.{0,2}(/|$)' and char_length(name) <= 1024),
    constraint plenary_object_kind_ck check (aq_is_key(object_kind, 32)),
    constraint plenary_content_hash_ck check (octet_length(content_hash) = 32),
    constraint plenary_branch_fk foreign key (branch_id) references branch (id)
);
create index plenary_object_ix on plenary (object_kind, object_id);
create index plenary_name_ix on plenary (name);
comment on column plenary.object_kind is 'what it was made from: machine, host, personality_stage, network, location ...';
comment on column plenary.content_hash is 'SHA-256 of the content in UTF-8';
