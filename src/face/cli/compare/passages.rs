//! Passages of both calls side by side, and those that stand alone.

use std::fmt::Write;

use unicode_width::UnicodeWidthStr;

use super::heading;
use crate::{
    face::cli::{
        excerpt::within,
        layout::{BOLD, CITATION, DIM, Layout, RESET},
        search::where_line,
    },
    search::{Comparison, Hit},
};

/// Columns of a passage of a pair that are shown, more or less.
const PAIRED: usize = 360;

/// The same of one that stands alone.
const ALONE: usize = 200;

/// From so many columns on, two passages stand side by side.
const WIDE: usize = 110;

/// What stands between them.
const RULE: &str = " │ ";

pub(super) fn render(layout: Layout, found: &Comparison, names: &[String; 2]) -> String {
    let mut out = String::new();
    for (at, pair) in found.pairs.iter().enumerate() {
        if at == 0 {
            let about = format!("most alike: {}", names.join(" and "));
            out.push_str(&heading(layout, "PASSAGES", &about));
        } else {
            out.push('\n');
        }
        let both = [&pair.first, &pair.second];
        match layout.width {
            Some(width) if width >= WIDE => {
                let room = (width - RULE.width()) / 2;
                let layout = Layout { width: Some(room) };
                let [left, right] = both.map(|hit| passage(layout, found, hit, 0, PAIRED));
                beside(&left, &right, room, &mut out);
            }
            _ => {
                for hit in both {
                    out.push_str(&passage(layout, found, hit, 2, PAIRED));
                }
            }
        }
    }
    for (alone, name) in found.alone.iter().zip(names) {
        if !alone.is_empty() {
            out.push_str(&heading(layout, "PASSAGES", &format!("only {name}")));
        }
        for hit in alone {
            out.push_str(&passage(layout, found, hit, 2, ALONE));
        }
    }
    out
}

/// A passage: its citation, who says it, and an excerpt in the language of the query if that is lit.
fn passage(layout: Layout, found: &Comparison, hit: &Hit, indent: usize, columns: usize) -> String {
    let citation = hit.call.citation(&hit.passage);
    let (who, place) = where_line(&hit.call, &hit.passage);
    let between = if who.is_empty() { "" } else { " · " };
    let line = format!("{who}{between}{place}");
    let line = layout.clip(&line, indent + citation.width() + 2);
    let rest = line.strip_prefix(&who).unwrap_or_default();
    let who = if rest.is_empty() { &line } else { &who };
    let mut out = format!(
        "{}{CITATION}{citation}{RESET}  {BOLD}{who}{RESET}{DIM}{rest}{RESET}\n",
        " ".repeat(indent)
    );
    let lit_on = |lang| {
        let lit = hit.highlights.get(lang).map(Vec::as_slice);
        lit.unwrap_or_default()
    };
    let sides = hit.passage.text.iter();
    let best = sides.min_by_key(|(lang, _)| (lit_on(*lang).is_empty(), *lang != found.lang));
    if let Some((lang, text)) = best {
        let columns = layout.width.map_or(usize::MAX, |_| columns);
        let shown = within(text, lit_on(lang), columns);
        out.push_str(&layout.paragraph(&shown.text, &shown.lit, indent + 2));
    }
    out
}

/// Two texts line by line beside one another, the left one in so many columns.
fn beside(left: &str, right: &str, room: usize, out: &mut String) {
    let (mut left, mut right) = (left.lines(), right.lines());
    loop {
        let (one, other) = (left.next(), right.next());
        if one.is_none() && other.is_none() {
            break;
        }
        let one = one.unwrap_or_default();
        let width = anstream::adapter::strip_str(one).to_string().width();
        let gap = " ".repeat(room.saturating_sub(width));
        let line = format!("{one}{gap}{DIM}{RULE}{RESET}{}", other.unwrap_or_default());
        let _ = writeln!(out, "{line}");
    }
}
