//! The character map of an embedded TrueType or OpenType font, read backwards: which character each glyph
//! draws.

use std::collections::HashMap;

/// Most characters that a font maps: all of a Chinese one.
const MAX_MAPPED: usize = 30_000;

/// The maps of a font.
#[derive(Default)]
pub(super) struct CharacterMaps {
    /// Character of each glyph, by the font's Unicode map.
    by_glyph: HashMap<u16, char>,
    /// Glyph of each byte, by its symbol or Macintosh map.
    by_byte: HashMap<u8, u16>,
}

impl CharacterMaps {
    /// Reads the `cmap` table of a font file; empty where there is none.
    pub(super) fn read(font: &[u8]) -> Self {
        let mut maps = Self::default();
        let Some(table) = table(font, b"cmap") else {
            return maps;
        };
        for at in 0..u16_at(table, 2).unwrap_or(0).min(32) {
            let record = 4 + 8 * usize::from(at);
            let read = |offset| u16_at(table, record + offset);
            let (Some(platform), Some(encoding)) = (read(0), read(2)) else {
                break;
            };
            let subtable = u32_at(table, record + 4)
                .and_then(|offset| table.get(usize::try_from(offset).ok()?..));
            let Some(subtable) = subtable else { continue };
            match (platform, encoding) {
                (0, _) | (3, 1 | 10) => each(subtable, &mut |code, glyph| {
                    if let Some(c) = char::from_u32(code).filter(|&c| !is_private(c)) {
                        maps.by_glyph.entry(glyph).or_insert(c);
                    }
                }),
                (3, 0) | (1, 0) => each(subtable, &mut |code, glyph| {
                    maps.by_byte.entry((code & 0xFF) as u8).or_insert(glyph);
                }),
                _ => {}
            }
        }
        maps
    }

    /// The character that a glyph draws.
    pub(super) fn of_glyph(&self, glyph: u16) -> Option<char> {
        self.by_glyph.get(&glyph).copied()
    }

    /// The character of a byte of a font with codes of its own.
    pub(super) fn of_byte(&self, byte: u8) -> Option<char> {
        self.of_glyph(*self.by_byte.get(&byte)?)
    }
}

/// Whether a code point has no meaning outside its font.
pub(super) fn is_private(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..)
}

fn table<'a>(font: &'a [u8], tag: &[u8; 4]) -> Option<&'a [u8]> {
    let font = match font.get(..4)? {
        b"ttcf" => font.get(usize::try_from(u32_at(font, 12)?).ok()?..)?,
        _ => font,
    };
    (0..usize::from(u16_at(font, 4)?)).find_map(|at| {
        let record = font.get(12 + 16 * at..28 + 16 * at)?;
        let start = usize::try_from(u32_at(record, 8)?).ok()?;
        record.starts_with(tag).then(|| font.get(start..))?
    })
}

/// Calls back with each code and its glyph.
fn each(subtable: &[u8], found: &mut impl FnMut(u32, u16)) {
    match u16_at(subtable, 0) {
        Some(0) => {
            let glyphs = subtable.iter().skip(6).take(256);
            (0..)
                .zip(glyphs)
                .for_each(|(code, &glyph)| found(code, u16::from(glyph)));
        }
        Some(4) => each_segment(subtable, found),
        Some(6) => {
            let first = u32::from(u16_at(subtable, 6).unwrap_or(0));
            for at in 0..u16_at(subtable, 8).unwrap_or(0) {
                let Some(glyph) = u16_at(subtable, 10 + 2 * usize::from(at)) else {
                    return;
                };
                found(first + u32::from(at), glyph);
            }
        }
        Some(12) => each_group(subtable, found),
        _ => {}
    }
}

/// Format 4: segments of 16-bit codes with a difference or an array of glyphs.
fn each_segment(subtable: &[u8], found: &mut impl FnMut(u32, u16)) {
    let segments = usize::from(u16_at(subtable, 6).unwrap_or(0) / 2);
    let mut left = MAX_MAPPED;
    for at in 0..segments {
        let field = |column: usize| u16_at(subtable, 14 + 2 * at + column * 2 * segments);
        let (Some(end), start, delta, offset) = (
            field(0),
            u16_at(subtable, 16 + 2 * at + 2 * segments),
            u16_at(subtable, 16 + 2 * at + 4 * segments),
            u16_at(subtable, 16 + 2 * at + 6 * segments),
        ) else {
            return;
        };
        let (Some(start), Some(delta), Some(offset)) = (start, delta, offset) else {
            return;
        };
        for code in start..=end.min(0xFFFE) {
            left = left.saturating_sub(1);
            if left == 0 {
                return;
            }
            let glyph = if offset == 0 {
                Some(code.wrapping_add(delta))
            } else {
                let place = 16 + 2 * at + 6 * segments + usize::from(offset);
                u16_at(subtable, place + 2 * usize::from(code - start)).map(|glyph| {
                    if glyph == 0 {
                        0
                    } else {
                        glyph.wrapping_add(delta)
                    }
                })
            };
            if let Some(glyph) = glyph.filter(|&glyph| glyph != 0) {
                found(u32::from(code), glyph);
            }
        }
    }
}

/// Format 12: groups of 32-bit codes.
fn each_group(subtable: &[u8], found: &mut impl FnMut(u32, u16)) {
    let mut left = MAX_MAPPED as u32;
    for at in 0..usize::try_from(u32_at(subtable, 12).unwrap_or(0)).unwrap_or(0) {
        let field = |offset| u32_at(subtable, 16 + 12 * at + offset);
        let (Some(start), Some(end), Some(glyph)) = (field(0), field(4), field(8)) else {
            return;
        };
        let length = end.saturating_sub(start).min(left);
        for code in start..=start.saturating_add(length) {
            let Ok(glyph) = u16::try_from(glyph.saturating_add(code - start)) else {
                break;
            };
            found(code, glyph);
        }
        left = left.saturating_sub(length + 1);
        if left == 0 {
            return;
        }
    }
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let bytes = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_be_bytes(bytes.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let bytes = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_be_bytes(bytes.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A font file of one table with these subtables: platform, encoding, bytes.
    fn font(subtables: &[(u16, u16, Vec<u16>)]) -> Vec<u8> {
        let mut cmap: Vec<u16> = vec![0, subtables.len() as u16];
        let mut offset = 4 + 8 * subtables.len();
        for (platform, encoding, words) in subtables {
            cmap.extend([*platform, *encoding, 0, offset as u16]);
            offset += 2 * words.len();
        }
        subtables.iter().for_each(|(.., words)| cmap.extend(words));
        let head: [u16; 14] = [0, 1, 1, 0, 0, 0, 0x636D, 0x6170, 0, 0, 0, 28, 0, 0];
        (head.iter().chain(&cmap))
            .flat_map(|word| word.to_be_bytes())
            .collect()
    }

    #[test]
    fn maps_are_read_backwards() {
        let segments = vec![
            4,
            32,
            0,
            4,
            0,
            0,
            0,
            0x39,
            0xFFFF,
            0,
            0x30,
            0xFFFF,
            0x10000_u32 as u16,
            1,
            0,
            0,
        ];
        let mut format_4 = segments;
        format_4[12] = 0_u16.wrapping_sub(0x30).wrapping_add(3);
        let format_6 = vec![6, 12, 0, 0x21, 2, 5, 4];
        let maps = CharacterMaps::read(&font(&[(3, 1, format_4), (1, 0, format_6)]));
        assert_eq!(maps.of_glyph(3), Some('0'));
        assert_eq!(maps.of_glyph(12), Some('9'));
        assert_eq!(maps.of_byte(0x21), Some('2'));
        assert_eq!(maps.of_byte(0x22), Some('1'));
        assert_eq!(maps.of_byte(0x23), None);
    }

    #[test]
    fn damaged_maps_are_empty() {
        let good = font(&[(
            3,
            1,
            vec![12, 0, 0, 1, 0, 0, 0, 99, 0, 0, 0xFFFF, 0xFFFF, 0, 1],
        )]);
        for cut in 0..good.len() {
            CharacterMaps::read(&good[..cut]);
        }
        CharacterMaps::read(&good);
        assert_eq!(CharacterMaps::read(b"OTTO").of_glyph(1), None);
    }
}
