//! HTML pages as a flat list of blocks: paragraphs, headings and items, with what is bold in them.
//!
//! Formats of saved pages read paragraphs in order and never ask what contains what, so no tree is
//! built: tags are counted, not nested, which is linear in the page however broken or hostile its
//! tags are. A line break ends a block as a paragraph does.

use std::convert::Infallible;

use html5gum::{
    Span, Tokenizer,
    emitters::callback::{CallbackEmitter, CallbackEvent},
};

use super::beginning::{listed, without_wrapper};
use crate::model::ExchangeSide;

/// What kind of element a block is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum BlockKind {
    /// The title in the page's head.
    Title,
    Heading,
    #[default]
    Text,
}

/// One paragraph, heading or item; never empty.
#[derive(Debug, Default)]
pub(crate) struct Block {
    pub(crate) kind: BlockKind,
    /// Line of the source on which its text begins, from 1.
    pub(crate) line: usize,
    /// Its text, white space collapsed.
    pub(crate) text: String,
    /// Whether it is in a menu, footer, form or other element around an article.
    pub(crate) boilerplate: bool,
    /// Whether only a line break separates it from the block before.
    pub(crate) after_line_break: bool,
    /// Whether its markup marks it as question or answer.
    pub(crate) side: Option<ExchangeSide>,
    /// How many bytes at its beginning are bold.
    bold: usize,
}

impl Block {
    /// The bold text at its beginning, and the rest.
    pub(crate) fn bold_prefix(&self) -> Option<(&str, &str)> {
        let (bold, rest) = self.text.split_at_checked(self.bold)?;
        (!bold.trim().is_empty()).then(|| (bold.trim(), rest.trim()))
    }

    /// Whether all of it is a heading or bold.
    pub(crate) fn is_emphasized(&self) -> bool {
        self.kind == BlockKind::Heading
            || self.bold_prefix().is_some_and(|(_, rest)| rest.is_empty())
    }
}

/// The blocks of a page, in order.
pub(crate) fn blocks(text: &str) -> Vec<Block> {
    let whole = text;
    let text = without_wrapper(whole);
    let wrapper = whole.get(..whole.len() - text.len()).unwrap_or_default();
    let mut reader = BlockBuilder {
        source: text,
        line: 1 + wrapper.bytes().filter(|&byte| byte == b'\n').count(),
        ..BlockBuilder::default()
    };
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, span: Span<usize>| {
        reader.event(&event, span.start);
        None::<Infallible>
    });
    emitter.naively_switch_states(true);
    let Ok(()) = Tokenizer::new_with_emitter(text, emitter).finish();
    reader.end_block();
    reader.blocks
}

/// Elements whose content is not displayed as text.
const INVISIBLE: [&str; 8] = [
    "script", "style", "template", "noscript", "svg", "iframe", "math", "object",
];

/// Elements around an article.
const BOILERPLATE: [&str; 8] = [
    "nav", "header", "footer", "aside", "button", "select", "label", "dialog",
];

/// Elements that make text bold.
const BOLD: [&str; 3] = ["strong", "b", "th"];

/// Elements that begin and end a block.
const BLOCKS: &str = "html head body title p div h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table tr td th caption \
    article section main nav header footer aside blockquote pre figure figcaption form fieldset address \
    details summary button select option textarea hr center";

fn is_heading(tag: &str) -> bool {
    matches!(tag, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

/// How many elements of each name in a list of at most eight are open.
#[derive(Debug, Default)]
struct OpenElements([usize; 8]);

impl OpenElements {
    fn count(&mut self, names: &[&str], tag: &str, opens: bool) {
        let found = names.iter().position(|name| *name == tag);
        if let Some(count) = found.and_then(|at| self.0.get_mut(at)) {
            *count = if opens {
                *count + 1
            } else {
                count.saturating_sub(1)
            };
        }
    }

    fn any(&self) -> bool {
        self.0.iter().any(|&count| count > 0)
    }
}

#[derive(Default)]
struct BlockBuilder<'a> {
    source: &'a str,
    /// How far lines are counted, in bytes, and the line there.
    counted: usize,
    line: usize,
    blocks: Vec<Block>,
    block: Block,
    /// The start tag being read, and the attribute.
    tag: String,
    class: bool,
    invisible: OpenElements,
    boilerplate: OpenElements,
    bold: OpenElements,
    kind: BlockKind,
    /// Whether white space stands before the next word.
    space: bool,
    /// Whether a `span` has just ended, and whether another one began right behind it.
    span_ended: bool,
    spans_touch: bool,
    /// Whether all of the open block so far is bold.
    all_bold: bool,
    after_line_break: bool,
}

impl BlockBuilder<'_> {
    fn event(&mut self, event: &CallbackEvent<'_>, at: usize) {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.tag = String::from_utf8_lossy(name).into_owned();
                self.class = false;
                self.start();
            }
            CallbackEvent::AttributeName { name } => self.class = *name == b"class",
            CallbackEvent::AttributeValue { value } if self.class => {
                self.mark(&String::from_utf8_lossy(value));
            }
            // Elsewhere in HTML the slash means nothing.
            CallbackEvent::CloseStartTag { self_closing: true }
                if matches!(self.tag.as_str(), "svg" | "math") =>
            {
                self.invisible.count(&INVISIBLE, &self.tag, false);
            }
            CallbackEvent::EndTag { name } => self.end(&String::from_utf8_lossy(name)),
            CallbackEvent::String { value } => self.text(&String::from_utf8_lossy(value), at),
            _ => {}
        }
    }

    fn start(&mut self) {
        let tag = std::mem::take(&mut self.tag);
        self.spans_touch = tag == "span" && std::mem::take(&mut self.span_ended);
        if tag == "br" {
            let bold = std::mem::take(&mut self.bold);
            self.end_block();
            self.bold = bold;
            self.after_line_break = true;
        } else if listed(BLOCKS, &tag) {
            self.end_block();
            self.kind = match tag.as_str() {
                "title" => BlockKind::Title,
                tag if is_heading(tag) => BlockKind::Heading,
                // What an unclosed heading runs into.
                "p" | "ul" | "ol" | "table" => BlockKind::Text,
                _ => self.kind,
            };
        }
        if tag == "main" {
            // The article begins, whatever was left open above it.
            self.boilerplate = OpenElements::default();
        }
        self.invisible.count(&INVISIBLE, &tag, true);
        self.boilerplate.count(&BOILERPLATE, &tag, true);
        self.bold.count(&BOLD, &tag, true);
        self.tag = tag;
    }

    /// Notes the class of an element within a block.
    fn mark(&mut self, classes: &str) {
        if self.tag != "span" || self.invisible.any() {
            return;
        }
        let class = |name: &str| classes.split_ascii_whitespace().any(|class| class == name);
        if class("question") {
            self.block.side = Some(ExchangeSide::Asked);
        } else if class("answer") {
            self.block.side = Some(ExchangeSide::Answered);
        }
    }

    fn end(&mut self, tag: &str) {
        self.span_ended = tag == "span";
        if listed(BLOCKS, tag) {
            self.end_block();
            if tag == "title" || is_heading(tag) {
                self.kind = BlockKind::Text;
            }
        }
        self.invisible.count(&INVISIBLE, tag, false);
        self.boilerplate.count(&BOILERPLATE, tag, false);
        self.bold.count(&BOLD, tag, false);
    }

    fn text(&mut self, text: &str, at: usize) {
        if self.invisible.any() {
            return;
        }
        let bold = self.bold.any();
        for word in text.split_inclusive(is_space) {
            let bare = word.trim_end_matches(is_space);
            if !bare.is_empty() {
                self.word(bare, bold, text, at);
            }
            self.space |= bare.len() < word.len();
        }
    }

    /// Adds a word of the text that begins at a byte of the source.
    fn word(&mut self, word: &str, bold: bool, text: &str, at: usize) {
        if self.block.text.is_empty() {
            let blank = text.len() - text.trim_start().len();
            self.block.line = self.line_at(at + blank);
            self.block.kind = self.kind;
            self.block.boilerplate = self.boilerplate.any();
            self.block.after_line_break = self.after_line_break;
            self.all_bold = true;
        } else if self.space {
            self.block.text.push(' ');
        } else if self.spans_touch && are_labels(&self.block.text, word) {
            self.block.text.push_str(", ");
        }
        self.space = false;
        self.spans_touch = false;
        self.span_ended = false;
        self.block.text.push_str(word);
        self.all_bold &= bold;
        if self.all_bold {
            self.block.bold = self.block.text.len();
        }
    }

    /// Ends the open block, and with its text whatever in it was left unclosed.
    fn end_block(&mut self) {
        self.space = false;
        if self.block.text.is_empty() {
            return;
        }
        self.blocks.push(std::mem::take(&mut self.block));
        self.bold = OpenElements::default();
        self.after_line_break = false;
    }

    /// The line of a byte of the source; bytes are asked for in order.
    fn line_at(&mut self, at: usize) -> usize {
        let passed = self.source.as_bytes().get(self.counted..at);
        if let Some(passed) = passed {
            self.line += passed.iter().filter(|&&byte| byte == b'\n').count();
            self.counted = at;
        }
        self.line
    }
}

/// Whether two texts of elements that touch are labels set apart by their style: `Ann Wu` and `CFO`.
fn are_labels(before: &str, word: &str) -> bool {
    const MAX_LABEL_BYTES: usize = 80;
    before.len() <= MAX_LABEL_BYTES
        && before.contains(' ')
        && before.ends_with(|c: char| c.is_lowercase())
        && word.starts_with(char::is_uppercase)
}

/// White space, no-break spaces among it, and what takes none.
fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(page: &str) -> Vec<String> {
        let shown = |block: &Block| match block.bold_prefix() {
            Some((bold, rest)) => format!("{}:*{bold}*{rest}", block.line),
            None => format!("{}:{}", block.line, block.text),
        };
        blocks(page).iter().map(shown).collect()
    }

    #[test]
    fn paragraphs_and_bold() {
        for (page, expected) in [
            ("<p>a</p><p>b &amp;&nbsp;c</p>", &["1:a", "1:b & c"][..]),
            ("<p>\n a\n  b\n</p>\n<p>c", &["2:a b", "5:c"]),
            ("<p><b>Ann</b> <b>Wu</b></p>", &["1:*Ann Wu*"]),
            (
                "<p><strong>Ann:</strong> Hi <b>all</b>.",
                &["1:*Ann:*Hi all."],
            ),
            ("<p><strong><span>A</span></strong>b</p>", &["1:*A*b"]),
            ("<strong><p>Ann</p></strong><p>Hi", &["1:*Ann*", "1:Hi"]),
            ("<p><b>Ann<p>Hi</p>", &["1:*Ann*", "1:Hi"]),
            ("<p><b>a<br>b</b>c", &["1:*a*", "1:*b*c"]),
            (
                "<div><span>Ann Wu</span><span>Head of Sales</span></div>",
                &["1:Ann Wu, Head of Sales"],
            ),
            ("<p>a<br/>b<br>\nc</p>", &["1:a", "1:b", "2:c"]),
            ("<td>1<td>2<script>x<p>y</script>3", &["1:1", "1:23"]),
            ("<svg><title>x</title><p>y</svg><p>z", &["1:z"]),
            ("<h2>a<p>b</p><!-- c --></h2>d", &["1:a", "1:b", "1:d"]),
            ("a < b & c <3 &unknown;", &["1:a < b & c <3 &unknown;"]),
        ] {
            assert_eq!(shown(page), expected, "{page}");
        }
    }

    #[test]
    fn boilerplate_around_an_article() {
        let page = "<nav>a<p>b</nav><header><h1>c</h1></header><p>d<footer>e<nav><main>f";
        let found = blocks(page);
        let found: Vec<_> = found
            .iter()
            .map(|block| (block.text.as_str(), block.boilerplate))
            .collect();
        assert_eq!(
            found,
            [
                ("a", true),
                ("b", true),
                ("c", true),
                ("d", false),
                ("e", true),
                ("f", false)
            ]
        );
    }

    #[test]
    fn hostile_pages_take_no_longer_than_their_length() {
        const MANY: usize = 300_000;
        let attributes: String = (0..MANY).map(|n| format!(" a{n}=b")).collect();
        for (page, count) in [
            (format!("{}x", "<div>".repeat(MANY)), 1),
            ("<div>x".repeat(MANY), MANY),
            ("<b id=n>".repeat(MANY), 0),
            (format!("{}x", "<nav><svg/>".repeat(MANY)), 1),
            (format!("<p{attributes}>x"), 1),
            (format!("<p class='{}'>x", "c ".repeat(MANY)), 1),
            ("<!--".repeat(MANY), 0),
            ("<span class=question>x</b>".repeat(MANY), 1),
            (format!("<title>{}", "</titl".repeat(MANY)), 1),
            ("&amp".repeat(MANY), 1),
        ] {
            assert_eq!(blocks(&page).len(), count, "{}", &page[..20]);
        }
    }
}
