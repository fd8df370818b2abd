-- Reason: nothing outside the database is changed before COMMIT. What has to happen outside is a row here, written with
-- the change and worked off after it, at least once.

create table outbox (
    id           bigint generated always as identity,
    request_id   uuid,
    kind         text collate "C" not null,
    ordering_key text collate "C",
    payload      jsonb not null,
    created      timestamptz not null default now(),
    attempts     integer not null default 0,
    next_attempt timestamptz not null default now(),
    last_error   text,
    done         timestamptz,
    constraint outbox_pk primary key (id),
    constraint outbox_kind_ck check (aq_is_key(kind, 64)),
    constraint outbox_attempts_ck check (attempts >= 0)
);
create index outbox_pending_ix on outbox (next_attempt, id) where done is null;
create index outbox_request_ix on outbox (request_id) where done is null;
create index outbox_ordering_ix on outbox (ordering_key, id) where done is null and ordering_key is not null;
create index outbox_done_ix on outbox (done) where done is not null;
comment on column outbox.ordering_key is 'entries with one key are worked off one at a time, in the order of their ids';
