//! Marks of questions and answers: `Q`, `Question 3`, `A - Ann Wu`, `問`, `岚川证券周可提问`.

use crate::{model::ExchangeSide, transcript::format::speaker};

/// `Q`, `Question 3`, `A - Ann Wu`, `問`, `提问2`: the side, and the name behind it.
pub(super) fn question_or_answer(text: &str) -> Option<(ExchangeSide, &str)> {
    const MARKS: [(&str, ExchangeSide); 24] = [
        ("投资者提问", ExchangeSide::Asked),
        ("投資者提問", ExchangeSide::Asked),
        ("投资者问", ExchangeSide::Asked),
        ("公司回复", ExchangeSide::Answered),
        ("公司回復", ExchangeSide::Answered),
        ("公司答复", ExchangeSide::Answered),
        ("公司回答", ExchangeSide::Answered),
        ("公司答", ExchangeSide::Answered),
        ("Question", ExchangeSide::Asked),
        ("Answer", ExchangeSide::Answered),
        ("QUESTION", ExchangeSide::Asked),
        ("ANSWER", ExchangeSide::Answered),
        ("Q", ExchangeSide::Asked),
        ("A", ExchangeSide::Answered),
        ("提問", ExchangeSide::Asked),
        ("提问", ExchangeSide::Asked),
        ("問題", ExchangeSide::Asked),
        ("问题", ExchangeSide::Asked),
        ("回答", ExchangeSide::Answered),
        ("答覆", ExchangeSide::Answered),
        ("回复", ExchangeSide::Answered),
        ("問", ExchangeSide::Asked),
        ("问", ExchangeSide::Asked),
        ("答", ExchangeSide::Answered),
    ];
    // `岚川证券周可提问`
    let behind = [
        ("提问", ExchangeSide::Asked),
        ("提問", ExchangeSide::Asked),
        ("回答", ExchangeSide::Answered),
        ("答复", ExchangeSide::Answered),
        ("答覆", ExchangeSide::Answered),
    ];
    let by_end = behind
        .iter()
        .find_map(|&(mark, side)| Some((side, text.strip_suffix(mark)?.trim())));
    if let Some((side, who)) = by_end.filter(|(_, who)| speaker::parse_speaker(who).is_some()) {
        return Some((side, who));
    }
    let (side, rest) = MARKS
        .iter()
        .find_map(|&(mark, side)| text.strip_prefix(mark).map(|rest| (side, rest)))?;
    let rest = rest
        .trim_start_matches(|c: char| c.is_ascii_digit() || " .#、一二三四五六七八九十".contains(c))
        .trim();
    if rest.is_empty() {
        return Some((side, ""));
    }
    let who = rest.strip_prefix(['-', '–', '—', '(', '（'])?;
    Some((side, who.trim().trim_end_matches([')', '）'])))
}
