//! The server's API: what it answers, what it refuses, and how it bears its clients.

mod answers;
mod guard;
mod hostile;
mod live;
mod problems;
mod schema;

use crate::server::Server;

/// A server of the sample calls for all tests that only ask.
fn samples() -> &'static Server {
    Server::samples()
}
