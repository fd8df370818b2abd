-- Reason: a profile of the past can be made again, byte for byte. Its commit names the templates of the tree; what the
-- broker generated changes with the rows, so the texts that went in are kept by content, and the set of them with the
-- profile. What is not in the set was not there. Profiles of other objects that were looked into are named by their
-- content, too.

create table plenary_text (
    hash    bytea not null,
    content text not null,
    constraint plenary_text_pk primary key (hash),
    constraint plenary_text_hash_ck check (octet_length(hash) = 32)
);
comment on column plenary_text.hash is 'SHA-256 of the content in UTF-8';

create table plenary_set (
    id   bigint generated always as identity,
    hash bytea not null,
    constraint plenary_set_pk primary key (id),
    constraint plenary_set_hash_uk unique (hash),
    constraint plenary_set_hash_ck check (octet_length(hash) = 32)
);
comment on column plenary_set.hash is 'SHA-256 of the names and hashes of the members';

create table plenary_set_member (
    set_id bigint not null,
    name   text collate "C" not null,
    hash   bytea not null,
    constraint plenary_set_member_pk primary key (set_id, name),
    constraint plenary_set_member_set_fk foreign key (set_id) references plenary_set (id) on delete cascade,
    constraint plenary_set_member_text_fk foreign key (hash) references plenary_text (hash)
);
create index plenary_set_member_text_ix on plenary_set_member (hash);

alter table profile
    add column plenary_set_id bigint,
    add constraint profile_plenary_set_fk foreign key (plenary_set_id) references plenary_set (id);
create index profile_plenary_set_ix on profile (plenary_set_id);
comment on column profile.plenary_set_id is 'null: stored before sets were kept';

create table profile_source (
    profile_id bigint not null,
    object     text collate "C" not null,
    json_hash  bytea not null,
    constraint profile_source_pk primary key (profile_id, object),
    constraint profile_source_profile_fk foreign key (profile_id) references profile (id) on delete cascade,
    constraint profile_source_json_fk foreign key (json_hash) references profile_blob (hash)
);
create index profile_source_json_ix on profile_source (json_hash);
comment on table profile_source is 'profiles of other objects that went into a profile';
