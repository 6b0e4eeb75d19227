//! The encodings of simple fonts: which character each byte stands for.

use encoding_rs::{MACINTOSH, WINDOWS_1252};
use hayro_syntax::object::{Array, Dict, Name, Object};

use super::glyph_name;

/// A table of 256 texts; empty where a byte stands for nothing that is known.
pub(super) struct Encoding {
    texts: Vec<String>,
    /// Bytes that the font dictionary itself names, which is better evidence than a base encoding.
    named: [bool; 256],
}

impl Encoding {
    /// The encoding of a simple font. `is_symbolic` fonts without one have codes of their own.
    pub(super) fn of(font: &Dict<'_>, is_symbolic: bool) -> Self {
        let entry = font.get::<Object<'_>>("Encoding");
        let (base, differences) = match entry {
            Some(Object::Name(name)) => (Some(name.as_str().to_owned()), None),
            Some(Object::Dict(dict)) => (
                (dict.get::<Name<'_>>("BaseEncoding")).map(|name| name.as_str().to_owned()),
                dict.get::<Array<'_>>("Differences"),
            ),
            _ => (None, None),
        };
        let base = match base.as_deref() {
            Some("MacRomanEncoding") => decoded(MACINTOSH),
            Some("WinAnsiEncoding") => decoded(WINDOWS_1252),
            None if is_symbolic => vec![String::new(); 256],
            _ => standard(),
        };
        let mut encoding = Self {
            texts: base,
            named: [false; 256],
        };
        if let Some(differences) = differences {
            encoding.apply(&differences);
        }
        encoding
    }

    /// The text of a byte; empty if it is not known.
    pub(super) fn text(&self, byte: u8) -> &str {
        (self.texts.get(usize::from(byte))).map_or("", String::as_str)
    }

    /// Whether the font names the glyph of a byte.
    pub(super) fn is_named(&self, byte: u8) -> bool {
        self.named.get(usize::from(byte)).copied().unwrap_or(false)
    }

    fn apply(&mut self, differences: &Array<'_>) {
        let mut at = 0_usize;
        for item in differences.iter::<Object<'_>>() {
            match item {
                Object::Number(number) => at = usize::try_from(number.as_i64()).unwrap_or(256),
                Object::Name(name) => {
                    let text = glyph_name::text(name.as_str());
                    if let (Some(slot), Some(named)) =
                        (self.texts.get_mut(at), self.named.get_mut(at))
                    {
                        *named = text.is_some();
                        *slot = text.unwrap_or_default();
                    }
                    at = at.saturating_add(1);
                }
                _ => {}
            }
        }
    }
}

fn decoded(encoding: &'static encoding_rs::Encoding) -> Vec<String> {
    (0..=255_u8)
        .map(|byte| {
            let bytes = [byte];
            let (text, _) = encoding.decode_without_bom_handling(&bytes);
            text.chars().filter(|c| !c.is_control()).collect()
        })
        .collect()
}

/// Adobe's standard encoding: ASCII but for the quotes, and glyphs of its own above.
fn standard() -> Vec<String> {
    const UPPER: [(u8, &str); 13] = [
        (0xA1, "¡¢£⁄¥ƒ§¤'“«‹›"),
        (0xAE, "ﬁﬂ"),
        (0xB1, "–†‡·"),
        (0xB6, "¶•‚„”»…‰"),
        (0xBF, "¿"),
        (0xC1, "`´ˆ˜¯˘˙¨"),
        (0xCA, "˚¸"),
        (0xCD, "˝˛ˇ—"),
        (0xE1, "Æ"),
        (0xE3, "ª"),
        (0xE8, "ŁØŒº"),
        (0xF1, "æ"),
        (0xF8, "łøœß"),
    ];
    let mut texts: Vec<String> = (0..=255_u8)
        .map(|byte| match byte {
            b'\'' => "’".to_owned(),
            b'`' => "‘".to_owned(),
            b' '..=b'~' => char::from(byte).to_string(),
            _ => String::new(),
        })
        .collect();
    for (from, chars) in UPPER {
        let slots = texts.iter_mut().skip(usize::from(from));
        slots
            .zip(chars.chars())
            .for_each(|(slot, c)| *slot = c.to_string());
    }
    texts
}
