//! The lines of a text before they are read: page heads and feet set aside, headings that take several
//! lines joined, tables of questions and answers as labelled lines.

use std::collections::HashMap;

use super::{
    line::{Line, is_bare_name},
    section,
};
use crate::transcript::format::{
    speaker::label,
    speech::{boilerplate, sentence},
    title::{date, headline, period},
};

/// The lines to be read, and those that are no part of the call.
#[derive(Debug, Default)]
pub(super) struct Lines {
    pub(super) lines: Vec<Line>,
    /// Number, text and what it is.
    pub(super) aside: Vec<(usize, String, &'static str)>,
}

impl Lines {
    pub(super) fn of(text: &str) -> Self {
        let lines = (1..).zip(text.lines()).map(|(number, line)| Line {
            number,
            text: line.trim().to_owned(),
        });
        let mut lines = Self {
            lines: super::blank_lines::reduced(lines.collect()),
            aside: Vec::new(),
        };
        lines.join_symbol();
        lines.remove_closing();
        lines.remove_page_heads();
        lines.lines = super::table_rows::as_labels(std::mem::take(&mut lines.lines));
        super::line_forms::unify(&mut lines.lines);
        lines.lines = super::list_columns::split(std::mem::take(&mut lines.lines));
        lines.lines = super::heading_lines::joined(std::mem::take(&mut lines.lines));
        lines
    }

    pub(super) fn texts(&self) -> Vec<&str> {
        self.lines.iter().map(|line| line.text.as_str()).collect()
    }

    /// Joins a symbol in brackets on lines of their own to the line above: `Acme`, `(`, `ACM`, `+0.03%`, `)`.
    fn join_symbol(&mut self) {
        const MAX_LINES: usize = 40;
        let text = |at: usize| self.lines.get(at).map_or("", |line| line.text.as_str());
        let symbol = |text: &str| {
            (1..=6).contains(&text.len())
                && text.bytes().all(|b| b.is_ascii_uppercase() || b == b'.')
        };
        let open = (1..MAX_LINES).find(|&at| text(at) == "(" && symbol(text(at + 1)));
        let Some(open) = open else { return };
        let Some(close) = (open + 2..open + 6).find(|&at| text(at) == ")") else {
            return;
        };
        let joined = format!("{} ({})", text(open - 1), text(open + 1));
        if let Some(line) = self.lines.get_mut(open - 1) {
            line.text = joined;
        }
        self.lines.drain(open..=close);
    }

    /// Sets aside what follows the call: notices of the page, until somebody speaks again.
    fn remove_closing(&mut self) {
        let mut closed = false;
        let mut kept = Vec::with_capacity(self.lines.len());
        for line in std::mem::take(&mut self.lines) {
            let found = boilerplate::notice(&line.text);
            let voice = || label::before_colon(&line.text).is_some_and(|label| label.certain);
            if closed && (section::opening(&line.text).is_some() || voice()) {
                closed = false;
            }
            closed |= found == Some(boilerplate::Notice::EndsCall);
            if (closed || found.is_some()) && !line.text.is_empty() {
                self.aside.push((line.number, line.text, "notice"));
            } else {
                kept.push(line);
            }
        }
        self.lines = kept;
    }

    /// Sets aside page numbers, running heads and feet; a sentence that they interrupt goes on.
    fn remove_page_heads(&mut self) {
        let heads = page_heads(&self.lines);
        if heads.iter().all(Option::is_none) {
            return;
        }
        let mut kept: Vec<Line> = Vec::with_capacity(self.lines.len());
        let mut lines = std::mem::take(&mut self.lines)
            .into_iter()
            .zip(heads)
            .peekable();
        while let Some((line, kind)) = lines.next() {
            if kind.is_none() && !line.text.is_empty() {
                kept.push(line);
                continue;
            }
            // A run of blank lines, heads and feet.
            let mut run = vec![(line, kind)];
            while let Some(next) =
                lines.next_if(|(line, kind)| kind.is_some() || line.text.is_empty())
            {
                run.push(next);
            }
            let blank = run
                .iter()
                .find(|(line, _)| line.text.is_empty())
                .map(|(line, _)| line.clone());
            let page_ends = run.iter().any(|(_, kind)| kind.is_some());
            for (line, kind) in run {
                if let Some(kind) = kind {
                    self.aside.push((line.number, line.text, kind));
                }
            }
            let goes_on = page_ends
                && kept.last().is_some_and(|before| {
                    lines
                        .peek()
                        .is_some_and(|(next, _)| continues(&before.text, &next.text))
                });
            if goes_on {
                if let (Some(before), Some((next, _))) = (kept.last_mut(), lines.next()) {
                    before.text = format!("{} {}", before.text, next.text);
                }
            } else if !(page_ends && kept.last().is_some_and(|before| is_bare_name(&before.text))) {
                // A heading may be broken by the page: name above, title below.
                kept.extend(blank);
            }
        }
        self.lines = kept;
    }
}

/// Whether a line goes on with the sentence of the line before it.
fn continues(before: &str, next: &str) -> bool {
    let open = !sentence::ends_sentence(before) && !before.ends_with([':', '：']);
    let words = before.split_whitespace().count() >= 4;
    let heading = label::before_colon(next).is_some()
        || label::whole_line(next).is_some()
        || label::whole_line(before).is_some()
        || section::opening(next).is_some()
        || section::opening(before).is_some()
        || headline::is_title(before);
    open && words && !heading
}

/// For each line, what of a page it is, if it is no part of the text.
fn page_heads(lines: &[Line]) -> Vec<Option<&'static str>> {
    let mut kinds: Vec<Option<&'static str>> = lines
        .iter()
        .map(|line| boilerplate::page_head(&line.text).filter(|_| !line.text.is_empty()))
        .collect();
    for at in numbered_heads(lines) {
        if let Some(kind) = kinds.get_mut(at) {
            *kind = Some("page header");
        }
    }
    let Some(first) = kinds.iter().position(Option::is_some) else {
        return kinds;
    };
    // Next to page numbers and notices stand running heads: the title, the period, the date.
    for backwards in [false, true] {
        let mut near = false;
        for step in 0..lines.len() {
            let at = if backwards {
                lines.len() - 1 - step
            } else {
                step
            };
            let Some((line, kind)) = lines.get(at).zip(kinds.get_mut(at)) else {
                continue;
            };
            if line.text.is_empty() {
                continue;
            }
            if kind.is_none() && near && at > first && is_running_head(&line.text) {
                *kind = Some("page header");
            }
            near = kind.is_some();
        }
    }
    kinds
}

/// Lines that recur with nothing but a growing number changed, as the heads and feet of pages do.
fn numbered_heads(lines: &[Line]) -> Vec<usize> {
    const FEWEST_PAGES: usize = 3;
    let mut groups: HashMap<String, Vec<(usize, u32)>> = HashMap::new();
    for (at, line) in lines.iter().enumerate() {
        if let Some((shape, number)) = numbered_shape(&line.text) {
            groups.entry(shape).or_default().push((at, number));
        }
    }
    let grows = |group: &&Vec<(usize, u32)>| {
        group.len() >= FEWEST_PAGES
            && group.windows(2).all(|pair| match pair {
                [(_, before), (_, after)] => before < after,
                _ => true,
            })
    };
    let heads = groups.values().filter(grows).flatten();
    heads.map(|&(at, _)| at).collect()
}

/// A short line without its page number, and the number: the one behind `Page`, or the last one.
fn numbered_shape(line: &str) -> Option<(String, u32)> {
    if line.len() > 240 || line.len() < 6 || sentence::is_sentence(line) {
        return None;
    }
    let digit = |c: char| c.is_ascii_digit();
    let lower = line.to_ascii_lowercase();
    let from = lower.rfind("page ").map(|at| at + "page ".len());
    let (at, number) = match from {
        Some(from) => {
            let rest = line.get(from..)?;
            let end = rest.find(|c: char| !digit(c)).unwrap_or(rest.len());
            (from, rest.get(..end)?)
        }
        None => {
            let start = line.trim_end_matches(digit).len();
            (start, line.get(start..)?)
        }
    };
    let words = line.chars().filter(|c| c.is_alphabetic()).count() >= 4;
    let number = number.parse().ok().filter(|_| number.len() <= 4 && words)?;
    if label::before_colon(line).is_some() || label::whole_line(line).is_some() {
        return None;
    }
    let end = at
        + line
            .get(at..)?
            .find(|c| !digit(c))
            .unwrap_or(line.len() - at);
    Some((format!("{}#{}", line.get(..at)?, line.get(end..)?), number))
}

/// Whether a line can be a running head: a title, or a period with a date.
fn is_running_head(line: &str) -> bool {
    let short = line.chars().count() <= 220 && !sentence::is_sentence(line);
    let dated = date::first(line).is_some() && period::find(line).is_some();
    let squeezed = line.split_whitespace().collect::<Vec<_>>().join(" ");
    short && label::before_colon(line).is_none() && (dated || headline::is_title(&squeezed))
}
