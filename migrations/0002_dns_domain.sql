-- Reason: DNS domains and environments come first, because locations name a default DNS domain and network
-- environments a DNS environment.

create table dns_domain (
    id            bigint generated always as identity,
    name          text collate "C" not null,
    restricted    boolean not null default false,
    comments      text,
    creation_date timestamptz not null default now(),
    constraint dns_domain_pk primary key (id),
    constraint dns_domain_name_uk unique (name),
    -- At least two labels (no top-level domains), each a valid DNS label, the whole a valid DNS name.
    constraint dns_domain_name_ck check (
        char_length(name) <= 253
        and name ~ '^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$')
);
comment on column dns_domain.restricted is 'names are made only for hosts and as placeholders of alias targets';

create table dns_environment (
    id            bigint generated always as identity,
    name          text collate "C" not null,
    is_default    boolean not null default false,
    comments      text,
    creation_date timestamptz not null default now(),
    constraint dns_environment_pk primary key (id),
    constraint dns_environment_name_uk unique (name),
    constraint dns_environment_name_ck check (aq_is_key(name, 32))
);
create unique index dns_environment_default_uk on dns_environment (is_default) where is_default;
