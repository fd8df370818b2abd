-- Reason: how templates come into domains. Work that a user has not committed yet, the moves of a branch's head (to go back
-- to), reviews, and where the commits of deleted domains are kept.

-- What an author has in a clone of a sandbox: hosts of that author are compiled with it. Without a row it is the head of
-- the sandbox.
create table sandbox_work (
    branch_id bigint not null,
    author_id bigint not null,
    commit_id text collate "C" not null,
    base_id   text collate "C" not null,
    changed   timestamptz not null default now(),
    constraint sandbox_work_pk primary key (branch_id, author_id),
    constraint sandbox_work_commit_ck check (aq_is_commit(commit_id)),
    constraint sandbox_work_base_ck check (aq_is_commit(base_id)),
    constraint sandbox_work_sandbox_fk foreign key (branch_id) references sandbox (branch_id) on delete cascade,
    constraint sandbox_work_author_fk foreign key (author_id) references userinfo (id) on delete cascade
);
create index sandbox_work_author_ix on sandbox_work (author_id);
comment on column sandbox_work.commit_id is 'the files as they are, committed or not';
comment on column sandbox_work.base_id is 'the last commit of the clone; equal to commit_id when nothing is uncommitted';

-- Every move of a head. Names instead of keys where the record has to outlive what it names.
create table branch_move (
    id            bigint generated always as identity,
    branch_id     bigint not null,
    kind          text collate "C" not null,
    source        text collate "C",
    old_commit    text collate "C",
    new_commit    text collate "C" not null,
    principal     text collate "C" not null,
    justification text,
    reason        text,
    request_id    uuid,
    moved         timestamptz not null default now(),
    constraint branch_move_pk primary key (id),
    constraint branch_move_kind_ck check (kind in ('start', 'publish', 'push', 'deploy', 'sync', 'rollback')),
    constraint branch_move_old_commit_ck check (aq_is_commit(old_commit)),
    constraint branch_move_new_commit_ck check (aq_is_commit(new_commit)),
    constraint branch_move_branch_fk foreign key (branch_id) references branch (id) on delete cascade
);
create index branch_move_branch_ix on branch_move (branch_id, id);
comment on column branch_move.source is 'the branch that the commits came from';

create table review (
    id               bigint generated always as identity,
    source_id        bigint not null,
    target_id        bigint not null,
    commit_id        text collate "C" not null,
    target_commit_id text collate "C",
    tested           boolean,
    testing_url      text,
    review_url       text,
    approved         boolean,
    requested_by     text collate "C" not null,
    decided_by       text collate "C",
    decided          timestamptz,
    creation_date    timestamptz not null default now(),
    constraint review_pk primary key (id),
    constraint review_branches_uk unique (source_id, target_id),
    constraint review_self_ck check (source_id <> target_id),
    constraint review_commit_ck check (aq_is_commit(commit_id)),
    constraint review_target_commit_ck check (aq_is_commit(target_commit_id)),
    constraint review_decided_ck check ((approved is null) = (decided_by is null) and (approved is null) = (decided is null)),
    constraint review_source_fk foreign key (source_id) references branch (id) on delete cascade,
    constraint review_target_fk foreign key (target_id) references domain (branch_id) on delete cascade
);
create index review_target_ix on review (target_id);
comment on column review.commit_id is 'head of the source that is reviewed';
comment on column review.target_commit_id is 'head of the target that was tested';

-- What a merge would change, kept by content: the same two commits always have the same effect.
create table review_effect (
    review_id     bigint not null,
    source_commit text collate "C" not null,
    target_commit text collate "C" not null,
    effect        jsonb not null,
    made          timestamptz not null default now(),
    constraint review_effect_pk primary key (review_id),
    constraint review_effect_source_ck check (aq_is_commit(source_commit)),
    constraint review_effect_target_ck check (aq_is_commit(target_commit)),
    constraint review_effect_review_fk foreign key (review_id) references review (id) on delete cascade
);

-- The head of the branch that keeps the commits of deleted domains; its ref is exported as those of branches are.
create table trash (
    id        boolean not null default true,
    commit_id text collate "C" not null,
    constraint trash_pk primary key (id),
    constraint trash_one_ck check (id),
    constraint trash_commit_ck check (aq_is_commit(commit_id))
);

select aq_capture(t::regclass) from unnest(array['sandbox_work', 'branch_move', 'review', 'review_effect', 'trash']) t;
