//! The tokens of a text that a plan may match: a text has many more, and each kept takes memory.

use std::ops::Range;

use rustc_hash::FxHashSet;

use crate::{
    search::plan::{Matcher, Node},
    text::{Analysis, TokenField, Tokens, is_han},
};

/// What tokens a plan may match.
#[derive(Debug, Clone)]
pub(super) struct WantedTokens {
    texts: FxHashSet<String>,
    prefixes: Vec<String>,
    /// Chinese characters, of which neighbors are needed too.
    chinese: bool,
}

impl WantedTokens {
    /// The tokens of a plan.
    pub(super) fn of(plan: &Node) -> Self {
        let mut wanted = Self {
            texts: FxHashSet::default(),
            prefixes: Vec::new(),
            chinese: false,
        };
        let forms = plan.all_terms().into_iter().flat_map(|term| &term.forms);
        for form in forms {
            let Matcher::Phrase { tokens, prefix, .. } = &form.matcher else {
                continue;
            };
            let texts = tokens.iter().map(|(_, text)| text);
            wanted.chinese |= texts.clone().any(|text| text.contains(is_han));
            wanted.texts.extend(texts.cloned());
            if let Some((_, last)) = tokens.last().filter(|_| *prefix) {
                wanted.prefixes.push(last.clone());
            }
        }
        wanted
    }

    fn has(&self, token: &str) -> bool {
        self.texts.contains(token)
            || self.chinese && token.starts_with(is_han)
            || self.prefixes.iter().any(|prefix| token.starts_with(prefix))
    }
}

/// Collects the wanted tokens of a text.
pub(super) struct Collect<'w> {
    pub(super) wanted: &'w WantedTokens,
    pub(super) analysis: Analysis,
}

impl Tokens for Collect<'_> {
    fn put(&mut self, field: TokenField, token: &str, position: u32, span: Range<usize>) {
        if self.wanted.has(token) {
            self.analysis.put(field, token, position, span);
        }
    }
}
