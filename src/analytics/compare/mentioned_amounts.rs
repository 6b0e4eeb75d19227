//! Extracts the amounts that one side of a passage states in sentences with a match.

use std::ops::Range;

use super::{
    amount::{Amount, Reading, Sentence, Statement},
    clause::{Clause, clauses},
    cues::OUTLOOK,
    figure_context::{Around, FigureContext, Kind},
    passage_terms::{Content, PassageTerms, Side, overlap},
    term_weights::{TermWeights, Vector},
};
use crate::{
    Result,
    model::{Period, Sides},
    text::{Quantity, fold_str, sentences},
};

/// Weight of words that lead up to the core of a clause.
const BEFORE: f64 = 0.5;

/// Weight of words that trail off after it.
const BEHIND: f64 = 0.25;

/// A quantity, or a range.
struct MentionedAmount {
    quantity: Quantity,
    upper: Option<f64>,
    span: Range<usize>,
}

/// The amounts in one side's sentences with a match.
pub(super) fn stated(
    topic: &PassageTerms,
    side: &Side,
    weights: &mut TermWeights,
) -> Result<Vec<Amount>> {
    let stated = ranges(&side.text, &side.quantities);
    let mut amounts = Vec::new();
    for sentence in sentences(&side.text) {
        if !side.is_lit(&sentence) {
            continue;
        }
        let inside: Vec<&MentionedAmount> = (stated.iter())
            .filter(|stated| overlap(&stated.span, &sentence))
            .collect();
        let spans: Vec<Range<usize>> = inside.iter().map(|stated| stated.span.clone()).collect();
        let mut subject = Vector::default();
        let mut last: Option<(&MentionedAmount, Kind)> = None;
        for clause in clauses(&side.text, &sentence, &spans) {
            let own: Vec<&Content> = (side.words.iter())
                .filter(|word| overlap(&word.span, &clause.span))
                .filter(|word| !OUTLOOK.is_match(&fold_str(side.at(&word.span))))
                .collect();
            // A clause without words of its own continues the subject of the clause before.
            if own.iter().any(|word| word.span.start < clause.core.end) {
                subject = weights.vector(own.iter().map(|word| {
                    let share = if word.span.end <= clause.core.start {
                        BEFORE
                    } else if word.span.start < clause.core.end {
                        1.0
                    } else {
                        BEHIND
                    };
                    (&word.key, share)
                }))?;
            }
            for stated in clause.amounts.iter().filter_map(|&place| inside.get(place)) {
                let call = topic.hit.call.period;
                let mut context = context(side, &sentence, &clause, stated, call);
                // In an enumeration (from 0.7x and 0.6x) all amounts are of the kind of the first.
                if let Some((before, kind)) = last
                    && before.quantity.measure == stated.quantity.measure
                    && is_listed(side.at(&(before.span.end..stated.span.start)))
                {
                    context.kind = kind;
                }
                last = Some((stated, context.kind));
                let words = subject.clone();
                let reading = Reading { context, words };
                amounts.push(amount(topic, side, &sentence, &clause, stated, reading));
            }
        }
    }
    Ok(amounts)
}

/// Whether only a conjunction separates two amounts.
fn is_listed(between: &str) -> bool {
    let between = between.trim_matches([' ', ',', '，']);
    matches!(
        between,
        "" | "and" | "or" | "、" | "和" | "及" | "與" | "与" | "或"
    )
}

fn context(
    side: &Side,
    sentence: &Range<usize>,
    clause: &Clause,
    stated: &MentionedAmount,
    call: Option<Period>,
) -> FigureContext {
    let around = Around {
        earlier: side.at(&(0..sentence.start)),
        lead: side.at(&(sentence.start..clause.span.start)),
        before: side.at(&(clause.span.start..stated.span.start.max(clause.span.start))),
        after: side.at(&(stated.span.end..clause.span.end.max(stated.span.end))),
    };
    let quantity = &stated.quantity;
    FigureContext::of(&around, quantity.measure, quantity.currency.is_some(), call)
}

fn amount(
    topic: &PassageTerms,
    side: &Side,
    sentence: &Range<usize>,
    clause: &Clause,
    stated: &MentionedAmount,
    reading: Reading,
) -> Amount {
    let text = side.at(sentence);
    let start = sentence.start + (text.len() - text.trim_start().len());
    let text = text.trim();
    let end = start + text.len();
    let within = |span: &Range<usize>| span.start.max(start) - start..span.end.min(end) - start;
    let lit = side.lit.iter().filter(|lit| overlap(lit, &(start..end)));
    let stated_sentence = Sentence {
        text: text.to_owned(),
        amount: within(&stated.span),
        lit: lit.map(within).collect(),
    };
    let speaker = topic.hit.call.speaker_of(&topic.hit.passage);
    Amount {
        measure: stated.quantity.measure,
        currency: stated.quantity.currency,
        value: stated.quantity.value,
        upper: stated.upper,
        statements: vec![Statement {
            citation: topic.citation(),
            passage: topic.hit.passage.n,
            speaker: speaker.map(|speaker| speaker.name.clone()),
            kind: reading.context.kind,
            outlook: reading.context.outlook,
            near: side.is_lit(&clause.span),
            sides: Sides::only(side.lang, stated_sentence),
            readings: Sides::only(side.lang, reading),
        }],
    }
}

/// The quantities of a text, a range as one; `from 5 to 6` and 由5上調至6 are no ranges.
fn ranges(text: &str, quantities: &[Quantity]) -> Vec<MentionedAmount> {
    let mut all: Vec<MentionedAmount> = Vec::new();
    // Units that something else is counted by: one yuan of sales.
    let one = |quantity: &&Quantity| quantity.currency.is_none() || quantity.value != 1.0;
    for quantity in quantities.iter().filter(one) {
        let span = quantity.start..quantity.end;
        if let Some(last) = all.last_mut()
            && last.upper.is_none()
            && is_range(text, last, quantity)
        {
            last.upper = Some(quantity.value);
            last.span.end = last.span.end.max(span.end);
            last.quantity.currency = last.quantity.currency.or(quantity.currency);
        } else {
            all.push(MentionedAmount {
                quantity: *quantity,
                upper: None,
                span,
            });
        }
    }
    all
}

/// Whether two quantities are the ends of a range.
fn is_range(text: &str, low: &MentionedAmount, high: &Quantity) -> bool {
    let (a, b) = (&low.quantity, high);
    let fits = a.measure == b.measure
        && a.value <= b.value
        && (a.currency == b.currency || a.currency.is_none() || b.currency.is_none());
    let before = text.get(..low.span.start).unwrap_or_default().trim_end();
    let begins = |words: &[&str]| {
        let lower: String = before.chars().rev().take(16).collect();
        let lower: String = lower.chars().rev().collect::<String>().to_lowercase();
        words.iter().any(|word| lower.ends_with(word))
    };
    let changes = begins(&["from", "由", "從", "从", "自"]);
    let joined = b.start < low.span.end;
    let between = text
        .get(low.span.end..b.start)
        .unwrap_or_default()
        .trim()
        .to_lowercase();
    let links = match between.as_str() {
        "to" | "-" | "–" | "—" | "~" | "～" | "至" | "到" => true,
        "and" => begins(&["between"]),
        "和" | "與" | "与" => begins(&["介於", "介于"]),
        _ => joined,
    };
    fits && links && !changes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::quantities;

    #[test]
    fn a_range_is_one_and_a_change_is_two() {
        for (text, expected) in [
            ("NT$145 billion to NT$150 billion", "145..150"),
            ("between $87 billion and $89 billion", "87..89"),
            ("介於新台幣870億元至890億元", "87..89"),
            ("$87-89 billion", "87..89"),
            ("raised from NT$110 billion to NT$120 billion", "110 120"),
            ("由新台幣1,100億元上調至1,200億元", "110 120"),
            ("$4 billion and $5 billion", "4 5"),
            ("$5 billion to $4 billion", "5 4"),
            ("$4 billion to 5%", "4 0"),
            ("RMB12 billion of sales, a third per one yuan", "12"),
            ("每一元人民幣營收", ""),
        ] {
            let found = ranges(text, &quantities(text));
            let billions = |value: f64| (value / 1e9).round();
            let shown: Vec<String> = found
                .iter()
                .map(|stated| match stated.upper {
                    Some(upper) => {
                        format!("{}..{}", billions(stated.quantity.value), billions(upper))
                    }
                    None => billions(stated.quantity.value).to_string(),
                })
                .collect();
            assert_eq!(shown.join(" "), expected, "{text}");
        }
    }
}
