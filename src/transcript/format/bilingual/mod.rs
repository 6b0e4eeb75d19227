//! The bilingual 法說會逐字稿: a title line, a Chinese digest (內容摘要), then the full text
//! (完整原文) in which a bullet holds a paragraph and its translation.
//!
//! ```text
//! 曜光半導體 (LMRA) 2025 Q3 法說會逐字稿
//!
//! 內容摘要
//!   1. 摘要
//!     • 本季營收為新台幣486億元
//!
//! 完整原文
//!   • Weichen Lin - Chief Executive Officer
//!
//!     Weichen Lin - Chief Executive Officer
//!
//!   • Thank you.
//!
//!     謝謝。
//! ```
//!
//! The digest, either language and the bullets may be missing.

mod digest;
mod full_text;
mod line;
mod title;

use line::Line;

use super::{Document, Format, Transcript};
use crate::text::fold;

pub(super) struct Bilingual;

impl Format for Bilingual {
    fn name(&self) -> &'static str {
        "bilingual"
    }

    fn recognises(&self, document: &Document<'_>) -> bool {
        let text = document.text();
        text.lines()
            .any(|line| marker(line).is_some_and(|marker| marker != Marker::Disclaimer))
            || text
                .lines()
                .find(|line| !line.trim().is_empty())
                .is_some_and(title::is_title)
                && text.lines().any(full_text::is_bullet)
    }

    fn parse(&self, document: &Document<'_>) -> Transcript {
        let text = document.text();
        let mut transcript = Transcript::default();
        let (mut digest, mut full_text) = (Vec::new(), Vec::new());
        let mut part = None;
        let has_full_text = text
            .lines()
            .any(|line| marker(line) == Some(Marker::FullText));
        for (at, line) in text.lines().enumerate() {
            let line = Line::new(at + 1, line);
            match marker(line.text) {
                Some(Marker::Disclaimer) => {
                    transcript.mark_unparsed(line.number, line.text, "disclaimer")
                }
                Some(found) if part != Some(found) => part = Some(found),
                _ if line.text.is_empty() => match part {
                    Some(Marker::Digest) => digest.push(line),
                    _ => full_text.push(line),
                },
                _ => match part {
                    Some(Marker::Digest) => digest.push(line),
                    Some(_) => full_text.push(line),
                    None if transcript.title.is_empty() && !full_text::is_bullet(line.text) => {
                        title::read(line.text, &mut transcript);
                    }
                    None if !has_full_text => full_text.push(line),
                    None if title::date(line.text).is_some() => {
                        transcript.date = title::date(line.text);
                        transcript.mark_unparsed(line.number, line.text, "date");
                    }
                    None => transcript.mark_unparsed(
                        line.number,
                        line.text,
                        "text before the first part",
                    ),
                },
            }
        }
        transcript.summary = digest::read(&digest);
        full_text::read(&full_text, &mut transcript);
        transcript
    }

    fn caveat(&self) -> Option<&'static str> {
        Some("one side of a passage is a translation of the other, and the file does not say whose")
    }
}

/// A line that opens a part of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Marker {
    Digest,
    FullText,
    Disclaimer,
}

/// More characters than a marker has.
const LONGEST_MARKER: usize = 10;

fn marker(line: &str) -> Option<Marker> {
    if line.starts_with([' ', '\t']) || line.len() > 1000 || line.is_ascii() {
        return None;
    }
    let marked = line.trim_matches(|c: char| c.is_whitespace() || "#*:：【】".contains(c));
    let folded: String = marked.chars().take(LONGEST_MARKER).map(fold).collect();
    match folded.as_str() {
        "内容摘要" | "重点摘要" => Some(Marker::Digest),
        "完整原文" | "完整内容" | "完整逐字稿" | "逐字稿全文" => {
            Some(Marker::FullText)
        }
        _ if folded.starts_with("使用警语") => Some(Marker::Disclaimer),
        _ => None,
    }
}
