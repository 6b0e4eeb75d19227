// Layout of the compiled dictionary: a trie whose nodes are slots of a hash table, read in place.
// Also used by the build script.

/// Number of slots, a power of two; about half are used.
const SLOTS: usize = 1 << BITS;
const BITS: u32 = 20;

/// Bits of a character, and of the frequency of a word.
const CHAR_BITS: u32 = 21;
const FREQUENCY_BITS: u32 = 22;

/// Key of a node: its parent's slot and its character. Never zero.
fn key(parent: u32, c: char) -> u64 {
    (u64::from(parent) << CHAR_BITS) | u64::from(u32::from(c))
}

/// Slot at which the probing for a key begins.
fn first_slot(key: u64) -> usize {
    (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - BITS)) as usize
}
