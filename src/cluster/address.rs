//! Where a cluster is: `opensearch+https://host:9200/prefix`.

use std::{fmt, str::FromStr};

use super::mapping::FORMAT;
use crate::{Error, index::VERSION};

/// The scheme before that of HTTP.
const SCHEME: &str = "opensearch+";

/// The address of a store on a cluster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClusterAddress {
    /// Scheme, host and port.
    pub(super) base: String,
    /// Beginning of the names of its indexes.
    prefix: String,
}

impl ClusterAddress {
    /// Name of the index with passages and calls.
    pub fn index(&self) -> String {
        format!("{}-v{VERSION}.{FORMAT}", self.prefix)
    }

    /// Name of the index with the manifest and the lock.
    pub fn meta(&self) -> String {
        format!("{}-meta", self.index())
    }
}

impl fmt::Display for ClusterAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{SCHEME}{}/{}", self.base, self.prefix)
    }
}

impl FromStr for ClusterAddress {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let malformed = |what: &str| {
            Error::request(format!("`{text}` is no address of a store: {what}"))
                .hint("write opensearch+https://host:9200/prefix")
        };
        let rest = text
            .strip_prefix(SCHEME)
            .ok_or_else(|| malformed("it begins otherwise"))?;
        let (scheme, rest) = rest
            .split_once("://")
            .filter(|(scheme, _)| matches!(*scheme, "http" | "https"))
            .ok_or_else(|| malformed("it is neither http nor https"))?;
        let (host, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        if host.is_empty() {
            return Err(malformed("it has no host"));
        }
        if host.contains('@') {
            return Err(malformed("credentials do not belong into it")
                .hint("name a file with headers by --store-headers"));
        }
        let prefix = match prefix.trim_end_matches('/') {
            "" => "verbatim",
            prefix => prefix,
        };
        let is_plain =
            |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_');
        if !prefix.chars().all(is_plain) || prefix.starts_with(['-', '_']) {
            return Err(malformed("a prefix has small letters, digits, - and _"));
        }
        Ok(Self {
            base: format!("{scheme}://{host}"),
            prefix: prefix.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_a_host_and_a_prefix() {
        for (text, base, prefix) in [
            (
                "opensearch+https://a.example:9200/calls",
                "https://a.example:9200",
                "calls",
            ),
            (
                "opensearch+http://127.0.0.1:9200/",
                "http://127.0.0.1:9200",
                "verbatim",
            ),
            (
                "opensearch+http://[::1]:9200",
                "http://[::1]:9200",
                "verbatim",
            ),
        ] {
            let address: ClusterAddress = text.parse().unwrap();
            assert_eq!(
                (address.base.as_str(), address.prefix.as_str()),
                (base, prefix)
            );
        }
        for text in [
            "https://host:9200/a",
            "opensearch+ftp://host",
            "opensearch+https:///a",
            "opensearch+https://user:word@host/a",
            "opensearch+https://host/A",
            "opensearch+https://host/a/b",
            "opensearch+https://host/_a",
            "",
        ] {
            assert!(text.parse::<ClusterAddress>().is_err(), "{text}");
        }
    }
}
