//! `aqd`: the broker daemon and its administration.

use std::path::PathBuf;
use std::process::ExitCode;

use aqd::admin::{self, InitOptions};
use aqd::config::Config;
use clap::{Parser, Subcommand};
use tracing_subscriber::EnvFilter;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The Aquilon configuration broker.
#[derive(Parser)]
#[command(
    version,
    after_help = "Example:\n  aqd init --data-dir /var/quattor --admin alice@EXAMPLE.COM --templates ./site\n  aqd serve --data-dir /var/quattor"
)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Action>,
    #[command(flatten)]
    settings: Settings,
}

/// Settings that every subcommand takes; they win over the file.
#[derive(clap::Args)]
struct Settings {
    /// Configuration file (TOML). Without it the defaults hold.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Directory with everything the broker keeps.
    #[arg(long, global = true, value_name = "DIR")]
    data_dir: Option<PathBuf>,
    /// Address of an existing PostgreSQL (postgres://...) instead of the private one.
    #[arg(
        long,
        global = true,
        value_name = "URL",
        env = "AQD_DATABASE_URL",
        hide_env_values = true
    )]
    database_url: Option<String>,
    /// Address of the command port.
    #[arg(long, global = true, value_name = "ADDRESS:PORT")]
    listen: Option<std::net::SocketAddr>,
    /// Keytab with the key of HTTP/<host>.
    #[arg(long, global = true, value_name = "FILE")]
    keytab: Option<PathBuf>,
    /// Kerberos realm of local users.
    #[arg(long, global = true)]
    realm: Option<String>,
}

#[derive(Subcommand)]
enum Action {
    /// Answer commands until stopped (the default).
    Serve,
    /// Create the database, its first rows, the repository and the domain prod.
    Init(InitOptions),
    /// Bring the database to this version's schema.
    Migrate,
    /// Replace the templates of a domain by those of a directory, as one commit.
    ImportTemplates {
        /// Domain to import into.
        #[arg(long, default_value = "prod")]
        domain: String,
        /// Directory with the templates.
        directory: PathBuf,
    },
}

fn settings(given: Settings) -> Result<Config, String> {
    let mut config = match &given.config {
        Some(path) => Config::read(path)?,
        None => Config::default(),
    };
    if let Some(v) = given.data_dir {
        config.data_dir = v;
    }
    if let Some(v) = given.listen {
        config.listen = v;
    }
    if let Some(v) = given.realm {
        config.realm = v;
    }
    config.database_url = given.database_url.or(config.database_url);
    config.keytab = given.keytab.or(config.keytab);
    Ok(config)
}

async fn run(arguments: Arguments) -> Result<(), String> {
    let config = settings(arguments.settings)?;
    match arguments.command.unwrap_or(Action::Serve) {
        Action::Serve => admin::serve(config).await,
        Action::Init(options) => admin::init(config, options).await,
        Action::Migrate => admin::migrate(config).await,
        Action::ImportTemplates { domain, directory } => {
            admin::import_templates(config, &domain, &directory).await
        }
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let filter = EnvFilter::try_from_env("AQD_LOG")
        .unwrap_or_else(|_| EnvFilter::new("info,tower_http=warn,sqlx=warn"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        // What cannot be written (a full disk) is lost; complaining about it on the same stream would end the thread.
        .log_internal_errors(false)
        .init();
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            #[expect(clippy::print_stderr, reason = "the last word of a command-line program")]
            {
                eprintln!("aqd: {message}");
            }
            ExitCode::FAILURE
        }
    }
}
