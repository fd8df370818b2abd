-- Reason: every change leaves a record, refused ones too. The record commits with the change; its id is the id of the
-- request, so that a request that comes twice is answered and not done twice.

create table xtn (
    id          uuid not null,
    number      bigint generated always as identity,
    username    text collate "C" not null,
    command     text collate "C" not null,
    is_readonly boolean not null,
    start_time  timestamptz not null,
    constraint xtn_pk primary key (id),
    constraint xtn_number_uk unique (number),
    constraint xtn_command_ck check (aq_is_name(command, 64))
);
create index xtn_username_ix on xtn (username, start_time desc);
create index xtn_command_ix on xtn (command, start_time desc);
create index xtn_start_time_ix on xtn (start_time desc);
comment on column xtn.username is 'the principal, or nobody';

create table xtn_end (
    xtn_id      uuid not null,
    return_code integer not null,
    end_time    timestamptz not null,
    constraint xtn_end_pk primary key (xtn_id),
    constraint xtn_end_return_code_ck check (return_code between 100 and 599),
    constraint xtn_end_xtn_fk foreign key (xtn_id) references xtn (id)
);
create index xtn_end_return_code_ix on xtn_end (return_code);

create table xtn_detail (
    xtn_id  uuid not null,
    ordinal integer not null,
    name    text collate "C" not null,
    value   text collate "C" not null,
    constraint xtn_detail_pk primary key (xtn_id, ordinal),
    constraint xtn_detail_name_ck check (name <> ''),
    constraint xtn_detail_xtn_fk foreign key (xtn_id) references xtn (id)
);
create index xtn_detail_value_ix on xtn_detail using hash (value);
comment on table xtn_detail is 'arguments as given, and results under the name __RESULT__:<what>';

create table xtn_answer (
    xtn_id       uuid not null,
    content_type text collate "C" not null,
    body         bytea not null,
    created      timestamptz not null default now(),
    constraint xtn_answer_pk primary key (xtn_id),
    constraint xtn_answer_xtn_fk foreign key (xtn_id) references xtn (id)
);
create index xtn_answer_created_ix on xtn_answer (created);
comment on table xtn_answer is 'what the client was told; kept for a while for a client that asks again, then trimmed';
