//! Interfaces: what shows the engine to a person or a program. They know the engine, requests and
//! responses, never the index, and not one another. JSON, tables and charts serve all of them; the
//! command line starts the server, which carries the pages and answers agents.

// What several interfaces share is not all used where some are left out.
#![cfg_attr(not(feature = "default"), allow(dead_code, unused_imports))]

#[cfg(feature = "json")]
mod caption;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "json")]
mod excerpt;
#[cfg(feature = "server")]
pub mod http;
#[cfg(feature = "json")]
pub mod json;
#[cfg(feature = "mcp")]
pub mod mcp;
#[cfg(any(feature = "server", feature = "mcp"))]
mod permits;
#[cfg(any(feature = "server", feature = "mcp"))]
mod redact;
#[cfg(any(feature = "server", feature = "mcp"))]
mod scheduler;
#[cfg(feature = "charts")]
pub mod svg;
#[cfg(feature = "json")]
pub mod table;
#[cfg(feature = "server")]
mod web;
