-- Machines with hosts as aq add_machine, add_interface and add_host make them, in the likeness of web1.example.org: the first
-- has the personality "solo", a quarter of them "quarter", the others are compute nodes.
create temporary table made as
    select n, 'many' || n as name, '10.64.0.0'::inet + n as ip,
           case when n = 1 then 'solo' when n % 4 = 0 then 'quarter' else 'compute-node' end as personality
    from generate_series(1, :count) n;
create temporary table likeness as
    select h.* from hardware_entity h where h.label = 'north1n2';
insert into fqdn (name, dns_domain_id, dns_environment_id)
    select m.name, d.id, e.id from made m, dns_domain d, dns_environment e
    where d.name = 'example.org' and e.is_default;
insert into dns_record (record_type, fqdn_id, dns_environment_id, ip, network_id)
    select 'a_record', f.id, f.dns_environment_id, m.ip, n.id
    from made m join fqdn f on f.name = m.name, network n where n.name = 'many';
insert into hardware_entity (label, hardware_type, location_id, model_id, primary_name_id)
    select m.name, 'machine', l.location_id, l.model_id, r.id
    from made m join fqdn f on f.name = m.name join dns_record r on r.fqdn_id = f.id, likeness l;
insert into machine (hardware_entity_id, cpu_model_id, cpu_quantity, memory)
    select h.id, x.cpu_model_id, x.cpu_quantity, x.memory
    from made m join hardware_entity h on h.label = m.name, likeness l join machine x on x.hardware_entity_id = l.id;
insert into disk (machine_id, disk_type, device_name, capacity, controller_type, bootable)
    select h.id, x.disk_type, x.device_name, x.capacity, x.controller_type, x.bootable
    from made m join hardware_entity h on h.label = m.name, likeness l join disk x on x.machine_id = l.id;
insert into interface (hardware_entity_id, interface_type, name, mac, model_id, bootable, default_route)
    select h.id, x.interface_type, x.name, ('0210' || lpad(to_hex(m.n), 8, '0'))::macaddr, x.model_id, x.bootable,
           x.default_route
    from made m join hardware_entity h on h.label = m.name, likeness l join interface x on x.hardware_entity_id = l.id;
insert into address_assignment (interface_id, ip, network_id)
    select i.id, m.ip, n.id
    from made m join hardware_entity h on h.label = m.name join interface i on i.hardware_entity_id = h.id, network n
    where n.name = 'many';
insert into host (hardware_entity_id, branch_id, personality_stage_id, lifecycle_id, operating_system_id)
    select h.id, x.branch_id, s.id, x.lifecycle_id, x.operating_system_id
    from made m join hardware_entity h on h.label = m.name
    join personality p on p.name = m.personality join personality_stage s on s.personality_id = p.id and s.name = 'current',
    likeness l join host x on x.hardware_entity_id = l.id;
analyze;
