//! The Model Context Protocol: tools with which an agent searches, reads and cites.
//!
//! An [`Agent`] answers the protocol from an engine. [`serve_stdio`] serves one on standard input and output;
//! [`http_service`] makes a service for a web server to mount. Both offer the same: the tools (`tools`), each
//! call as a text resource (`resources`), prompts (`prompts`) with completions (`complete`), and instructions
//! that teach the query language (`instructions`).
//!
//! The engine blocks, so each request runs on a thread of its own, with a limit on their number. Wrong
//! arguments of a tool are answered as a failure of that tool, with a hint; errors of the protocol are for
//! requests that name no tool.

mod agent;
mod caveats;
mod complete;
mod instructions;
mod prompts;
mod resources;
mod serve;
mod server;
mod text;
mod tools;

pub(in crate::interface) use self::serve::service;
pub use self::{
    agent::Agent,
    serve::{http_service, serve_stdio},
};
