//! The compiled dictionary: a trie in a hash table.

include!("slot.rs");

/// The slots, eight bytes each: the key of a node above the frequency of the word that ends there.
static TABLE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/dictionary.bin"));

/// The root node.
pub(super) const ROOT: u32 = 0;

fn slot(at: usize) -> u64 {
    let bytes = TABLE.get(8 * at..8 * at + 8);
    let bytes = bytes.and_then(|bytes| bytes.try_into().ok());
    bytes.map_or(0, u64::from_le_bytes)
}

fn frequency(slot: u64) -> u32 {
    (slot & ((1 << FREQUENCY_BITS) - 1)) as u32
}

/// The child for a character and the frequency of the word that ends there, 0 if none; none without
/// such a child.
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
                return Some((at as u32, frequency(found)));
            }
        }
        at = (at + 1) % SLOTS;
    }
}

/// Visits every word with its frequency.
pub(super) fn for_each(mut take: impl FnMut(&str, usize)) {
    let mut reversed = Vec::new();
    let mut word = String::new();
    for at in 1..SLOTS {
        let frequency = frequency(slot(at));
        if frequency == 0 {
            continue;
        }
        reversed.clear();
        let mut node = at;
        while node != ROOT as usize {
            let (parent, c) = parent(slot(node));
            reversed.extend(c);
            node = parent;
        }
        word.clear();
        word.extend(reversed.iter().rev());
        take(&word, frequency as usize);
    }
}

/// Parent slot of a node, and the character that leads to it.
fn parent(slot: u64) -> (usize, Option<char>) {
    let key = slot >> FREQUENCY_BITS;
    let c = (key & ((1 << CHAR_BITS) - 1)) as u32;
    ((key >> CHAR_BITS) as usize, char::from_u32(c))
}

/// Sum of the frequencies of all words, non-Chinese ones included.
pub(super) fn total() -> usize {
    slot(0) as usize
}
