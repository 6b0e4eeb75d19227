//! The data of a chart.

use super::scale::Scale;
use crate::model::Period;

/// The area of the plot, and its scale.
pub(super) struct Frame {
    pub(super) left: f64,
    pub(super) right: f64,
    /// The scale of all shares.
    pub(super) scale: Scale,
}

impl Frame {
    /// Its width.
    pub(super) fn width(&self) -> f64 {
        self.right - self.left
    }
}

/// A value of the field with its counts for each query, in the order of the queries.
pub(super) struct Group {
    pub(super) label: String,
    pub(super) period: Option<Period>,
    pub(super) cells: Vec<Option<Cell>>,
}

/// The counts of a value for one query.
pub(super) struct Cell {
    /// Matching passages per thousand.
    pub(super) share: f64,
    pub(super) passages: u64,
    pub(super) of: u64,
    /// The counts in words.
    pub(super) description: String,
}

impl Group {
    /// The share for the first query.
    pub(super) fn share(&self) -> f64 {
        let first = self.cells.iter().flatten().next();
        first.map_or(0.0, |cell| cell.share)
    }
}
