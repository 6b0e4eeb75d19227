//! Keeping to the memory that is given where texts are made of short pieces.

use rayon::prelude::*;

use super::{
    read::weight,
    task::{Task, too_much},
};
use crate::{Error, index::Budget};

/// Cuts a batch where its texts take more memory to read than their length tells; a text that takes more than is
/// given is left out and told, by name.
pub(super) fn estimated_memory(
    batch: Vec<Task>,
    budget: Budget,
) -> (Vec<Vec<Task>>, Vec<(String, Error)>) {
    let mut left_out = Vec::new();
    let estimated_memory: Vec<(u64, Task)> = (batch.into_par_iter())
        .map(|task| match &task {
            Task::Keep(_) => (0, task),
            Task::Read(source) => (weight(source), task),
        })
        .collect();
    let mut parts = vec![Vec::new()];
    let mut sum = 0;
    for (weight, task) in estimated_memory {
        match &task {
            Task::Read(source) if weight > budget.read() => {
                let fault = too_much(source, Budget::to_read(weight));
                left_out.push((source.name.clone(), fault));
                continue;
            }
            _ if sum > 0 && sum + weight > budget.read() => {
                parts.push(Vec::new());
                sum = 0;
            }
            _ => {}
        }
        sum += weight;
        if let Some(part) = parts.last_mut() {
            part.push(task);
        }
    }
    (parts, left_out)
}
