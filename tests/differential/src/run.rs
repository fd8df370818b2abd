//! Runs a compiler over a batch of programs and collects what it wrote and said.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::program::Program;

/// First words of messages, which are their classes.
const CLASSES: &[&str] = &["syntax", "parse", "evaluation", "validation", "system"];

/// The class of a refusal without a message.
pub const CRASH: &str = "internal";

/// A compiler.
#[derive(Clone, Debug)]
pub struct Compiler {
    /// The program.
    pub command: PathBuf,
    /// Options in front of the file names.
    pub options: Vec<String>,
    /// How long a batch may take.
    pub patience: Duration,
}

/// What a compiler made of one program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Made {
    /// The files it wrote, by their names below the program's folder.
    pub files: BTreeMap<String, Vec<u8>>,
    /// The classes of its messages.
    pub classes: BTreeSet<&'static str>,
    /// Its messages.
    pub messages: String,
}

/// Programs on disk, compiled together.
#[derive(Debug)]
pub struct Batch<'a> {
    folder: &'a Path,
    programs: Vec<(String, &'a Program)>,
}

impl<'a> Batch<'a> {
    /// Writes the programs below `folder`, which must be empty.
    ///
    /// # Errors
    /// A file cannot be written.
    pub fn write(folder: &'a Path, programs: &'a [Program]) -> io::Result<Self> {
        let source = folder.join("src");
        let programs: Vec<_> = programs
            .iter()
            .enumerate()
            .map(|(i, program)| (format!("q{i}z"), program))
            .collect();
        for (name, program) in &programs {
            program.write(&source, name)?;
        }
        Ok(Self { folder, programs })
    }

    /// Compiles all of them, or those with these numbers, in one process. Gives a result for each program of the batch.
    ///
    /// # Errors
    /// The compiler cannot be started, does not end in time or is killed.
    pub fn compile(&self, compiler: &Compiler, label: &str, only: Option<&[usize]>) -> Result<Vec<Made>> {
        let output = self.folder.join(label);
        fs::create_dir_all(&output)?;
        let source = self.folder.join("src");
        let log = self.folder.join(format!("{label}.log"));
        let mut command = Command::new(&compiler.command);
        command
            .args(&compiler.options)
            .arg("--include-path")
            .arg(&source)
            .arg("--output-dir")
            .arg(&output)
            .env("TZ", "UTC")
            .stdin(Stdio::null())
            .stdout(File::create(&log)?)
            .stderr(Stdio::null());
        for (number, (name, program)) in self.programs.iter().enumerate() {
            if only.is_some_and(|only| !only.contains(&number)) {
                continue;
            }
            for object in &program.objects {
                command.arg(source.join(name).join(object));
            }
        }
        wait(command, compiler)?;
        let text = String::from_utf8_lossy(&fs::read(&log)?).into_owned();
        let mut results: Vec<Made> = Vec::new();
        for (name, _) in &self.programs {
            let mut files = BTreeMap::new();
            read(&output.join(name), "", &mut files)?;
            results.push(Made {
                files,
                ..Made::default()
            });
        }
        for (class, message) in messages(&text) {
            let Some(result) = self.owner(&message).and_then(|number| results.get_mut(number)) else {
                continue;
            };
            result.classes.insert(class);
            result.messages.push_str(&message);
        }
        Ok(results)
    }

    /// The number of the program that a message is about: the first one that it names.
    fn owner(&self, message: &str) -> Option<usize> {
        message
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter_map(|word| word.strip_prefix('q')?.strip_suffix('z')?.parse().ok())
            .find(|number| *number < self.programs.len())
    }
}

fn wait(mut command: Command, compiler: &Compiler) -> Result<()> {
    let mut child = command
        .spawn()
        .with_context(|| format!("{} cannot be started", compiler.command.display()))?;
    let end = Instant::now() + compiler.patience;
    loop {
        if let Some(status) = child.try_wait()? {
            if status.code().is_none_or(|code| code > 1) {
                bail!("{} ended with {status}", compiler.command.display());
            }
            return Ok(());
        }
        if Instant::now() > end {
            child.kill()?;
            child.wait()?;
            bail!(
                "{} takes more than {:?}",
                compiler.command.display(),
                compiler.patience
            );
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Messages, each with its class: a line with the words of a class begins one.
fn messages(text: &str) -> Vec<(&'static str, String)> {
    let mut all: Vec<(&'static str, String)> = Vec::new();
    for line in text.lines() {
        let class = CLASSES.iter().find(|class| {
            line.strip_prefix(**class)
                .is_some_and(|rest| rest.starts_with(" error ["))
        });
        match class {
            Some(class) => all.push((class, format!("{line}\n"))),
            None => {
                if let Some((_, message)) = all.last_mut() {
                    message.push_str(line);
                    message.push('\n');
                }
            }
        }
    }
    all
}

fn read(folder: &Path, prefix: &str, into: &mut BTreeMap<String, Vec<u8>>) -> io::Result<()> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    for entry in entries {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            read(&entry.path(), &format!("{name}/"), into)?;
        } else {
            into.insert(name, fs::read(entry.path())?);
        }
    }
    Ok(())
}
