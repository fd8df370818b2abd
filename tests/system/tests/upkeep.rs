//! The broker packs its repository by itself, and nothing that was ever compiled is lost.
#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test has no better answer"
)]

use std::fs;
use std::time::{Duration, Instant};

use aq_test_support::site::Site;

const PERSONALITY: &str = "aquilon/personality/web-server/main.pan";

fn packs(site: &Site) -> usize {
    fs::read_dir(site.broker.dir().join("template-king/objects/pack"))
        .unwrap()
        .filter(|e| e.as_ref().unwrap().path().extension().is_some_and(|e| e == "idx"))
        .count()
}

#[test]
fn many_pushes_leave_one_pack() {
    let mut site = Site::start();
    site.broker
        .configure("[git]\nupkeep_seconds = 1\npacks = 6\nsuperseded_seconds = 2")
        .unwrap();
    let alice = site.developer("alice", "operations");
    let dir = alice.dir().to_owned();
    let clone = alice.sandbox("ntp");
    for port in 9001..9006 {
        clone.append(
            PERSONALITY,
            &format!("'/system/listeners/p{port}' = dict('port', {port}, 'sources', SITE_NETWORKS);\n"),
        );
        clone.commit("One more");
        clone.ok("publish");
    }
    // What is compiled and on no branch.
    alice.ok("manage --hostname web1.example.org --sandbox alice/ntp --force");
    clone.append(PERSONALITY, "# nobody commits this\n");
    clone.ok("compile");
    let made: Vec<String> = site.query(
        "select p.object || ' --version ' || p.id from profile p join profile_current c on c.profile_id = p.id where p.branch = 'ntp'",
    );
    assert_eq!(made.len(), 1);
    let before = packs(&site);
    assert!(before >= 6, "{before}");

    site.broker.restart().unwrap();
    let alice = site.developer_in("alice", &dir);
    let begin = Instant::now();
    while packs(&site) > 1 {
        // It serves meanwhile.
        site.ok("compile --hostname web1.example.org --cleandeps");
        alice.clone_of("ntp").git("fetch --quiet origin");
        assert!(begin.elapsed() < Duration::from_secs(30), "{}", site.broker.log());
    }
    let log = site.broker.log();
    assert!(log.contains("the template repository was packed"), "{log}");
    site.ok(&format!("rebuild_profile --hostname {}", made[0]));
    let clone = alice.clone_of("ntp");
    clone.git("checkout --quiet -- .");
    clone.publish(PERSONALITY, "# pushes go on\n");
}
