-- Reason: who owns things (GRN), who logs in to machines (userinfo) and who gives commands (realm, role, principal).

create table grn (
    eon_id        bigint not null,
    grn           text collate "C" not null,
    disabled      boolean not null default false,
    creation_date timestamptz not null default now(),
    constraint grn_pk primary key (eon_id),
    constraint grn_name_uk unique (grn),
    constraint grn_name_ck check (grn ~ '^grn:/[^[:space:]]+$' and char_length(grn) <= 255),
    constraint grn_eon_id_ck check (eon_id > 0)
);
comment on column grn.eon_id is 'given by the ownership system, not by us';

create table user_type (
    id            bigint generated always as identity,
    name          text collate "C" not null,
    comments      text,
    creation_date timestamptz not null default now(),
    constraint user_type_pk primary key (id),
    constraint user_type_name_uk unique (name),
    constraint user_type_name_ck check (aq_is_name(name, 64))
);

create table userinfo (
    id            bigint generated always as identity,
    name          text collate "C" not null,
    uid           bigint not null,
    gid           bigint not null,
    full_name     text not null,
    home_dir      text not null,
    type_id       bigint not null,
    comments      text,
    creation_date timestamptz not null default now(),
    constraint userinfo_pk primary key (id),
    constraint userinfo_name_uk unique (name),
    constraint userinfo_uid_uk unique (uid),
    -- Account names keep their case: Unix tells them apart.
    constraint userinfo_name_ck check (name ~ '^[A-Za-z_][A-Za-z0-9_.-]*\$?$' and char_length(name) <= 32),
    constraint userinfo_uid_ck check (uid between 0 and 4294967294),
    constraint userinfo_gid_ck check (gid between 0 and 4294967294),
    constraint userinfo_type_fk foreign key (type_id) references user_type (id)
);
create index userinfo_type_ix on userinfo (type_id);

create table realm (
    id            bigint generated always as identity,
    name          text collate "C" not null,
    trusted       boolean not null default false,
    comments      text,
    creation_date timestamptz not null default now(),
    constraint realm_pk primary key (id),
    constraint realm_name_uk unique (name),
    -- Kerberos tells EXAMPLE.COM and example.com apart, so the case stays.
    constraint realm_name_ck check (name ~ '^[^@/[:space:][:cntrl:]]+$' and char_length(name) <= 255)
);

create table role (
    id            bigint generated always as identity,
    name          text collate "C" not null,
    comments      text,
    creation_date timestamptz not null default now(),
    constraint role_pk primary key (id),
    constraint role_name_uk unique (name),
    constraint role_name_ck check (aq_is_key(name, 32))
);

create table user_principal (
    id            bigint generated always as identity,
    name          text collate "C" not null,
    realm_id      bigint not null,
    role_id       bigint not null,
    comments      text,
    creation_date timestamptz not null default now(),
    constraint user_principal_pk primary key (id),
    constraint user_principal_name_uk unique (realm_id, name),
    constraint user_principal_name_ck check (name ~ '^[^@[:space:][:cntrl:]]+$' and char_length(name) <= 255),
    constraint user_principal_realm_fk foreign key (realm_id) references realm (id),
    constraint user_principal_role_fk foreign key (role_id) references role (id)
);
create index user_principal_role_ix on user_principal (role_id);
create index user_principal_name_ix on user_principal (name);
