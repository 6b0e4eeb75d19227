//! What XML layouts share: names without prefixes, text, line numbers, a bound on nesting.

use roxmltree::{Document, Node};

/// Deepest nesting read; transcripts have about ten levels.
const DEEPEST: usize = 128;

/// Most attributes of an element, and most name spaces of a document: the parser compares each with all others.
/// Transcripts have a dozen.
const MOST_ATTRIBUTES: usize = 128;
const MOST_NAME_SPACES: usize = 64;

/// Reads a document.
///
/// # Errors
/// Where it is not well-formed, defines entities, is nested deeper than any transcript, or has more attributes or
/// name spaces than any.
pub(crate) fn read(text: &str) -> Result<Document<'_>, String> {
    check_tags(text)?;
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

/// Refuses tags on which the parser would spend more than linear time.
fn check_tags(text: &str) -> Result<(), String> {
    let mut name_spaces = 0;
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        rest = rest.get(at..).unwrap_or_default();
        let closes = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")];
        if let Some((opener, closer)) = closes.iter().find(|(opener, _)| rest.starts_with(opener)) {
            let inside = rest.get(opener.len()..).unwrap_or_default();
            // What never ends is not well-formed, which the parser says.
            let Some(end) = inside.find(closer) else {
                return Ok(());
            };
            rest = inside.get(end..).unwrap_or_default();
            continue;
        }
        let (mut attributes, mut quote, mut end) = (0, None, rest.len());
        for (at, byte) in rest.bytes().enumerate() {
            match (quote, byte) {
                (Some(opener), _) if opener == byte => quote = None,
                (Some(_), _) => {}
                (None, b'"' | b'\'') => quote = Some(byte),
                (None, b'=') => attributes += 1,
                (None, b'>') => {
                    end = at;
                    break;
                }
                (None, _) => {}
            }
        }
        let (tag, after) = rest.split_at(end);
        name_spaces += tag.matches("xmlns").count();
        if attributes > MOST_ATTRIBUTES || name_spaces > MOST_NAME_SPACES {
            return Err(format!(
                "it has an element with more than {MOST_ATTRIBUTES} attributes, or more than \
                 {MOST_NAME_SPACES} name spaces"
            ));
        }
        rest = after;
    }
    Ok(())
}

/// Whether a node is an element of a name, in any case and name space.
pub(crate) fn is(node: Node<'_, '_>, name: &str) -> bool {
    node.tag_name().name().eq_ignore_ascii_case(name)
}

/// The nearest element of a name around a node, or the node itself.
pub(crate) fn around<'a, 'input>(node: Node<'a, 'input>, name: &str) -> Option<Node<'a, 'input>> {
    node.ancestors().find(|&above| is(above, name))
}

/// The text within a node, with single spaces.
pub(crate) fn text(node: Node<'_, '_>) -> String {
    let text: String = (node.descendants().filter(Node::is_text))
        .filter_map(|node| node.text())
        .collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text nodes that are not blank, with the line of the document on which each begins.
pub(crate) fn texts<'a, 'input>(
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
    fn many_attributes_are_refused() {
        let attributes = |count: usize| {
            let all: String = (0..count).map(|at| format!(" a{at}='>='")).collect();
            format!("<a><!-- <b{all}> --><b{all}/></a>")
        };
        assert!(read(&attributes(100)).is_ok());
        assert!(read(&attributes(200)).is_err());
        let nested = |depth: usize| {
            let open: String = (0..depth)
                .map(|at| format!("<a xmlns:n{at}='x'>"))
                .collect();
            open + &"</a>".repeat(depth)
        };
        assert!(read(&nested(50)).is_ok());
        assert!(read(&nested(100)).is_err());
    }

    #[test]
    fn deep_nesting_is_refused() {
        let nested = |depth: usize| "<a>".repeat(depth) + &"</a>".repeat(depth);
        assert!(read(&nested(100)).is_ok());
        assert!(read(&nested(200)).is_err());
        assert!(read(&nested(1_000_000)).is_err());
    }
}
