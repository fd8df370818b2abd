-- One row at least in every table of entities; keys are above 1000 so that statements of tests can name them.
insert into dns_domain overriding system value values (1001, 'example.org', false), (1002, 'other.org', false);
insert into dns_environment (id, name) overriding system value values (1001, 'inside'), (1002, 'outside');
insert into location (id, location_type, name, fullname, parent_id, timezone, address, next_rackid, netdev_rack, floor)
overriding system value values
    (1001, 'organization', 'org', 'Org', null, null, null, null, null, null),
    (1002, 'hub', 'hub1', 'Hub', 1001, null, null, null, null, null),
    (1003, 'continent', 'eu', 'Europe', 1002, null, null, null, null, null),
    (1004, 'country', 'at', 'Austria', 1003, null, null, null, null, null),
    (1005, 'city', 'vie', 'Vienna', 1004, 'Europe/Vienna', null, null, null, null),
    (1006, 'building', 'b1', 'One', 1005, null, 'Street 1', 2, true, null),
    (1007, 'building', 'b2', 'Two', 1005, null, 'Street 2', 2, true, null),
    (1008, 'room', 'r1', 'Room', 1006, null, null, null, null, '0'),
    (1009, 'rack', 'b11', 'Rack', 1008, null, null, null, null, null),
    (1010, 'desk', 'd1', 'Desk', 1008, null, null, null, null, null);
update location set default_dns_domain_id = 1001 where id = 1005;
insert into grn values (1001, 'grn:/org/a'), (1002, 'grn:/org/b');
insert into user_type (id, name) overriding system value values (1001, 'robot');
insert into userinfo (id, name, uid, gid, full_name, home_dir, type_id) overriding system value values
    (1001, 'alice', 501, 501, 'Alice', '/home/alice', 1001), (1002, 'bob', 502, 502, 'Bob', '/home/bob', 1001);
insert into realm (id, name) overriding system value values (1001, 'EXAMPLE.ORG'), (1002, 'OTHER.ORG');
insert into role (id, name) overriding system value values (1001, 'role1'), (1002, 'role2');
insert into user_principal (id, name, realm_id, role_id) overriding system value values
    (1001, 'alice', 1001, 1001), (1002, 'bob', 1001, 1001);
insert into vendor (id, name) overriding system value values (1001, 'v1'), (1002, 'v2');
insert into model (id, name, vendor_id, model_type) overriding system value values
    (1001, 'm1', 1001, 'rackmount'), (1002, 'c1', 1001, 'cpu'), (1003, 'n1', 1001, 'nic'), (1004, 'm2', 1001, 'blade');
insert into machine_specs (id, model_id, cpu_model_id, cpu_quantity, memory, disk_type, disk_capacity, controller_type, nic_model_id)
overriding system value values (1001, 1001, 1002, 2, 1024, 'local', 10, 'sas', 1003), (1002, 1004, 1002, 2, 1024, 'local', 10, 'sas', null);
insert into network_environment (id, name, dns_environment_id, location_id) overriding system value values
    (1001, 'netin', 1001, 1001), (1002, 'netout', 1002, null);
insert into network_compartment (id, name) overriding system value values (1001, 'comp1'), (1002, 'comp2');
insert into network (id, network_environment_id, network_compartment_id, location_id, network_type, cidr, name, side)
overriding system value values
    (1001, 1001, 1001, 1006, 'unknown', '10.0.0.0/24', 'net1', 'a'), (1002, 1001, null, 1006, 'unknown', '10.0.1.0/24', 'net2', 'a');
insert into fqdn (id, name, dns_domain_id, dns_environment_id) overriding system value values
    (1001, 'h1', 1001, 1001), (1002, 'h2', 1001, 1001), (1003, 'h3', 1001, 1001), (1004, 'h4', 1001, 1001);
insert into dns_record (id, record_type, fqdn_id, dns_environment_id, ip, network_id, reverse_ptr_id, owner_eon_id)
overriding system value values
    (1001, 'a_record', 1001, 1001, '10.0.0.1', 1001, 1002, 1001),
    (1002, 'a_record', 1002, 1001, '10.0.0.2', 1001, null, null),
    (1003, 'reserved_name', 1003, 1001, null, null, null, null);
insert into router_address (network_id, ip, location_id) values (1001, '10.0.0.254', 1006);
insert into hardware_entity (id, label, hardware_type, location_id, model_id, primary_name_id, owner_eon_id)
overriding system value values
    (1001, 'hw1', 'machine', 1009, 1001, 1001, 1001), (1002, 'hw2', 'machine', 1009, 1001, 1002, null),
    (1003, 'hw3', 'chassis', 1009, 1001, null, null), (1004, 'hw4', 'machine', 1009, 1001, null, null);
insert into machine (hardware_entity_id, cpu_model_id, uuid) values
    (1001, 1002, '11111111-1111-1111-1111-111111111111'), (1002, 1002, '22222222-2222-2222-2222-222222222222');
insert into disk (id, machine_id, disk_type, device_name, capacity, controller_type, bootable) overriding system value values
    (1001, 1001, 'local', 'sda', 10, 'sas', true), (1002, 1001, 'local', 'sdb', 10, 'sas', false);
insert into interface (id, hardware_entity_id, interface_type, name, mac, model_id, bootable, master_id, parent_id, vlan_id)
overriding system value values
    (1001, 1001, 'bonding', 'bond0', null, 1003, false, null, null, null),
    (1002, 1001, 'public', 'eth0', '00:00:00:00:00:01', 1003, true, 1001, null, null),
    (1003, 1001, 'public', 'eth1', '00:00:00:00:00:02', 1003, false, null, null, null),
    (1004, 1001, 'vlan', 'eth1.2', null, 1003, false, null, 1003, 2),
    (1005, 1001, 'vlan', 'eth1.3', null, 1003, false, null, 1003, 3),
    (1006, 1002, 'public', 'eth0', '00:00:00:00:00:03', 1003, false, null, null, null);
insert into address_assignment (id, interface_id, label, ip, network_id) overriding system value values
    (1001, 1001, '', '10.0.0.1', 1001), (1002, 1001, 'x', '10.0.0.3', 1001);
insert into branch (id, branch_type, name, owner_eon_id) overriding system value values
    (1001, 'domain', 'dom1', 1001), (1002, 'domain', 'dom2', null), (1003, 'sandbox', 'sb1', null), (1004, 'domain', 'dom3', null),
    (1005, 'sandbox', 'sb2', null);
insert into domain (branch_id, tracked_branch_id) values (1001, null), (1002, 1001);
insert into sandbox (branch_id, owner_id, base_commit) values (1003, 1001, repeat('a', 40)), (1005, 1001, repeat('a', 40));
insert into sandbox_work (branch_id, author_id, commit_id, base_id) values (1003, 1001, repeat('b', 40), repeat('a', 40));
insert into branch_move (branch_id, kind, new_commit, principal) values (1003, 'start', repeat('a', 40), 'alice@EXAMPLE.ORG');
insert into review (id, source_id, target_id, commit_id, requested_by) overriding system value values
    (1001, 1003, 1001, repeat('a', 40), 'alice@EXAMPLE.ORG'), (1002, 1002, 1001, repeat('a', 40), 'alice@EXAMPLE.ORG');
insert into review_effect (review_id, source_commit, target_commit, effect) values (1001, repeat('a', 40), repeat('b', 40), '{}');
insert into trash (commit_id) values (repeat('c', 40));
insert into archetype (id, name) overriding system value values (1001, 'arch1'), (1002, 'arch2');
insert into operating_system (id, archetype_id, name, version, lifecycle_id) overriding system value
    select k, a, 'linux', v, l.id from asset_lifecycle l,
        (values (1001, 1001, '1'), (1002, 1001, '2'), (1003, 1002, '1')) x (k, a, v) where l.name = 'evaluation';
insert into personality (id, archetype_id, name, owner_eon_id, host_environment_id) overriding system value
    select k, 1001, n, 1001, e.id from host_environment e, (values (1001, 'p1'), (1002, 'p2')) x (k, n) where e.name = 'prod';
insert into personality_stage (id, personality_id, name) overriding system value values
    (1001, 1001, 'current'), (1002, 1001, 'next'), (1003, 1002, 'current');
insert into personality_grn_map values (1001, 1001, 'esp');
insert into host (hardware_entity_id, branch_id, sandbox_author_id, personality_stage_id, lifecycle_id, operating_system_id, owner_eon_id)
    select 1001, 1001, 1001, 1001, id, 1001, 1001 from hostlifecycle where name = 'build';
insert into host_grn_map values (1001, 1001, 'esp');
insert into plenary (id, branch_id, name, kind, object_kind, object_id, content, content_hash) overriding system value values
    (1001, 1001, 'h1.example.org', 'object', 'host', 1001, 'x', sha256('x')), (1002, null, 'machine/hw1', 'structure', 'machine', 1001, 'x', sha256('x'));
insert into profile_blob (hash, size, gzip) values (sha256('a'), 1, 'x'), (sha256('b'), 1, 'x');
insert into plenary_text values (sha256('x'), 'x');
insert into plenary_set (id, hash) overriding system value values (1001, sha256('p'));
insert into plenary_set_member values (1001, 'machine/hw1', sha256('x'));
insert into profile (id, object, branch_id, branch, commit_id, plenary_hash, engine_version, xml_hash, json_hash,
                     plenary_set_id)
overriding system value values
    (1001, 'h1.example.org', 1001, 'dom1', repeat('a', 40), sha256('p'), '1', sha256('a'), sha256('b'), 1001),
    (1002, 'h2.example.org', 1001, 'dom1', repeat('a', 40), sha256('p'), '1', sha256('a'), sha256('b'), null);
insert into profile_source values (1001, 'h2.example.org', sha256('b'));
insert into profile_current (object, profile_id, commit_id, plenary_hash, engine_version, modified, compiled, host_id) values
    ('h1.example.org', 1001, repeat('a', 40), sha256('p'), '1', now(), now(), 1001),
    ('h2.example.org', 1002, repeat('a', 40), sha256('p'), '1', now(), now(), null);
insert into dependency_set (id, hash) overriding system value values (1001, sha256('s')), (1002, sha256('t'));
insert into dependency values (1001, 'template', 'archetype/base');
insert into profile_dependency values ('h1.example.org', 1001);
insert into compile_run (id, branch_id, branch, commit_id, engine_version, together, request_id) overriding system value
    values (1001, 1001, 'dom1', repeat('a', 40), '1', '{}', '11111111-1111-1111-1111-111111111111');
insert into compile_run_plenary values (1001, 'machine/hw1', 'x');
insert into compile_job (id, run_id, hosts, objects) overriding system value values (1001, 1001, '{}', '{}');
insert into compile_content values (1001, sha256('a'), 1, 'x');
insert into xtn (id, username, command, is_readonly, start_time) values
    ('11111111-1111-1111-1111-111111111111', 'nobody', 'ping', true, now()), ('22222222-2222-2222-2222-222222222222', 'nobody', 'ping', true, now());
insert into xtn_end values ('11111111-1111-1111-1111-111111111111', 200, now());
insert into xtn_detail values ('11111111-1111-1111-1111-111111111111', 0, 'a', 'b');
insert into xtn_answer (xtn_id, content_type, body) values ('11111111-1111-1111-1111-111111111111', 'text/plain', 'x');
insert into outbox (kind, payload) values ('export', '{}');
insert into row_capture (txid, table_name, operation) values (1, 'vendor', 'insert');
