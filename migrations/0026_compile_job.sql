-- Reason: brokers on one database share a long compile. The command that needs it writes a run with its jobs; whichever
-- broker is free takes a job and holds its row until the result is in, so that the job of a broker that dies is free
-- again at once. What comes out becomes profiles only in the transaction of the command. A run lives as long as the
-- transaction that waits for it, which holds an advisory lock with its number. The tables are not logged: when PostgreSQL
-- itself has died, nobody waits any more.

create unlogged table compile_run (
    id             bigint generated always as identity,
    branch_id      bigint not null,
    branch         text collate "C" not null,
    commit_id      text collate "C" not null,
    engine_version text collate "C" not null,
    together       text[] not null,
    request_id     uuid not null,
    created        timestamptz not null default now(),
    constraint compile_run_pk primary key (id),
    constraint compile_run_commit_ck check (aq_is_commit(commit_id))
);
comment on column compile_run.branch_id is 'no foreign key: the command may have made the branch and not have committed yet';
comment on column compile_run.together is 'all objects of the run: they see each other as they will be';

create unlogged table compile_run_plenary (
    run_id  bigint not null,
    name    text collate "C" not null,
    content text,
    constraint compile_run_plenary_pk primary key (run_id, name),
    constraint compile_run_plenary_run_fk foreign key (run_id) references compile_run (id) on delete cascade
);
comment on table compile_run_plenary is 'templates that the command has generated and not committed; null: removed';

create unlogged table compile_job (
    id       bigint generated always as identity,
    run_id   bigint not null,
    state    text collate "C" not null default 'open',
    hosts    bigint[] not null,
    objects  text[] not null,
    attempts integer not null default 0,
    result   bytea,
    constraint compile_job_pk primary key (id),
    constraint compile_job_state_ck check (state in ('open', 'own', 'done')),
    constraint compile_job_result_ck check ((state = 'done') = (result is not null)),
    constraint compile_job_run_fk foreign key (run_id) references compile_run (id) on delete cascade
);
create index compile_job_run_ix on compile_job (run_id);
create index compile_job_open_ix on compile_job (id) where state = 'open';
comment on column compile_job.state is 'own: the broker of the command does it itself';
comment on column compile_job.result is 'as the brokers write it; not text, which has characters that PostgreSQL does not take';
comment on column compile_job.attempts is 'how often other brokers have begun it';

create unlogged table compile_content (
    job_id bigint not null,
    hash   bytea not null,
    size   bigint not null,
    gzip   bytea not null,
    constraint compile_content_pk primary key (job_id, hash),
    constraint compile_content_job_fk foreign key (job_id) references compile_job (id) on delete cascade
);
alter table compile_content alter column gzip set storage external;
comment on table compile_content is 'profiles of a job that are not kept yet, by SHA-256 of their bytes';
