//! Paragraphs, runs and tables of `word/document.xml`.

use std::collections::{HashMap, HashSet};

use roxmltree::Node;

use super::{
    numbering::Numbering,
    style::{Styles, attribute, bold, child, list},
};
use crate::transcript::printed::PrintedParagraph;

/// Deepest nesting of elements that is read.
const MAX_DEPTH: usize = 64;

/// Longest first cell of a row that is a label of the second, in characters.
const MAX_LABEL_CHARS: usize = 90;

/// Longest bold text at the beginning of a paragraph that may be a name, in characters.
const MAX_NAME_CHARS: usize = 100;

/// Reads the body of a document.
pub(super) struct Body<'s> {
    styles: &'s Styles,
    numbering: Numbering,
    page: usize,
    pub(super) paragraphs: Vec<PrintedParagraph>,
    /// Whether Word has noted where its pages end.
    pub(super) has_pages: bool,
    /// Colours that little of the text has: it is set apart like bold text.
    rare_colours: HashSet<String>,
}

/// The share of all characters up to which a colour is set apart.
const RARE_COLOUR: f64 = 0.12;

/// Colours that look like none.
const DARK: [&str; 3] = ["", "auto", "000000"];

/// The colour that a run states.
fn colour<'a>(run: Node<'a, '_>) -> &'a str {
    let stated = child(run, "rPr").and_then(|properties| child(properties, "color"));
    stated
        .and_then(|colour| attribute(colour, "val"))
        .unwrap_or_default()
}

/// A piece of text in one style.
struct Run {
    text: String,
    is_bold: bool,
    is_coloured: bool,
}

impl<'s> Body<'s> {
    pub(super) fn new(styles: &'s Styles, numbering: Numbering) -> Self {
        Self {
            styles,
            numbering,
            page: 1,
            paragraphs: Vec::new(),
            has_pages: false,
            rare_colours: HashSet::new(),
        }
    }

    /// Learns which colours little of a document has.
    pub(super) fn learn_colours(&mut self, root: Node<'_, '_>) {
        let mut lengths: HashMap<&str, usize> = HashMap::new();
        let runs = root
            .descendants()
            .filter(|node| node.tag_name().name() == "r");
        for run in runs {
            let length: usize = (run.children())
                .filter(|node| node.tag_name().name() == "t")
                .map(|text| text.text().unwrap_or_default().len())
                .sum();
            *lengths.entry(colour(run)).or_default() += length;
        }
        let total: usize = lengths.values().sum();
        let is_rare = |(colour, length): &(&str, usize)| {
            !DARK.contains(colour) && *length as f64 <= RARE_COLOUR * total as f64
        };
        let rare = lengths.into_iter().filter(is_rare);
        self.rare_colours = rare.map(|(colour, _)| colour.to_owned()).collect();
    }

    /// Reads the blocks of an element: paragraphs and tables.
    pub(super) fn blocks(&mut self, parent: Node<'_, '_>, depth: usize) {
        if depth > MAX_DEPTH {
            return;
        }
        for node in parent.children().filter(Node::is_element) {
            match node.tag_name().name() {
                "p" => self.paragraph(node, depth),
                "tbl" => self.table(node, depth),
                // Content controls, text boxes and the like hold blocks as well.
                _ if !is_hidden(node) => self.blocks(node, depth + 1),
                _ => {}
            }
        }
    }

    fn paragraph(&mut self, node: Node<'_, '_>, depth: usize) {
        let properties = child(node, "pPr");
        let style = properties.and_then(|properties| child(properties, "pStyle"));
        let style = style
            .and_then(|style| attribute(style, "val"))
            .unwrap_or_default();
        let page = self.page;
        let mut runs: Vec<Run> = Vec::new();
        let is_bold = self.styles.is_bold(style);
        self.runs(node, is_bold, &mut runs, depth);
        let has_text = runs.iter().any(|run| !run.text.trim().is_empty());
        let list = properties
            .and_then(list)
            .or_else(|| self.styles.list(style));
        let number = list
            .filter(|_| has_text)
            .and_then(|(list, level)| self.numbering.next(&list, level));
        if let Some(number) = number {
            runs.insert(
                0,
                Run {
                    text: number,
                    is_bold: runs.first().is_some_and(|run| run.is_bold),
                    is_coloured: runs.first().is_some_and(|run| run.is_coloured),
                },
            );
        }
        let is_heading = self.styles.is_heading(style);
        for line in lines(runs) {
            let line = printed(&line);
            self.paragraphs.push(PrintedParagraph {
                page,
                is_heading: is_heading || line.is_heading,
                ..line
            });
        }
        self.paragraphs_in_boxes(node, depth);
    }

    /// Text boxes are anchored within paragraphs.
    fn paragraphs_in_boxes(&mut self, node: Node<'_, '_>, depth: usize) {
        let boxes = node
            .descendants()
            .filter(|node| node.tag_name().name() == "txbxContent");
        let shown = boxes.filter(|node| {
            !node
                .ancestors()
                .any(|above| above.tag_name().name() == "Fallback")
        });
        for text in shown.take(100) {
            // A box within a box is met by the paragraphs of the outer one.
            let is_outer = text
                .ancestors()
                .skip(1)
                .take_while(|above| *above != node)
                .all(|above| above.tag_name().name() != "txbxContent");
            if is_outer {
                self.blocks(text, depth + 1);
            }
        }
    }

    fn runs(&mut self, parent: Node<'_, '_>, is_bold: bool, runs: &mut Vec<Run>, depth: usize) {
        if depth > MAX_DEPTH {
            return;
        }
        for node in parent.children().filter(Node::is_element) {
            match node.tag_name().name() {
                "r" => {
                    let stated = child(node, "rPr").and_then(|properties| {
                        let style =
                            child(properties, "rStyle").and_then(|style| attribute(style, "val"));
                        bold(properties).or_else(|| {
                            style
                                .filter(|style| self.styles.is_bold(style))
                                .map(|_| true)
                        })
                    });
                    let text = self.text(node);
                    runs.push(Run {
                        text,
                        is_bold: stated.unwrap_or(is_bold),
                        is_coloured: self.rare_colours.contains(colour(node)),
                    });
                }
                "pPr" | "p" | "tbl" | "txbxContent" => {}
                _ if !is_hidden(node) => self.runs(node, is_bold, runs, depth + 1),
                _ => {}
            }
        }
    }

    /// The text of a run; a line break is `\n`.
    fn text(&mut self, run: Node<'_, '_>) -> String {
        let mut text = String::new();
        for node in run.children().filter(Node::is_element) {
            match node.tag_name().name() {
                "t" => text.push_str(node.text().unwrap_or_default()),
                "tab" | "ptab" => text.push('\t'),
                "noBreakHyphen" => text.push('-'),
                "br" | "cr" => match attribute(node, "type") {
                    Some("page") => {
                        self.page += 1;
                        self.has_pages = true;
                    }
                    Some("column") => {}
                    _ => text.push('\n'),
                },
                "lastRenderedPageBreak" => {
                    self.page += 1;
                    self.has_pages = true;
                }
                _ => {}
            }
        }
        text
    }

    /// The cells of a table row by row; a short first cell of two is the label of the second.
    fn table(&mut self, table: Node<'_, '_>, depth: usize) {
        for row in elements(table, "tr") {
            let cells: Vec<Vec<PrintedParagraph>> = elements(row, "tc")
                .map(|cell| {
                    let before = self.paragraphs.len();
                    self.blocks(cell, depth + 1);
                    self.paragraphs.split_off(before)
                })
                .filter(|cell| !cell.is_empty())
                .collect();
            self.row(cells);
        }
    }

    fn row(&mut self, mut cells: Vec<Vec<PrintedParagraph>>) {
        if let [label, text] = cells.as_mut_slice() {
            // Title or firm may stand below a name.
            let words = label
                .iter()
                .map(PrintedParagraph::line)
                .reduce(below)
                .unwrap_or_default();
            if words.chars().count() <= MAX_LABEL_CHARS
                && let Some(first) = text.first_mut()
            {
                let line = first.line();
                first.label = Some(words);
                first.text = line;
                label.clear();
            }
        }
        let is_one_line = cells.iter().all(|cell| cell.len() <= 1) && cells.len() > 2;
        if is_one_line && let Some(first) = cells.first().and_then(|cell| cell.first()).cloned() {
            let texts: Vec<String> = cells.iter().flatten().map(PrintedParagraph::line).collect();
            self.paragraphs.push(PrintedParagraph {
                label: None,
                text: texts.join(" | "),
                ..first
            });
            return;
        }
        self.paragraphs.extend(cells.into_iter().flatten());
    }
}

/// A label with a further line of it: in Chinese one word, else title or firm below a name.
fn below(label: String, line: String) -> String {
    let wide = |c: Option<char>| c.is_some_and(|c| c >= '\u{2E80}');
    let is_word = wide(label.chars().next_back()) && wide(line.chars().next());
    format!("{label}{}{line}", if is_word { "" } else { ", " })
}

/// Rows or cells of a table, within content controls as well.
fn elements<'a, 'i: 'a>(
    parent: Node<'a, 'i>,
    name: &'static str,
) -> impl Iterator<Item = Node<'a, 'i>> + use<'a, 'i> {
    let controls = |node: Node<'a, 'i>| match node.tag_name().name() {
        "sdt" => child(node, "sdtContent").map(|content| content.children()),
        _ => None,
    };
    parent.children().flat_map(move |node| {
        let inner = controls(node).into_iter().flatten();
        std::iter::once(node)
            .chain(inner)
            .filter(move |node| node.tag_name().name() == name)
    })
}

/// Whether an element holds text that is not shown, or shown twice.
fn is_hidden(node: Node<'_, '_>) -> bool {
    matches!(
        node.tag_name().name(),
        "del"
            | "moveFrom"
            | "Fallback"
            | "instrText"
            | "sectPr"
            | "pPr"
            | "rPr"
            | "tblPr"
            | "trPr"
            | "tcPr"
    )
}

/// Cuts runs at line breaks.
fn lines(runs: Vec<Run>) -> Vec<Vec<Run>> {
    let mut lines: Vec<Vec<Run>> = vec![Vec::new()];
    for run in runs {
        for (at, piece) in run.text.split('\n').enumerate() {
            if at > 0 {
                lines.push(Vec::new());
            }
            if let Some(line) = lines.last_mut().filter(|_| !piece.is_empty()) {
                line.push(Run {
                    text: piece.to_owned(),
                    is_bold: run.is_bold,
                    is_coloured: run.is_coloured,
                });
            }
        }
    }
    lines.retain(|line| line.iter().any(|run| !run.text.trim().is_empty()));
    lines
}

/// A paragraph of runs: bold text at its beginning is its label, or all of it a heading.
fn printed(runs: &[Run]) -> PrintedParagraph {
    // Where nothing is bold, a colour sets apart.
    let has_bold = runs.iter().any(|run| run.is_bold && has_letters(&run.text));
    let is_apart = |run: &Run| {
        if has_bold {
            run.is_bold
        } else {
            run.is_coloured
        }
    };
    let is_plain = |run: &Run| !is_apart(run) && has_letters(&run.text);
    let bold = runs.iter().take_while(|run| !is_plain(run)).count();
    let whole: String = runs.iter().map(|run| run.text.as_str()).collect();
    let mut label: usize = runs.iter().take(bold).map(|run| run.text.len()).sum();
    // Bold type may reach past the colon of a label, or end before it.
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    // `9:43` is a time.
    let is_label_end = |(at, mark): &(usize, &str)| {
        let (before, behind) = whole.split_at(*at);
        let behind = behind.get(mark.len()..).unwrap_or_default();
        !digit(before.chars().next_back()) || !digit(behind.chars().next())
    };
    if let Some((colon, mark)) = whole.match_indices([':', '：']).find(is_label_end)
        && (colon < label || !has_letters(whole.get(label..colon).unwrap_or("a")))
    {
        label = colon + mark.len();
    }
    let (name, rest) = whole.split_at_checked(label).unwrap_or((&whole, ""));
    let (name, text) = (spaced(name), spaced(rest));
    let is_bold = runs
        .iter()
        .any(|run| is_apart(run) && has_letters(&run.text));
    let is_heading = is_bold && bold == runs.len();
    let is_name = is_bold && has_letters(&name) && name.chars().count() <= MAX_NAME_CHARS;
    if text.is_empty() || !is_name || is_heading && !name.ends_with([':', '：']) {
        return PrintedParagraph {
            is_heading,
            text: spaced(&whole),
            ..PrintedParagraph::default()
        };
    }
    PrintedParagraph {
        label: Some(name),
        text,
        ..PrintedParagraph::default()
    }
}

fn has_letters(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

/// The text with single spaces.
fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
