-- Reason: who has to be told after a change: the machines whose profile is another one, and programs that follow what
-- happens here (event streams, webhooks). What is to be told is written with the change and told after its commit, at
-- least once. None of these rows holds content that could become stale.

-- Commands commit in another order than they drew their ids in. A reader that goes by a number must never find a smaller
-- one later, so the number is given after the commit, by one transaction at a time.
create sequence event_cursor_seq as bigint;

create table event (
    id         bigint generated always as identity,
    cursor     bigint,
    kind       text collate "C" not null,
    request_id uuid not null,
    username   text collate "C" not null,
    command    text collate "C" not null,
    payload    jsonb not null,
    created    timestamptz not null default now(),
    constraint event_pk primary key (id),
    constraint event_cursor_uk unique (cursor),
    constraint event_kind_ck check (kind in ('change', 'compile', 'deploy')),
    constraint event_command_ck check (aq_is_name(command, 64))
);
create index event_waiting_ix on event (id) where cursor is null;
create index event_created_ix on event (created);
comment on column event.cursor is 'place in the order in which events are read; null until the transaction that wrote it is committed';

-- Up to where events were removed; one row.
create table event_horizon (
    only_one boolean not null default true,
    cursor   bigint not null,
    constraint event_horizon_pk primary key (only_one),
    constraint event_horizon_only_ck check (only_one)
);
insert into event_horizon (cursor) values (0);

-- A machine that is to be told of a new profile. One row however often the profile changes before it is told.
create table client_notification (
    object       text collate "C" not null,
    requested    timestamptz not null default now(),
    attempts     integer not null default 0,
    next_attempt timestamptz not null default now(),
    constraint client_notification_pk primary key (object),
    constraint client_notification_attempts_ck check (attempts >= 0)
);

-- How far the endpoints of the configuration were told.
create table webhook (
    name         text collate "C" not null,
    cursor       bigint not null,
    attempts     integer not null default 0,
    next_attempt timestamptz not null default now(),
    last_error   text,
    given_up     bigint not null default 0,
    constraint webhook_pk primary key (name),
    constraint webhook_name_ck check (aq_is_key(name, 64)),
    constraint webhook_attempts_ck check (attempts >= 0)
);
comment on column webhook.cursor is 'the last event that was delivered or given up';
comment on column webhook.attempts is 'how often the event after it was refused';
