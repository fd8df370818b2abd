//! The OpenAPI 3.1 description of the broker, derived from the catalogue.

use serde_json::{Map, Value as Json, json};

use crate::command::{Access, Command, Format};
use crate::group::{Fields, Member};
use crate::option::{Opt, OptType};
use crate::tables::{AREAS, COMMANDS};
use crate::transport::{Segment, Transport};

/// The whole document, served as `/openapi.json`.
pub fn openapi() -> Json {
    let mut paths: Map<String, Json> = Map::new();
    for command in COMMANDS {
        for transport in command.transports {
            let path = paths.entry(url_template(transport)).or_insert_with(|| json!({}));
            if let Some(methods) = path.as_object_mut() {
                methods.insert(
                    transport.method.name().to_lowercase(),
                    operation(command, transport),
                );
            }
        }
    }
    let tags: Vec<Json> = AREAS
        .iter()
        .map(|area| json!({"name": area.name, "description": area.about}))
        .collect();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Configuration broker",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "One operation for each way of sending a command. Append .csv, .json or another offered \
                            format to the path for that format.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "tags": tags,
        "paths": paths,
        "components": {
            "securitySchemes": {"negotiate": {"type": "http", "scheme": "negotiate"}},
            "responses": responses(),
        },
    })
}

fn url_template(transport: &Transport) -> String {
    transport
        .segments
        .iter()
        .map(|segment| match segment {
            Segment::Word(word) => format!("/{word}"),
            Segment::Variable(name) => format!("/{{{name}}}"),
        })
        .collect()
}

fn operation(command: &'static Command, transport: &Transport) -> Json {
    let in_path: Vec<&str> = transport.variables().collect();
    let required = required(command);
    let mut parameters = Vec::new();
    let mut form = Map::new();
    let mut form_required = Vec::new();
    for option in command.options() {
        let schema = schema(option);
        if in_path.contains(&option.name) {
            parameters.push(json!({
                "name": option.name, "in": "path", "required": true, "description": option.help, "schema": schema,
            }));
        } else if transport.method.has_form() {
            let mut schema = schema;
            if let Some(fields) = schema.as_object_mut() {
                fields.insert("description".into(), option.help.into());
            }
            form.insert(option.name.to_owned(), schema);
            if required.contains(&option.name) {
                form_required.push(option.name);
            }
        } else {
            parameters.push(json!({
                "name": option.name, "in": "query", "required": required.contains(&option.name),
                "description": option.help, "schema": schema,
            }));
        }
    }
    let suffix = transport
        .trigger
        .map(|trigger| format!("_by_{trigger}"))
        .unwrap_or_default();
    let description = match transport.trigger {
        Some(trigger) => format!("{} (with --{trigger})", command.description)
            .trim()
            .to_owned(),
        None => command.description.to_owned(),
    };
    let mut operation = json!({
        "operationId": format!("{}{suffix}", command.name),
        "tags": [command.area],
        "summary": command.summary,
        "description": description,
        "deprecated": command.deprecated.is_some(),
        "parameters": parameters,
        "responses": {
            "200": {"description": "Done.", "content": content(command)},
            "default": {"$ref": "#/components/responses/error"},
        },
    });
    if let Some(fields) = operation.as_object_mut() {
        if !form.is_empty() {
            let mut schema = json!({"type": "object", "properties": form});
            if let (false, Some(fields)) = (form_required.is_empty(), schema.as_object_mut()) {
                fields.insert("required".into(), form_required.into());
            }
            fields.insert(
                "requestBody".into(),
                json!({"content": {"application/x-www-form-urlencoded": {"schema": schema}}}),
            );
        }
        if command.access == Access::Write {
            fields.insert("security".into(), json!([{"negotiate": []}]));
        }
    }
    operation
}

/// The options without which no request can be accepted.
fn required(command: &'static Command) -> Vec<&'static str> {
    let mut names = Vec::new();
    for group in command.groups {
        for member in group.members {
            if let Member::Option(option) = member
                && (option.required
                    || (group.mandatory && (group.fields == Fields::All || group.members.len() == 1)))
            {
                names.push(option.name);
            }
        }
    }
    names
}

fn schema(option: &Opt) -> Json {
    let one = match option.kind {
        OptType::String | OptType::List | OptType::File | OptType::Dict => json!({"type": "string"}),
        OptType::Flag => json!({"type": "boolean"}),
        OptType::Boolean => json!({"type": "boolean"}),
        OptType::Int => json!({"type": "integer", "format": "int64"}),
        OptType::Float => json!({"type": "number"}),
        OptType::Ip => json!({"type": "string", "anyOf": [{"format": "ipv4"}, {"format": "ipv6"}]}),
        OptType::Mac => json!({"type": "string", "pattern": "^([0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}$"}),
        OptType::Enum => json!({"type": "string", "enum": option.values}),
        OptType::Json => json!({"type": "string", "contentMediaType": "application/json"}),
        OptType::Uuid => json!({"type": "string", "format": "uuid"}),
    };
    let mut schema = if option.repeat {
        json!({"type": "string", "contentMediaType": "application/json",
               "contentSchema": {"type": "array", "items": one}})
    } else {
        one
    };
    if let (Some(default), Some(fields)) = (option.default, schema.as_object_mut()) {
        let default = match option.kind {
            OptType::Boolean => Json::from(default == "true"),
            OptType::Int => default.parse::<i64>().map_or(Json::Null, Json::from),
            _ => Json::from(default),
        };
        fields.insert("default".into(), default);
    }
    schema
}

fn content(command: &Command) -> Json {
    let mut types = Map::new();
    for format in command.formats {
        let (media, schema) = match format {
            Format::Raw | Format::Djb => ("text/plain", json!({"type": "string"})),
            Format::Csv => ("text/csv", json!({"type": "string"})),
            Format::Json => ("application/json", json!({})),
            Format::Proto => ("application/octet-stream", json!({})),
        };
        types.insert(media.to_owned(), json!({"schema": schema}));
    }
    Json::Object(types)
}

fn responses() -> Json {
    json!({
        "error": {
            "description": "400 argument, 401 and 403 identity and permission, 404 unknown object, 409 conflict with \
                            a concurrent change, 207 partly done, 501 not offered, 503 database away. The body is a \
                            sentence for people.",
            "content": {"text/plain": {"schema": {"type": "string"}}},
        },
    })
}
