//! Similar passages of both calls, and passages without a similar one.

use std::fmt::Write;

use super::parts::heading;
use crate::{
    analytics::Comparison,
    interface::{
        caption::where_line,
        cli::layout::{BOLD, CITATION, Layout, RESET},
        excerpt::{Excerpt, within},
    },
    search::Hit,
};

/// Approximate length of the excerpt of a passage of a pair, in columns.
const PAIR_EXCERPT: usize = 360;

/// The same of a passage without a similar one.
const ALONE_EXCERPT: usize = 200;

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
        if layout.fits_side_by_side() {
            let [(left_head, left), (right_head, right)] =
                both.map(|hit| (head(hit), excerpt(layout, found, hit, PAIR_EXCERPT)));
            out.push_str(&layout.side_by_side((&left_head, &[]), (&right_head, &[]), 2));
            let texts = ((&*left.text, &*left.lit), (&*right.text, &*right.lit));
            out.push_str(&layout.side_by_side(texts.0, texts.1, 2));
        } else {
            for hit in both {
                passage(layout, found, hit, PAIR_EXCERPT, &mut out);
            }
        }
    }
    for (alone, name) in found.alone.iter().zip(names) {
        if !alone.is_empty() {
            out.push_str(&heading(layout, "PASSAGES", &format!("only {name}")));
        }
        for hit in alone {
            passage(layout, found, hit, ALONE_EXCERPT, &mut out);
        }
    }
    out
}

/// Citation, speaker and section of a passage.
fn head(hit: &Hit) -> String {
    let citation = hit.call.citation(&hit.passage);
    let (who, place) = where_line(&hit.call, &hit.passage);
    let between = if who.is_empty() { "" } else { " · " };
    format!("{citation}  {who}{between}{place}")
}

/// One passage.
fn passage(layout: Layout, found: &Comparison, hit: &Hit, columns: usize, out: &mut String) {
    let head = layout.clip(&head(hit), 2);
    let citation = hit.call.citation(&hit.passage);
    let (citation, rest) = match head.strip_prefix(&citation) {
        Some(rest) => (citation.as_str(), rest),
        None => (head.as_str(), ""),
    };
    let _ = writeln!(out, "  {CITATION}{citation}{RESET}{BOLD}{rest}{RESET}");
    let shown = excerpt(layout, found, hit, columns);
    out.push_str(&layout.paragraph(&shown.text, &shown.lit, 4));
}

/// An excerpt of about `columns` columns, or in a pipe the whole text; of the side in the language of the query
/// if it has matches, or else of the other.
fn excerpt(layout: Layout, found: &Comparison, hit: &Hit, columns: usize) -> Excerpt {
    let lit_on = |lang| {
        let lit = hit.highlights.get(lang).map(Vec::as_slice);
        lit.unwrap_or_default()
    };
    let sides = hit.passage.text.iter();
    let best = sides.min_by_key(|(lang, _)| (lit_on(*lang).is_empty(), *lang != found.lang));
    let columns = layout.width.map_or(usize::MAX, |_| columns);
    best.map_or_else(Excerpt::default, |(lang, text)| {
        within(text, lit_on(lang), columns)
    })
}
