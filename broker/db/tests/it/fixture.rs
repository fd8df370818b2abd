//! A small world of rows.

use aq_db::Tx;
use aq_test_support::postgres::TestDatabase;
use sqlx::raw_sql;

/// A database of its own with the rows of `fixture.sql`.
pub async fn world() -> TestDatabase {
    let database = TestDatabase::new().await.unwrap();
    let mut tx = database.db().begin().await.unwrap();
    raw_sql(include_str!("fixture.sql"))
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    database
}

/// Runs a statement that must fail, undoes it and gives the error.
pub async fn refused(tx: &mut Tx, sql: &str) -> Option<aq_db::DbError> {
    raw_sql("savepoint try").execute(&mut **tx).await.unwrap();
    let result = raw_sql(sqlx::AssertSqlSafe(sql.to_owned()))
        .execute(&mut **tx)
        .await;
    raw_sql("rollback to savepoint try; release savepoint try")
        .execute(&mut **tx)
        .await
        .unwrap();
    result.err().map(aq_db::DbError::from)
}
