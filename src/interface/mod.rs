//! The interfaces: command line, HTTP API, pages and agents' tools. They use the engine, requests and
//! responses, never the index. JSON, tables, lists and charts are shared by all of them; the command line
//! starts the server, which serves the pages and the agents.

// What several interfaces share is not all used where some are left out.
#![cfg_attr(not(feature = "default"), allow(dead_code, unused_imports))]

#[cfg(feature = "json")]
mod caption;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "json")]
mod excerpt;
#[cfg(feature = "json")]
mod glossary;
#[cfg(feature = "server")]
pub mod http;
#[cfg(feature = "json")]
pub mod json;
mod languages;
#[cfg(feature = "json")]
mod list;
#[cfg(feature = "mcp")]
pub mod mcp;
#[cfg(feature = "charts")]
mod messages;
#[cfg(any(feature = "server", feature = "mcp"))]
mod permits;
#[cfg(any(feature = "cli", feature = "server"))]
mod quotations;
#[cfg(any(feature = "server", feature = "mcp"))]
mod redact;
mod request;
#[cfg(any(feature = "server", feature = "mcp"))]
mod scheduler;
#[cfg(feature = "charts")]
pub mod svg;
#[cfg(feature = "json")]
pub mod table;
#[cfg(feature = "server")]
mod web;
