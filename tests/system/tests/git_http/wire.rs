//! Clients that are no git.

use std::process::Command;

use aq_test_support::environment;
use aq_test_support::site::Site;

use super::clients::{Clone, SANDBOX, head, site, text, url};

/// Sends a body as Alice; status and answer.
fn send(site: &Site, body: &[u8]) -> (String, String) {
    let file = environment::scratch("body").unwrap().join("body");
    std::fs::write(&file, body).unwrap();
    let answer = site
        .user("alice")
        .command("curl")
        .args([
            "-sS",
            "--negotiate",
            "-u",
            ":",
            "-w",
            "\n%{http_code}",
            "--data-binary",
        ])
        .arg(format!("@{}", file.display()))
        .args(["-H", "Content-Type: application/x-git-receive-pack-request"])
        .arg(format!("{}/git-receive-pack", url(site)))
        .output()
        .unwrap();
    let answer = text(&answer.stdout);
    let (answer, status) = answer.rsplit_once('\n').unwrap_or_default();
    (status.to_owned(), answer.to_owned())
}

fn packet(line: &str) -> String {
    format!("{:04x}{line}", line.len() + 4)
}

#[test]
fn garbage_is_refused() {
    let site = site();
    let old = head(&site, SANDBOX);
    let zero = "0".repeat(40);
    let before = site.state();
    for (body, words) in [
        ("GET / HTTP/1.1\r\n".to_owned(), "protocol error"),
        ("zzzz".to_owned(), "protocol error"),
        ("0003".to_owned(), "protocol error"),
        ("ffff".to_owned(), "protocol error"),
        ("00ff".to_owned(), "ends before"),
        (String::new(), "ends before"),
        (format!("{}0000", packet("hello")), "OLD NEW REF"),
        (
            format!("{}0000", packet(&format!("{old} {old} refs/heads/../../x"))),
            "not a proper name",
        ),
        (
            format!(
                "{}0000",
                packet(&format!("{old} {old} refs/heads/x\0push-options"))
            ),
            "push options",
        ),
        ("fff0".to_owned() + &"x".repeat(5000), "too long"),
    ] {
        let (status, answer) = send(&site, body.as_bytes());
        assert_eq!(status, "400", "{body:?}: {answer}");
        assert!(answer.contains(words), "{body:?}: {answer}");
    }
    // Right so far, then no pack, or a wrong one; without side band and with it.
    let command = |name: &str, capabilities: &str| {
        let new = "1".repeat(40);
        packet(&format!(
            "{old} {new} refs/heads/{name}\0report-status {capabilities}"
        )) + "0000"
    };
    for pack in ["", "PACK", "no pack at all"] {
        for capabilities in ["", "side-band-64k"] {
            let body = command(SANDBOX, capabilities) + pack;
            let (status, answer) = send(&site, body.as_bytes());
            assert_eq!(status, "200", "{answer}");
            assert!(answer.contains(&format!("ng refs/heads/{SANDBOX} ")), "{answer}");
            assert!(!answer.contains("unpack ok"), "{answer}");
        }
    }
    let (_, answer) = send(&site, (command("prod", "") + "anything").as_bytes());
    assert!(
        answer.contains("unpack ok\n") && answer.contains("ng refs/heads/prod prod is a domain"),
        "{answer}"
    );
    // A probe.
    assert_eq!(send(&site, b"0000"), ("200".to_owned(), String::new()));
    assert_eq!(site.state(), before);
    assert!(!old.contains(&zero));
}

#[test]
fn damaged_packs() {
    let site = site();
    let alice = Clone::alice(&site);
    alice.write("big.txt", "x y z\n".repeat(20_000));
    let new = alice.commit();
    let old = head(&site, SANDBOX);
    let list = alice.path.join("../list");
    std::fs::write(&list, format!("{new}\n^{old}\n")).unwrap();
    let pack = alice
        .command(
            &alice.path,
            &["pack-objects", "--revs", "--thin", "--stdout", "-q"],
        )
        .stdin(std::fs::File::open(list).unwrap())
        .output()
        .unwrap()
        .stdout;
    let command = packet(&format!("{old} {new} refs/heads/{SANDBOX}\0report-status")) + "0000";
    let push = |pack: &[u8]| send(&site, &[command.as_bytes(), pack].concat());
    let before = site.state();
    let (_, truncated) = push(&pack[..pack.len() - 40]);
    assert!(
        truncated.contains("early EOF") && truncated.contains("ng refs/heads"),
        "{truncated}"
    );
    let mut damaged = pack.clone();
    let middle = damaged.len() / 2;
    damaged[middle] ^= 0x55;
    let (_, damaged) = push(&damaged);
    assert!(
        damaged.contains("git's own check") && damaged.contains("ng refs/heads"),
        "{damaged}"
    );
    assert_eq!(site.state(), before);
    let objects = site.broker.dir().join("template-king/objects");
    let left = std::fs::read_dir(objects).unwrap().filter(|entry| {
        let name = entry.as_ref().unwrap().file_name();
        name.to_string_lossy().contains("incoming")
    });
    assert_eq!(left.count(), 0);
    let (status, answer) = push(&pack);
    assert!(
        status == "200" && answer.contains(&format!("ok refs/heads/{SANDBOX}")),
        "{answer}"
    );
    assert_eq!(head(&site, SANDBOX), new);
}

#[test]
fn addresses_that_are_for_git() {
    let site = site();
    let get = |arguments: &[&str], path: &str| {
        let answer = Command::new("curl")
            .args(["-sS", "-i"])
            .args(arguments)
            .arg(format!("{}{path}", url(&site)))
            .output()
            .unwrap();
        text(&answer.stdout).to_lowercase()
    };
    let dumb = get(&[], "/info/refs");
    assert!(
        dumb.starts_with("http/1.1 403") && dumb.contains("smart http"),
        "{dumb}"
    );
    let push = get(&[], "/info/refs?service=git-receive-pack");
    assert!(
        push.starts_with("http/1.1 401") && push.contains("www-authenticate: negotiate"),
        "{push}"
    );
    let push = get(&["-d", "0000"], "/git-receive-pack");
    assert!(push.starts_with("http/1.1 401"), "{push}");
    let basic = get(&["-u", "alice:secret"], "/info/refs?service=git-upload-pack");
    assert!(basic.starts_with("http/1.1 401"), "{basic}");
    let form = get(&["-d", "0000"], "/git-upload-pack");
    assert!(form.starts_with("http/1.1 415"), "{form}");
    let elsewhere = get(&[], "/../../aqd.toml");
    assert!(elsewhere.starts_with("http/1.1 404"), "{elsewhere}");
    assert!(get(&[], "/objects/info/packs").starts_with("http/1.1 404"));
    let fetch = get(
        &["-H", "Git-Protocol: version=2\x01`touch x`"],
        "/info/refs?service=git-upload-pack",
    );
    assert!(
        fetch.contains("service=git-upload-pack") || fetch.starts_with("http/1.1 400"),
        "{fetch}"
    );
}
