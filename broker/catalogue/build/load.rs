//! Reads a directory of catalogue files.

use std::fs;
use std::path::Path;

use crate::error::FormatError;
use crate::model::{Area, Catalogue, Kind};
use crate::source::{AreaSource, KindSource, Shared};
use crate::{expand, verify};

/// The shared definitions; every other `*.toml` is an area.
const SHARED: &str = "shared.toml";

/// Reads, completes and verifies all files of a directory.
pub fn directory(path: &Path) -> Result<Catalogue, FormatError> {
    let mut files = Vec::new();
    let entries = fs::read_dir(path).map_err(|e| FormatError::new(&path.display().to_string(), "", e))?;
    for entry in entries {
        let file = entry
            .map_err(|e| FormatError::new(&path.display().to_string(), "", e))?
            .path();
        if file.extension().is_some_and(|extension| extension == "toml") {
            files.push(file);
        }
    }
    files.sort();

    let mut shared = Shared::default();
    let mut areas = Vec::new();
    for file in &files {
        let name = file.display().to_string();
        let text = fs::read_to_string(file).map_err(|e| FormatError::new(&name, "", e))?;
        if file.file_name().is_some_and(|file_name| file_name == SHARED) {
            shared = toml::from_str(&text).map_err(|e| FormatError::new(&name, "", e))?;
        } else {
            let area: AreaSource = toml::from_str(&text).map_err(|e| FormatError::new(&name, "", e))?;
            let stem = file
                .file_stem()
                .map(|stem| stem.to_string_lossy().into_owned())
                .unwrap_or_default();
            areas.push((name, stem, area));
        }
    }

    let mut catalogue = Catalogue {
        areas: Vec::new(),
        commands: Vec::new(),
        kinds: Vec::new(),
    };
    for (name, kind) in &shared.kind {
        catalogue.kinds.push(read_kind(name, kind));
    }
    for (file, stem, area) in areas {
        catalogue.areas.push(Area {
            name: stem.clone(),
            title: area.title,
            about: area.about,
        });
        for (name, source) in area.command {
            let command = expand::command(&shared, &file, &stem, &name, source)?;
            verify::command(&shared, &file, &command)?;
            catalogue.commands.push(command);
        }
    }
    catalogue.commands.sort_by(|a, b| a.name.cmp(&b.name));
    verify::catalogue(&catalogue)?;
    Ok(catalogue)
}

fn read_kind(name: &str, source: &KindSource) -> Kind {
    let list = source
        .list
        .as_deref()
        .and_then(<[String]>::split_first)
        .map(|(command, options)| {
            let options = options
                .iter()
                .map(|option| option.split_once('=').unwrap_or((option, "True")))
                .map(|(option, value)| (option.to_owned(), value.to_owned()))
                .collect();
            (command.clone(), options)
        });
    Kind {
        name: name.to_owned(),
        title: source.title.clone(),
        list,
        absent: source.absent,
    }
}
