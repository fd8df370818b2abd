//! The schema, embedded at build time from `migrations/`.

use sqlx::migrate::{MigrateError, Migrator};

use crate::{Db, DbError, Result};

static MIGRATIONS: Migrator = sqlx::migrate!("../../migrations");

impl Db {
    /// Applies what is missing of the embedded migrations; brokers that start together wait for one another.
    ///
    /// # Errors
    /// [`DbError::Migration`] when the database holds a migration that this program does not know or knows otherwise,
    /// or when a migration fails.
    pub async fn migrate(&self) -> Result<()> {
        MIGRATIONS.run(self.pool()).await.map_err(|error| match error {
            MigrateError::Execute(source) | MigrateError::ExecuteMigration(source, _) => {
                match DbError::from(source) {
                    away @ DbError::Unavailable(_) => away,
                    other => DbError::Migration(other.to_string()),
                }
            }
            other => DbError::Migration(other.to_string()),
        })
    }

    /// Number of migrations that the database lacks: zero when it fits this program.
    ///
    /// # Errors
    /// [`DbError::Unavailable`] when the database does not answer.
    pub async fn missing_migrations(&self) -> Result<usize> {
        let known = sqlx::query_scalar::<_, bool>("select to_regclass('_sqlx_migrations') is not null")
            .fetch_one(self.pool())
            .await?;
        let applied: Vec<i64> = if known {
            sqlx::query_scalar("select version from _sqlx_migrations where success")
                .fetch_all(self.pool())
                .await?
        } else {
            Vec::new()
        };
        Ok(MIGRATIONS
            .iter()
            .filter(|m| !applied.contains(&m.version))
            .count())
    }

    /// A short text that changes whenever a migration does: names a database that was prepared from them.
    #[must_use]
    pub fn schema_version() -> String {
        use sha2::{Digest, Sha256};
        let mut hash = Sha256::new();
        for migration in MIGRATIONS.iter() {
            hash.update(&migration.checksum);
        }
        hash.finalize()
            .iter()
            .take(8)
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }
}
