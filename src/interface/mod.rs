//! Faces: what shows the engine to a person or a program. They know the engine, requests and
//! responses, never the index, and not one another. JSON, tables and charts serve all of them; the
//! command line starts the server, which carries the pages and answers agents.

mod caption;
pub mod cli;
mod excerpt;
pub mod http;
pub mod json;
pub mod mcp;
mod permits;
mod redact;
mod scheduler;
pub mod svg;
pub mod table;
mod web;
