//! Asks a server much at once and tells how long its answers take.
//!
//! Some clients ask the dearest requests, others search, all without pause, while `/healthz` is asked now
//! and then over a new connection. The standard library alone and one thread a client: the driver should
//! take as little as it can from the cores that the server works on.

mod client;
mod interfaces;
mod requests;
mod times;

use std::{
    env, fs,
    process::ExitCode,
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use client::Client;
use times::Times;

/// What anything may end with.
pub(crate) type Result<T, E = Box<dyn std::error::Error + Send + Sync>> = std::result::Result<T, E>;

/// How long is asked before anything is counted.
const WARM_UP: Duration = Duration::from_secs(5);

/// How often `/healthz` is asked.
const PROBE: Duration = Duration::from_millis(50);

/// What is measured.
struct Args {
    address: String,
    seconds: u64,
    searchers: usize,
    dear: usize,
    /// Rest of a searcher between an answer and its next request.
    pause: Duration,
    /// The process of the server.
    server: Option<u32>,
    /// Asks dear requests of this kind alone.
    only: Option<String>,
    /// Asks each page and list in turn instead, so often.
    interfaces: Option<usize>,
}

/// Times by kind of request.
#[derive(Default)]
struct Measured(Mutex<Vec<(String, Times)>>);

impl Measured {
    fn add(&self, kind: &str, more: Times) {
        let mut all = self.0.lock().unwrap_or_else(|all| all.into_inner());
        match all.iter_mut().find(|(known, _)| known == kind) {
            Some((_, times)) => times.add(more),
            None => all.push((kind.to_owned(), more)),
        }
    }
}

fn main() -> ExitCode {
    match args().and_then(|args| run(&args)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

fn args() -> Result<Args> {
    let mut given = env::args().skip(1);
    let mut args = Args {
        address: given.next().ok_or("the address of a server is missing")?,
        seconds: 60,
        searchers: 32,
        dear: 2,
        pause: Duration::ZERO,
        server: None,
        only: None,
        interfaces: None,
    };
    while let Some(name) = given.next() {
        let value = given.next().ok_or(format!("{name} needs a value"))?;
        match name.as_str() {
            "--seconds" => args.seconds = value.parse()?,
            "--searchers" => args.searchers = value.parse()?,
            "--dear" => args.dear = value.parse()?,
            "--pause" => args.pause = Duration::from_millis(value.parse()?),
            "--server" => args.server = Some(value.parse()?),
            "--only" => args.only = Some(value),
            "--interfaces" => args.interfaces = Some(value.parse()?),
            _ => return Err(format!("there is no option {name}").into()),
        }
    }
    Ok(args)
}

fn run(args: &Args) -> Result<()> {
    if let Some(rounds) = args.interfaces {
        return interfaces::run(&args.address, rounds);
    }
    let searches = requests::searches();
    let mut dear = requests::dear(&requests::two_calls(&args.address)?);
    dear.retain(|(kind, _)| args.only.as_ref().is_none_or(|only| only == kind));
    let (measured, counting) = (Measured::default(), AtomicBool::new(false));
    let end = Instant::now() + WARM_UP + Duration::from_secs(args.seconds);
    let worked = |from: u64| Some(cpu_time(args.server?)?.saturating_sub(from));
    let mut before = 0;
    let next_dear = AtomicUsize::new(0);
    thread::scope(|scope| {
        let asker = Asker {
            args,
            measured: &measured,
            counting: &counting,
            end,
        };
        for number in 0..args.searchers {
            let searches = &searches;
            scope.spawn(move || {
                // Each begins elsewhere in the list, so that they do not ask in step.
                let mut place = number * 7;
                asker.ask(args.pause, || {
                    place += 1;
                    ("search", searches[place % searches.len()].as_str())
                });
            });
        }
        for _ in 0..args.dear {
            let (dear, next_dear) = (&dear, &next_dear);
            scope.spawn(move || {
                asker.ask(Duration::ZERO, || {
                    let next = next_dear.fetch_add(1, Ordering::Relaxed) % dear.len();
                    (dear[next].0, dear[next].1.as_str())
                });
            });
        }
        scope.spawn(move || asker.probe());
        thread::sleep(WARM_UP);
        before = worked(0).unwrap_or(0);
        counting.store(true, Ordering::Relaxed);
    });
    let cores = worked(before).map(|ticks| ticks as f64 / 100.0 / args.seconds as f64);
    times::print(measured.0.into_inner().unwrap_or_default(), args.seconds);
    if let Some(cores) = cores {
        println!("\nThe server used {cores:.2} cores.");
    }
    Ok(())
}

/// What all clients share.
#[derive(Clone, Copy)]
struct Asker<'a> {
    args: &'a Args,
    measured: &'a Measured,
    counting: &'a AtomicBool,
    end: Instant,
}

impl<'a> Asker<'a> {
    /// Asks one request after another over one connection.
    fn ask(self, pause: Duration, mut next: impl FnMut() -> (&'a str, &'a str)) {
        let mut client = Client::new(&self.args.address);
        while Instant::now() < self.end {
            let (kind, path) = next();
            self.time(&mut client, kind, path);
            thread::sleep(pause);
        }
    }

    /// Asks whether the server is well, each time as a stranger.
    fn probe(self) {
        while Instant::now() < self.end {
            self.time(&mut Client::new(&self.args.address), "/healthz", "/healthz");
            thread::sleep(PROBE);
        }
    }

    fn time(self, client: &mut Client, kind: &str, path: &str) {
        let start = Instant::now();
        let status = client.get(path);
        let took = start.elapsed();
        if self.counting.load(Ordering::Relaxed) {
            self.measured.add(kind, Times::of(took, &status));
        }
        if status.is_err() {
            // A server that is gone is not asked as fast as the machine can.
            thread::sleep(Duration::from_millis(100));
        }
    }
}

/// Time on cores that a process has used, in hundredths of a second.
fn cpu_time(process: u32) -> Option<u64> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let (_, rest) = stat.rsplit_once(") ")?;
    let mut fields = rest.split(' ').skip(11);
    Some(fields.next()?.parse::<u64>().ok()? + fields.next()?.parse::<u64>().ok()?)
}
