use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::model::{Call, Company, Period, time_quarter};

/// What lists show of a call, in a column of its own: reading the calls themselves takes a hundred times
/// longer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct CallSummary {
    /// Id of the call.
    pub(crate) id: String,
    /// Its company, as the call states it.
    pub(crate) company: Arc<Company>,
    /// Fiscal period.
    pub(crate) period: Option<Period>,
    /// ISO date.
    pub(crate) date: Option<String>,
}

impl CallSummary {
    /// Orders calls by time: the quarter in which it has its place, its period, its date.
    pub(crate) fn time(&self) -> (Option<u32>, Option<Period>, Option<&str>) {
        let date = self.date.as_deref();
        (time_quarter(self.period, date), self.period, date)
    }
}

/// [`CallSummary`] without copies, to be serialized.
#[derive(Serialize)]
pub(super) struct CallSummaryRef<'a> {
    id: &'a str,
    company: &'a Company,
    period: Option<Period>,
    date: Option<&'a str>,
}

impl<'a> CallSummaryRef<'a> {
    pub(super) fn of(call: &'a Call) -> Self {
        Self {
            id: &call.id,
            company: &call.company,
            period: call.period,
            date: call.date.as_deref(),
        }
    }
}
