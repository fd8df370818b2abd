//! A broker of a few lines: answers what the test says and remembers what it was asked.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Output, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;

/// A request as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Method and target: `GET /status/ping?x=y`.
    pub line: String,
    pub body: String,
}

/// What to answer: status line after `HTTP/1.1 `, content type, body.
pub type Answer = (&'static str, &'static str, &'static str);

pub struct Stub {
    port: u16,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Stub {
    /// Answers every command with `answer`, and whoever watches a request with `messages`.
    pub fn start(answer: Answer, messages: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let remembered = Arc::clone(&asked);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let remembered = Arc::clone(&remembered);
                thread::spawn(move || serve(stream, answer, messages, &remembered));
            }
        });
        Self { port, asked }
    }

    /// What was asked so far, without the requests that watch others.
    pub fn commands(&self) -> Vec<Asked> {
        self.all()
            .into_iter()
            .filter(|asked| !asked.line.contains("/status/requestid/"))
            .collect()
    }

    pub fn all(&self) -> Vec<Asked> {
        self.asked.lock().expect("no panic while locked").clone()
    }

    /// `aq` set up for this broker, without authentication and untouched by the user's own settings.
    pub fn aq(&self, arguments: &[&str]) -> Command {
        let mut command = aq(arguments);
        command
            .env("AQHOST", "127.0.0.1")
            .env("AQPORT", self.port.to_string());
        command
    }
}

/// `aq` without any setting from outside.
pub fn aq(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_aq"));
    command
        .args(arguments)
        .env_clear()
        .env("HOME", "/nonexistent")
        .env("KRB5_CONFIG", "/dev/null")
        .stdin(Stdio::null());
    command
}

fn serve(mut stream: TcpStream, answer: Answer, messages: &str, remembered: &Mutex<Vec<Asked>>) {
    let mut reader = BufReader::new(stream.try_clone().expect("a second handle"));
    let mut line = String::new();
    reader.read_line(&mut line).expect("a request line");
    let mut length = 0;
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).expect("a header");
        if header.trim().is_empty() {
            break;
        }
        if let Some((name, value)) = header.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().expect("a length");
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).expect("a body");
    let line = line.trim_end().trim_end_matches(" HTTP/1.1").to_owned();
    let watches = line.starts_with("GET /status/requestid/");
    let body = String::from_utf8(body).expect("text");
    remembered
        .lock()
        .expect("no panic while locked")
        .push(Asked { line, body });
    let (status, kind, text) = if watches {
        ("200 OK", "text/plain", messages)
    } else {
        answer
    };
    let _ = write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{text}",
        text.len()
    );
}

/// Exit status, standard output, standard error.
pub fn outcome(command: &mut Command) -> (i32, String, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().expect("aq runs");
    (
        status.code().expect("aq was not killed"),
        String::from_utf8(stdout).expect("text"),
        String::from_utf8(stderr).expect("text"),
    )
}
