//! `aq update_archetype`: what compiling or not does to templates.

use super::_site::owners;

#[test]
fn what_is_not_compiled_has_no_templates() {
    let site = owners();
    site.ok(
        "add personality --personality web --archetype aquilon --eon_id 1 --unstaged --host_environment dev",
    );
    let stored = || site.query("select name from plenary where object_kind = 'personality_stage'");
    assert_eq!(stored(), ["aquilon/personality/web/config"]);
    site.ok("update archetype --archetype aquilon --nocompilable");
    assert!(stored().is_empty());
    site.ok("update archetype --archetype aquilon --compilable");
    assert_eq!(stored(), ["aquilon/personality/web/config"]);
}
