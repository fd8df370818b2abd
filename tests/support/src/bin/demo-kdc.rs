//! The private KDC of `make demo`: `demo-kdc start DIR USER` prints shell lines for the environment of clients and broker,
//! `demo-kdc stop DIR` ends it.

use std::path::Path;

use anyhow::{Result, bail};
use aq_test_support::kdc::Kdc;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["start", dir, user] => {
            let kdc = Kdc::start_shared(Path::new(dir), None)?;
            let cache = kdc.kinit(user)?;
            #[expect(clippy::print_stdout, reason = "this is the program's output")]
            {
                for (name, value) in kdc.env() {
                    println!("export {name}='{value}'");
                }
                println!("export KRB5CCNAME='FILE:{}'", cache.display());
                println!("export AQD_KEYTAB='{}'", kdc.http_keytab().display());
            }
            Ok(())
        }
        ["stop", dir] => Kdc::stop_shared(Path::new(dir)),
        _ => bail!("usage: demo-kdc start DIR USER | stop DIR"),
    }
}
