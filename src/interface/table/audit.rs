//! The table of disagreements between the two sides of passages.

use super::{Table, column, optional};
use crate::{
    analytics::{Audit, CallAudit, Disagreement},
    model::Lang,
};

/// A row a disagreement.
pub(in crate::interface) fn audit(audit: &Audit) -> Table {
    let rows: Vec<(&CallAudit, &Disagreement)> = (audit.calls.iter())
        .flat_map(|call| call.disagreements.iter().map(move |found| (call, found)))
        .collect();
    let columns = [
        column("citation", |(of, found): &(&CallAudit, &Disagreement)| {
            of.call.citation(&found.passage)
        }),
        column("kind", |(_, found)| found.finding.kind.to_string()),
        column("confidence", |(_, found)| {
            found.finding.confidence.to_string()
        }),
        column("en_value", |(_, found)| optional(found.values().en)),
        column("zh_value", |(_, found)| optional(found.values().zh)),
        column("en", |(_, found)| {
            optional(found.passage.text.get(Lang::En))
        }),
        column("zh", |(_, found)| {
            optional(found.passage.text.get(Lang::Zh))
        }),
    ];
    Table::new(&columns, &rows)
}
