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
        self.link_to_page(text, file, None)
    }

    /// Like [`Self::link`], to a page of a PDF file.
    pub(super) fn link_to_page(
        &self,
        text: &str,
        file: Option<&Path>,
        page: Option<u32>,
    ) -> String {
        let path = file
            .filter(|_| self.links)
            .and_then(|file| std::path::absolute(file).ok());
        match path.as_deref().and_then(Path::to_str) {
            Some(path) => link(&(url(path) + &page_anchor(path, page)), text),
            None => text.to_owned(),
        }
    }
}

/// `#page=7` behind the URL of a PDF file.
fn page_anchor(path: &str, page: Option<u32>) -> String {
    let is_pdf = path.to_lowercase().ends_with(".pdf");
    let page = page.filter(|_| is_pdf);
    page.map_or_else(String::new, |page| format!("#page={page}"))
}

/// The `file:` URL of an absolute path.
fn url(path: &str) -> String {
    let path = path.replace('\\', "/");
    let slash = if path.starts_with('/') { "" } else { "/" };
    format!("file://{slash}{}", utf8_percent_encode(&path, ESCAPED))
}

#[cfg(test)]
mod tests {
    use super::{page_anchor, url};

    #[test]
    fn links_open_pdf_files_at_the_page() {
        assert_eq!(page_anchor("/calls/a.PDF", Some(7)), "#page=7");
        assert_eq!(page_anchor("/calls/a.PDF", None), "");
        assert_eq!(page_anchor("/calls/a.docx", Some(7)), "");
    }

    #[test]
    fn paths_are_escaped() {
        assert_eq!(
            url("/calls/Q3 100%#1 法說.txt"),
            "file:///calls/Q3%20100%25%231%20%E6%B3%95%E8%AA%AA.txt"
        );
        assert_eq!(url("C:\\calls\\a.txt"), "file:///C:/calls/a.txt");
    }
}
