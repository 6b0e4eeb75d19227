//! Links that a terminal opens (OSC 8).

use std::path::Path;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::{session::Session, terminal::link};

/// Characters that are escaped in the path of a URL.
const ESCAPED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'`')
    .add(b'{')
    .add(b'}');

impl Session {
    /// The text as a link to a file if the terminal supports links, or else the text.
    pub(super) fn link(&self, text: &str, file: Option<&Path>) -> String {
        let path = file
            .filter(|_| self.links)
            .and_then(|file| std::path::absolute(file).ok());
        match path.as_deref().and_then(Path::to_str) {
            Some(path) => link(&url(path), text),
            None => text.to_owned(),
        }
    }
}

/// The `file:` URL of an absolute path.
fn url(path: &str) -> String {
    let path = path.replace('\\', "/");
    let slash = if path.starts_with('/') { "" } else { "/" };
    format!("file://{slash}{}", utf8_percent_encode(&path, ESCAPED))
}

#[cfg(test)]
mod tests {
    use super::url;

    #[test]
    fn paths_are_escaped() {
        assert_eq!(
            url("/calls/Q3 100%#1 法說.txt"),
            "file:///calls/Q3%20100%25%231%20%E6%B3%95%E8%AA%AA.txt"
        );
        assert_eq!(url("C:\\calls\\a.txt"), "file:///C:/calls/a.txt");
    }
}
