// The table of the dictionary: a trie whose nodes lie in a hash table, so that it is read as it lies in the
// program and nothing has to be loaded. The build script, which makes it, reads this file too.

/// Slots of the table, a power of two; about half are taken.
const SLOTS: usize = 1 << BITS;
const BITS: u32 = 20;

/// Bits of a character, and of the frequency of a word.
const CHAR_BITS: u32 = 21;
const FREQUENCY_BITS: u32 = 22;

/// What the slot of a node begins with: its parent's slot and its character. Never zero, since the first
/// slot is the root's and no character of a word is.
fn key(parent: u32, c: char) -> u64 {
    (u64::from(parent) << CHAR_BITS) | u64::from(u32::from(c))
}

/// The slot where the search for a key begins.
fn first_slot(key: u64) -> usize {
    (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - BITS)) as usize
}
