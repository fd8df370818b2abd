use std::sync::Arc;

use pan_value::Value;
use thiserror::Error;

use crate::{Dependency, JsonError, dep, dot, gzip, json, text, xml};

/// One output format of the command line's `--formats`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    /// `pan`: the XML that configuration clients read.
    Pan,
    /// `pan.gz`: the same, compressed.
    PanGz,
    /// `xml`: the same bytes as `pan`.
    Xml,
    /// `xml.gz`: the same bytes as `pan.gz`.
    XmlGz,
    /// `json`.
    Json,
    /// `json.gz`.
    JsonGz,
    /// `text`: an indented tree for people.
    Text,
    /// `dot`: a graph for GraphViz.
    Dot,
    /// `dep`: what the compilation depended on.
    Dep,
    /// `dep.gz`.
    DepGz,
    /// `null`: an empty file, to time compilations.
    Null,
}

/// What there is to write about one object.
#[derive(Clone, Copy, Debug)]
pub struct Profile<'a> {
    /// The root of the finished tree.
    pub root: &'a Value,
    /// Everything the compilation looked for, in any order.
    pub dependencies: &'a [Arc<Dependency>],
}

/// Why a profile cannot be written.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RenderError {
    /// The tree holds something that JSON has no form for.
    #[error(transparent)]
    Json(#[from] JsonError),
}

impl Format {
    /// All formats, in the order of the documentation.
    pub const ALL: [Self; 11] = [
        Self::Pan,
        Self::PanGz,
        Self::Xml,
        Self::XmlGz,
        Self::Json,
        Self::JsonGz,
        Self::Text,
        Self::Dot,
        Self::Dep,
        Self::DepGz,
        Self::Null,
    ];

    /// The format with this name, as the command line spells it (lower case).
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// The name on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pan => "pan",
            Self::PanGz => "pan.gz",
            Self::Xml => "xml",
            Self::XmlGz => "xml.gz",
            Self::Json => "json",
            Self::JsonGz => "json.gz",
            Self::Text => "text",
            Self::Dot => "dot",
            Self::Dep => "dep",
            Self::DepGz => "dep.gz",
            Self::Null => "null",
        }
    }

    /// What follows the object's name and a period in the name of the file.
    #[must_use]
    pub const fn suffix(self) -> &'static str {
        match self {
            Self::Pan | Self::Xml => "xml",
            Self::PanGz | Self::XmlGz => "xml.gz",
            Self::Text => "txt",
            other => other.name(),
        }
    }
}

thread_local! {
    /// What the last profile of this thread was written to: fresh memory for each costs more than the writing.
    static TEXT: std::cell::Cell<String> = const { std::cell::Cell::new(String::new()) };
}

/// Hands the bytes that [`render`] gives to `take`.
///
/// # Errors
/// As [`render`].
pub fn render_for<T>(
    profile: Profile<'_>,
    format: Format,
    take: impl FnOnce(&[u8]) -> T,
) -> Result<T, RenderError> {
    if !matches!(format, Format::Pan | Format::Xml) {
        return render(profile, format).map(|bytes| take(&bytes));
    }
    let mut text = TEXT.take();
    text.clear();
    xml::write_into(&mut text, profile.root);
    let taken = take(text.as_bytes());
    TEXT.set(text);
    Ok(taken)
}

/// The bytes of the file that holds `profile` in `format`.
///
/// # Errors
/// The tree cannot be written in this format; a tree that passed validation always can.
pub fn render(profile: Profile<'_>, format: Format) -> Result<Vec<u8>, RenderError> {
    Ok(match format {
        Format::Pan | Format::Xml => xml::write(profile.root),
        Format::PanGz | Format::XmlGz => gzip::compress(&xml::write(profile.root)),
        Format::Json => json::write(profile.root)?.into_bytes(),
        Format::JsonGz => gzip::compress(json::write(profile.root)?.as_bytes()),
        Format::Text => text::write(profile.root).into_bytes(),
        Format::Dot => dot::write(profile.root).into_bytes(),
        Format::Dep => dep::write(profile.dependencies).into_bytes(),
        Format::DepGz => gzip::compress(dep::write(profile.dependencies).as_bytes()),
        Format::Null => Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_suffixes() {
        let table: Vec<(&str, &str)> = Format::ALL.iter().map(|f| (f.name(), f.suffix())).collect();
        assert_eq!(
            table,
            [
                ("pan", "xml"),
                ("pan.gz", "xml.gz"),
                ("xml", "xml"),
                ("xml.gz", "xml.gz"),
                ("json", "json"),
                ("json.gz", "json.gz"),
                ("text", "txt"),
                ("dot", "dot"),
                ("dep", "dep"),
                ("dep.gz", "dep.gz"),
                ("null", "null"),
            ]
        );
        assert_eq!(Format::from_name("xml.gz"), Some(Format::XmlGz));
        assert_eq!(Format::from_name("XML"), None);
    }

    #[test]
    fn compressed_forms_hold_the_plain_ones() {
        use std::io::Read as _;
        let root = Value::dict(pan_value::Dict::from([("a".into(), Value::Long(1))]));
        let profile = Profile {
            root: &root,
            dependencies: &[],
        };
        for (plain, compressed) in [
            (Format::Pan, Format::PanGz),
            (Format::Json, Format::JsonGz),
            (Format::Dep, Format::DepGz),
        ] {
            let mut unpacked = Vec::new();
            let packed = render(profile, compressed).unwrap();
            flate2::read::GzDecoder::new(&*packed)
                .read_to_end(&mut unpacked)
                .unwrap();
            assert_eq!(unpacked, render(profile, plain).unwrap());
        }
        assert_eq!(render(profile, Format::Null), Ok(Vec::new()));
    }
}
