-- Reason: any broker must be able to tell what a request says while another broker runs it. The lines are written outside
-- the command's transaction, because they are wanted before it commits and also when it never does. They are of no use
-- once the request is over, so the tables are not logged: after a crash of the database there is nothing to follow.

create unlogged table xtn_progress (
    request_id  uuid not null,
    broker      uuid not null,
    number      bigint,
    username    text collate "C" not null,
    description text not null,
    started     timestamptz not null,
    heard       timestamptz not null,
    finished    timestamptz,
    constraint xtn_progress_pk primary key (request_id)
);
create index xtn_progress_number_ix on xtn_progress (number);
comment on column xtn_progress.broker is 'the process that runs it';
comment on column xtn_progress.number is 'that of the audit record, or drawn from the same sequence where there is none';
comment on column xtn_progress.heard is 'last sign of life of the broker; a request that was not heard of for long is over';

create unlogged table xtn_progress_line (
    request_id uuid not null,
    ordinal    bigint not null,
    level      smallint not null,
    line       text not null,
    constraint xtn_progress_line_pk primary key (request_id, ordinal)
);
