//! The rows that every installation starts with. Seeding again adds what is missing and changes nothing.

use crate::{Db, Result, realm, role};

/// What a new installation is seeded with.
#[derive(Debug, Clone)]
pub struct Seed {
    /// Roles that exist from the start, beside `nobody` and `aqd_admin`.
    pub roles: Vec<String>,
    /// The trusted Kerberos realm of the site.
    pub realm: Option<String>,
    /// The first administrator, the name before the `@` of [`Seed::realm`].
    pub admin_principal: Option<String>,
    /// Name and full name of an organization, the root of the places.
    pub organization: Option<(String, String)>,
    /// Name of the default DNS environment.
    pub dns_environment: String,
    /// Name of the default network environment.
    pub network_environment: String,
    /// Name of the domain that everything starts from.
    pub domain: String,
    /// Type of users when none is given.
    pub user_type: String,
}

impl Default for Seed {
    fn default() -> Self {
        Self {
            roles: ["operations", "engineering", "unixops_l2", "winops"]
                .map(str::to_owned)
                .to_vec(),
            realm: None,
            admin_principal: None,
            organization: None,
            dns_environment: "internal".to_owned(),
            network_environment: "internal".to_owned(),
            domain: "prod".to_owned(),
            user_type: "human".to_owned(),
        }
    }
}

impl Db {
    /// Adds the rows that an installation starts with, in one transaction.
    ///
    /// # Errors
    /// [`crate::DbError::Refused`] when a configured name breaks a rule of the schema.
    pub async fn seed(&self, seed: &Seed) -> Result<()> {
        let mut tx = self.begin().await?;
        let builtin = [role::NOBODY, role::ADMIN];
        for name in builtin.into_iter().chain(seed.roles.iter().map(String::as_str)) {
            sqlx::query!(
                "insert into role (name) values (lower($1)) on conflict (name) do nothing",
                name
            )
            .execute(&mut *tx)
            .await?;
        }
        if let Some(name) = &seed.realm {
            realm::insert_missing(&mut tx, name, true, None).await?;
            if let Some(admin) = &seed.admin_principal {
                // An administrator whose role was changed later keeps the later role.
                sqlx::query!(
                    "insert into user_principal (name, realm_id, role_id)
                     select $1, r.id, o.id from realm r, role o where r.name = $2 and o.name = $3
                     on conflict (realm_id, name) do nothing",
                    admin,
                    name,
                    role::ADMIN
                )
                .execute(&mut *tx)
                .await?;
            }
        }
        if let Some((name, fullname)) = &seed.organization {
            sqlx::query!(
                "insert into location (location_type, name, fullname) values ('organization', lower($1), $2)
                 on conflict (name, location_type) do nothing",
                name,
                fullname
            )
            .execute(&mut *tx)
            .await?;
        }
        sqlx::query!(
            "insert into dns_environment (name, is_default)
             select lower($1), true where not exists (select from dns_environment where is_default)",
            seed.dns_environment
        )
        .execute(&mut *tx)
        .await?;
        sqlx::query!(
            "insert into network_environment (name, is_default, dns_environment_id)
             select lower($1), true, d.id from dns_environment d
             where d.is_default and not exists (select from network_environment where is_default)",
            seed.network_environment
        )
        .execute(&mut *tx)
        .await?;
        sqlx::query!(
            "insert into user_type (name) values (lower($1)) on conflict (name) do nothing",
            seed.user_type
        )
        .execute(&mut *tx)
        .await?;
        sqlx::query!(
            "with made as (
                 insert into branch (branch_type, name, comments)
                 values ('domain', lower($1), 'Everything starts from here.')
                 on conflict (name) do nothing returning id)
             insert into domain (branch_id) select id from made",
            seed.domain
        )
        .execute(&mut *tx)
        .await?;
        // Interfaces and machine specifications without a NIC model of their own have this one.
        sqlx::query!("insert into vendor (name) values ('generic') on conflict (name) do nothing")
            .execute(&mut *tx)
            .await?;
        sqlx::query!(
            "insert into model (name, vendor_id, model_type) select 'generic_nic', id, 'nic' from vendor
             where name = 'generic' on conflict (vendor_id, name) do nothing"
        )
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(())
    }
}
