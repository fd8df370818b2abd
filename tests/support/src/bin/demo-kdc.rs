//! The private KDC of `make demo`: `demo-kdc start DIR USER` makes or finds it, gets a ticket for USER, and prints the
//! settings of the shell that go with both; `demo-kdc stop DIR` ends it. It outlives this program.

use std::path::Path;
use std::process::ExitCode;

use aq_test_support::kdc::Kdc;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match words.as_slice() {
        ["start", directory, user] => start(Path::new(directory), user),
        ["stop", directory] => Kdc::stop_shared(Path::new(directory)),
        _ => Err(anyhow::anyhow!(
            "usage: demo-kdc start DIR USER | demo-kdc stop DIR"
        )),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("demo-kdc: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn start(directory: &Path, user: &str) -> anyhow::Result<()> {
    std::fs::create_dir_all(directory)?;
    let kdc = Kdc::start_shared(directory, None)?;
    let cache = kdc.kinit(user)?;
    let mut settings = kdc.env();
    settings.push(("KRB5CCNAME".to_owned(), format!("FILE:{}", cache.display())));
    settings.push(("AQD_KEYTAB".to_owned(), kdc.http_keytab().display().to_string()));
    for (name, value) in settings {
        println!("export {name}={}", shlex::try_quote(&value)?);
    }
    Ok(())
}
