//! The systems that are compared.

use verbatim::search::Request;

use super::{Library, Result, baseline::Baseline};

/// Something that ranks the passages of a library for a query.
pub(crate) trait System {
    fn name(&self) -> &'static str;

    /// Citations, best first.
    fn search(&self, query: &str, limit: usize) -> Result<Vec<String>>;
}

/// Every system over a library: ours last.
pub(crate) fn all<'a>(library: &'a Library) -> Result<Vec<Box<dyn System + 'a>>> {
    Ok(vec![
        Box::new(Baseline::plain(library)?),
        Box::new(Baseline::jieba(library)?),
        Box::new(Baseline::jieba_words(library)?),
        Box::new(Verbatim {
            library,
            related: true,
        }),
        Box::new(Verbatim {
            library,
            related: false,
        }),
    ])
}

struct Verbatim<'a> {
    library: &'a Library,
    /// Whether what the calls relate to the terms matches, too.
    related: bool,
}

impl System for Verbatim<'_> {
    fn name(&self) -> &'static str {
        match self.related {
            true => "related",
            false => "verbatim",
        }
    }

    fn search(&self, query: &str, limit: usize) -> Result<Vec<String>> {
        let request = Request {
            limit,
            related: self.related,
            ..Request::new(query)
        };
        let response = self.library.engine.search(&request);
        let response = response.map_err(|error| format!("verbatim, `{query}`: {error}"))?;
        Ok(response
            .hits
            .iter()
            .map(|hit| hit.call.citation(&hit.passage))
            .collect())
    }
}
