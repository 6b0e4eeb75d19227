use crate::{
    Error, Result,
    index::FacetField,
    model::{Word, word_enum},
    query::Field,
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
    /// How much of the bare terms of a query a passage has to say.
    Matching {
        /// All of them.
        All = "all",
        /// All of them, and behind those passages most of them.
        Most = "most",
        /// All of them, and behind those passages any of them.
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

/// A filter given beside the query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterArg {
    /// What it narrows by.
    pub field: Field,
    /// The value, as typed.
    pub value: String,
    /// Leave out what has the value.
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

/// A search: the same type for every interface.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The query, as typed.
    pub query: String,
    /// Filters beside the query. Values of one field are alternatives; fields must all hold.
    pub filters: Vec<FilterArg>,
    /// What a result is. Where nothing is said, an exchange if the query asks what was asked or
    /// answered, else a passage.
    pub group: Option<Grouping>,
    /// Most results in the answer.
    pub limit: usize,
    /// Results left out before the first.
    pub offset: usize,
    /// Order of hits.
    pub sort: Sort,
    /// Most results of one call; where a result is a call, most hits shown of it.
    pub per_call: Option<usize>,
    /// Passages before and after each hit.
    pub context: usize,
    /// Facets to count.
    pub facets: Vec<FacetField>,
    /// DocumentFilter what is written: no stems, no expansions.
    pub literal: bool,
    /// How much of the bare terms a passage has to say.
    pub matching: Matching,
}

/// Most hits that a request may ask for or leave out.
pub(crate) const MOST_HITS: usize = 1_000_000;

impl Request {
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
            literal: false,
            matching: Matching::Most,
        }
    }

    /// The same, narrowed by one more filter; `-` or `!` before the value leaves out what has it.
    ///
    /// # Errors
    /// Where the value is empty. One that names nothing is found out by the search.
    pub fn with_filter(mut self, field: Field, value: &str) -> Result<Self> {
        self.filters.push(FilterArg::new(field, value)?);
        Ok(self)
    }

    /// The same with so many results.
    pub fn with_limit(self, limit: usize) -> Self {
        Self { limit, ..self }
    }

    /// The same in another order.
    pub fn with_sort(self, sort: Sort) -> Self {
        Self { sort, ..self }
    }

    /// The same with so many passages before and after each hit.
    pub fn with_context(self, context: usize) -> Self {
        Self { context, ..self }
    }
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
