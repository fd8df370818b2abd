//! How heads move.

use super::clients::{Clone, SANDBOX, head, site, text};

#[test]
fn history_written_anew() {
    let site = site();
    let base = head(&site, SANDBOX);
    let alice = Clone::alice(&site);
    alice.write("a/new.pan", "template a/new;\n");
    let first = alice.commit();
    alice.push(&[SANDBOX]);
    alice.git(&["commit", "-q", "--amend", "-m", "better"]);
    let amended = alice.git(&["rev-parse", "HEAD"]);
    let said = alice.push_fails(&[SANDBOX]);
    assert!(
        said.contains("non-fast-forward") || said.contains("rejected"),
        "{said}"
    );
    assert_eq!(head(&site, SANDBOX), first);
    alice.push(&["--force", SANDBOX]);
    assert_eq!(head(&site, SANDBOX), amended);

    // Without the commit that the sandbox began with.
    alice.git(&["checkout", "-q", "--orphan", "fresh"]);
    let orphan = alice.commit();
    let said = alice.push_fails(&["--force", &format!("fresh:{SANDBOX}")]);
    assert!(
        said.contains("no longer contains") && said.contains(&base),
        "{said}"
    );
    assert_ne!(head(&site, SANDBOX), orphan);

    // With a domain that follows.
    site.ok(&format!("add_domain --domain follower --track {SANDBOX}"));
    alice.git(&["checkout", "-q", SANDBOX]);
    alice.git(&["commit", "-q", "--amend", "-m", "even better"]);
    let said = alice.push_fails(&["--force", SANDBOX]);
    assert!(said.contains("trackers"), "{said}");
    assert_eq!(head(&site, SANDBOX), amended);
    // Adding to it moves the domain too.
    alice.git(&["reset", "-q", "--hard", &amended]);
    let more = alice.commit();
    let said = alice.push(&[SANDBOX]);
    assert!(said.contains("follower"), "{said}");
    assert_eq!(
        (head(&site, SANDBOX), head(&site, "follower")),
        (more.clone(), more)
    );
}

#[test]
fn who_comes_second_fetches_first() {
    let site = site();
    let clones = [Clone::alice(&site), Clone::alice(&site)];
    for (number, clone) in clones.iter().enumerate() {
        clone.write(
            &format!("a/new{number}.pan"),
            format!("template a/new{number};\n"),
        );
        clone.commit();
    }
    let outputs: Vec<_> = std::thread::scope(|scope| {
        let running: Vec<_> = clones
            .iter()
            .map(|clone| {
                let mut command = clone.command(&clone.path, &["push", "origin", SANDBOX]);
                scope.spawn(move || command.output().unwrap())
            })
            .collect();
        running.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let winners = outputs.iter().filter(|output| output.status.success()).count();
    let said: String = outputs.iter().map(|output| text(&output.stderr)).collect();
    assert_eq!(winners, 1, "{said}");
    assert!(said.contains("fetch first"), "{said}");
    let loser = outputs
        .iter()
        .position(|output| !output.status.success())
        .unwrap();
    let (loser, winner) = (&clones[loser], &clones[1 - loser]);
    assert_eq!(head(&site, SANDBOX), winner.git(&["rev-parse", "HEAD"]));
    // A lie about what was seen changes nothing.
    let said = loser.push_fails(&[&format!("--force-with-lease={SANDBOX}"), SANDBOX]);
    assert!(said.contains("stale info"), "{said}");
    loser.git(&["pull", "-q", "--rebase", "origin", SANDBOX]);
    loser.push(&[SANDBOX]);
    assert_eq!(head(&site, SANDBOX), loser.git(&["rev-parse", "HEAD"]));
}

#[test]
fn what_is_there_already() {
    let site = site();
    let alice = Clone::alice(&site);
    let said = alice.push(&[SANDBOX]);
    assert!(said.contains("up-to-date"), "{said}");
    // A commit of another branch: the pack holds nothing.
    let made = site.user("alice").aq("add_sandbox --sandbox other --noget");
    assert!(made.status.success());
    alice.write("a/new.pan", "template a/new;\n");
    let new = alice.commit();
    alice.push(&[SANDBOX]);
    alice.push(&["HEAD:refs/heads/other"]);
    assert_eq!(head(&site, "other"), new);
}

#[test]
fn many_files_and_many_commits() {
    let site = site();
    let alice = Clone::alice(&site);
    for number in 0..3000 {
        alice.write(
            &format!("many/{}/t{number}.pan", number % 50),
            format!("template many/{}/t{number};\n", number % 50),
        );
    }
    alice.commit();
    for _ in 0..30 {
        alice.commit();
    }
    // More than git sends without trying first.
    alice.write(
        "random.bin",
        (0..3_000_000_u32)
            .flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes())
            .step_by(3)
            .collect::<Vec<u8>>(),
    );
    let tip = alice.commit();
    let said = alice.push(&["--progress", SANDBOX]);
    assert!(said.contains("Checked 32 new commits"), "{said}");
    assert_eq!(head(&site, SANDBOX), tip);
    let fresh = Clone::of(&site, None);
    assert_eq!(fresh.git(&["rev-parse", "HEAD"]), tip);
}
