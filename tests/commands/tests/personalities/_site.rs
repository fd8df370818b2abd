//! Owners, archetypes and hosts to begin with.

use aq_test_support::site::Site;

/// A site with the owners 1 (`grn:/acme/web`) and 2 (`grn:/acme/db`, disabled 3 `old/team`), and the compilable archetype
/// `aquilon` with the operating system `linux` `1.0`.
pub fn owners() -> Site {
    let site = Site::empty();
    for line in [
        "add grn --grn grn:/acme/web --eon_id 1",
        "add grn --grn grn:/acme/db --eon_id 2",
        "add grn --grn old/team --eon_id 3 --disabled",
        "add archetype --archetype aquilon --compilable",
        "add os --archetype aquilon --osname linux --osversion 1.0",
    ] {
        assert_eq!(site.ok(line), "", "{line}");
    }
    site
}

/// A host with the current stage of a personality of `aquilon`, made of rows: the commands that make hosts have tests of
/// their own. Its machine has the host's first label as name.
pub fn host(site: &Site, label: &str, personality: &str, owner: Option<u32>) {
    let owner = owner.map_or_else(|| "null::bigint".to_owned(), |eon_id| eon_id.to_string());
    let run = |sql: &str| {
        let _ = site.query(sql);
    };
    run(
        "insert into location (location_type, name, fullname) values ('organization', 'here', 'here') on conflict do nothing",
    );
    run("insert into vendor (name) values ('acme') on conflict do nothing");
    run(
        "insert into model (name, vendor_id, model_type) select 'm1', id, 'rackmount' from vendor where name = 'acme' on conflict do nothing",
    );
    run(
        "insert into model (name, vendor_id, model_type) select 'c1', id, 'cpu' from vendor where name = 'acme' on conflict do nothing",
    );
    run(&format!(
        "insert into hardware_entity (label, hardware_type, location_id, model_id)
         select '{label}', 'machine', l.id, m.id from location l, model m where l.name = 'here' and m.name = 'm1'"
    ));
    run(&format!(
        "insert into machine (hardware_entity_id, cpu_model_id)
         select h.id, m.id from hardware_entity h, model m where h.label = '{label}' and m.name = 'c1'"
    ));
    run(&format!(
        "insert into host (hardware_entity_id, branch_id, personality_stage_id, lifecycle_id, operating_system_id, owner_eon_id)
         select h.id, b.id, s.id, c.id, o.id, {owner}
         from hardware_entity h, branch b, personality_stage s join personality p on p.id = s.personality_id,
              hostlifecycle c, operating_system o
         where h.label = '{label}' and b.name = 'prod' and p.name = '{personality}' and s.name = 'current'
           and c.name = 'build' and o.name = 'linux' and o.version = '1.0' and o.archetype_id = p.archetype_id"
    ));
    assert_eq!(site.query(&format!("select count(*) from host h join hardware_entity e on e.id = h.hardware_entity_id where e.label = '{label}'")), ["1"]);
}

/// Runs a command that must fail with this first line of its error text, and proves that it changed nothing.
pub fn refused(site: &Site, status: i32, line: &str, error: &str) {
    let before = site.state();
    let told = site.fails(status, line);
    assert_eq!(told.lines().next().unwrap_or_default(), error, "{line}");
    assert_eq!(site.state(), before, "{line}");
}
