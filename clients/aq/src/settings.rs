//! Where the broker is: options, then the environment, then `aq.conf`, then what is usual.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use aq_client::{Auth, Config};

use crate::failure::Failure;
use crate::globals::Globals;
use crate::ini::Ini;

/// The configuration of the transport for a command; `reads` chooses sections of `aq.conf` made for reading.
pub fn resolve(globals: &Globals, reads: bool) -> Result<Config, Failure> {
    let environment = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    resolve_from(globals, reads, &environment)
}

fn resolve_from(
    globals: &Globals,
    reads: bool,
    environment: &dyn Fn(&str) -> Option<String>,
) -> Result<Config, Failure> {
    let file = configuration_file(globals, environment)?;
    let section = choose_section(&file, globals.auth, reads);
    // A file named on the command line goes before the environment.
    let named = globals.configuration.is_some();
    let setting = |option: &Option<String>, variable: &str, key: &str| {
        let from_file = || section.get(key).cloned().filter(|value| !value.is_empty());
        let from_environment = || environment(variable);
        option.clone().or_else(|| {
            if named {
                from_file().or_else(from_environment)
            } else {
                from_environment().or_else(from_file)
            }
        })
    };
    let mut config = Config::default();
    if let Some(host) = setting(&globals.host, "AQHOST", "aqhost") {
        config.host = host;
    }
    if let Some(port) = setting(&globals.port, "AQPORT", "aqport") {
        config.port = port.parse().ok().filter(|port| *port > 0).ok_or_else(|| {
            Failure::here(format!(
                "'{port}' is no port (AQPORT, aqport in aq.conf): use a number from 1 to 65535."
            ))
        })?;
    }
    if let Some(service) = setting(&globals.service, "AQSERVICE", "aqservice") {
        config.service = service;
    }
    config.auth = match globals.auth {
        None => Auth::Auto,
        Some(true) => Auth::Required,
        Some(false) => Auth::Off,
    };
    config.socket = globals.socket.as_ref().map(PathBuf::from);
    config.debug = globals.debug;
    Ok(config)
}

/// The text of the file that counts, read; empty when there is none.
fn configuration_file(
    globals: &Globals,
    environment: &dyn Fn(&str) -> Option<String>,
) -> Result<Ini, Failure> {
    let named = globals.configuration.clone().or_else(|| environment("AQCONF"));
    let candidates: Vec<PathBuf> = match &named {
        Some(path) => vec![PathBuf::from(path)],
        None => {
            let home = environment("XDG_CONFIG_HOME")
                .map(PathBuf::from)
                .or_else(|| environment("HOME").map(|home| PathBuf::from(home).join(".config")));
            home.map(|home| home.join("aq/aq.conf"))
                .into_iter()
                .chain([PathBuf::from("/etc/aq.conf")])
                .collect()
        }
    };
    for path in candidates {
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(_) if named.is_none() => continue,
            Err(error) => return Err(Failure::here(format!("Cannot read {}: {error}.", path.display()))),
        };
        return Ini::parse(&text).map_err(|error| Failure::here(format!("{}: {error}.", path.display())));
    }
    Ok(Ini::default())
}

/// `readonly` without authentication, `readonly_auth` for reading, else `defaults`: the first that is there.
fn choose_section(file: &Ini, auth: Option<bool>, reads: bool) -> BTreeMap<String, String> {
    let anonymous = (auth == Some(false)).then_some("readonly");
    let reading = reads.then_some("readonly_auth");
    let chosen = anonymous
        .into_iter()
        .chain(reading)
        .chain(["defaults"])
        .find_map(|name| file.section(name));
    chosen.cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "[defaults]\naqhost = main\naqport = 1\naqservice = cdb\n[readonly]\naqhost = anyone\n[readonly_auth]\naqhost = reader\n";

    /// Host and port for a line of options and an environment, with a file named by an option, by AQCONF or not at all.
    fn resolve_with(
        globals: Globals,
        reads: bool,
        variables: &[(&str, &str)],
    ) -> Result<(String, u16), Failure> {
        let environment = |name: &str| {
            variables
                .iter()
                .find(|(known, _)| *known == name)
                .map(|(_, value)| (*value).to_owned())
        };
        resolve_from(&globals, reads, &environment).map(|config| (config.host, config.port))
    }

    fn with_file<T>(test: impl FnOnce(&str) -> T) -> T {
        let path = std::env::temp_dir().join(format!(
            "aq-settings-{}-{:?}",
            std::process::id(),
            std::thread::current().id()
        ));
        fs::write(&path, FILE).expect("a file");
        let result = test(&path.display().to_string());
        fs::remove_file(&path).expect("removed");
        result
    }

    #[test]
    fn options_then_environment_then_file() {
        with_file(|path| {
            let globals = Globals {
                host: Some("option".into()),
                ..Globals::default()
            };
            let all = [("AQCONF", path), ("AQHOST", "environment"), ("AQPORT", "2")];
            assert_eq!(resolve_with(globals, false, &all), Ok(("option".into(), 2)));
            assert_eq!(
                resolve_with(Globals::default(), false, &all),
                Ok(("environment".into(), 2))
            );
            assert_eq!(
                resolve_with(Globals::default(), false, &[("AQCONF", path)]),
                Ok(("main".into(), 1))
            );
            let named = Globals {
                configuration: Some(path.to_owned()),
                ..Globals::default()
            };
            assert_eq!(resolve_with(named, false, &all[1..]), Ok(("main".into(), 1)));
        });
    }

    #[test]
    fn sections_for_reading() {
        with_file(|path| {
            let variables = [("AQCONF", path)];
            let anonymous = Globals {
                auth: Some(false),
                ..Globals::default()
            };
            assert_eq!(
                resolve_with(anonymous, true, &variables).map(|(host, _)| host),
                Ok("anyone".into())
            );
            assert_eq!(
                resolve_with(Globals::default(), true, &variables).map(|(host, _)| host),
                Ok("reader".into())
            );
        });
    }

    #[test]
    fn nothing_at_all_and_mistakes() {
        assert_eq!(
            resolve_with(Globals::default(), true, &[]),
            Ok(("localhost".into(), 6900))
        );
        let failure = resolve_with(Globals::default(), true, &[("AQPORT", "x")]).expect_err("no port");
        assert!(
            failure.message.starts_with("'x' is no port"),
            "{}",
            failure.message
        );
        let failure =
            resolve_with(Globals::default(), true, &[("AQCONF", "/does/not/exist")]).expect_err("no file");
        assert!(
            failure.message.starts_with("Cannot read /does/not/exist"),
            "{}",
            failure.message
        );
    }
}
