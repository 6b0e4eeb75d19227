//! Metrics for Prometheus.

use std::{fmt::Write, time::Duration};

use axum::http::StatusCode;
use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram},
    registry::Registry,
};

/// Upper bounds of the histogram's buckets, in seconds.
const SECONDS: [f64; 12] = [
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0,
];

/// Labels of a count of requests.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    route: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RouteLabels {
    route: String,
}

/// The metrics since the server started.
pub(super) struct Metrics {
    registry: Registry,
    requests: Family<RequestLabels, Counter>,
    seconds: Family<RouteLabels, Histogram, fn() -> Histogram>,
    /// Connections that are open.
    pub(super) connections: Gauge,
    refreshes: Counter,
}

impl Default for Metrics {
    fn default() -> Self {
        let new = || Histogram::new(SECONDS);
        let metrics = Self {
            registry: Registry::with_prefix("verbatim"),
            requests: Family::default(),
            seconds: Family::new_with_constructor(new as fn() -> Histogram),
            connections: Gauge::default(),
            refreshes: Counter::default(),
        };
        metrics.register()
    }
}

impl Metrics {
    fn register(mut self) -> Self {
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
            self.refreshes.clone(),
        );
        self
    }

    /// Counts a request; `route` is the pattern of its path.
    pub(super) fn count_request(&self, route: &str, status: StatusCode, took: Duration) {
        let labels = RequestLabels {
            route: route.to_owned(),
            status: status.as_u16(),
        };
        self.requests.get_or_create(&labels).inc();
        let labels = RouteLabels {
            route: route.to_owned(),
        };
        self.seconds
            .get_or_create(&labels)
            .observe(took.as_secs_f64());
    }

    /// Counts a refresh that changed the index.
    pub(super) fn count_refresh(&self) {
        self.refreshes.inc();
    }

    /// The metrics in the text format of OpenMetrics, with the size of the index.
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
