-- Reason: the ownership system gives GRNs, and not every site's begin with "grn:/"; they keep their case. An archetype is
-- a directory of the template tree, so it must not take the name of one that every tree has for something else.

alter table grn drop constraint grn_name_ck;
alter table grn add constraint grn_name_ck check (grn ~ '^[!-~]+$' and char_length(grn) <= 255);
create index grn_name_trgm_ix on grn using gist (grn gist_trgm_ops (siglen = 64));

alter table archetype drop constraint archetype_reserved_ck;
alter table archetype add constraint archetype_reserved_ck check (name not in ('archetype', 'cluster', 'clusterdata',
    'clusters', 'eon_id', 'hardware', 'host', 'hostdata', 'machine', 'network', 'network_device', 'pan', 'personality',
    'resource', 'service', 'servicedata', 'site', 'switchdata', 't', 'virtualswitchdata'));
