//! The dictionary as it lies in the program.

use std::sync::LazyLock;

include!("slot.rs");

/// The slots, eight bytes each: the key of a node above the frequency of the word that ends there.
static TABLE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/dictionary.bin"));

/// The node that every word begins at.
pub(super) const ROOT: u32 = 0;

fn slot(at: usize) -> u64 {
    let bytes = TABLE.get(8 * at..8 * at + 8);
    let bytes = bytes.and_then(|bytes| bytes.try_into().ok());
    bytes.map_or(0, u64::from_le_bytes)
}

/// The node that a character leads to, and the frequency of the word that ends there, 0 where none does;
/// nothing where no word goes on so.
pub(super) fn step(node: u32, c: char) -> Option<(u32, u32)> {
    let key = key(node, c);
    let mut at = first_slot(key);
    loop {
        if at > 0 {
            let found = slot(at);
            if found == 0 {
                return None;
            }
            if found >> FREQUENCY_BITS == key {
                let frequency = found & ((1 << FREQUENCY_BITS) - 1);
                return Some((at as u32, frequency as u32));
            }
        }
        at = (at + 1) % SLOTS;
    }
}

/// The logarithm of the frequency of all words.
pub(super) fn log_total() -> f64 {
    static LOG_TOTAL: LazyLock<f64> = LazyLock::new(|| (slot(0) as f64).ln());
    *LOG_TOTAL
}
