//! The Chinese dictionary: a trie in a hash table.

use super::{data, lines, put};

include!("../src/text/segment/slot.rs");

pub(crate) fn write() {
    let mut slots = vec![0_u64; SLOTS];
    for line in lines(&data("dictionary.txt")) {
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
    put("dictionary.bin", bytes);
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
