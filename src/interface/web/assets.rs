//! Styles, scripts and the icon of the pages. The name of each contains a hash of its content, so that
//! clients cache it forever.

use std::sync::LazyLock;

/// The styles of every page, in order.
pub(super) const STYLES: [&str; 3] = ["base.css", "search.css", "reading.css"];

/// The scripts of every page.
pub(super) const SCRIPTS: [&str; 5] = ["live.js", "suggest.js", "keys.js", "copy.js", "outline.js"];

/// A file that pages load.
pub(in crate::interface) struct Asset {
    name: &'static str,
    /// `NAME-HASH.ext`.
    pub(in crate::interface) file: String,
    /// Its content.
    pub(in crate::interface) text: String,
    /// Its media type.
    pub(in crate::interface) media_type: &'static str,
}

/// Name and content; a script comes after the scripts that it imports, whose names in it are replaced.
const FILES: [(&str, &str); 10] = [
    ("icon.svg", include_str!("assets/icon.svg")),
    ("base.css", include_str!("assets/base.css")),
    ("search.css", include_str!("assets/search.css")),
    ("reading.css", include_str!("assets/reading.css")),
    ("say.js", include_str!("assets/say.js")),
    ("live.js", include_str!("assets/live.js")),
    ("suggest.js", include_str!("assets/suggest.js")),
    ("copy.js", include_str!("assets/copy.js")),
    ("keys.js", include_str!("assets/keys.js")),
    ("outline.js", include_str!("assets/outline.js")),
];

/// All assets.
pub(in crate::interface) static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| {
    let mut assets: Vec<Asset> = Vec::with_capacity(FILES.len());
    for (name, text) in FILES {
        let mut text = text.to_owned();
        for known in &assets {
            text = text.replace(
                &format!("\"./{}\"", known.name),
                &format!("\"./{}\"", known.file),
            );
        }
        let (stem, ending) = name.split_once('.').unwrap_or((name, ""));
        let hash = blake3::hash(text.as_bytes()).to_hex();
        let hash: String = hash.chars().take(12).collect();
        assets.push(Asset {
            name,
            file: format!("{stem}-{hash}.{ending}"),
            text,
            media_type: match ending {
                "css" => "text/css; charset=utf-8",
                "js" => "text/javascript; charset=utf-8",
                _ => "image/svg+xml",
            },
        });
    }
    assets
});

/// The path of an asset; empty if there is none of this name.
pub(super) fn url(name: &str) -> String {
    let asset = ASSETS.iter().find(|asset| asset.name == name);
    asset.map_or_else(String::new, |asset| format!("/assets/{}", asset.file))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_pages_load_is_there_under_a_name_of_its_own() {
        for name in STYLES.iter().chain(&SCRIPTS) {
            assert!(url(name).starts_with("/assets/"), "{name}");
        }
        for asset in ASSETS.iter() {
            let imports = asset.text.matches("from \"./").count();
            let known = ASSETS
                .iter()
                .filter(|other| asset.text.contains(&format!("from \"./{}\"", other.file)));
            assert_eq!(known.count(), imports, "{}", asset.name);
        }
    }
}
