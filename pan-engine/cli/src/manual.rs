//! What the manual page says behind the options.

/// Headings and texts.
pub const SECTIONS: &[(&str, &str)] = &[
    (
        "ARGUMENTS",
        "Files whose names end in .pan or .tpl. The name of a template must be the end of the name of its file. Object templates are \
compiled, all others are checked only. Objects that others refer to are compiled and written too. Every file counts once.",
    ),
    (
        "FILES",
        "For the object NAME the output directory gets NAME.xml (pan, xml), NAME.json, NAME.txt (text), NAME.dot, NAME.dep, NAME.null, and \
the same with .gz behind it for the compressed forms. All files of an object have the time at which it was valid. A file appears whole or \
not at all.

.panc-index in the output directory is a cache for --up-to-date. It may be removed at any time.",
    ),
    (
        "UP TO DATE",
        "With --up-to-date an object is skipped if every result asked for exists, its dependency file is there and not older than they are, \
and for every line of the dependency file: the source exists and is not newer than the oldest result, the include path leads to the same \
file, and what was absent is still absent. The dependency file is one of the results, asked for or not. Options are not compared: \
compile without --up-to-date after changing them.",
    ),
    (
        "MESSAGES",
        "Every error has a code, which --explain CODE explains with an example. With --message-format json every error is one line of JSON, \
with sarif all are one SARIF 2.1.0 log at the end; statistics then go to the standard error stream. Colours are for terminals, unless \
NO_COLOR is set or TERM is dumb; --color decides otherwise.",
    ),
    (
        "EXIT STATUS",
        "0 if there were no errors, 1 otherwise. Errors and statistics go to the standard output; what templates print, progress and the \
reasons of --why-outdated go to the standard error stream.",
    ),
];
