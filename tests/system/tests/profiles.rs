//! Profiles as machines fetch them, and the files they are exported to.
#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::expect_used,
    reason = "a test has no better answer"
)]

use std::fs;
use std::process::Command;

use aq_test_support::site::Site;

fn curl(arguments: &[&str]) -> String {
    let output = Command::new("curl")
        .args(["-sS"])
        .args(arguments)
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn are_served_with_etag_gzip_and_index() {
    let site = Site::start();
    let base = format!("http://{}/profiles", site.broker.address);
    let xml = format!("{base}/web1.example.org.xml");
    let head = curl(&["-D", "-", "-o", "/dev/null", &xml]);
    let etag = head
        .lines()
        .find_map(|l| l.strip_prefix("etag: "))
        .expect(&head)
        .trim()
        .to_owned();

    let again = curl(&[
        "-o",
        "/dev/null",
        "-w",
        "%{http_code}",
        "-H",
        &format!("If-None-Match: {etag}"),
        &xml,
    ]);
    assert_eq!(again, "304");
    let plain = curl(&[&xml]);
    assert!(plain.starts_with("<?xml"), "{plain:.80}");
    assert_eq!(curl(&["--compressed", &xml]), plain);
    assert!(curl(&["-D", "-", "-o", "/dev/null", "--compressed", &xml]).contains("content-encoding: gzip"));

    // As CCM asks: encodings separated by blanks, and the time that came with what it has.
    let encodings = "Accept-Encoding: gzip x-gzip x-bzip2 deflate";
    assert!(curl(&["-D", "-", "-o", "/dev/null", "-H", encodings, &xml]).contains("content-encoding: gzip"));
    assert_eq!(curl(&["--compressed", &format!("{xml}.gz")]), plain);
    let time = head
        .lines()
        .find_map(|l| l.strip_prefix("last-modified: "))
        .expect(&head);
    let since = |time: &str| {
        let header = format!("If-Modified-Since: {time}");
        curl(&["-o", "/dev/null", "-w", "%{http_code}", "-H", &header, &xml])
    };
    assert_eq!(since(time.trim()), "304");
    assert_eq!(since("Sat, 01 Jan 2000 00:00:00 GMT"), "200");
    let json: serde_json::Value =
        serde_json::from_str(&curl(&[&format!("{base}/web1.example.org.json")])).unwrap();
    assert_eq!(json["metadata"]["template"]["branch"]["name"], "prod");
    let index = curl(&[&format!("{base}/profiles-info.xml")]);
    assert!(index.contains(">web1.example.org.xml</profile>"), "{index}");
    assert_eq!(
        curl(&["--compressed", &format!("{base}/profiles-info.xml.gz")]),
        index
    );
    assert_eq!(
        curl(&[
            "-o",
            "/dev/null",
            "-w",
            "%{http_code}",
            &format!("{base}/nosuch.example.org.xml")
        ]),
        "404"
    );
}

#[test]
fn a_lost_export_comes_back_by_flush() {
    let site = Site::start();
    let dir = site.broker.export_dir();
    site.ok("flush --all");
    let profile = dir.join("web/htdocs/profiles/web1.example.org.xml");
    let plenary = dir.join("cfg/plenary/hostdata/web1.example.org.pan");
    let (first, data) = (fs::read(&profile).unwrap(), fs::read(&plenary).unwrap());
    fs::remove_dir_all(&dir).unwrap();
    site.ok("flush --all");
    assert_eq!(fs::read(&profile).unwrap(), first);
    assert_eq!(fs::read(&plenary).unwrap(), data);
    // Unchanged files are left alone.
    let before = fs::metadata(&plenary).unwrap().modified().unwrap();
    site.ok("flush --all");
    assert_eq!(fs::metadata(&plenary).unwrap().modified().unwrap(), before);
}
