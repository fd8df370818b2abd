-- Reason: `aq compile` of a whole domain must look only at what changed. A change of a generated template or of a profile
-- marks the objects whose profiles read it; a compile takes the marks away that it saw before it read anything, so that
-- what changes meanwhile is marked still. Transactions are recorded with what they wrote: two that did not see each other
-- find out afterwards.

create table stale_object (
    id      bigint generated always as identity,
    object  text collate "C" not null,
    changed timestamptz not null default now(),
    constraint stale_object_pk primary key (id)
);
create index stale_object_object_ix on stale_object (object);
comment on table stale_object is 'objects whose profiles read something that has changed since';

alter table plenary add column changed_xid xid8 not null default pg_current_xact_id();
create index plenary_changed_xid_ix on plenary (changed_xid);
comment on column plenary.changed_xid is 'transaction that last changed the text';

alter table profile_current add column compiled_xid xid8 not null default pg_current_xact_id();
create index profile_current_compiled_xid_ix on profile_current (compiled_xid);
comment on column profile_current.compiled_xid is 'transaction that last compiled it';
comment on column profile_current.commit_id is 'commit that it is known to be right for';

-- Hosts are found by the names of their objects.
create index profile_current_engine_ix on profile_current (engine_version);
