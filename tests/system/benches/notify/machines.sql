-- Names with addresses, and profiles that are all alike: what is told to machines and nothing else of a host.
insert into network (network_environment_id, location_id, network_type, cidr, name)
    select network_environment_id, location_id, 'unknown', '10.64.0.0/10', 'many' from network limit 1;
insert into fqdn (name, dns_domain_id, dns_environment_id)
    select 'many' || n, d.id, e.id from generate_series(1, :count) n, dns_domain d, dns_environment e
    where d.name = 'example.org' and e.is_default;
insert into dns_record (record_type, fqdn_id, dns_environment_id, ip, network_id)
    select 'a_record', f.id, f.dns_environment_id, '10.64.0.0'::inet + substr(f.name, 5)::int, n.id
    from fqdn f, network n where f.name ~ '^many' and n.name = 'many';
insert into hardware_entity (label, hardware_type, location_id, model_id, primary_name_id)
    select f.name, 'machine', h.location_id, h.model_id, r.id
    from fqdn f join dns_record r on r.fqdn_id = f.id, (select * from hardware_entity limit 1) h
    where f.name ~ '^many';
with made as (
    insert into profile (object, branch_id, branch, commit_id, plenary_hash, engine_version, xml_hash, json_hash)
    select f.name || '.example.org', p.branch_id, p.branch, p.commit_id, p.plenary_hash, p.engine_version,
        p.xml_hash, p.json_hash
    from fqdn f, (select * from profile limit 1) p where f.name ~ '^many' returning *)
insert into profile_current (object, profile_id, commit_id, plenary_hash, engine_version, modified, compiled)
    select object, id, commit_id, plenary_hash, engine_version, now(), now() from made;
analyze;
