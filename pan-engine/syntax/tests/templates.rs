//! Every template below the folders in `PAN_TEMPLATES` (separated by `:`) parses without errors and its tree is its text.
//! Without the variable the test says that it was skipped. Files whose name or comments say that they are to be refused are left
//! out: the functional tests of the compiler cover them.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        let extension = path.extension().and_then(OsStr::to_str);
        if entry.file_type().unwrap().is_dir() {
            collect(&path, files);
        } else if matches!(extension, Some("pan" | "tpl")) {
            files.push(path);
        }
    }
}

/// Some templates are sources of templates: a build puts comments, declarations and names in place of `${...}`. Here others
/// stand for them.
fn fill_in(text: &str) -> String {
    let line = |line: &str| match line.trim() {
        "${componentschema}" | "${componentconfig}" | "${componentconfignospma}" => {
            "template name;".to_owned()
        }
        whole if whole.starts_with("${") && whole.ends_with('}') => format!("# {whole}"),
        _ => line.replace("${project.artifactId}", "artifact"),
    };
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn templates_parse() {
    let Ok(folders) = std::env::var("PAN_TEMPLATES") else {
        eprintln!("skipped: PAN_TEMPLATES is not set");
        return;
    };
    let mut files = Vec::new();
    for folder in folders.split(':') {
        collect(Path::new(folder), &mut files);
    }
    files.sort();
    assert!(!files.is_empty(), "no templates in {folders}");
    let mut refused = Vec::new();
    for file in &files {
        let bytes = std::fs::read(file).unwrap();
        let text: Arc<str> = fill_in(&String::from_utf8_lossy(&bytes)).into();
        let parse = pan_syntax::parse(&text);
        assert_eq!(parse.tree.root().text(), &*text, "{}", file.display());
        let tokens: String = parse.tree.tokens().map(|token| token.text()).collect();
        assert_eq!(tokens, &*text, "{}", file.display());
        let expected = text.contains("ParseException");
        if parse.errors.is_empty() == expected {
            let error = parse
                .errors
                .first()
                .map(|error| format!("{:?} {}", error.span, error.message));
            refused.push(format!(
                "{}: {}",
                file.display(),
                error.unwrap_or_else(|| "no error".to_owned())
            ));
        }
    }
    println!("{} templates", files.len());
    assert!(
        refused.is_empty(),
        "{} of {}:\n{}",
        refused.len(),
        files.len(),
        refused.join("\n")
    );
}
