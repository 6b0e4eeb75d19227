use crate::{
    Error, Result,
    index::FacetField,
    model::{Word, word_enum},
    query::{Expr, Field, Text, parse},
};

word_enum! {
    /// The order of hits.
    Sort {
        /// Best first.
        Relevance = "relevance",
        /// Latest period first.
        Newest = "newest",
        /// Earliest period first.
        Oldest = "oldest",
        /// By call and place in the call.
        Call = "call",
    }
}

word_enum! {
    /// How many of the optional terms a passage must match.
    Matching {
        /// All of them.
        All = "all",
        /// All of them first, then most of them.
        Most = "most",
        /// All of them first, then any of them.
        Any = "any",
    }
}

word_enum! {
    /// What a result is.
    Grouping {
        /// A passage.
        None = "none",
        /// A call, with the passages of it that match best.
        Call = "call",
        /// An exchange, the question with all the answers; outside of exchanges a turn.
        Exchange = "exchange",
        /// A turn, all that somebody says without interruption.
        Turn = "turn",
    }
}

/// A filter beside the query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterArg {
    /// The field.
    pub field: Field,
    /// The value, as typed.
    pub value: String,
    /// Exclude passages with the value.
    pub negated: bool,
}

impl FilterArg {
    /// Reads a flag's value: `-` or `!` before it negates.
    pub fn new(field: Field, value: &str) -> Result<Self> {
        let plain = value.strip_prefix(['-', '!']);
        let text = plain.unwrap_or(value).trim();
        if text.is_empty() {
            return Err(Error::request(format!("--{field} has no value")));
        }
        Ok(Self {
            field,
            value: text.to_owned(),
            negated: plain.is_some(),
        })
    }
}

/// A search request, the same for every interface.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The query, as typed.
    pub query: String,
    /// Filters beside the query. Values of one field are alternatives; fields must all hold.
    pub filters: Vec<FilterArg>,
    /// What a result is. By default an exchange if the query uses `asked:` or `answered:`, else a
    /// passage.
    pub group: Option<Grouping>,
    /// Maximum number of results.
    pub limit: usize,
    /// Number of results to skip.
    pub offset: usize,
    /// Order of hits.
    pub sort: Sort,
    /// Maximum number of results per call; for grouping by call the number of hits shown of each.
    pub per_call: Option<usize>,
    /// Number of passages to show before and after each hit.
    pub context: usize,
    /// Facets to count.
    pub facets: Vec<FacetField>,
    /// Maximum number of values of a facet.
    pub facet_limit: usize,
    /// Match only what is written: no stems, no expansions.
    pub literal: bool,
    /// How many of the optional terms a passage must match.
    pub matching: Matching,
    /// Match the terms, too, that calls relate to those of the query.
    pub related: bool,
    /// Those of them that do not match.
    pub unrelated: Vec<String>,
}

/// Maximum of `limit` and `offset`.
pub(crate) const MOST_HITS: usize = 1_000_000;

impl Request {
    /// Default number of values of a facet.
    pub const FACET_VALUES: usize = 100;

    /// A request for the ten best hits of a query.
    pub fn new(query: impl Into<String>) -> Self {
        Self {
            query: query.into(),
            filters: Vec::new(),
            group: None,
            limit: 10,
            offset: 0,
            sort: Sort::Relevance,
            per_call: None,
            context: 0,
            facets: Vec::new(),
            facet_limit: Self::FACET_VALUES,
            literal: false,
            matching: Matching::Most,
            related: false,
            unrelated: Vec::new(),
        }
    }

    /// Adds a filter; `-` or `!` before the value excludes it.
    ///
    /// # Errors
    /// Where the value is empty. One that names nothing is found out by the search.
    pub fn with_filter(mut self, field: Field, value: &str) -> Result<Self> {
        self.filters.push(FilterArg::new(field, value)?);
        Ok(self)
    }

    /// Whether the answers are what is to be read: those that do not say something, or decline to.
    pub fn is_about_answers(&self) -> bool {
        let Ok(expr) = parse(&self.query) else {
            return false;
        };
        let parts = self.parts(&expr);
        let declined = |part: &Expr| matches!(part, Expr::Filter(Field::Declined, _));
        unanswered(&parts).is_some() || parts.iter().any(declined)
    }

    /// The clauses of its query, which is parsed already, and its filters.
    pub(super) fn parts(&self, expr: &Expr) -> Vec<Expr> {
        let filters = self.filters.iter().map(|filter| {
            let part = Expr::Filter(filter.field, Text::new(&filter.value, 0..0));
            match filter.negated {
                true => Expr::Not(Box::new(part)),
                false => part,
            }
        });
        expr.parts().iter().cloned().chain(filters).collect()
    }

    /// Sets the number of results.
    pub fn with_limit(self, limit: usize) -> Self {
        Self { limit, ..self }
    }

    /// Sets the order.
    pub fn with_sort(self, sort: Sort) -> Self {
        Self { sort, ..self }
    }

    /// Sets the number of context passages.
    pub fn with_context(self, context: usize) -> Self {
        Self { context, ..self }
    }
}

/// What the answers of the exchanges that some clauses look for do not say.
pub(super) fn unanswered(parts: &[Expr]) -> Option<&str> {
    parts.iter().find_map(|part| match part {
        Expr::Not(inner) => match &**inner {
            Expr::Filter(Field::Answered, value) => Some(value.text.as_str()),
            _ => None,
        },
        _ => None,
    })
}

impl std::str::FromStr for Sort {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Self::from_word(text).ok_or_else(|| {
            let words: Vec<&str> = Self::ALL.iter().map(|sort| sort.word()).collect();
            Error::request(format!("no order `{text}`"))
                .hint(format!("orders are {}", words.join(", ")))
        })
    }
}
