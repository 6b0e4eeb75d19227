//! The address of a page, which holds its whole state, and the addresses that lead on from it.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What may stand in a path as it is.
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
    /// An address of this site; the path is given as it stands in an address.
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

    /// Whether a parameter is given with just this value.
    pub(in crate::interface) fn has(&self, name: &str, value: &str) -> bool {
        self.pairs().any(|pair| pair == (name, value))
    }

    /// The same page with one value more of a parameter, from its first result on.
    pub(in crate::interface) fn with(&self, name: &str, value: &str) -> Self {
        let mut address = self.at_first();
        if !address.has(name, value) {
            address.pairs.push((name.to_owned(), value.to_owned()));
        }
        address
    }

    /// The same page with this alone for a parameter, from its first result on.
    pub(in crate::interface) fn set(&self, name: &str, value: &str) -> Self {
        self.without(name).with(name, value)
    }

    /// The same page with a parameter not given, from its first result on.
    pub(in crate::interface) fn without(&self, name: &str) -> Self {
        let mut address = self.at_first();
        address.pairs.retain(|(known, _)| known != name);
        address
    }

    /// The same page without one value of a parameter, from its first result on.
    pub(in crate::interface) fn less(&self, name: &str, value: &str) -> Self {
        let mut address = self.at_first();
        address
            .pairs
            .retain(|pair| (pair.0.as_str(), pair.1.as_str()) != (name, value));
        address
    }

    /// The same page from another result on.
    pub(in crate::interface) fn from(&self, offset: usize) -> Self {
        match offset {
            0 => self.at_first(),
            _ => self.set("offset", &offset.to_string()),
        }
    }

    fn at_first(&self) -> Self {
        let mut address = self.clone();
        address.pairs.retain(|(known, _)| known != "offset");
        address
    }

    /// The same parameters at another path, but for some.
    pub(in crate::interface) fn at(&self, path: &str, but: &[&str]) -> Self {
        let mut address = self.at_first();
        path.clone_into(&mut address.path);
        address
            .pairs
            .retain(|(name, _)| !but.contains(&name.as_str()));
        address
    }

    /// How it is written.
    pub(in crate::interface) fn href(&self) -> String {
        if self.pairs.is_empty() {
            return self.path.clone();
        }
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(&self.pairs);
        format!("{}?{}", self.path, query.finish())
    }
}

/// Whether a text is an address of this site, with which a browser goes nowhere else.
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
            .from(20);
        assert_eq!(
            here.href(),
            "/?q=%E8%B3%87%E6%9C%AC+a%26b&company=A&offset=20"
        );
        assert_eq!(
            here.with("company", "B").less("company", "A").href(),
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
