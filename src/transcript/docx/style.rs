//! What the styles of a Word document say of paragraphs.

use std::collections::HashMap;

use roxmltree::{Document, Node};

/// Deepest chain of styles that are based on one another.
const MAX_BASES: usize = 16;

/// A style of paragraphs or characters.
#[derive(Debug, Clone, Default)]
pub(super) struct Style {
    is_bold: Option<bool>,
    based_on: Option<String>,
    /// The list that its paragraphs belong to, and the level in it.
    list: Option<(String, usize)>,
    is_heading: bool,
}

/// The styles of a document by id.
#[derive(Debug, Default)]
pub(super) struct Styles(HashMap<String, Style>);

impl Styles {
    /// Reads `word/styles.xml`.
    pub(super) fn read(xml: &str) -> Self {
        let Ok(document) = Document::parse(xml) else {
            return Self::default();
        };
        let styles = document
            .descendants()
            .filter(|node| node.tag_name().name() == "style");
        let styles = styles.filter_map(|node| {
            let id = attribute(node, "styleId")?;
            let name = child(node, "name")
                .and_then(|name| attribute(name, "val"))
                .unwrap_or_default();
            let run = child(node, "rPr");
            let paragraph = child(node, "pPr");
            let lower = name.to_lowercase();
            Some((
                id.to_owned(),
                Style {
                    is_bold: run.and_then(bold),
                    based_on: child(node, "basedOn")
                        .and_then(|base| attribute(base, "val"))
                        .map(str::to_owned),
                    list: paragraph.and_then(list),
                    is_heading: lower.starts_with("heading")
                        || lower == "title"
                        || lower == "subtitle",
                },
            ))
        });
        Self(styles.collect())
    }

    /// Whether text of a style is bold.
    pub(super) fn is_bold(&self, id: &str) -> bool {
        self.inherited(id, |style| style.is_bold).unwrap_or(false)
    }

    /// Whether a style is one of headings.
    pub(super) fn is_heading(&self, id: &str) -> bool {
        self.inherited(id, |style| style.is_heading.then_some(true))
            .unwrap_or(false)
    }

    /// The list that paragraphs of a style belong to.
    pub(super) fn list(&self, id: &str) -> Option<(String, usize)> {
        self.inherited(id, |style| style.list.clone())
    }

    fn inherited<T>(&self, id: &str, stated: impl Fn(&Style) -> Option<T>) -> Option<T> {
        let mut style = self.0.get(id);
        for _ in 0..MAX_BASES {
            let this = style?;
            if let Some(found) = stated(this) {
                return Some(found);
            }
            style = self.0.get(this.based_on.as_deref()?);
        }
        None
    }
}

/// Whether the properties of a run say that it is bold, or that it is not.
pub(super) fn bold(properties: Node<'_, '_>) -> Option<bool> {
    let bold = child(properties, "b")?;
    Some(!matches!(
        attribute(bold, "val"),
        Some("0" | "false" | "off")
    ))
}

/// The list of the properties of a paragraph, and the level in it.
pub(super) fn list(properties: Node<'_, '_>) -> Option<(String, usize)> {
    let numbers = child(properties, "numPr")?;
    let id = child(numbers, "numId").and_then(|id| attribute(id, "val"))?;
    let level = child(numbers, "ilvl").and_then(|level| attribute(level, "val"));
    Some((
        id.to_owned(),
        level.and_then(|level| level.parse().ok()).unwrap_or(0),
    ))
}

/// A child element by its local name.
pub(super) fn child<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.children()
        .find(|child| child.tag_name().name() == name)
}

/// An attribute by its local name.
pub(super) fn attribute<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attributes()
        .find(|attribute| attribute.name() == name)
        .map(|attribute| attribute.value())
}
