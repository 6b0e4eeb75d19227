//! PDF files drawn by tests: pieces of text at places, in Helvetica or in a Chinese font.

use crate::printed_hostile::{pdf, stream};

/// Draws text line by line, from the top of a page down.
pub(crate) struct Sheet {
    content: String,
    pub(crate) y: f64,
    pages: Vec<String>,
}

pub(crate) const BLACK: &str = "0 g";
pub(crate) const BLUE: &str = "0 0.3 0.7 rg";

impl Sheet {
    pub(crate) fn new() -> Self {
        Self {
            content: String::new(),
            y: 790.0,
            pages: Vec::new(),
        }
    }

    /// A piece of text on the line; font `F1` is regular, `F2` bold.
    pub(crate) fn piece(&mut self, x: f64, font: &str, colour: &str, text: &str) {
        let text = text
            .replace('\\', r"\\")
            .replace('(', r"\(")
            .replace(')', r"\)");
        let y = self.y;
        self.content += &format!("{colour} BT /{font} 10 Tf {x} {y} Td ({text}) Tj ET\n");
    }

    pub(crate) fn down(&mut self, by: f64) {
        self.y -= by;
        if self.y < 60.0 {
            self.pages.push(std::mem::take(&mut self.content));
            self.y = 790.0;
        }
    }

    /// A paragraph, broken at so many characters, and a gap below it.
    pub(crate) fn paragraph(&mut self, x: f64, chars: usize, text: &str) {
        for line in broken(text, chars) {
            self.piece(x, "F1", BLACK, &line);
            self.down(13.0);
        }
        self.down(6.0);
    }

    pub(crate) fn file(mut self) -> Vec<u8> {
        self.pages.push(self.content);
        file(
            &self.pages,
            &[
                "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
                "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold >>",
            ],
        )
    }
}

pub(crate) fn broken(text: &str, chars: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.last_mut().unwrap();
        if line.chars().count() + word.chars().count() >= chars && !line.is_empty() {
            lines.push(word.to_owned());
        } else {
            *line += if line.is_empty() { "" } else { " " };
            *line += word;
        }
    }
    lines
}

/// A file of pages with these contents, in the fonts `F1`, `F2` …; further objects follow the fonts.
fn file(pages: &[String], fonts: &[&str]) -> Vec<u8> {
    let first = 3 + fonts.len();
    let kids: Vec<String> = (0..pages.len())
        .map(|at| format!("{} 0 R", first + 2 * at))
        .collect();
    let named: Vec<String> = (1..=fonts.len().min(2))
        .map(|at| format!("/F{at} {} 0 R", at + 2))
        .collect();
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        format!(
            "<< /Type /Pages /Kids [{}] /Count {} >>",
            kids.join(" "),
            pages.len()
        )
        .into_bytes(),
    ];
    objects.extend(fonts.iter().map(|font| font.as_bytes().to_vec()));
    for (at, content) in pages.iter().enumerate() {
        let own = first + 2 * at + 1;
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {own} 0 R /Resources << /Font << {} >> >> >>",
            named.join(" ")
        ).into_bytes());
        objects.push(stream("", content.as_bytes()));
    }
    pdf(&objects)
}

/// A page in a Chinese font that is not embedded.
pub(crate) fn chinese(pieces: &[(f64, f64, &str)]) -> Vec<u8> {
    let mut content = String::new();
    for (x, y, text) in pieces {
        let hex: String = text
            .encode_utf16()
            .map(|unit| format!("{unit:04x}"))
            .collect();
        content += &format!("BT /F1 12 Tf {x} {y} Td <{hex}> Tj ET\n");
    }
    file(
        &[content],
        &[
            "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
            "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 /FontDescriptor 5 0 R >>",
            "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [0 -120 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 80 >>",
        ],
    )
}
