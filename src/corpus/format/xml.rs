//! What XML layouts share: names without prefixes, text, line numbers, a bound on nesting.

use roxmltree::{Document, Node};

/// Deepest nesting read; transcripts have about ten levels.
const DEEPEST: usize = 128;

/// Reads a document.
///
/// # Errors
/// Where it is not well-formed, defines entities, or is nested deeper than any transcript.
pub(super) fn read(text: &str) -> Result<Document<'_>, String> {
    let document = Document::parse(text).map_err(|error| error.to_string())?;
    let (mut depth, mut node) = (0_usize, document.root());
    // A walk that never looks back: what asks for the elements around a text stays cheap after it.
    loop {
        if depth > DEEPEST {
            return Err(format!("nested deeper than {DEEPEST} levels"));
        }
        if let Some(child) = node.first_child() {
            (depth, node) = (depth + 1, child);
            continue;
        }
        while node.next_sibling().is_none() {
            match node.parent() {
                Some(parent) => (depth, node) = (depth.saturating_sub(1), parent),
                None => return Ok(document),
            }
        }
        match node.next_sibling() {
            Some(next) => node = next,
            None => return Ok(document),
        }
    }
}

/// Whether a node is an element of a name, in any case and name space.
pub(super) fn is(node: Node<'_, '_>, name: &str) -> bool {
    node.tag_name().name().eq_ignore_ascii_case(name)
}

/// The nearest element of a name around a node, or the node itself.
pub(super) fn around<'a, 'input>(node: Node<'a, 'input>, name: &str) -> Option<Node<'a, 'input>> {
    node.ancestors().find(|&above| is(above, name))
}

/// The text within a node, with single spaces.
pub(super) fn text(node: Node<'_, '_>) -> String {
    let text: String = (node.descendants().filter(Node::is_text))
        .filter_map(|node| node.text())
        .collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text nodes that are not blank, with the line of the document on which each begins.
pub(super) fn texts<'a, 'input>(
    document: &'a Document<'input>,
) -> impl Iterator<Item = (usize, Node<'a, 'input>)> {
    let source = document.input_text();
    let (mut line, mut counted) = (1, 0);
    document
        .descendants()
        .filter(|node| node.text().is_some_and(|text| !text.trim().is_empty()) && node.is_text())
        .map(move |node| {
            let place = node.range().start;
            let skipped = source.get(counted..place).unwrap_or_default();
            line += skipped.bytes().filter(|&byte| byte == b'\n').count();
            counted = place;
            (line, node)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_and_their_lines() {
        let document =
            read("<a>\n<b>one</b>\n<n:C xmlns:n='x'>two <i>three</i></n:C></a>").unwrap();
        let found: Vec<_> = texts(&document)
            .map(|(line, node)| (line, node.text().unwrap().trim()))
            .collect();
        assert_eq!(found, [(2, "one"), (3, "two"), (3, "three")]);
        let c = document.descendants().find(|&node| is(node, "c")).unwrap();
        assert_eq!(text(c), "two three");
    }

    #[test]
    fn deep_nesting_is_refused() {
        let nested = |depth: usize| "<a>".repeat(depth) + &"</a>".repeat(depth);
        assert!(read(&nested(100)).is_ok());
        assert!(read(&nested(200)).is_err());
        assert!(read(&nested(1_000_000)).is_err());
    }
}
