use pan_value::Value;
use thiserror::Error;

use crate::{JsonError, dot, gzip, json, text, xml};

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
    /// Everything the compilation looked for, as [`dependency_text`](crate::dependency_text) gives it.
    pub dependencies: &'a str,
}

/// Why a profile cannot be written.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RenderError {
    /// The tree holds something that JSON has no form for.
    #[error(transparent)]
    Json(#[from] JsonError),
    /// The file would be larger than allowed.
    #[error("it would have more than {0} bytes")]
    TooLarge(usize),
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

/// Hands the bytes that [`render_within`] gives to `take`, in parts.
///
/// # Errors
/// As [`render_within`].
pub fn render_for<T>(
    profile: Profile<'_>,
    format: Format,
    limit: usize,
    take: impl FnOnce(&[&[u8]]) -> T,
) -> Result<T, RenderError> {
    match format {
        Format::Pan | Format::Xml => {}
        Format::Dep if profile.dependencies.len() <= limit => {
            return Ok(take(&[profile.dependencies.as_bytes()]));
        }
        _ => return render_within(profile, format, limit).map(|bytes| take(&[&bytes])),
    }
    let mut text = TEXT.take();
    let taken = xml::with_parts(&mut text, profile.root, limit, |parts| {
        let length: usize = parts.iter().map(|part| part.len()).sum();
        match length > limit {
            true => Err(RenderError::TooLarge(limit)),
            false => Ok(take(parts)),
        }
    });
    TEXT.set(text);
    taken
}

/// The bytes of the file that holds `profile` in `format`.
///
/// # Errors
/// The tree cannot be written in this format; a tree that passed validation always can.
pub fn render(profile: Profile<'_>, format: Format) -> Result<Vec<u8>, RenderError> {
    render_within(profile, format, usize::MAX)
}

/// The same, if it has at most `limit` bytes before it is compressed. Parts of a tree may be shared, so that a tree which is
/// small in memory can be a file without end; no more of it is made than the limit allows, and the string that reaches it.
///
/// # Errors
/// As [`render`], or the file would be larger.
pub fn render_within(profile: Profile<'_>, format: Format, limit: usize) -> Result<Vec<u8>, RenderError> {
    let bytes = match format {
        Format::Pan | Format::Xml | Format::PanGz | Format::XmlGz => xml::write(profile.root, limit),
        Format::Json | Format::JsonGz => match json::write_within(profile.root, limit) {
            Err(JsonError::TooLong) => return Err(RenderError::TooLarge(limit)),
            text => text?.into_bytes(),
        },
        Format::Text => text::write(profile.root, limit).into_bytes(),
        Format::Dot => dot::write(profile.root, limit).into_bytes(),
        Format::Dep | Format::DepGz => profile.dependencies.as_bytes().to_vec(),
        Format::Null => Vec::new(),
    };
    if bytes.len() > limit {
        return Err(RenderError::TooLarge(limit));
    }
    Ok(match format {
        Format::PanGz | Format::XmlGz | Format::JsonGz | Format::DepGz => gzip::compress(&bytes),
        _ => bytes,
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
            dependencies: "",
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

    #[test]
    fn too_large_files_are_not_made() {
        // 2^60 elements, in 60 lists.
        let mut root = Value::list(vec![Value::string("x"); 2]);
        for _ in 0..59 {
            root = Value::list(vec![root.clone(), root]);
        }
        fn whole(root: &Value) -> Profile<'_> {
            Profile {
                root,
                dependencies: "",
            }
        }
        let trees = Format::ALL
            .into_iter()
            .filter(|format| !matches!(format, Format::Dep | Format::DepGz | Format::Null));
        for format in trees {
            let result = render_within(whole(&root), format, 100_000);
            assert_eq!(result, Err(RenderError::TooLarge(100_000)), "{format:?}");
            // What was left out is not remembered.
            let part = Value::list(vec![Value::string("0123456789"); 100]);
            let length = render(whole(&part), format).map(|bytes| bytes.len());
            assert!(render_within(whole(&part), format, 700).is_err(), "{format:?}");
            assert!(render_within(whole(&part), format, 700).is_err(), "{format:?}");
            assert_eq!(
                render(whole(&part), format).map(|bytes| bytes.len()),
                length,
                "{format:?}"
            );
        }
    }
}
