//! Reads the command lines of examples as a shell and `aq` would.

use aq_catalogue::{OptType, command};

/// The command and its arguments. Panics on anything that is not a plain `aq command --option value ...`.
pub fn parse(line: &str) -> (String, Vec<(String, String)>) {
    let words = split(line);
    let mut words = words.iter().map(String::as_str);
    assert_eq!(words.next(), Some("aq"), "{line}");
    let name = words
        .next()
        .unwrap_or_else(|| panic!("{line}: no command"))
        .to_owned();
    let definition = command(&name).unwrap_or_else(|| panic!("{line}: unknown command"));
    let mut arguments = Vec::new();
    while let Some(word) = words.next() {
        let option = word
            .strip_prefix("--")
            .unwrap_or_else(|| panic!("{line}: {word} is no option"));
        if option == "format" {
            words.next();
            continue;
        }
        let (found, reversed) = definition
            .option(option)
            .unwrap_or_else(|| panic!("{line}: no --{option}"));
        let value = match found.kind {
            OptType::Flag | OptType::Boolean => if reversed { "False" } else { "True" }.to_owned(),
            _ => words
                .next()
                .unwrap_or_else(|| panic!("{line}: {word} needs a value"))
                .to_owned(),
        };
        arguments.push((found.name.to_owned(), value));
    }
    (name, arguments)
}

/// Words separated by spaces, with single quotes.
fn split(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (index, part) in line.split('\'').enumerate() {
        if index % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}
