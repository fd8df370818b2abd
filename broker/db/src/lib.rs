//! PostgreSQL: migrations, private cluster, one SQL module per entity, constraint messages.
