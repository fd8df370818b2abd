//! Who may push where.

use super::clients::{Clone, SANDBOX, head, site};

#[test]
fn the_owner_pushes_and_nobody_else() {
    let site = site();
    let alice = Clone::alice(&site);
    alice.write("a/new.pan", "template a/new;\n");
    let new = alice.commit();
    let said = alice.push(&["--progress", SANDBOX]);
    assert!(said.contains("remote: Checked 1 new commits with"), "{said}");
    assert!(said.contains("remote: Sandbox ntp goes from"), "{said}");
    assert_eq!(head(&site, SANDBOX), new);
    // The ref was exported before the answer.
    let exported = site.broker.dir().join("template-king/refs/heads").join(SANDBOX);
    assert_eq!(std::fs::read_to_string(exported).unwrap().trim(), new);
    let record = site.query(
        "select x.username, d.name, d.value, e.return_code from xtn x join xtn_detail d on d.xtn_id = x.id
         join xtn_end e on e.xtn_id = x.id where x.command = 'git_push' and d.name = 'ref'",
    );
    assert_eq!(
        record,
        [format!("alice@EXAMPLE.COM|ref|refs/heads/{SANDBOX}|200")]
    );
    let moves = site.query("select kind, new_commit, principal from branch_move where kind = 'push'");
    assert_eq!(moves, [format!("push|{new}|alice@EXAMPLE.COM")]);

    let bob = Clone::of(&site, Some("bob"));
    bob.write("a/other.pan", "template a/other;\n");
    let commit = bob.commit();
    bob.refused(
        &site,
        &commit,
        &["belongs to alice@EXAMPLE.COM", "! [remote rejected]"],
    );
    let refused = site.query(
        "select username, e.return_code from xtn join xtn_end e on e.xtn_id = id
         where command = 'git_push' and username like 'bob%'",
    );
    assert_eq!(refused, ["bob@EXAMPLE.COM|403"]);
    // Nor an administrator.
    let admin = Clone::of(&site, Some("admin"));
    let commit = admin.commit();
    admin.refused(&site, &commit, &["belongs to alice@EXAMPLE.COM"]);
}

#[test]
fn without_a_ticket_or_a_role() {
    let site = site();
    let anonymous = Clone::of(&site, None);
    let commit = anonymous.commit();
    let said = anonymous.refused(&site, &commit, &[]);
    assert!(
        said.contains("Authentication failed") || said.contains("terminal prompts disabled"),
        "{said}"
    );
    // Nobody has given Carol a role.
    let carol = Clone::of(&site, Some("carol"));
    let commit = carol.commit();
    let said = carol.push_fails(&[&format!("{commit}:refs/heads/{SANDBOX}")]);
    assert!(said.contains("nobody"), "{said}");
}

#[test]
fn a_realm_that_is_not_trusted() {
    let site = site();
    let alice = Clone::alice(&site);
    let commit = alice.commit();
    site.execute("update realm set trusted = false where name = 'EXAMPLE.COM'");
    alice.refused(&site, &commit, &["EXAMPLE.COM is not trusted", "update_realm"]);
    let said = alice.push_fails(&[&format!("HEAD:refs/work/{SANDBOX}")]);
    assert!(said.contains("not trusted"), "{said}");
}

#[test]
fn other_refs() {
    let site = site();
    let alice = Clone::alice(&site);
    alice.write("a/new.pan", "template a/new;\n");
    alice.commit();
    let before = site.state();
    alice.git(&["tag", "v1"]);
    for (refspec, words) in [
        ("HEAD:refs/heads/prod", "prod is a domain"),
        ("HEAD:refs/heads/nosuch", "aq add_sandbox --sandbox nosuch"),
        ("HEAD:refs/heads/npt", "Did you mean ntp?"),
        (":refs/heads/ntp", "aq del_sandbox --sandbox ntp"),
        (":refs/heads/prod", "prod is a domain"),
        ("v1", "Tags are not kept here"),
        ("HEAD:refs/notes/commits", "not a branch of a sandbox"),
        ("HEAD:refs/work/nosuch", "There is no sandbox nosuch"),
        ("HEAD:refs/heads/NTP", "small letters"),
        ("HEAD:refs/heads/trash", "trash"),
        ("HEAD:refs/heads/--upload-pack=touch", "not a valid branch name"),
    ] {
        let said = alice.push_fails(&[refspec]);
        assert!(said.contains(words), "{refspec}: {said}");
        assert_eq!(site.state(), before, "{refspec}");
    }
    // Atomically nothing goes; otherwise what may go does.
    let own = format!("HEAD:refs/heads/{SANDBOX}");
    let said = alice.push_fails(&["--atomic", &own, "HEAD:refs/heads/prod"]);
    assert!(said.contains("Another ref of this push was refused"), "{said}");
    assert_eq!(site.state(), before);
    alice.push_fails(&[&own, "HEAD:refs/heads/prod"]);
    assert_eq!(head(&site, SANDBOX), alice.git(&["rev-parse", "HEAD"]));
}
