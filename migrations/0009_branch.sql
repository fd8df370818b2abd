-- Reason: where templates come from. The database names the commit of a branch; Git stores the bytes and its ref is
-- written from here.

create table branch (
    id            bigint generated always as identity,
    branch_type   text collate "C" not null,
    name          text collate "C" not null,
    commit_id     text collate "C",
    compiler      text,
    is_sync_valid boolean not null default true,
    autosync      boolean not null default true,
    formats       text collate "C",
    owner_eon_id  bigint,
    comments      text,
    creation_date timestamptz not null default now(),
    constraint branch_pk primary key (id),
    constraint branch_name_uk unique (name),
    constraint branch_name_ck check (name ~ '^[a-z0-9_][a-z0-9_.-]*$' and name !~ '(\.\.|\.lock$|\.$)' and char_length(name) <= 32),
    constraint branch_type_ck check (branch_type in ('domain', 'sandbox')),
    constraint branch_type_uk unique (id, branch_type),
    constraint branch_commit_ck check (aq_is_commit(commit_id)),
    constraint branch_formats_ck check (formats in ('pan', 'json', 'pan,json', 'json,pan')),
    constraint branch_owner_fk foreign key (owner_eon_id) references grn (eon_id)
);
create index branch_owner_ix on branch (owner_eon_id) where owner_eon_id is not null;
comment on column branch.commit_id is 'head of the branch; null until something was published to it';

create table domain (
    branch_id               bigint not null,
    branch_type             text collate "C" not null default 'domain',
    tracked_branch_id       bigint,
    rollback_commit         text collate "C",
    requires_change_manager boolean not null default false,
    allow_manage            boolean not null default true,
    archived                boolean not null default false,
    auto_compile            boolean not null default true,
    constraint domain_pk primary key (branch_id),
    constraint domain_type_ck check (branch_type = 'domain'),
    constraint domain_track_self_ck check (tracked_branch_id <> branch_id),
    constraint domain_rollback_commit_ck check (aq_is_commit(rollback_commit)),
    -- A tracking domain only repeats what another branch had approved.
    constraint domain_change_manager_ck check (not (requires_change_manager and tracked_branch_id is not null)),
    constraint domain_archived_ck check (not (archived and (allow_manage or tracked_branch_id is not null))),
    constraint domain_branch_fk foreign key (branch_id, branch_type) references branch (id, branch_type) on delete cascade,
    constraint domain_tracked_branch_fk foreign key (tracked_branch_id) references branch (id)
);
create index domain_tracked_branch_ix on domain (tracked_branch_id);

create table sandbox (
    branch_id   bigint not null,
    branch_type text collate "C" not null default 'sandbox',
    owner_id    bigint not null,
    base_commit text collate "C" not null,
    constraint sandbox_pk primary key (branch_id),
    constraint sandbox_type_ck check (branch_type = 'sandbox'),
    constraint sandbox_base_commit_ck check (aq_is_commit(base_commit)),
    constraint sandbox_branch_fk foreign key (branch_id, branch_type) references branch (id, branch_type) on delete cascade,
    constraint sandbox_owner_fk foreign key (owner_id) references user_principal (id)
);
create index sandbox_owner_ix on sandbox (owner_id);
