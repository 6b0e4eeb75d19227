//! A store on a real cluster: three nodes of OpenSearch on this machine, started from their published artifacts.

mod conformance;
mod faults;

use std::{
    fs,
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicU16, Ordering},
    },
    time::{Duration, Instant},
};

use verbatim::{
    cluster::{Cluster, ClusterAccess},
    engine::Engine,
};

use crate::harness::project;

/// The longest that three nodes may take to find each other.
const START: Duration = Duration::from_secs(180);

/// Three nodes, which end with this value or with the process.
pub(crate) struct Nodes {
    nodes: Vec<Child>,
    ports: Vec<u16>,
    _folder: tempfile::TempDir,
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
        let folder = tempfile::tempdir().unwrap();
        let ports: Vec<u16> = (0..3).map(|_| free_port()).collect();
        let between: Vec<String> = (0..3).map(|_| free_port().to_string()).collect();
        let start = |node: usize| {
            let home = folder.path().join(format!("node-{node}"));
            fs::create_dir_all(home.join("config")).unwrap();
            let log = fs::File::create(home.join("log")).unwrap();
            Command::new("java")
                .args([
                    "-Xms512m",
                    "-Xmx512m",
                    "-XX:+UseSerialGC",
                    "-classpath",
                    class_path,
                ])
                .arg("ClusterNode")
                .arg(&home)
                .arg(format!("node-{node}"))
                .args([&ports[node].to_string(), &between[node], &between.join(",")])
                .stdin(Stdio::piped())
                .stdout(log.try_clone().unwrap())
                .stderr(log)
                .spawn()
                .unwrap()
        };
        let nodes = Self {
            nodes: (0..3).map(start).collect(),
            ports: ports.clone(),
            _folder: folder,
        };
        nodes.wait_for(3);
        Some(nodes)
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
    pub(crate) fn kill(&mut self, node: usize) {
        self.nodes[node].kill().unwrap();
        self.nodes[node].wait().unwrap();
    }

    /// The address of a store on the last node.
    pub(crate) fn store(&self, prefix: &str) -> String {
        format!("opensearch+http://127.0.0.1:{}/{prefix}", self.ports[2])
    }

    pub(crate) fn cluster(&self, prefix: &str) -> Cluster {
        cluster_at(&self.store(prefix))
    }
}

impl Drop for Nodes {
    fn drop(&mut self) {
        for node in &mut self.nodes {
            let _ = node.kill();
            let _ = node.wait();
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
