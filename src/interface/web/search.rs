//! The page of a search.

use maud::html;

use super::{
    Body, Ui, chips, facets, mentions, results, text,
    trend::{self, Bar},
};
use crate::{
    analytics::MentionEntry,
    index::{Facet, FacetField},
    search::{Grouping, Request, Response},
};

/// What a search found, with what goes beside it.
pub(in crate::interface) struct Found {
    /// What was asked.
    pub(in crate::interface) request: Request,
    /// The answer.
    pub(in crate::interface) response: Response,
    /// Values to narrow by; those of a field that narrows already are what it could narrow by.
    pub(in crate::interface) facets: Vec<(FacetField, Vec<Facet>)>,
    /// Every period there is, the latest first.
    pub(in crate::interface) periods: Vec<String>,
    /// How often it is said by period; nothing where nothing but filters is asked.
    pub(in crate::interface) trend: Vec<Bar>,
    /// How often it is said by company.
    pub(in crate::interface) mentions: Vec<MentionEntry>,
}

impl Found {
    /// What a result is.
    pub(super) fn grouping(&self) -> Grouping {
        self.request
            .group
            .unwrap_or(match self.response.total_groups {
                Some(_) => Grouping::Exchange,
                None => Grouping::None,
            })
    }

    /// Results on the page.
    pub(super) fn on_page(&self) -> usize {
        match self.response.total_groups {
            Some(_) => self.response.groups.len(),
            None => self.response.hits.len(),
        }
    }

    /// What a company of these results is called, by its id.
    pub(super) fn company(&self, id: &str) -> Option<&str> {
        let listed = self.mentions.iter().map(|entry| &entry.company);
        let found = self.response.hits.iter().map(|hit| &hit.call.company);
        let mut companies = listed.chain(found);
        companies.find(|company| company.id == id).map(text::short)
    }

    /// Results in all.
    pub(super) fn units(&self) -> u64 {
        let request = &self.request;
        self.response.results(request.offset, request.limit)
    }
}

/// The page of a search.
pub(in crate::interface) fn search(ui: &Ui, found: &Found) -> Body {
    let words = ui.words();
    let query = text::plain(&found.request.query);
    let title = if query.is_empty() {
        words.search.to_owned()
    } else {
        query
    };
    Body {
        title,
        main: html! {
            div #found.found data-here=(ui.here.href()) {
                (chips::kept(ui))
                aside.left aria-label=(words.refine) { (facets::refine(ui, found)) }
                aside.right aria-label=(words.trend) {
                    @if !found.trend.is_empty() || !found.mentions.is_empty() {
                        details.insights open data-k="insights" {
                            summary { (words.trend) " · " (words.by_company) }
                            div {
                                (trend::trend(ui, &found.trend))
                                (mentions::mentions(ui, &found.mentions))
                            }
                        }
                    }
                }
                section.results aria-label=(words.results) {
                    (chips::chips(ui))
                    (facets::shown(ui, found.grouping()))
                    (results::results(ui, found))
                }
            }
        },
    }
}
