//! What the server counts, for Prometheus.

use std::{fmt::Write, time::Duration};

use axum::http::StatusCode;
use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram},
    registry::Registry,
};

/// Bounds of the buckets of times, in seconds.
const SECONDS: [f64; 12] = [
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0,
];

/// Which requests.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Which {
    route: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfRoute {
    route: String,
}

/// The counts of a server since it began.
pub(super) struct Metrics {
    registry: Registry,
    requests: Family<Which, Counter>,
    seconds: Family<OfRoute, Histogram, fn() -> Histogram>,
    /// Connections that are open.
    pub(super) connections: Gauge,
    commits: Counter,
}

impl Default for Metrics {
    fn default() -> Self {
        let new = || Histogram::new(SECONDS);
        let metrics = Self {
            registry: Registry::with_prefix("verbatim"),
            requests: Family::default(),
            seconds: Family::new_with_constructor(new as fn() -> Histogram),
            connections: Gauge::default(),
            commits: Counter::default(),
        };
        metrics.registered()
    }
}

impl Metrics {
    fn registered(mut self) -> Self {
        let registry = &mut self.registry;
        registry.register("http_requests", "Requests answered", self.requests.clone());
        registry.register(
            "http_request_seconds",
            "Time from a request to the head of its answer",
            self.seconds.clone(),
        );
        registry.register(
            "http_connections",
            "Connections that are open",
            self.connections.clone(),
        );
        registry.register(
            "index_refreshes",
            "Refreshes that changed the index",
            self.commits.clone(),
        );
        self
    }

    /// Counts a request; `route` is the pattern of its path.
    pub(super) fn answered(&self, route: &str, status: StatusCode, took: Duration) {
        let which = Which {
            route: route.to_owned(),
            status: status.as_u16(),
        };
        self.requests.get_or_create(&which).inc();
        let of = OfRoute {
            route: route.to_owned(),
        };
        self.seconds.get_or_create(&of).observe(took.as_secs_f64());
    }

    /// Counts a refresh that changed something.
    pub(super) fn refreshed(&self) {
        self.commits.inc();
    }

    /// The text format of OpenMetrics, with how much the index holds.
    pub(super) fn text(&self, calls: u64, passages: u64) -> String {
        let mut text = String::new();
        for (name, help, value) in [
            ("calls", "Calls in the index", calls),
            ("passages", "Passages in the index", passages),
        ] {
            let _ = writeln!(
                text,
                "# HELP verbatim_index_{name} {help}.\n# TYPE verbatim_index_{name} gauge\nverbatim_index_{name} {value}"
            );
        }
        let _ = encode(&mut text, &self.registry);
        text
    }
}
