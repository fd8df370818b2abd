//! The site: many hosts, and clones of sandboxes in which templates are changed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::installation::Installation;

/// The example site with the hosts, without their generated templates and profiles.
pub fn prepare(site: &Installation, directory: &Path, hosts: usize) {
    site.build(0);
    for line in [
        "add_user --username admin --autouid --gid 1000 --full_name Admin --home_directory /root",
        "add_personality --personality solo --archetype aquilon --grn grn:/example/portal --host_environment prod",
        "promote --personality solo --archetype aquilon",
        "add_personality --personality quarter --archetype aquilon --grn grn:/example/portal --host_environment prod",
        "promote --personality quarter --archetype aquilon",
        "add_network --network many --ip 10.64.0.0 --prefixlen 12 --building north --type unknown --side a",
    ] {
        aq(site, line);
    }
    let clone = Clone::make(site, directory, "start");
    for name in ["solo", "quarter"] {
        let source = clone.0.join("aquilon/personality/compute-node/main.pan");
        let text = fs::read_to_string(source).unwrap();
        clone.write(
            name,
            &text.replace("personality/compute-node", &format!("personality/{name}")),
        );
    }
    // The other machines let only those in that are in a network of the site.
    let location = clone.0.join("aquilon/location/config.pan");
    let text = fs::read_to_string(&location).unwrap();
    let first = "dict('address', '10.1.0.0', 'netmask', '255.255.255.0'),";
    let many = "dict('address', '10.64.0.0', 'netmask', '255.240.0.0'),";
    assert!(text.contains(first));
    fs::write(&location, text.replace(first, &format!("{first}\n    {many}"))).unwrap();
    clone.push("start");
    aq(site, "deploy --source start --target prod");
    let status = Command::new("psql")
        .args([
            &site.database(),
            "-q",
            "-v",
            "ON_ERROR_STOP=1",
            "-v",
            &format!("count={hosts}"),
        ])
        .args([
            "-f",
            concat!(env!("CARGO_MANIFEST_DIR"), "/benches/branches/hosts.sql"),
        ])
        .stdout(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success());
}

/// A file with the names of the first hosts.
pub fn list(directory: &Path, count: usize) -> String {
    let path = directory.join("hosts");
    let names: Vec<String> = (1..=count).map(|n| format!("many{n}.example.org")).collect();
    fs::write(&path, names.join("\n")).unwrap();
    path.to_str().unwrap().to_owned()
}

fn aq(site: &Installation, line: &str) {
    let words = shlex::split(line).unwrap();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let output = site.aq(&words).output().unwrap();
    assert!(
        output.status.success(),
        "{line}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// A clone of the repository by the real `git`.
pub struct Clone(PathBuf);

impl Clone {
    /// A new sandbox and a clone of it.
    pub fn make(site: &Installation, directory: &Path, sandbox: &str) -> Clone {
        aq(
            site,
            &format!("add_sandbox --sandbox {sandbox} --start prod --noget"),
        );
        let url = format!("http://localhost:{}/git/template-king", site.client().port);
        git(directory, &["clone", "-q", "-b", sandbox, &url, sandbox]);
        Clone(directory.join(sandbox))
    }

    /// Another sandbox that begins where `prod` is, in the same clone.
    pub fn branch(&self, site: &Installation, sandbox: &str) {
        aq(
            site,
            &format!("add_sandbox --sandbox {sandbox} --start prod --noget"),
        );
        git(&self.0, &["fetch", "-q", "origin"]);
        git(&self.0, &["checkout", "-q", sandbox]);
    }

    /// Adds to the template of a personality, in the sandbox of the same name.
    pub fn publish(&self, personality: &str, addition: &str) {
        let text = fs::read_to_string(self.path(personality)).unwrap();
        self.write(personality, &(text + addition));
        self.push(personality);
    }

    fn write(&self, personality: &str, text: &str) {
        let path = self.path(personality);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn push(&self, sandbox: &str) {
        git(&self.0, &["add", "-A"]);
        git(&self.0, &["commit", "-q", "-m", "change"]);
        git(&self.0, &["push", "-q", "origin", sandbox]);
    }

    fn path(&self, personality: &str) -> PathBuf {
        self.0.join(format!("aquilon/personality/{personality}/main.pan"))
    }
}

fn git(directory: &Path, arguments: &[&str]) {
    let settings = [
        "-c",
        "http.emptyAuth=true",
        "-c",
        "user.name=A",
        "-c",
        "user.email=a@EXAMPLE.COM",
    ];
    let output = Command::new("git")
        .args(settings)
        .args(arguments)
        .current_dir(directory)
        .env("HOME", directory)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output()
        .unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "git {arguments:?}: {error}");
}
