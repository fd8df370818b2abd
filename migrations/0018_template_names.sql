-- Reason: two names that become directories of templates follow what the generated templates allow. A personality may
-- have two segments (sites group personalities that way); an archetype must not take the name of a directory of generated
-- templates that all branches share, or its own templates would hide them.

alter table personality drop constraint personality_name_ck;
alter table personality add constraint personality_name_ck check (
    name ~ '^[a-z0-9_][a-z0-9_.-]*(/[a-z0-9_][a-z0-9_.-]*)?$' and char_length(name) <= 64);

alter table archetype add constraint archetype_reserved_ck check (name not in ('archetype', 'cluster', 'clusterdata',
    'clusters', 'eon_id', 'host', 'hostdata', 'machine', 'network', 'network_device', 'personality', 'resource', 'service',
    'servicedata', 'site', 'switchdata', 'virtualswitchdata'));
