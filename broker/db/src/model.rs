//! Models of hardware: what can be bought. A model is known by its vendor and its name together.

mod existing;
mod kind;
mod search;
mod specs;

use sqlx::PgConnection;
use time::OffsetDateTime;

use crate::{DbError, Result, suggest};

pub use existing::{
    machines_showing, set_cpu_model, set_cpu_quantity, set_disk_capacity, set_disk_controller, set_memory,
    set_nic_model,
};
pub use kind::{ModelType, UnknownModelType};
pub use search::{Filter, search};
pub use specs::{MachineSpecs, NamedModel, SpecsView};

/// What people call it in messages.
pub const KIND: &str = "Model";

/// A row of `model`, with the name of its vendor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Model {
    /// Key that other rows refer to.
    pub id: i64,
    /// Unique within the vendor, lower case.
    pub name: String,
    /// The vendor.
    pub vendor_id: i64,
    /// The vendor's name.
    pub vendor: String,
    /// What it is; never changes.
    pub model_type: ModelType,
    /// Free text.
    pub comments: Option<String>,
    /// When the row was made.
    pub creation_date: OffsetDateTime,
}

impl Model {
    /// `vendor/name`, the form in which models are listed.
    #[must_use]
    pub fn qualified_name(&self) -> String {
        format!("{}/{}", self.vendor, self.name)
    }
}

/// How a command names a model: whatever the user gave of the three.
#[derive(Debug, Clone, Copy, Default)]
pub struct Key<'a> {
    /// The name.
    pub name: Option<&'a str>,
    /// The vendor's name.
    pub vendor: Option<&'a str>,
    /// The type.
    pub model_type: Option<ModelType>,
}

impl<'a> Key<'a> {
    /// A model of this name, of any vendor and type.
    #[must_use]
    pub fn named(name: &'a str) -> Self {
        Self {
            name: Some(name),
            ..Self::default()
        }
    }

    /// What the user typed, in the reference's words: `e1000, vendor intel, model_type nic`.
    fn describe(&self) -> String {
        let parts = [
            self.name.map(str::to_owned),
            self.vendor.map(|vendor| format!("vendor {vendor}")),
            self.model_type
                .map(|model_type| format!("model_type {model_type}")),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

/// The model with this id.
///
/// # Errors
/// [`DbError::NotFound`].
pub async fn get(conn: &mut PgConnection, id: i64) -> Result<Model> {
    sqlx::query_as!(
        Model,
        r#"select m.id, m.name, m.vendor_id, v.name as vendor, m.model_type as "model_type: ModelType", m.comments,
                  m.creation_date
           from model m join vendor v on v.id = m.vendor_id where m.id = $1"#,
        id
    )
    .fetch_optional(conn)
    .await?
    .ok_or_else(|| DbError::not_found(KIND, id.to_string()))
}

/// The one model that the key describes, if there is one.
///
/// # Errors
/// [`DbError::NotUnique`] when several fit; [`DbError::NotFound`] of the vendor.
pub async fn find(conn: &mut PgConnection, key: &Key<'_>) -> Result<Option<Model>> {
    let filter = Filter {
        name: key.name,
        vendor: key.vendor,
        model_type: key.model_type,
        ..Filter::default()
    };
    let mut found = search(conn, &filter).await?;
    match found.len() {
        0 | 1 => Ok(found.pop()),
        _ => Err(DbError::NotUnique {
            kind: KIND,
            name: key.describe(),
        }),
    }
}

/// The one model that the key describes.
///
/// # Errors
/// [`DbError::NotFound`] of the vendor or the model, with the nearest name that fits the rest of the key;
/// [`DbError::NotUnique`] when several fit.
pub async fn require(conn: &mut PgConnection, key: &Key<'_>) -> Result<Model> {
    if let Some(model) = find(conn, key).await? {
        return Ok(model);
    }
    let names = sqlx::query_scalar!(
        r#"select m.name from model m join vendor v on v.id = m.vendor_id
           where ($2::text is null or v.name = lower(btrim($2))) and ($3::text is null or m.model_type = $3)
           order by m.name <-> $1 limit 16"#,
        key.name.unwrap_or_default(),
        key.vendor,
        key.model_type as Option<ModelType>
    )
    .fetch_all(conn)
    .await?;
    let nearest = suggest::nearest(
        &key.name.unwrap_or_default().trim().to_lowercase(),
        names.iter().map(String::as_str),
    );
    Err(DbError::NotFound {
        kind: KIND,
        name: key.describe(),
        nearest: nearest.map(str::to_owned),
    })
}

/// The model of network cards of which nothing more is known; the installation is seeded with it.
///
/// # Errors
/// [`DbError::NotFound`] when it was deleted.
pub async fn generic_nic(conn: &mut PgConnection) -> Result<Model> {
    let key = Key {
        name: Some("generic_nic"),
        vendor: Some("generic"),
        model_type: Some(ModelType::Nic),
    };
    require(conn, &key).await
}

/// Makes a model and gives its id.
///
/// # Errors
/// [`DbError::Refused`] by `model_name_uk` or `model_name_ck`.
pub async fn insert(
    conn: &mut PgConnection,
    vendor_id: i64,
    name: &str,
    model_type: ModelType,
    comments: Option<&str>,
) -> Result<i64> {
    Ok(sqlx::query_scalar!(
        "insert into model (vendor_id, name, model_type, comments) values ($1, lower(btrim($2)), $3, $4) returning id",
        vendor_id,
        name,
        model_type as ModelType,
        comments
    )
    .fetch_one(conn)
    .await?)
}

/// Keeps others from changing a model until the transaction ends; commands that read it to change it take this first.
///
/// # Errors
/// [`DbError::Conflict`] when that takes too long.
pub async fn lock(conn: &mut PgConnection, id: i64) -> Result<()> {
    sqlx::query!("select id from model where id = $1 for no key update", id)
        .fetch_optional(conn)
        .await?;
    Ok(())
}

/// Stores vendor and comments of a model; nothing else of it changes.
///
/// # Errors
/// [`DbError::Refused`] by `model_name_uk`.
pub async fn update(conn: &mut PgConnection, model: &Model) -> Result<()> {
    sqlx::query!(
        "update model set vendor_id = $2, comments = $3 where id = $1",
        model.id,
        model.vendor_id,
        model.comments
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Removes a model with its specifications.
///
/// # Errors
/// [`DbError::Refused`] while hardware, interfaces, machines (as CPU) or the specifications of another model refer to it.
pub async fn delete(conn: &mut PgConnection, id: i64) -> Result<()> {
    sqlx::query!("delete from model where id = $1", id)
        .execute(conn)
        .await?;
    Ok(())
}

/// Specifications of machines of a model.
pub use specs::{find as find_specs, insert as insert_specs, of_models, update as update_specs};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_described_as_typed() {
        let key = Key {
            name: Some("e1000"),
            vendor: Some("intel"),
            model_type: Some(ModelType::Nic),
        };
        assert_eq!(key.describe(), "e1000, vendor intel, model_type nic");
        assert_eq!(Key::named("r740").describe(), "r740");
    }
}
