-- Reason: whether a profile is what a compile would make is asked for all hosts of a branch at once. Put together from
-- the parts of the host's name and compared as text, the way from a host to its profile was most of the cost.

alter table profile_current
    add column host_id bigint,
    add constraint profile_current_host_fk foreign key (host_id) references host (hardware_entity_id) on delete cascade,
    add constraint profile_current_host_uk unique (host_id);
comment on column profile_current.host_id is 'the host whose profile it is; null: a profile of something else';

update profile_current c set host_id = x.hardware_entity_id
from host x
join hardware_entity h on h.id = x.hardware_entity_id
join dns_record r on r.id = h.primary_name_id
join fqdn f on f.id = r.fqdn_id join dns_domain d on d.id = f.dns_domain_id
where c.object = f.name || '.' || d.name;

-- After a deploy most profiles are right for the new commit as they are, and only that is noted. With room beside each row
-- this touches no index.
alter table profile_current set (fillfactor = 50);
