//! The address of a page, which holds its whole state, and addresses derived from it.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Characters of a path that are not escaped.
const PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// A path with parameters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::interface) struct Address {
    path: String,
    pairs: Vec<(String, String)>,
}

impl Address {
    /// An address of this site; `path` is already escaped.
    pub(in crate::interface) fn new(path: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            pairs: Vec::new(),
        }
    }

    /// The page on which a call is read.
    pub(in crate::interface) fn call(id: &str) -> Self {
        Self::new(format!("/call/{}", utf8_percent_encode(id, PATH)))
    }

    /// The PDF file that a call was read from.
    pub(in crate::interface) fn file(id: &str) -> Self {
        Self::new(format!("/file/{}", utf8_percent_encode(id, PATH)))
    }

    /// The path.
    pub(in crate::interface) fn path(&self) -> &str {
        &self.path
    }

    /// Its parameters, in order.
    pub(in crate::interface) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        let pairs = self.pairs.iter();
        pairs.map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The value of a parameter.
    pub(in crate::interface) fn get(&self, name: &str) -> Option<&str> {
        let mut pairs = self.pairs();
        pairs
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value)
    }

    /// Whether a parameter has this value.
    pub(in crate::interface) fn has(&self, name: &str, value: &str) -> bool {
        self.pairs().any(|pair| pair == (name, value))
    }

    /// The address with one more value of a parameter, without offset.
    pub(in crate::interface) fn with(&self, name: &str, value: &str) -> Self {
        let mut address = self.without_offset();
        if !address.has(name, value) {
            address.pairs.push((name.to_owned(), value.to_owned()));
        }
        address
    }

    /// The address with this as the only value of a parameter, without offset.
    pub(in crate::interface) fn set(&self, name: &str, value: &str) -> Self {
        self.without(name).with(name, value)
    }

    /// The address without a parameter and without offset.
    pub(in crate::interface) fn without(&self, name: &str) -> Self {
        let mut address = self.without_offset();
        address.pairs.retain(|(known, _)| known != name);
        address
    }

    /// The address without one value of a parameter and without offset.
    pub(in crate::interface) fn without_value(&self, name: &str, value: &str) -> Self {
        let mut address = self.without_offset();
        address
            .pairs
            .retain(|pair| (pair.0.as_str(), pair.1.as_str()) != (name, value));
        address
    }

    /// The address with an offset.
    pub(in crate::interface) fn with_offset(&self, offset: usize) -> Self {
        match offset {
            0 => self.without_offset(),
            _ => self.set("offset", &offset.to_string()),
        }
    }

    fn without_offset(&self) -> Self {
        let mut address = self.clone();
        address.pairs.retain(|(known, _)| known != "offset");
        address
    }

    /// The address with another path, without some parameters and without offset.
    pub(in crate::interface) fn at(&self, path: &str, except: &[&str]) -> Self {
        let mut address = self.without_offset();
        path.clone_into(&mut address.path);
        address
            .pairs
            .retain(|(name, _)| !except.contains(&name.as_str()));
        address
    }

    /// The address as text.
    pub(in crate::interface) fn href(&self) -> String {
        if self.pairs.is_empty() {
            return self.path.clone();
        }
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(&self.pairs);
        format!("{}?{}", self.path, query.finish())
    }
}

/// Whether a text is an address of this site, so that a redirect to it cannot leave the site.
pub(in crate::interface) fn is_local(address: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_graphic() && byte != b'\\';
    address.starts_with('/') && !address.starts_with("//") && address.bytes().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leads_on() {
        let here = Address::new("/")
            .with("q", "資本 a&b")
            .with("company", "A")
            .with_offset(20);
        assert_eq!(
            here.href(),
            "/?q=%E8%B3%87%E6%9C%AC+a%26b&company=A&offset=20"
        );
        assert_eq!(
            here.with("company", "B")
                .without_value("company", "A")
                .href(),
            "/?q=%E8%B3%87%E6%9C%AC+a%26b&company=B"
        );
        assert_eq!(here.set("q", "x").without("company").href(), "/?q=x");
        assert_eq!(here.at("/call/x", &["company"]).get("company"), None);
        assert_eq!(Address::call("A#1/?é").href(), "/call/A%231%2F%3F%C3%A9");
    }

    #[test]
    fn goes_nowhere_else() {
        for here in ["/", "/?q=a", "/call/A?q=%E8"] {
            assert!(is_local(here), "{here}");
        }
        for there in [
            "",
            "//x.org",
            "/\\x.org",
            "https://x.org",
            "/a\nb",
            "x",
            "/é",
        ] {
            assert!(!is_local(there), "{there}");
        }
    }
}
