//! Questions whose reply declines to answer: found when a call is indexed and stored with its passages, since the reply
//! is in other passages than the question.

use crate::{
    model::{Call, Passage},
    text::declines,
};

/// Maximum number of passages of a reply in which it is looked for: what a long reply declines further down is a
/// detail.
const MAX_REPLY: usize = 4;

/// Marks the questions of a call whose reply declines to answer.
pub(crate) fn mark_declined(call: &mut Call) {
    let questions = call
        .passages
        .iter()
        .map(|passage| is_declined(call, passage));
    let declined: Vec<bool> = questions.collect();
    for (passage, is_declined) in call.passages.iter_mut().zip(declined) {
        passage.is_declined = is_declined;
    }
}

fn is_declined(call: &Call, question: &Passage) -> bool {
    let mut reply = call.reply_to(question).take(MAX_REPLY).enumerate();
    reply.any(|(at, passage)| {
        let mut sides = passage.text.iter();
        sides.any(|(_, side)| declines(side, at == 0))
    })
}
