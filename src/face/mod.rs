//! Faces: what shows the engine to a person or a program. They know the engine, requests and
//! responses, never the index, and not one another.

pub mod cli;
pub mod json;
pub mod table;
