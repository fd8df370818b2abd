//! The form of `aq.conf`: sections in brackets, `key = value` or `key: value`, comments after `#` or `;`.

use std::collections::BTreeMap;

/// Sections with their keys, all in lower case as Aquilon's client reads them.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Ini {
    sections: BTreeMap<String, BTreeMap<String, String>>,
}

impl Ini {
    /// Reads a text. The error names the line.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut ini = Self::default();
        let mut section = None;
        for (index, line) in text.lines().map(str::trim).enumerate() {
            if line.is_empty() || line.starts_with(['#', ';']) {
                continue;
            }
            if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                let name = name.trim().to_owned();
                ini.sections.entry(name.clone()).or_default();
                section = Some(name);
                continue;
            }
            let keys = section.as_ref().and_then(|name| ini.sections.get_mut(name));
            match (keys, line.split_once(['=', ':'])) {
                (Some(keys), Some((key, value))) => {
                    keys.insert(key.trim().to_lowercase(), value.trim().to_owned());
                }
                _ => {
                    return Err(format!(
                        "line {} is neither [section] nor key = value within one",
                        index + 1
                    ));
                }
            }
        }
        Ok(ini)
    }

    /// A section, if it is there and not empty.
    pub fn section(&self, name: &str) -> Option<&BTreeMap<String, String>> {
        self.sections.get(name).filter(|keys| !keys.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::Ini;

    #[test]
    fn sections_and_comments() {
        let ini = Ini::parse("# c\n[defaults]\naqhost = b.example.com\nAQPORT: 6900\n; c\n\n[readonly]\n")
            .expect("good");
        let defaults = ini.section("defaults").expect("a section");
        assert_eq!(defaults.get("aqhost").map(String::as_str), Some("b.example.com"));
        assert_eq!(defaults.get("aqport").map(String::as_str), Some("6900"));
        assert!(ini.section("readonly").is_none(), "empty");
    }

    #[test]
    fn mistakes_name_the_line() {
        assert!(Ini::parse("[a]\nx\n").expect_err("bad").starts_with("line 2 "));
        assert!(Ini::parse("x = 1\n").expect_err("bad").starts_with("line 1 "));
    }
}
