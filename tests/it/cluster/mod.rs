//! A store on a real cluster: three nodes of OpenSearch on this machine, started from their published artifacts.

mod analytics;
mod conformance;
mod faults;
mod operations;
mod proxy;
mod publishing;
mod related;
mod round_trips;

use std::{
    fs,
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::{
        Mutex, OnceLock,
        atomic::{AtomicU16, Ordering},
    },
    time::{Duration, Instant},
};

use verbatim::{
    cluster::{Cluster, ClusterAccess, ClusterAddress},
    engine::Engine,
};

use crate::harness::project;

/// The longest that three nodes may take to find each other.
const START: Duration = Duration::from_secs(180);

/// Three nodes, which end with this value or with the process.
pub(crate) struct Nodes {
    nodes: Vec<Mutex<Child>>,
    class_path: &'static str,
    /// The ports of each for requests, and for other nodes.
    ports: Vec<u16>,
    between: Vec<String>,
    folder: tempfile::TempDir,
}

/// The class path of a node, where the machine has Java and Maven.
fn class_path() -> Option<&'static str> {
    static CLASS_PATH: OnceLock<Option<String>> = OnceLock::new();
    let made = CLASS_PATH.get_or_init(|| {
        let folder = project().join("target/cluster");
        fs::create_dir_all(&folder).unwrap();
        let file = folder.join("class_path");
        let pom = project().join("tests/cluster/pom.xml");
        let mut maven = Command::new("mvn");
        maven
            .args(["--batch-mode", "--quiet", "dependency:build-classpath"])
            .arg(format!("-Dmdep.outputFile={}", file.display()))
            .arg("--file")
            .arg(&pom);
        if !file.exists() && !run(&mut maven) {
            return None;
        }
        let libraries = fs::read_to_string(&file).ok()?;
        let mut compiler = Command::new("javac");
        compiler
            .args(["-classpath", libraries.trim(), "-d"])
            .arg(&folder)
            .arg(project().join("tests/cluster/ClusterNode.java"));
        run(&mut compiler).then(|| format!("{}:{}", folder.display(), libraries.trim()))
    });
    if made.is_none() {
        let must = std::env::var("VERBATIM_TESTS").is_ok_and(|value| value == "all");
        assert!(!must, "Java or Maven is missing, or has no OpenSearch");
        #[allow(clippy::print_stderr)]
        {
            eprintln!("skipped: there is no Java or Maven to start a cluster with");
        }
    }
    made.as_deref()
}

fn run(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// A port that nothing listens on.
fn free_port() -> u16 {
    // Ports are not given twice by this process, which listens on none of them itself.
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let first = 20_000 + (std::process::id() % 20_000) as u16;
    loop {
        let port = first + NEXT.fetch_add(1, Ordering::Relaxed);
        if std::net::TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}

impl Nodes {
    /// Starts three nodes; none where the machine cannot.
    pub(crate) fn start() -> Option<Self> {
        let class_path = class_path()?;
        let mut nodes = Self {
            nodes: Vec::new(),
            class_path,
            ports: (0..3).map(|_| free_port()).collect(),
            between: (0..3).map(|_| free_port().to_string()).collect(),
            folder: tempfile::tempdir().unwrap(),
        };
        nodes.nodes = (0..3)
            .map(|node| Mutex::new(nodes.start_node(node)))
            .collect();
        nodes.wait_for(3);
        Some(nodes)
    }

    fn start_node(&self, node: usize) -> Child {
        let home = self.folder.path().join(format!("node-{node}"));
        fs::create_dir_all(home.join("config")).unwrap();
        let log = fs::File::create(home.join("log")).unwrap();
        Command::new("java")
            .args([
                "-Xms512m",
                "-Xmx512m",
                "-XX:+UseSerialGC",
                // The nodes live for minutes.
                "-XX:TieredStopAtLevel=1",
                "-classpath",
                self.class_path,
            ])
            .arg("ClusterNode")
            .arg(&home)
            .arg(format!("node-{node}"))
            .args([
                &self.ports[node].to_string(),
                &self.between[node],
                &self.between.join(","),
            ])
            .stdin(Stdio::piped())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn()
            .unwrap()
    }

    /// Starts a node again that was killed, and waits until it has all copies.
    pub(crate) fn start_again(&mut self, node: usize) {
        self.nodes[node] = Mutex::new(self.start_node(node));
        self.wait_for(3);
    }

    /// Asks the last node for what no store does.
    pub(crate) fn ask(&self, method: &str, path: &str, body: &str) -> String {
        let request = ureq::http::Request::builder()
            .method(method)
            .uri(format!("http://127.0.0.1:{}{path}", self.ports[2]))
            .header("content-type", "application/json");
        let mut answer = ureq::run(request.body(body.to_owned()).unwrap()).unwrap();
        answer.body_mut().read_to_string().unwrap()
    }

    /// Waits until so many nodes hold all copies.
    pub(crate) fn wait_for(&self, count: usize) {
        let start = Instant::now();
        let is_whole = |port: &u16| {
            let url = format!(
                "http://127.0.0.1:{port}/_cluster/health?wait_for_nodes={count}&wait_for_status=green&timeout=5s"
            );
            let answer = ureq::get(&url).call().ok();
            let text = answer.and_then(|mut answer| answer.body_mut().read_to_string().ok());
            text.is_some_and(|text| text.contains("\"timed_out\":false"))
        };
        while !self.ports.last().is_some_and(is_whole) {
            assert!(start.elapsed() < START, "the cluster did not start");
            std::thread::sleep(Duration::from_millis(300));
        }
    }

    /// Kills a node.
    pub(crate) fn kill(&self, node: usize) {
        let mut node = self.nodes[node].lock().unwrap();
        node.kill().unwrap();
        node.wait().unwrap();
    }

    /// The address of a store on the last node.
    pub(crate) fn store(&self, prefix: &str) -> String {
        format!("opensearch+http://127.0.0.1:{}/{prefix}", self.ports[2])
    }

    pub(crate) fn address(&self, prefix: &str) -> ClusterAddress {
        self.store(prefix).parse().unwrap()
    }

    pub(crate) fn cluster(&self, prefix: &str) -> Cluster {
        cluster_at(&self.store(prefix))
    }
}

impl Drop for Nodes {
    fn drop(&mut self) {
        for node in &self.nodes {
            if let Ok(mut node) = node.lock() {
                let _ = node.kill();
                let _ = node.wait();
            }
        }
    }
}

/// The store at an address.
pub(crate) fn cluster_at(address: &str) -> Cluster {
    Cluster::new(&ClusterAccess {
        address: address.parse().unwrap(),
        headers: None,
        authority: None,
    })
    .unwrap()
}

/// An index of a folder.
pub(crate) fn indexed(corpus: PathBuf, index: PathBuf) -> Engine {
    let engine = Engine::new(index);
    let corpus = verbatim::index::CorpusFolders {
        paths: vec![corpus],
        overrides: None,
    };
    engine.refresh(&corpus, false, &mut |_| {}).unwrap();
    engine
}
