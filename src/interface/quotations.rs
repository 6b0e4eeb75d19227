//! Passages as quotations in Markdown: the answer to a search, and a call.

use std::{fmt::Write, ops::Range};

use crate::{
    interface::{
        caption::where_line,
        table::{markdown_inline, markdown_text, one_line},
    },
    model::{Call, Passage},
    search::{Hit, Response},
};

/// Quotations with their citations, matches in bold; of groups all passages.
pub(in crate::interface) fn markdown(response: &Response) -> String {
    let mut out = String::new();
    if response.groups.is_empty() {
        for hit in &response.hits {
            quoted_head(&hit.call, &hit.passage, &mut out);
            quote(&hit.passage, Some(hit), &mut out);
        }
    }
    for group in &response.groups {
        let hits = response.hits_of(group);
        let mut turn_before = None;
        for passage in passages_of(hits, &group.passages) {
            let turn = passage.turn;
            if turn_before.replace(turn) != Some(turn) || group.passages.is_empty() {
                quoted_head(&group.call, passage, &mut out);
            }
            quote(
                passage,
                hits.iter().find(|hit| hit.passage.n == passage.n),
                &mut out,
            );
        }
    }
    let also = |expansion: &crate::search::Expansion| {
        format!("{} ({})", expansion.also.join(", "), expansion.by)
    };
    let expansions: Vec<String> = response.expansions.iter().map(also).collect();
    let mut note = format!(
        "{}: {} passages in {} calls",
        response.query, response.total, response.total_calls
    );
    if !expansions.is_empty() {
        let _ = write!(note, "; also as {}", expansions.join(", "));
    }
    let _ = writeln!(out, "{}", markdown_text(&note));
    out
}

/// The passages of a group: all where it is an exchange or a turn, else its hits.
pub(in crate::interface) fn passages_of<'a>(
    hits: &'a [Hit],
    whole: &'a [Passage],
) -> Vec<&'a Passage> {
    if whole.is_empty() {
        hits.iter().map(|hit| &hit.passage).collect()
    } else {
        whole.iter().collect()
    }
}

/// `**LMRA-2025Q3#23** Yating Chang, executive · 2025Q3 · prepared remarks`
pub(in crate::interface) fn quoted_head(call: &Call, passage: &Passage, out: &mut String) {
    let (who, place) = where_line(call, passage);
    let period = call.period.map(|period| period.to_string());
    let about: Vec<String> = [
        Some(who),
        Some(call.company.name.clone()),
        period,
        Some(place),
    ]
    .into_iter()
    .flatten()
    .filter(|part| !part.is_empty())
    .collect();
    let _ = writeln!(
        out,
        "**{}** {}\n",
        markdown_text(&call.citation(passage)),
        markdown_text(&about.join(" · "))
    );
}

/// Each side of a passage as a quotation, matches in bold.
pub(in crate::interface) fn quote(passage: &Passage, hit: Option<&Hit>, out: &mut String) {
    for (at, (lang, text)) in passage.text.iter().enumerate() {
        let lit = hit.and_then(|hit| hit.highlights.get(lang));
        if at > 0 {
            out.push_str(">\n");
        }
        let _ = writeln!(out, "> {}", bold(text, lit.map_or(&[], Vec::as_slice)));
    }
    out.push('\n');
}

/// The text on one line with some byte ranges in bold.
fn bold(text: &str, lit: &[Range<usize>]) -> String {
    // HTML tags, since asterisks between Chinese characters often make no emphasis.
    let mut out = String::new();
    let mut at = 0;
    for span in lit {
        out += &part(text, at..span.start);
        let _ = write!(out, "<b>{}</b>", part(text, span.clone()));
        at = span.end;
    }
    out + &part(text, at..text.len())
}

/// A part of the text on one line; white space at an end becomes one space.
fn part(text: &str, span: Range<usize>) -> String {
    let part = text.get(span.clone()).unwrap_or_default();
    let line = match span.start {
        0 => markdown_text(part),
        _ => markdown_inline(&one_line(part)),
    };
    let space = |c: Option<char>| {
        if c.is_some_and(char::is_whitespace) {
            " "
        } else {
            ""
        }
    };
    match (space(part.chars().next()), space(part.chars().next_back())) {
        (before, _) if line.is_empty() => before.to_owned(),
        (before, after) => format!("{before}{line}{after}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_matched_is_bold_and_nothing_else_is_marked() {
        let text = "our *own* CapEx,\nand 資本支出.";
        let at = |part: &str| {
            let from = text.find(part).unwrap();
            from..from + part.len()
        };
        assert_eq!(
            bold(text, &[at("CapEx"), at("資本支出")]),
            "our \\*own\\* <b>CapEx</b>, and <b>資本支出</b>."
        );
    }
}
