//! Fonts: the characters and widths of the codes in a string.

use hayro_cmap::{BfString, CMap, CMapName, CidFamily, load_embedded};
use hayro_syntax::object::{Array, Dict, Name, Object, Stream, String as PdfString};

use super::{
    budget::Budget,
    encoding::Encoding,
    filter::unpack,
    truetype::{CharacterMaps, is_private},
    widths::Widths,
};

/// Largest CMap that is parsed, in bytes.
const MAX_CMAP_BYTES: usize = 4 << 20;

/// A font as far as text needs it.
pub(super) struct Font {
    kind: Kind,
    to_unicode: Option<CMap>,
    widths: Widths,
    maps: CharacterMaps,
    /// How heavy it is: 400 is regular, 700 bold.
    pub(super) weight: u16,
    /// What turns a width into units of the size of the type: a thousandth, but for Type 3.
    unit: f64,
}

enum Kind {
    Simple(Box<Encoding>),
    Composite {
        codes: Codes,
        /// CIDs to Unicode, for the character collections of Adobe.
        to_ucs2: Option<Box<CMap>>,
        /// Whether CIDs are the glyphs of the embedded font.
        cid_is_glyph: bool,
    },
}

/// How the bytes of a string are cut into codes.
enum Codes {
    /// Two bytes, which are the CID.
    Identity,
    /// Two bytes or four of UTF-16, and the CIDs that widths go by.
    Unicode(Box<CMap>),
    Table(Box<CMap>),
}

/// A character of a string.
pub(super) struct Character {
    pub(super) text: String,
    /// Width, in units of the size of the type.
    pub(super) width: f64,
    /// Whether it is the one byte 32, to which word spacing applies.
    pub(super) is_space: bool,
}

impl Font {
    pub(super) fn new(dict: &Dict<'_>, budget: &mut Budget) -> Self {
        let descendant = (dict.get::<Array<'_>>("DescendantFonts"))
            .and_then(|fonts| fonts.iter::<Dict<'_>>().next());
        let descriptor = (descendant.as_ref().unwrap_or(dict))
            .get::<Dict<'_>>("FontDescriptor")
            .unwrap_or_default();
        let name = dict.get::<Name<'_>>("BaseFont");
        let name = name.as_ref().map_or("", |name| name.as_str());
        let maps = match font_file(&descriptor) {
            Some(file) => unpack(&file, budget)
                .map(|bytes| CharacterMaps::read(&bytes))
                .unwrap_or_default(),
            None => CharacterMaps::default(),
        };
        let widths = match &descendant {
            Some(descendant) => Widths::of_composite(descendant),
            None => Widths::of_simple(dict, &descriptor, name),
        };
        let is_symbolic = descriptor.get::<i32>("Flags").unwrap_or(0) & 4 != 0;
        let kind = match &descendant {
            Some(descendant) => composite(dict, descendant, budget),
            None => Kind::Simple(Box::new(Encoding::of(dict, is_symbolic))),
        };
        Self {
            kind,
            to_unicode: (dict.get::<Stream<'_>>("ToUnicode")).and_then(|map| parse(&map, budget)),
            widths,
            maps,
            weight: weight(name, &descriptor),
            unit: unit(dict),
        }
    }

    /// Calls back with each character of a string.
    pub(super) fn each(&self, string: &[u8], mut found: impl FnMut(Character)) {
        match &self.kind {
            Kind::Simple(encoding) => {
                for &byte in string {
                    found(Character {
                        text: self.simple_text(byte, encoding),
                        width: self.widths.get(u32::from(byte)) * self.unit,
                        is_space: byte == b' ',
                    });
                }
            }
            Kind::Composite { codes, .. } => {
                let mut rest = string;
                while !rest.is_empty() {
                    let (code, length, cid) = codes.next(rest);
                    found(Character {
                        text: self.composite_text(code, cid),
                        width: self.widths.get(cid) * self.unit,
                        is_space: length == 1 && code == 32,
                    });
                    rest = rest.get(length..).unwrap_or_default();
                }
            }
        }
    }

    fn simple_text(&self, byte: u8, encoding: &Encoding) -> String {
        let mapped = self.mapped(u32::from(byte));
        let others = || {
            let drawn = || self.maps.of_byte(byte).map(String::from);
            let encoded = Some(encoding.text(byte)).filter(|text| !text.is_empty());
            let encoded = encoded.map(str::to_owned);
            if encoding.is_named(byte) {
                encoded.or_else(drawn)
            } else {
                drawn().or(encoded)
            }
        };
        // Without a map, a byte is what the encoding says; the font's own map tells of symbolic fonts.
        let encoded = Some(encoding.text(byte)).filter(|text| !text.is_empty());
        let plain = || {
            encoded
                .map(str::to_owned)
                .or_else(|| self.maps.of_byte(byte).map(String::from))
        };
        match mapped {
            Some(text) if text.chars().any(is_private) => others().unwrap_or(text),
            Some(text) => text,
            None => plain().unwrap_or_default(),
        }
    }

    fn composite_text(&self, code: u32, cid: u32) -> String {
        let mapped = self.mapped(code);
        match mapped {
            Some(text) if !text.chars().any(is_private) => text,
            mapped => self.unmapped(code, cid).or(mapped).unwrap_or_default(),
        }
    }

    /// The text of a code of a composite font without a usable ToUnicode entry.
    fn unmapped(&self, code: u32, cid: u32) -> Option<String> {
        let Kind::Composite {
            codes,
            to_ucs2,
            cid_is_glyph,
        } = &self.kind
        else {
            return None;
        };
        if let Codes::Unicode(_) = codes {
            return utf16(code);
        }
        let by_collection = to_ucs2.as_ref().and_then(|map| map.lookup_bf_string(cid));
        by_collection.map(plain_text).or_else(|| {
            let glyph = u16::try_from(cid).ok().filter(|_| *cid_is_glyph)?;
            self.maps.of_glyph(glyph).map(String::from)
        })
    }

    /// The text of a code by the font's ToUnicode map; without control characters.
    fn mapped(&self, code: u32) -> Option<String> {
        let text = plain_text(self.to_unicode.as_ref()?.lookup_bf_string(code)?);
        let text: String = text.chars().filter(|c| !c.is_control()).collect();
        Some(text).filter(|text| !text.is_empty() && text != "\u{fffd}")
    }
}

impl Codes {
    /// The next code of a string, its length in bytes and its CID.
    fn next(&self, bytes: &[u8]) -> (u32, usize, u32) {
        let code = |length: usize| {
            (bytes.iter().take(length)).fold(0_u32, |code, &byte| code << 8 | u32::from(byte))
        };
        let map = match self {
            Self::Identity => return (code(2), 2, code(2)),
            Self::Unicode(map) | Self::Table(map) => map,
        };
        let found = (1..=bytes.len().min(4)).find_map(|length| {
            let cid = map.lookup_cid_code(code(length), length as u8)?;
            Some((code(length), length, cid))
        });
        let is_mixed = map.lookup_cid_code(u32::from(b'A'), 1).is_some();
        let unknown = if is_mixed && bytes.first().is_none_or(u8::is_ascii) {
            1
        } else {
            2
        };
        found.unwrap_or((code(unknown), unknown, 0))
    }
}

fn composite(dict: &Dict<'_>, descendant: &Dict<'_>, budget: &mut Budget) -> Kind {
    let info = descendant
        .get::<Dict<'_>>("CIDSystemInfo")
        .unwrap_or_default();
    let text = |key| {
        info.get::<PdfString<'_>>(key)
            .map(|text| text.to_vec())
            .unwrap_or_default()
    };
    let family = CidFamily::from_registry_ordering(&text("Registry"), &text("Ordering"));
    let codes = match dict.get::<Object<'_>>("Encoding") {
        Some(Object::Name(name)) => named_codes(&name),
        Some(Object::Stream(stream)) => {
            parse(&stream, budget).map_or(Codes::Identity, |map| Codes::Table(Box::new(map)))
        }
        _ => Codes::Identity,
    };
    let to_ucs2 = family.ucs2_cmap().and_then(embedded).map(Box::new);
    let is_identity_map = descendant.get::<Stream<'_>>("CIDToGIDMap").is_none();
    Kind::Composite {
        codes,
        to_ucs2,
        cid_is_glyph: is_identity_map,
    }
}

fn named_codes(name: &Name<'_>) -> Codes {
    let known = CMapName::from_bytes(name.as_ref());
    if matches!(known, CMapName::IdentityH | CMapName::IdentityV) {
        return Codes::Identity;
    }
    let is_unicode = name.as_str().contains("UCS2") || name.as_str().contains("UTF16");
    match embedded(known) {
        Some(map) if is_unicode => Codes::Unicode(Box::new(map)),
        Some(map) => Codes::Table(Box::new(map)),
        None => Codes::Identity,
    }
}

fn embedded(name: CMapName<'_>) -> Option<CMap> {
    CMap::parse(load_embedded(name)?, load_embedded)
}

fn parse(stream: &Stream<'_>, budget: &mut Budget) -> Option<CMap> {
    let bytes = unpack(stream, budget)?;
    let bytes = bytes.get(..bytes.len().min(MAX_CMAP_BYTES))?;
    CMap::parse(bytes, load_embedded)
}

fn plain_text(text: BfString) -> String {
    match text {
        BfString::Char(c) => c.to_string(),
        BfString::String(text) => text,
    }
}

/// A code of UTF-16 in two bytes or four.
fn utf16(code: u32) -> Option<String> {
    let units = [(code >> 16) as u16, code as u16];
    let skipped = usize::from(units.first() == Some(&0));
    String::from_utf16(units.get(skipped..)?).ok()
}

fn font_file<'a>(descriptor: &Dict<'a>) -> Option<Stream<'a>> {
    ["FontFile2", "FontFile3"]
        .iter()
        .find_map(|key| descriptor.get::<Stream<'a>>(key))
}

fn unit(dict: &Dict<'_>) -> f64 {
    let matrix = dict.get::<Array<'_>>("FontMatrix");
    let first = matrix.and_then(|matrix| matrix.iter::<f64>().next());
    first.filter(|unit| *unit != 0.0).unwrap_or(0.001).abs()
}

/// The weight of a font, by its name or what its descriptor says.
fn weight(name: &str, descriptor: &Dict<'_>) -> u16 {
    let name = name
        .split_once('+')
        .map_or(name, |(_, name)| name)
        .to_ascii_lowercase();
    let named = [
        ("semibold", 600),
        ("demi", 600),
        ("extrabold", 800),
        ("bold", 700),
        ("black", 900),
        ("heavy", 900),
        ("light", 300),
        ("medium", 500),
    ];
    if let Some((_, weight)) = named.iter().find(|(part, _)| name.contains(part)) {
        return *weight;
    }
    let forced = descriptor.get::<i32>("Flags").unwrap_or(0) & (1 << 18) != 0;
    let stated = descriptor
        .get::<f64>("FontWeight")
        .unwrap_or(400.0)
        .clamp(100.0, 900.0) as u16;
    if forced { 700 } else { stated }
}
