//! Makes the table of the Chinese dictionary from `src/text/data/dictionary.txt`, so that a program that has
//! just been started can look words up in it.

use std::{env, fs, path::Path};

include!("src/text/segment/slot.rs");

const DICTIONARY: &str = "src/text/data/dictionary.txt";

fn main() {
    println!("cargo:rerun-if-changed={DICTIONARY}");
    println!("cargo:rerun-if-changed=src/text/segment/slot.rs");
    let text = fs::read_to_string(DICTIONARY).expect("the dictionary is there");
    let mut slots = vec![0_u64; SLOTS];
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let (word, frequency) = line.split_once(' ').expect("a word and its frequency");
        let frequency: u64 = frequency.parse().expect("a frequency is a number");
        if word == "total" {
            // The root's own slot holds it.
            slots[0] = frequency;
            continue;
        }
        assert!(frequency < 1 << FREQUENCY_BITS, "{line}");
        let node = word.chars().fold(0, |node, c| child(&mut slots, node, c));
        slots[node as usize] |= frequency;
    }
    let taken = slots.iter().filter(|slot| **slot != 0).count();
    assert!(
        taken < SLOTS * 3 / 4,
        "{taken} nodes are too many for the table"
    );
    let bytes: Vec<u8> = slots.iter().flat_map(|slot| slot.to_le_bytes()).collect();
    let folder = env::var_os("OUT_DIR").expect("cargo names a folder");
    fs::write(Path::new(&folder).join("dictionary.bin"), bytes).expect("the folder can be written");
}

/// The slot of a node's child, taken if it is not there yet.
fn child(slots: &mut [u64], parent: u32, c: char) -> u32 {
    let key = key(parent, c);
    let mut slot = first_slot(key);
    while slot == 0 || (slots[slot] != 0 && slots[slot] >> FREQUENCY_BITS != key) {
        slot = (slot + 1) % SLOTS;
    }
    slots[slot] |= key << FREQUENCY_BITS;
    slot as u32
}
