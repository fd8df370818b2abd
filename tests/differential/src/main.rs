//! Compares two compilers on random programs: `differential --panc CMD --reference CMD --seed N --minutes M --out DIR`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use clap::Parser;
use differential::compare::{Difference, Verdict, compare};
use differential::generate;
use differential::minimise::minimise;
use differential::program::Program;
use differential::random::Random;
use differential::run::{Batch, CRASH, Compiler, Made};

/// Writes random Pan programs and compares what two compilers make of them.
#[derive(Debug, Parser)]
struct Arguments {
    /// The compiler under test
    #[arg(long, value_name = "CMD")]
    panc: PathBuf,
    /// The compiler that is right
    #[arg(long, value_name = "CMD")]
    reference: PathBuf,
    /// Where to begin; the same number gives the same programs
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// How long to go on
    #[arg(long, value_name = "M", default_value_t = 1)]
    minutes: u64,
    /// Programs compiled in one process
    #[arg(long, value_name = "N", default_value_t = 500)]
    batch: u64,
    /// Refused programs of each batch that are compiled alone when the reference does not say why
    #[arg(long, value_name = "N", default_value_t = 2)]
    alone: usize,
    /// Differences of one sort that are cut down and stored
    #[arg(long, value_name = "N", default_value_t = 3)]
    keep: usize,
    /// Rounds of cutting a program down; 0 stores it as it is
    #[arg(long, value_name = "N", default_value_t = 12)]
    rounds: usize,
    /// Only writes the programs of one batch to the output directory
    #[arg(long)]
    write: bool,
    /// Where differences are stored
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

#[derive(Default)]
struct Totals {
    programs: u64,
    written: u64,
    refused: u64,
    unknown: u64,
    lost: u64,
    found: BTreeMap<String, usize>,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    fs::create_dir_all(&arguments.out)?;
    if arguments.write {
        for seed in arguments.seed..arguments.seed + arguments.batch {
            generate::program(seed).write(&arguments.out, &format!("q{seed}z"))?;
        }
        return Ok(());
    }
    let end = Instant::now() + Duration::from_secs(arguments.minutes * 60);
    let (mut totals, mut seed) = (Totals::default(), arguments.seed);
    let begin = Instant::now();
    while Instant::now() < end {
        run_batch(&arguments, seed, &mut totals)?;
        seed += arguments.batch;
        println!(
            "seeds {}..{seed}: {} programs, {:.0}/s, {} written, {} refused, {} without a word, {} batches lost, differences {:?}",
            arguments.seed,
            totals.programs,
            totals.programs as f64 / begin.elapsed().as_secs_f64(),
            totals.written,
            totals.refused,
            totals.unknown,
            totals.lost,
            totals.found,
        );
    }
    Ok(())
}

/// Both compilers with the options of a batch.
fn compilers(arguments: &Arguments, seed: u64) -> (Compiler, Compiler) {
    let mut random = Random::new(seed);
    let mut options: Vec<String> = ["--formats", "pan,json,text,dep,dot", "--max-iteration", "60"]
        .map(str::to_owned)
        .to_vec();
    if random.percent(20) {
        options.push("--debug".to_owned());
    }
    if random.percent(20) {
        options.extend([
            "--initial-data".to_owned(),
            "dict('init', dict('a', 1))".to_owned(),
        ]);
    }
    let compiler = |command: &Path| Compiler {
        command: command.to_owned(),
        options: options.clone(),
        patience: Duration::from_secs(120),
    };
    (compiler(&arguments.panc), compiler(&arguments.reference))
}

/// The results of both compilers, for each program.
fn both(
    programs: &[Program],
    panc: &Compiler,
    reference: &Compiler,
    alone: usize,
) -> Result<Vec<(Made, Made)>> {
    let folder = tempfile::Builder::new().prefix("differential").tempdir()?;
    let batch = Batch::write(folder.path(), programs)?;
    let here = batch.compile(panc, "here", None)?;
    let there = batch.compile(reference, "there", None)?;
    let mut pairs: Vec<(Made, Made)> = here.into_iter().zip(there).collect();
    let mut left = alone;
    for (number, (here, there)) in pairs.iter_mut().enumerate() {
        if left == 0 {
            break;
        }
        if compare(here, there) == Verdict::Unknown {
            left -= 1;
            let again = batch.compile(reference, &format!("alone{number}"), Some(&[number]))?;
            *there = again.into_iter().nth(number).unwrap_or_default();
            if there.files.is_empty() && there.classes.is_empty() {
                there.classes.insert(CRASH);
            }
        }
    }
    Ok(pairs)
}

fn run_batch(arguments: &Arguments, seed: u64, totals: &mut Totals) -> Result<()> {
    let (panc, reference) = compilers(arguments, seed);
    let programs: Vec<Program> = (seed..seed + arguments.batch).map(generate::program).collect();
    let pairs = match both(&programs, &panc, &reference, arguments.alone) {
        Ok(pairs) => pairs,
        Err(error) => {
            println!("batch {seed}: {error:#}");
            totals.lost += 1;
            return Ok(());
        }
    };
    totals.programs += arguments.batch;
    for ((program, (here, there)), seed) in programs.iter().zip(&pairs).zip(seed..) {
        if there.files.is_empty() {
            totals.refused += 1;
        } else {
            totals.written += 1;
        }
        match compare(here, there) {
            Verdict::Equal => {}
            Verdict::Unknown => totals.unknown += 1,
            Verdict::Different(difference) => {
                let count = totals.found.entry(difference.to_string()).or_default();
                *count += 1;
                if *count <= arguments.keep
                    && let Err(error) = keep(arguments, seed, program, &difference, &panc, &reference)
                {
                    println!("program {seed} cannot be cut down: {error:#}");
                }
            }
        }
    }
    Ok(())
}

/// Cuts a program down and stores it.
fn keep(
    arguments: &Arguments,
    seed: u64,
    program: &Program,
    difference: &Difference,
    panc: &Compiler,
    reference: &Compiler,
) -> Result<()> {
    let small = minimise(program, arguments.rounds, &mut |programs| {
        let pairs = both(programs, panc, reference, 0)?;
        Ok(pairs
            .iter()
            .map(|(here, there)| compare(here, there) == Verdict::Different(difference.clone()))
            .collect())
    })?;
    let (here, there) = both(std::slice::from_ref(&small), panc, reference, 1)?
        .pop()
        .context("a program has a result")?;
    let folder = arguments.out.join(format!("seed{seed}"));
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    small.write(&folder, "p")?;
    fs::write(
        folder.join("difference.txt"),
        report(seed, difference, &small, &here, &there, panc),
    )?;
    println!("{}: {difference}\n{}", folder.display(), small.text());
    Ok(())
}

fn report(
    seed: u64,
    difference: &Difference,
    program: &Program,
    here: &Made,
    there: &Made,
    panc: &Compiler,
) -> String {
    let mut text = format!(
        "seed {seed}: {difference}\nobjects: {}\noptions: {}\n\n",
        program.objects.join(" "),
        panc.options.join(" ")
    );
    for (name, made) in [("here", here), ("there", there)] {
        text.push_str(&format!("== {name}\n{}", made.messages));
        for (file, bytes) in &made.files {
            let other = if name == "here" { there } else { here };
            if other.files.get(file) != Some(bytes) {
                text.push_str(&format!("-- {file}\n{}\n", String::from_utf8_lossy(bytes)));
            }
        }
    }
    text
}
