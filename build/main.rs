//! Makes tables from the data of `src/text/data`, so that a program that has just been started reads them as
//! they lie in it: the Chinese dictionary, the fold of characters, the variants across the strait and the
//! keys of the glossary.

// What is printed is for cargo.
#![allow(clippy::print_stdout)]

// The program uses all of it.
#[allow(dead_code, unreachable_pub)]
#[path = "../src/character.rs"]
mod character;
mod dictionary;
mod fold;
mod glossary;
mod text;
mod variants;

use std::{
    env, fs,
    path::{Path, PathBuf},
};

const DATA: &str = "src/text/data";

fn main() {
    println!("cargo:rerun-if-changed=build");
    println!("cargo:rerun-if-changed={DATA}");
    for shared in text::SHARED {
        println!("cargo:rerun-if-changed=src/text/{shared}");
    }
    println!("cargo:rerun-if-changed=src/character.rs");
    dictionary::write();
    fold::write();
    variants::write();
    glossary::write();
}

/// The text of a file of the data.
fn data(name: &str) -> String {
    let path = Path::new(DATA).join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The lines of a file of the data, but for remarks.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.starts_with('#'))
}

/// Writes a file for the program to include.
fn put(name: &str, content: impl AsRef<[u8]>) {
    let folder = PathBuf::from(env::var_os("OUT_DIR").expect("cargo names a folder"));
    fs::write(folder.join(name), content).expect("the folder can be written");
}
