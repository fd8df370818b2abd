//! Where the files of a realm are, and the text of its configuration.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Names of the files below the directory of one realm.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    dir: PathBuf,
}

impl Layout {
    /// Makes the directories that are missing. Relative paths are made absolute, because the programs are started
    /// with them from anywhere.
    pub(super) fn new(dir: &Path) -> Result<Self> {
        let dir = std::path::absolute(dir)?;
        for part in ["db", "keytabs", "ccaches"] {
            fs::create_dir_all(dir.join(part)).with_context(|| format!("cannot make {}", dir.display()))?;
        }
        Ok(Self { dir })
    }

    pub(super) fn dir(&self) -> &Path {
        &self.dir
    }

    pub(super) fn krb5_conf(&self) -> PathBuf {
        self.dir.join("krb5.conf")
    }

    pub(super) fn kdc_conf(&self) -> PathBuf {
        self.dir.join("kdc.conf")
    }

    /// Written when the database and all key tabs are complete.
    pub(super) fn complete(&self) -> PathBuf {
        self.dir.join("db/complete")
    }

    pub(super) fn log(&self) -> PathBuf {
        self.dir.join("kdc.log")
    }

    pub(super) fn pid(&self) -> PathBuf {
        self.dir.join("kdc.pid")
    }

    /// One line `REALM PORT`, there while a KDC is meant to run.
    pub(super) fn address(&self) -> PathBuf {
        self.dir.join("kdc.address")
    }

    pub(super) fn lock(&self) -> PathBuf {
        self.dir.join("lock")
    }

    pub(super) fn keytab(&self, name: &str) -> PathBuf {
        self.dir.join("keytabs").join(format!("{name}.keytab"))
    }

    pub(super) fn ccaches(&self) -> PathBuf {
        self.dir.join("ccaches")
    }

    pub(super) fn env(&self) -> Vec<(String, String)> {
        vec![
            ("KRB5_CONFIG".to_owned(), self.krb5_conf().display().to_string()),
            (
                "KRB5_KDC_PROFILE".to_owned(),
                self.kdc_conf().display().to_string(),
            ),
        ]
    }

    /// Writes `krb5.conf` and `kdc.conf` for a KDC at `port`.
    pub(super) fn write(&self, realm: &str, port: u16) -> Result<()> {
        fs::write(self.krb5_conf(), client_conf(realm, port, &self.dir))?;
        fs::write(self.kdc_conf(), self.server_conf(realm, port))?;
        Ok(())
    }

    fn server_conf(&self, realm: &str, port: u16) -> String {
        let dir = self.dir.display();
        format!(
            "[kdcdefaults]\n kdc_listen = 127.0.0.1:{port}\n kdc_tcp_listen = 127.0.0.1:{port}\n\
             [realms]\n {realm} = {{\n  database_name = {dir}/db/principal\n  key_stash_file = {dir}/db/stash\n  \
             acl_file = {dir}/kadm5.acl\n  max_life = 10h\n  max_renewable_life = 7d\n  \
             supported_enctypes = aes256-cts-hmac-sha1-96:normal\n }}\n\
             [logging]\n kdc = FILE:{dir}/kdc.log\n default = FILE:{dir}/lib.log\n"
        )
    }
}

/// `krb5.conf` that asks no DNS: names are taken as typed and `localhost` belongs to the realm.
fn client_conf(realm: &str, port: u16, dir: &Path) -> String {
    let dir = dir.display();
    format!(
        "[libdefaults]\n default_realm = {realm}\n dns_lookup_kdc = false\n dns_lookup_realm = false\n \
         dns_canonicalize_hostname = false\n rdns = false\n udp_preference_limit = 1\n \
         default_ccache_name = FILE:{dir}/ccaches/default\n\
         [realms]\n {realm} = {{\n  kdc = 127.0.0.1:{port}\n }}\n\
         [domain_realm]\n localhost = {realm}\n"
    )
}
