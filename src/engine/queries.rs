//! Requests that the engine passes on to search and analytics.

use super::engine::Engine;
use crate::{
    Result,
    analytics::{
        self, Audit, Comparison, Emerging, MentionChange, MentionChanges, MentionEntry, Related,
        Similar, Trend,
    },
    index::{FacetField, Reader},
    model::{Company, DisagreementKind, Period},
    search::{
        self, CallEntry, CallSort, CompanyEntry, Completion, FirmEntry, Glossary, ListPage,
        ListSort, Listed, Request, Response, SpeakerEntry, store::Store,
    },
    transcript::Overrides,
};

/// A response that carries warnings.
trait HasWarnings {
    fn warnings(&mut self) -> &mut Vec<String>;
}

macro_rules! has_warnings {
    ($($response:ty),*) => {$(
        impl HasWarnings for $response {
            fn warnings(&mut self) -> &mut Vec<String> {
                &mut self.warnings
            }
        }
    )*};
}
has_warnings!(Response, Trend, MentionChanges, Comparison, Related);

impl Engine {
    /// Answers with the glossary. Overrides that cannot be read are reported as a warning.
    fn with_overrides_warning<T: HasWarnings>(
        &self,
        answer: impl FnOnce(&Reader, &Glossary) -> Result<T>,
    ) -> Result<T> {
        self.with_glossary(|reader, glossary| {
            let mut response = answer(reader, glossary)?;
            if let Some(fault) = Self::overrides_fault(reader.corpus_folders()) {
                let (file, fault) = (Overrides::FILE, fault.sentence());
                (response.warnings()).push(format!("{file} is not used: {fault}"));
            }
            Ok(response)
        })
    }

    /// The same from the last commit of the index or of the cluster, which has no overrides that could be unreadable.
    fn with_store_and_warning<T: HasWarnings>(
        &self,
        answer: impl FnOnce(&dyn Store, &Glossary) -> Result<T>,
    ) -> Result<T> {
        #[cfg(feature = "cluster")]
        if self.cluster.is_some() {
            return self.with_store(answer);
        }
        self.with_overrides_warning(|reader, glossary| answer(reader, glossary))
    }

    /// Answers a search.
    pub fn search(&self, request: &Request) -> Result<Response> {
        self.with_store_and_warning(|store, glossary| search::run(store, request, glossary))
    }

    /// Counts the matches of a query by a field.
    pub fn trend(&self, request: &Request, by: FacetField) -> Result<Trend> {
        self.with_store_and_warning(|store, glossary| {
            analytics::trend(store, request, by, glossary)
        })
    }

    /// Finds who first mentions a query in a period, or has not mentioned it since.
    pub fn shifts(
        &self,
        request: &Request,
        change: MentionChange,
        by: FacetField,
    ) -> Result<MentionChanges> {
        self.with_store_and_warning(|store, glossary| {
            analytics::mention_changes(store, request, change, by, glossary)
        })
    }

    /// Compares what two calls, by their ids in any case, say of a query. Returns at most `terms` terms of
    /// each kind in each direction.
    pub fn compare(&self, request: &Request, calls: [&str; 2], terms: usize) -> Result<Comparison> {
        self.with_store_and_warning(|store, glossary| {
            analytics::compare(store, request, calls, terms, glossary)
        })
    }

    /// At most `limit` terms of each relation to a term, which is the query of the request.
    pub fn related(&self, request: &Request, limit: usize) -> Result<Related> {
        self.with_store_and_warning(|store, glossary| {
            analytics::related(store, request, glossary, limit)
        })
    }

    /// At most `limit` terms whose share rose most in a period, the latest where none is given.
    pub fn emerging(
        &self,
        request: &Request,
        period: Option<Period>,
        limit: usize,
    ) -> Result<Emerging> {
        self.with_store(|store, glossary| {
            analytics::emerging(store, request, glossary, period, limit)
        })
    }

    /// At most `limit` passages similar to a cited one; of the same call only with `own`.
    pub fn similar(
        &self,
        request: &Request,
        citation: &str,
        own: bool,
        limit: usize,
    ) -> Result<Similar> {
        self.with_store(|store, glossary| {
            analytics::similar(store, request, glossary, citation, own, limit)
        })
    }

    /// Lists calls, ordered by company and period.
    pub fn calls(&self, request: &Request) -> Result<Vec<CallEntry>> {
        self.calls_by(request, CallSort::Call)
    }

    /// Lists calls.
    pub fn calls_by(&self, request: &Request, sort: CallSort) -> Result<Vec<CallEntry>> {
        Ok(self.calls_page(request, sort, &ListPage::ALL)?.entries)
    }

    /// Lists a page of the calls.
    pub fn calls_page(
        &self,
        request: &Request,
        sort: CallSort,
        page: &ListPage,
    ) -> Result<Listed<CallEntry>> {
        self.with_store(|reader, glossary| search::calls(reader, request, sort, page, glossary))
    }

    /// Counts the matching passages by the period of their call, in order.
    pub fn periods(&self, request: &Request) -> Result<Vec<(Period, u64)>> {
        self.with_store(|reader, glossary| search::periods(reader, request, glossary))
    }

    /// Counts the matches of a query by company. Companies without a match are listed too.
    pub fn mentions(&self, request: &Request) -> Result<Vec<MentionEntry>> {
        self.with_store(|reader, glossary| analytics::mentions(reader, request, glossary))
    }

    /// The likeliest completions of a query whose last word is being typed, at most `limit`.
    pub fn complete(&self, query: &str, limit: usize) -> Result<Vec<Completion>> {
        self.with_store(|store, glossary| search::complete(store, query, limit, glossary))
    }

    /// Lists companies.
    pub fn companies(&self, request: &Request, sort: ListSort) -> Result<Vec<CompanyEntry>> {
        self.with_store(|reader, glossary| search::companies(reader, request, sort, glossary))
    }

    /// The companies with these ids, as their latest calls state them.
    pub fn companies_of<'a>(&self, ids: impl IntoIterator<Item = &'a str>) -> Result<Vec<Company>> {
        let ids: Vec<String> = ids.into_iter().map(str::to_lowercase).collect();
        match ids.is_empty() {
            true => Ok(Vec::new()),
            false => self.with_store(|store, _| {
                let wanted = |id: &str| ids.iter().any(|other| id.eq_ignore_ascii_case(other));
                Ok(search::latest_companies(store, wanted)?
                    .into_values()
                    .collect())
            }),
        }
    }

    /// Lists speakers.
    pub fn speakers(&self, request: &Request, sort: ListSort) -> Result<Vec<SpeakerEntry>> {
        self.with_store(|reader, glossary| search::speakers(reader, request, sort, glossary))
    }

    /// Lists the firms of analysts.
    pub fn firms(&self, request: &Request, sort: ListSort) -> Result<Vec<FirmEntry>> {
        self.with_store(|reader, glossary| search::firms(reader, request, sort, glossary))
    }

    /// At most `limit` terms that passages render otherwise than the glossary and the other passages do.
    pub fn audit_terms(&self, request: &Request, limit: usize) -> Result<Audit> {
        self.with_store(|store, glossary| analytics::audit_terms(store, request, glossary, limit))
    }

    /// At most `limit` disagreements between the two sides of matching passages; only of some kinds, where
    /// any are given.
    pub fn audit(
        &self,
        request: &Request,
        kinds: &[DisagreementKind],
        limit: usize,
    ) -> Result<Audit> {
        self.with_store(|store, glossary| analytics::audit(store, request, glossary, kinds, limit))
    }
}
