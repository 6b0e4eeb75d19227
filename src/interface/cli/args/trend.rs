//! The arguments of `verbatim trend`.

use std::path::PathBuf;

use clap::Args;

use super::{
    query::CountArgs,
    values::{Limit, parse_limit, parse_word},
};
use crate::{
    Error, Result, analytics::MentionChange, index::FacetField, model::Period, search::Request,
};

const TREND: &str = "\
A passage that says it in both languages counts once; mentions are the places on the side that has \
more. PER 1,000 is the share among all passages that the filters leave.

--new-in and --gone-since ask instead who begins to speak of it and who has fallen silent on it. \
They compare the calls of a company with its own others, by fiscal period: 2026Q1 ends in another \
month at one company than at the next, and a year begins with its first quarter. BEFORE and SINCE \
are the calls in which somebody was heard. Where there are none nothing can be told, and the row \
says why.

Examples:
  verbatim trend CapEx                       by period
  verbatim trend 關稅 --by company --csv       a row for each, zeros too
  verbatim trend CapEx --vs 'free cash flow' --role executive --svg capex.svg
  verbatim trend 'data center' --new-in 2026Q1   companies silent on it before
  verbatim trend 關稅 --gone-since 2026Q1 --by speaker
  verbatim trend --emerging=2026Q1               what is said more than in the periods before";

#[derive(Debug, Args)]
#[command(after_help = TREND)]
pub(in crate::interface::cli) struct Trend {
    /// What to count, as for a search; with --emerging it may be left out
    #[arg(value_name = "QUERY", required_unless_present = "emerging")]
    query: Vec<String>,
    #[command(flatten)]
    pub(in crate::interface::cli) count: CountArgs,
    /// Another query to set beside it; may be given 8 times
    #[arg(long = "vs", value_name = "QUERY")]
    pub(in crate::interface::cli) versus: Vec<String>,
    /// What the rows stand for: period, company, speaker, role, firm, section [default: period;
    /// company with --new-in and --gone-since]
    #[arg(long, value_name = "FIELD", value_parser = parse_word::<FacetField>)]
    pub(in crate::interface::cli) by: Option<FacetField>,
    /// Most rows shown, or `all` [default: all]
    #[arg(long, value_name = "N", value_parser = parse_limit)]
    limit: Option<Limit>,
    /// Only who says it first in this period: 2026Q2, 2026, 2025Q3..2026Q1
    #[arg(long, value_name = "PERIOD", conflicts_with = "gone_since")]
    new_in: Option<String>,
    /// Only who said it before this period, and in no call since
    #[arg(long, value_name = "PERIOD")]
    gone_since: Option<String>,
    /// The terms whose share rose most in a period against up to eight before: the latest, or 2026Q2
    #[arg(long, value_name = "PERIOD", num_args = 0..=1, default_missing_value = "latest",
        require_equals = true, conflicts_with_all = ["new_in", "gone_since", "versus", "by", "svg"])]
    emerging: Option<String>,
    /// Draw a chart into this file as well; - for standard output, instead of the table
    #[arg(long, value_name = "FILE", conflicts_with_all = ["new_in", "gone_since"])]
    pub(in crate::interface::cli) svg: Option<PathBuf>,
}

impl Trend {
    /// Maximum number of rows; none where it is not given, so that a chart has its own.
    pub(in crate::interface::cli) fn limit(&self) -> Option<usize> {
        self.limit.map(|limit| limit.0)
    }

    /// The request.
    ///
    /// # Errors
    /// If the query has a syntax error.
    pub(in crate::interface::cli) fn request(&self) -> Result<Request> {
        self.count.request_of(&self.query.join(" "))
    }

    /// The period whose emerging terms are asked for, if they are: none in it for the latest.
    ///
    /// # Errors
    /// If it is no period.
    pub(in crate::interface::cli) fn emerging(&self) -> Result<Option<Option<Period>>> {
        let Some(period) = self.emerging.as_deref() else {
            return Ok(None);
        };
        if period == "latest" {
            return Ok(Some(None));
        }
        let unreadable = |_| {
            Error::request(format!("`{period}` is no period"))
                .hint("write it like 2026Q2, as in --emerging=2026Q2")
        };
        period
            .parse()
            .map(|period| Some(Some(period)))
            .map_err(unreadable)
    }

    /// The shift to look for, if any, and what the rows stand for.
    pub(in crate::interface::cli) fn shift(&self) -> Result<Option<(MentionChange, FacetField)>> {
        let shift = match (&self.new_in, &self.gone_since) {
            (Some(period), _) => MentionChange::new_in(period)?,
            (None, Some(period)) => MentionChange::gone_since(period)?,
            (None, None) => return Ok(None),
        };
        let by = shift.by(self.by.unwrap_or(FacetField::Company))?;
        Ok(Some((shift, by)))
    }
}
