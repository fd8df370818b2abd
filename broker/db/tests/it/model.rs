//! Models, their specifications and the machines made with them.

use aq_db::model::{self, Filter, Key, ModelType};
use aq_db::{DbError, ErrorClass};

#[tokio::test]
async fn a_model_is_found_by_what_is_known_of_it() {
    let database = crate::fixture::world().await;
    let mut tx = database.db().begin().await.unwrap();
    let v2 = aq_db::vendor::require(&mut tx, "v2").await.unwrap();
    let twin = model::insert(&mut tx, v2.id, " M1 ", ModelType::Blade, Some("the other"))
        .await
        .unwrap();

    let error = model::require(&mut tx, &Key::named("m1")).await.unwrap_err();
    assert!(matches!(error, DbError::NotUnique { .. }));
    assert_eq!(
        (error.class(), error.to_string().as_str()),
        (ErrorClass::Argument, "Model m1 is not unique.")
    );
    for key in [
        Key {
            vendor: Some("v2"),
            ..Key::named("M1")
        },
        Key {
            model_type: Some(ModelType::Blade),
            ..Key::named("m1")
        },
    ] {
        let found = model::require(&mut tx, &key).await.unwrap();
        assert_eq!((found.id, found.qualified_name().as_str()), (twin, "v2/m1"));
    }

    let missing = Key {
        vendor: Some("v1"),
        model_type: Some(ModelType::Nic),
        ..Key::named("n2")
    };
    assert_eq!(
        model::require(&mut tx, &missing).await.unwrap_err().to_string(),
        "Model n2, vendor v1, model_type nic not found. Did you mean n1?"
    );
    let error = model::require(
        &mut tx,
        &Key {
            vendor: Some("v3"),
            ..missing
        },
    )
    .await
    .unwrap_err();
    assert_eq!(error.to_string(), "Vendor v3 not found. Did you mean v1?");
}

#[tokio::test]
async fn specifications_are_searched_and_shown() {
    let database = crate::fixture::world().await;
    let mut tx = database.db().begin().await.unwrap();
    let names = |models: Vec<model::Model>| {
        models
            .iter()
            .map(model::Model::qualified_name)
            .collect::<Vec<_>>()
    };

    let filter = Filter {
        cpu_name: Some("C1"),
        memory: Some(1024),
        ..Filter::default()
    };
    assert_eq!(
        names(model::search(&mut tx, &filter).await.unwrap()),
        ["v1/m1", "v1/m2"]
    );
    let filter = Filter {
        nic_name: Some("n1"),
        ..filter
    };
    assert_eq!(names(model::search(&mut tx, &filter).await.unwrap()), ["v1/m1"]);
    let filter = Filter {
        cpu_name: Some("m1"),
        ..Filter::default()
    };
    let error = model::search(&mut tx, &filter).await.unwrap_err();
    assert_eq!(error.to_string(), "Model m1, model_type cpu not found.");

    let views = model::of_models(&mut tx, &[1001, 1002, 1004]).await.unwrap();
    assert_eq!(views.len(), 2);
    let rack = &views[&1001];
    assert_eq!((rack.cpu.model.as_str(), rack.specs.disk_name()), ("c1", "sda"));
    assert_eq!(rack.nic.as_ref().unwrap().model, "n1");
    assert_eq!(views[&1004].nic, None);
}

#[tokio::test]
async fn machines_with_the_old_value_follow_and_others_do_not() {
    let database = crate::fixture::world().await;
    let mut tx = database.db().begin().await.unwrap();
    sqlx::query("update machine set memory = 4096 where hardware_entity_id = 1002")
        .execute(&mut *tx)
        .await
        .unwrap();
    sqlx::query("update machine set memory = 1024 where hardware_entity_id = 1001")
        .execute(&mut *tx)
        .await
        .unwrap();

    assert_eq!(
        model::set_memory(&mut tx, 1001, 1024, 2048).await.unwrap(),
        [1001]
    );
    assert_eq!(
        model::set_memory(&mut tx, 1001, 1024, 2048).await.unwrap(),
        [0i64; 0]
    );
    // Not of this model.
    assert_eq!(
        model::set_memory(&mut tx, 1004, 2048, 1).await.unwrap(),
        [0i64; 0]
    );
    assert_eq!(
        model::set_disk_controller(&mut tx, 1001, "sas", "sata")
            .await
            .unwrap(),
        [1001, 1001]
    );
    assert_eq!(
        model::set_disk_capacity(&mut tx, 1001, 10, 20).await.unwrap(),
        [1001, 1001]
    );
    let cpu = model::insert(&mut tx, 1001, "c2", ModelType::Cpu, None)
        .await
        .unwrap();
    let mut changed = model::set_cpu_model(&mut tx, 1001, 1002, cpu).await.unwrap();
    changed.sort_unstable();
    assert_eq!(changed, [1001, 1002]);
    let nic = model::insert(&mut tx, 1001, "n2", ModelType::Nic, None)
        .await
        .unwrap();
    let changed = model::set_nic_model(&mut tx, 1001, 1003, nic).await.unwrap();
    assert!(changed.contains(&1001) && changed.contains(&1002), "{changed:?}");

    for showing in [1001, cpu, nic] {
        assert_eq!(
            model::machines_showing(&mut tx, showing).await.unwrap(),
            [1001, 1002],
            "{showing}"
        );
    }
    assert_eq!(model::machines_showing(&mut tx, 1004).await.unwrap(), [0i64; 0]);
}
