//! The broker's configuration: a TOML file, every value optional. `aqd` without a file serves a site out of one
//! directory with a private PostgreSQL.

mod git;
mod notify;

use std::collections::BTreeMap;
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use serde::Deserialize;

pub use git::GitSettings;
pub use notify::{ClientNotifications, Events, Webhook};

/// Settings of one broker. Paths that are not given lie below `data_dir`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Everything the broker keeps lies below this directory (repository, private database, exports, socket).
    pub data_dir: PathBuf,
    /// Address of the command port. The reference uses 6900.
    pub listen: SocketAddr,
    /// Unix socket for local callers; default `aqd.sock` in the data directory.
    pub socket: Option<PathBuf>,
    /// `postgres://` address of the database; without it the broker runs a private PostgreSQL.
    pub database_url: Option<String>,
    /// Connections to the database.
    pub database_connections: u32,
    /// Keytab with the key of the HTTP service; without it only the local socket authenticates.
    pub keytab: Option<PathBuf>,
    /// Kerberos realm of local users.
    pub realm: String,
    /// Principal that root and the broker's own user act as on the local socket, and that `aqd init` makes aqd_admin.
    pub admin_principal: Option<String>,
    /// Roles and permissions that replace the built-in ones (TOML, see `broker/auth/policy.toml`).
    pub policy: Option<PathBuf>,
    /// Where plenaries and profiles are exported to; default `export` in the data directory.
    pub export_dir: Option<PathBuf>,
    /// Threads that compile; default: as many as there are processors.
    pub compile_threads: Option<usize>,
    /// Bounds of the compilation of one object.
    pub compile_limits: CompileLimits,
    /// How brokers on one database help one another to compile.
    pub compile_share: CompileShare,
    /// Bounds of what users send and fetch with git.
    pub git: GitSettings,
    /// What `aq trim_history` keeps of the profiles of the past.
    pub history: History,
    /// Organization that `aqd init` creates and that new hubs belong to by default.
    pub default_organization: Option<String>,
    /// Defaults of `add_host` and of the searches.
    pub defaults: Defaults,
    /// Properties of network types; the key is the type's name, `default` stands for all others.
    pub network_types: BTreeMap<String, NetworkType>,
    /// Defaults of single archetypes, by name (reference: `[archetype_<name>]`).
    pub archetypes: BTreeMap<String, ArchetypeDefaults>,
    /// Who is asked before changes (reference: `aqd_checkedm`).
    pub change_management: ChangeManagement,
    /// URL under which users reach the repository with Git; by default that of the command port on this machine.
    pub git_url: Option<String>,
    /// Directory of users' clones, for sites that share it; default `templates` in the data directory.
    pub templates_dir: Option<PathBuf>,
    /// Kinds of disk controller that machines and specifications of models may name.
    pub disk_controllers: Vec<String>,
    /// Telling machines that they have a new profile.
    pub client_notifications: ClientNotifications,
    /// The stream of events.
    pub events: Events,
    /// Endpoints that are told of events, by name.
    pub webhooks: BTreeMap<String, Webhook>,
}

/// Bounds of the compilation of one object: whatever a template says, it ends in a profile or a diagnostic, and the
/// broker lives on. They count what the templates do and not the time it takes, so that the outcome is the same on every
/// machine. The memory of a broker is bounded by `memory_mb` times `compile_threads`.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CompileLimits {
    /// Iterations of one loop (`panc --max-iteration`). Templates of real sites need more than the 10,000 of panc.
    pub iterations: u64,
    /// Depth of includes, calls and creates together (`panc --max-recursion`).
    pub depth: u32,
    /// Expressions evaluated, validation included. A second of a processor is good for some twenty-five million.
    pub steps: u64,
    /// Megabytes allocated for data, garbage included.
    pub memory_mb: u64,
    /// Megabytes of the profile that comes out.
    pub output_mb: u64,
}

impl Default for CompileLimits {
    fn default() -> Self {
        CompileLimits {
            iterations: 100_000,
            depth: 50,
            steps: 200_000_000,
            memory_mb: 1024,
            output_mb: 64,
        }
    }
}

/// How brokers on one database help one another to compile. They have to reach the same commits: a repository on storage
/// that they share, or one that is kept equal. One whose repository lacks a commit leaves its objects to the others.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CompileShare {
    /// From so many objects on the others are asked; 0: never, and this broker does not help either.
    pub from: usize,
    /// Objects that a broker compiles at a time.
    pub job: usize,
}

impl Default for CompileShare {
    fn default() -> Self {
        CompileShare { from: 200, job: 100 }
    }
}

/// A program that is asked before a change and says whether it may happen.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ChangeManagement {
    /// The program with its arguments; nobody is asked when empty. It reads JSON and writes `{"Status": "Approved" |
    /// "Permitted" | "Rejected", "Reason": "..."}`.
    pub program: Vec<String>,
    /// Instead of a program: where the same JSON is posted to, and the same answer comes from. May be `https`.
    pub url: Option<String>,
    /// How long it may take.
    pub timeout_seconds: u64,
}

impl Default for ChangeManagement {
    fn default() -> Self {
        ChangeManagement {
            program: Vec::new(),
            url: None,
            timeout_seconds: 30,
        }
    }
}

/// What `aq trim_history` keeps of the profiles of each object, besides the one that is served.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct History {
    /// So many versions are kept however old they are.
    pub versions: u32,
    /// Versions that were served in these last days are kept however many they are.
    pub days: u16,
}

impl Default for History {
    fn default() -> Self {
        History {
            versions: 10,
            days: 365,
        }
    }
}

/// What is assumed where the user says nothing.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Defaults {
    /// Domain of new hosts and start of new branches.
    pub domain: String,
    /// Archetype of new hosts.
    pub archetype: String,
    /// Network environment, and the DNS environment of that name.
    pub environment: String,
    /// Host environment of new personalities.
    pub host_environment: String,
    /// First status of a new host.
    pub build_status: String,
    /// Type of new networks.
    pub network_type: String,
    /// `include "archetype/declarations"` in object templates, as the public template library needs it.
    pub object_declarations_template: bool,
    /// Build statuses in which a host may be deleted.
    pub deletable_statuses: Vec<String>,
}

/// What is assumed for new personalities of one archetype where the user says nothing.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ArchetypeDefaults {
    /// Host environment, before [`Defaults::host_environment`].
    pub host_environment: Option<String>,
    /// The purpose for which the owner is also mapped to the first stage; without it there is no such map.
    pub grn_target: Option<String>,
}

/// Offsets within the networks of a type (reference: `[network_<type>]`).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct NetworkType {
    /// Offset of the default gateway from the network address.
    pub default_gateway_offset: u32,
    /// First address that is given out automatically.
    pub first_usable_offset: u32,
    /// Addresses that are never given to hosts, in networks of 8 addresses and more.
    pub reserved_offsets: Vec<u32>,
}

impl Default for NetworkType {
    fn default() -> Self {
        NetworkType {
            default_gateway_offset: 1,
            first_usable_offset: 2,
            reserved_offsets: Vec::new(),
        }
    }
}

impl Default for Defaults {
    fn default() -> Self {
        let own = str::to_owned;
        Defaults {
            domain: own("prod"),
            archetype: own("aquilon"),
            environment: own("internal"),
            host_environment: own("dev"),
            build_status: own("build"),
            network_type: own("unknown"),
            object_declarations_template: false,
            deletable_statuses: ["blind", "build", "decommissioned", "failed", "install"]
                .map(own)
                .to_vec(),
        }
    }
}

impl Default for Config {
    fn default() -> Self {
        Config {
            data_dir: PathBuf::from("/var/quattor"),
            listen: SocketAddr::from(([127, 0, 0, 1], 6900)),
            socket: None,
            database_url: None,
            database_connections: 16,
            keytab: None,
            realm: "EXAMPLE.COM".into(),
            admin_principal: None,
            policy: None,
            export_dir: None,
            compile_threads: None,
            compile_limits: CompileLimits::default(),
            compile_share: CompileShare::default(),
            git: GitSettings::default(),
            history: History::default(),
            default_organization: None,
            defaults: Defaults::default(),
            network_types: BTreeMap::new(),
            archetypes: BTreeMap::new(),
            change_management: ChangeManagement::default(),
            git_url: None,
            templates_dir: None,
            client_notifications: ClientNotifications::default(),
            events: Events::default(),
            webhooks: BTreeMap::new(),
            disk_controllers: [
                "cciss",
                "fibrechannel",
                "flash",
                "ide",
                "nvme",
                "sas",
                "sata",
                "scsi",
            ]
            .map(str::to_owned)
            .to_vec(),
        }
    }
}

impl Config {
    /// Reads the file; relative paths in it are relative to the file's directory.
    ///
    /// # Errors
    /// With a sentence that names the file and the setting.
    pub fn read(path: &Path) -> Result<Config, String> {
        let text = fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
        let mut config: Config = toml::from_str(&text).map_err(|e| format!("{}: {e}", path.display()))?;
        let base = path.parent().unwrap_or(Path::new("."));
        config.data_dir = base.join(&config.data_dir);
        for p in [
            &mut config.socket,
            &mut config.keytab,
            &mut config.policy,
            &mut config.export_dir,
            &mut config.templates_dir,
        ]
        .into_iter()
        .flatten()
        {
            *p = base.join(&*p);
        }
        for hook in config.webhooks.values_mut() {
            hook.secret_file = base.join(&hook.secret_file);
        }
        Ok(config)
    }

    /// Path of the local socket.
    pub fn socket(&self) -> PathBuf {
        self.socket
            .clone()
            .unwrap_or_else(|| self.data_dir.join("aqd.sock"))
    }

    /// Directory of the private PostgreSQL.
    pub fn cluster_dir(&self) -> PathBuf {
        self.data_dir.join("database")
    }

    /// The bare repository with all branches (the reference's name for it).
    pub fn repository(&self) -> PathBuf {
        self.data_dir.join("template-king")
    }

    /// Root of the exported files.
    pub fn export_dir(&self) -> PathBuf {
        self.export_dir
            .clone()
            .unwrap_or_else(|| self.data_dir.join("export"))
    }

    /// Directory of users' clones.
    pub fn templates_dir(&self) -> PathBuf {
        self.templates_dir
            .clone()
            .unwrap_or_else(|| self.data_dir.join("templates"))
    }

    /// Principal of local administrators.
    pub fn admin(&self) -> String {
        self.admin_principal
            .clone()
            .unwrap_or_else(|| format!("root@{}", self.realm))
    }

    /// The rules for the addresses of a network type, as the database crate takes them.
    pub fn address_rules(&self, network_type: &str) -> aq_db::address::Rules {
        let own = self.network_type(network_type);
        aq_db::address::Rules {
            default_gateway_offset: own.default_gateway_offset,
            first_usable_offset: own.first_usable_offset,
            reserved_offsets: own.reserved_offsets,
        }
    }

    /// Properties of a network type.
    pub fn network_type(&self, name: &str) -> NetworkType {
        self.network_types
            .get(name)
            .or_else(|| self.network_types.get("default"))
            .cloned()
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_paths_are_relative_to_the_file() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("aqd.toml");
        fs::write(&file, "data_dir = \"data\"\nkeytab = \"/etc/krb5.keytab\"\n").unwrap();
        let config = Config::read(&file).unwrap();
        assert_eq!(config.socket(), dir.path().join("data/aqd.sock"));
        assert_eq!(config.keytab, Some("/etc/krb5.keytab".into()));
    }

    #[test]
    fn unknown_setting_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("aqd.toml");
        fs::write(&file, "lissten = \"127.0.0.1:1\"\n").unwrap();
        assert!(Config::read(&file).unwrap_err().contains("lissten"));
    }
}
