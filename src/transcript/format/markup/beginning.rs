//! How files of pages begin: tags, declarations, the wrapper of the SEC.

/// The text of the first document of a file of the SEC, without the lines of its wrapper.
pub(crate) fn without_wrapper(text: &str) -> &str {
    let begins = text
        .trim_start()
        .get(..10)
        .is_some_and(|tag| tag.eq_ignore_ascii_case("<document>"));
    let head = text
        .get(..text.len().min(2_000))
        .or_else(|| text.get(..text.len().min(1_500)));
    let start = head.filter(|_| begins).and_then(|head| head.find("<TEXT>"));
    start
        .and_then(|at| text.get(at + "<TEXT>".len()..))
        .unwrap_or(text)
}

/// Whether a list of words separated by blanks has a word.
pub(super) fn listed(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|listed| listed == word)
}

/// Whether a text begins as a page or a part of one does.
pub(crate) fn begins_like_html(text: &str) -> bool {
    /// Elements with which a page, or the body of an article, begins.
    const FIRST: &str = "html head body title meta link p div h1 h2 h3 h4 article main section span ul ol table \
        center strong b header figure style script document";
    let mut text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    for _ in 0..8 {
        let after = match text.get(..4) {
            Some("<!--") => text.split_once("-->"),
            Some("<?xm") => text.split_once("?>"),
            _ => break,
        };
        let Some((_, rest)) = after else {
            return false;
        };
        text = rest.trim_start();
    }
    let Some(tag) = text.strip_prefix('<') else {
        return false;
    };
    let declared = tag.get(..12).unwrap_or_default();
    let end = tag.find(|c: char| !c.is_ascii_alphanumeric());
    let (name, rest) = tag.split_at(end.unwrap_or(tag.len()));
    if name.eq_ignore_ascii_case("document") {
        // The wrapper of the SEC stands around pages and around plain text.
        let body = without_wrapper(text)
            .get(..4_000)
            .unwrap_or(text)
            .to_ascii_lowercase();
        return ["<p", "<div", "<html", "<font"]
            .iter()
            .any(|tag| body.contains(tag));
    }
    declared.eq_ignore_ascii_case("!doctype htm")
        || rest.starts_with(|c: char| c.is_whitespace() || c == '>')
            && listed(FIRST, &name.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beginnings() {
        for (text, html) in [
            ("<!DOCTYPE html>\n<html>", true),
            ("\u{feff}<!-- saved from url -->\n<HTML lang=en>", true),
            ("<?xml version='1.0'?><!DOCTYPE html PUBLIC>", true),
            ("<p class=x>Hi", true),
            ("<div\nid=a>", true),
            ("<transcript><p>", false),
            ("<v Ann>Hi", false),
            ("<<p>", false),
            ("a <p>", false),
            ("<", false),
        ] {
            assert_eq!(begins_like_html(text), html, "{text}");
        }
    }
}
