//! Machines are told of their new profiles by UDP.
#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::expect_used,
    reason = "a test has no better answer"
)]

use std::fs;
use std::net::UdpSocket;
use std::process::Command;
use std::time::{Duration, Instant, SystemTime};

use aq_test_support::site::{Broker, Site};

/// Hosts of the example site.
const HOSTS: usize = 12;

/// Where the packets go in place of the machines.
struct Sink(UdpSocket);

impl Sink {
    fn open() -> Sink {
        Sink(UdpSocket::bind("127.0.0.1:0").unwrap())
    }

    fn settings(&self, rate: u32) -> String {
        format!(
            "[client_notifications]\nenabled = true\nport = {}\nrate = {rate}\ndestination = \"127.0.0.1\"",
            self.0.local_addr().unwrap().port()
        )
    }

    /// Waits for so many packets.
    fn wait(&self, count: usize) {
        self.0.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        let mut buffer = [0; 512];
        for _ in 0..count {
            self.0.recv(&mut buffer).unwrap();
        }
    }

    /// The packets that come until nothing has come for so long.
    fn drain(&self, silence: Duration) -> Vec<(Instant, Vec<u8>)> {
        self.0.set_read_timeout(Some(silence)).unwrap();
        let mut packets = Vec::new();
        let mut buffer = [0; 512];
        while let Ok(length) = self.0.recv(&mut buffer) {
            packets.push((Instant::now(), buffer[..length].to_vec()));
        }
        packets
    }
}

/// The example site, whose machines are told at this rate.
fn site(sink: &Sink, rate: u32) -> Site {
    let mut site = Site::start();
    site.broker.configure(&sink.settings(rate)).unwrap();
    site.broker.restart().unwrap();
    site
}

/// Gives all hosts of the site another profile.
fn change_all(site: &Site, what: &str) {
    let line = format!("'/system/function' = '{what}';");
    site.broker.import_example("prod", &line).unwrap();
    site.ok("compile --domain prod");
}

/// Starts the broker again with another rate.
fn set_rate(site: &mut Site, rate: u32) {
    let file = site.broker.dir().join("aqd.toml");
    let settings = fs::read_to_string(&file).unwrap();
    let lines: Vec<String> = settings
        .lines()
        .map(|l| {
            if l.starts_with("rate = ") {
                format!("rate = {rate}")
            } else {
                l.to_owned()
            }
        })
        .collect();
    fs::write(&file, lines.join("\n")).unwrap();
    site.broker.restart().unwrap();
}

fn waiting(site: &Site) -> usize {
    site.query("select count(*) from client_notification")[0]
        .parse()
        .unwrap()
}

#[test]
fn a_packet_says_that_there_is_a_new_profile() {
    let sink = Sink::open();
    let site = site(&sink, 1000);
    let before = SystemTime::UNIX_EPOCH.elapsed().unwrap().as_secs();
    // Compiled and unchanged: nobody has to fetch anything.
    site.ok("compile --domain prod --cleandeps");
    assert!(sink.drain(Duration::from_secs(1)).is_empty());

    // An object that is no host has no address.
    site.execute(
        "insert into client_notification (object) values ('clusters/nosuch'), ('nosuch.example.org')",
    );
    change_all(&site, "one");
    let packets = sink.drain(Duration::from_secs(2));
    assert_eq!(packets.len(), HOSTS);
    for (_, packet) in packets {
        let time = packet
            .strip_prefix(b"ccm\0")
            .expect("the form that CCM's listener expects");
        let time: u64 = str::from_utf8(time).unwrap().parse().unwrap();
        assert!((before..before + 120).contains(&time), "{time}");
    }
    assert_eq!(waiting(&site), 0);
    let log = site.broker.log();
    assert!(log.contains("2 without address"), "{log}");
}

#[test]
fn nothing_is_sent_or_kept_unless_it_is_switched_on() {
    let site = Site::start();
    change_all(&site, "one");
    assert_eq!(waiting(&site), 0);
}

#[test]
fn a_machine_is_told_once_and_not_before_its_files_are_there() {
    let sink = Sink::open();
    let site = site(&sink, 1000);
    // The files cannot be written: something is in the place of their directory.
    let profiles = site.broker.export_dir().join("web/htdocs/profiles");
    fs::create_dir_all(profiles.parent().unwrap()).unwrap();
    let aside = profiles.with_extension("aside");
    let _ = fs::rename(&profiles, &aside);
    fs::write(&profiles, "in the way").unwrap();
    change_all(&site, "one");
    change_all(&site, "two");
    assert_eq!(waiting(&site), HOSTS);
    assert!(sink.drain(Duration::from_secs(2)).is_empty());

    fs::remove_file(&profiles).unwrap();
    let _ = fs::rename(&aside, &profiles);
    sink.wait(HOSTS);
    assert!(sink.drain(Duration::from_secs(2)).is_empty());
    assert_eq!(waiting(&site), 0);
    let text = fs::read_to_string(profiles.join("web1.example.org.json")).unwrap();
    assert!(text.contains("\"two\""), "{text}");
}

#[test]
fn packets_leave_at_the_rate_that_is_set() {
    let sink = Sink::open();
    let site = site(&sink, 4);
    change_all(&site, "one");
    let packets = sink.drain(Duration::from_secs(5));
    assert_eq!(packets.len(), HOSTS);
    let took = packets[HOSTS - 1].0 - packets[0].0;
    // Eleven pauses of a quarter of a second; slower is no mistake of the broker on a machine that has much to do.
    assert!((2.7..6.0).contains(&took.as_secs_f64()), "{took:?}");
}

#[test]
fn what_a_killed_broker_did_not_send_is_sent_after_its_start() {
    let sink = Sink::open();
    let mut site = site(&sink, 1);
    change_all(&site, "one");
    site.broker.kill();
    let left = waiting(&site);
    assert!(left > HOSTS / 2, "{left}");
    set_rate(&mut site, 1000);
    let count = sink.drain(Duration::from_secs(3)).len();
    // The packet that was on its way when the broker died may come twice.
    assert!((HOSTS..=HOSTS + 1).contains(&count), "{count}");
    assert_eq!(waiting(&site), 0);
}

#[test]
fn brokers_share_the_work() {
    let sink = Sink::open();
    let site = site(&sink, 1);
    let dir = site.broker.dir().join("second");
    fs::create_dir(&dir).unwrap();
    let from = site.broker.dir().join("template-king");
    assert!(
        Command::new("cp")
            .arg("-r")
            .arg(from)
            .arg(&dir)
            .status()
            .unwrap()
            .success()
    );
    let mut second = Broker::start(&dir, site.database_url()).unwrap();
    second.configure(&sink.settings(1)).unwrap();
    second.restart().unwrap();
    change_all(&site, "one");
    // The one that did not export the files looks every few seconds.
    assert_eq!(sink.drain(Duration::from_secs(4)).len(), HOSTS);
    for broker in [&site.broker, &second] {
        assert!(broker.log().contains("client notifications"), "{}", broker.log());
    }
}
