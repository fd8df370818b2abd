-- Reason: an error message offers the nearest existing name. Scripts ask for hosts that do not exist to learn just that,
-- so with 50,000 of them the search must not read them all: `order by name <-> $1 limit 16` walks these indexes.

create index hardware_entity_label_trgm_ix on hardware_entity using gist (label gist_trgm_ops (siglen = 64));
create index fqdn_name_trgm_ix on fqdn using gist (name gist_trgm_ops (siglen = 64));
