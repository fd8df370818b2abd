//! Clients that wait for each answer before they ask again.

use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use aq_client::{Client, Request};
use http::Method;

use crate::installation::Installation;

/// The commands measured.
pub const COMMANDS: [&str; 3] = ["show_host", "add_machine", "make"];

/// Wall times of a program, sorted; the first run fills caches and is not counted.
pub fn processes(rounds: usize, command: impl Fn() -> Command) -> Vec<Duration> {
    let run = || {
        let begin = Instant::now();
        let status = command().stdout(Stdio::null()).status().unwrap();
        assert!(status.success());
        begin.elapsed()
    };
    run();
    let mut times: Vec<_> = (0..rounds).map(|_| run()).collect();
    times.sort();
    times
}

/// Times of all answers, sorted. Each client works on a host of its own.
pub fn run(site: &Installation, command: &'static str, clients: usize, rounds: usize) -> Vec<Duration> {
    let client = Arc::new(Client::new(site.client()));
    let mut times: Vec<Duration> = site.runtime().block_on(async {
        let tasks: Vec<_> = (0..clients)
            .map(|number| {
                let client = client.clone();
                tokio::spawn(async move {
                    let mut times = Vec::with_capacity(rounds);
                    for _ in 0..rounds {
                        let request = request(command, number);
                        let begin = Instant::now();
                        let answer = client.send(request).await.unwrap();
                        times.push(begin.elapsed());
                        assert!(answer.is_success(), "{command}: {}", answer.text());
                    }
                    times
                })
            })
            .collect();
        let mut all = Vec::new();
        for task in tasks {
            all.extend(task.await.unwrap());
        }
        all
    });
    times.sort();
    times
}

fn request(command: &str, client: usize) -> Request {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let host = format!("bench{client}.example.org");
    let form = |path: String, method: Method, pairs: &[(&str, &str)]| Request {
        method,
        path,
        query: Vec::new(),
        form: pairs
            .iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
            .collect(),
    };
    match command {
        "show_host" => Request::get(format!("/host/{host}")),
        "add_machine" => {
            let machine = format!("load{}", NEXT.fetch_add(1, Ordering::Relaxed));
            let options = [("model", "r120"), ("vendor", "acme"), ("rack", "north2")];
            form(format!("/machine/{machine}"), Method::PUT, &options)
        }
        // Every other time another personality, so that there is something to do.
        _ => {
            let personality = if NEXT.fetch_add(1, Ordering::Relaxed).is_multiple_of(2) {
                "web-server"
            } else {
                "compute-node"
            };
            let options = [("personality", personality)];
            form(format!("/host/{host}/command/make"), Method::POST, &options)
        }
    }
}
