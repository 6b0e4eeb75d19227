//! Announcements: the operator's or host's words that call on the next person to ask.

use std::{borrow::Cow, sync::LazyLock};

use regex::Regex;

use super::announced_firms::firm_after;
use crate::{
    text::with_ascii_boundaries,
    transcript::{format::RawTurn, lazy_regex::lazy_regex},
};

/// Words that announce a question, so that whoever speaks next asks it.
static NEXT_QUESTION: LazyLock<Regex> = lazy_regex!(&with_ascii_boundaries(
    r"(?xi) \b (?: (?:next|first|last|final|another|following|second|third|fourth|fifth) \s (?: (?:and|final|last) \s )? (?: question | caller | in \s the \s queue )
            | questions? \s (?: is | was | comes? | coming | will | today | tonight | this | we | from | on )
            | (?: has | have ) \s (?: the | a | our ) \s (?: (?:next|first|last|final) \s )? question
            | (?: take | move | go ) \s (?:on \s )? (?: to \s )? (?: our | the | a | your | that ) \s (?: (?:next|first|last|final|following) \s )? (?: question | caller )
            | (?: up \s next | next \s up | next ,? \s we (?: \s | ['’] ) )
            | from \s the \s line \s of
            ) \b
          | 下一[位個个]?(?:提問|提问|問題|问题|分析師|分析师|投資|投资|是|為|为|[,，、]|来自|來自|有请|有請|请|請) | 第[一二三四五六七八九十][位個个](?:提問|提问|問題|问题|分析師|分析师|投資|投资|是|為|为|来自|來自)
          | (?:有请|有請|请|請).{0,24}(?:提问|提問)"
));

/// Words with which somebody other than the operator calls for a question.
static CALLS_FOR_QUESTION: LazyLock<Regex> = lazy_regex!(&with_ascii_boundaries(
    r"(?i)\b(?:next|first|last|final|another|following|one more) (?:and final )?(?:question|caller)\b|\boperator\b.{0,60}\bquestions?\b|下一[位個个](?:提問|提问|分析師|分析师|投資|投资)"
));

/// Words with which an operator lets somebody speak.
static COURTESY: LazyLock<Regex> = lazy_regex!(&with_ascii_boundaries(
    r"(?i)\bgo ahead\b|\bproceed with your\b|\byour line\b|\bline is (?:now )?open\b"
));

/// Words with which an operator goes to the next person.
static MOVES_ON: LazyLock<Regex> = lazy_regex!(&with_ascii_boundaries(
    r"(?i)\b(?:moving|going|turning|move|go|turn|come|up|next|now|hear|then) (?:on |next |over |now |back )?(?:to|from|is|with|we have)\b|^\s*(?:and )?(?:the )?next"
));

/// Words that open the questions without naming anybody: instructions, and promises of questions later.
static LATER: LazyLock<Regex> = lazy_regex!(&with_ascii_boundaries(
    r"(?i)\b(?:after (?:the|our|their|today|management)|following (?:the|our|their|today|management)|will be a question|there will be|later|listen[- ]only)\b"
));

/// Words with which the call is handed over to a host or an officer.
pub(super) static HANDS_OVER: LazyLock<Regex> = lazy_regex!(&with_ascii_boundaries(
    r"(?i)\b(?:(?:turn|hand|pass) (?:it|the (?:call|conference|floor|meeting)|things|you|this|that|over|back)\b.{0,40}\bto|over to|introduce|your host|joined by|with (?:us|me)|like to welcome)\b|交給|交给|介紹|介绍"
));

/// `Ann Lee with Kestrel Capital`, `Ann Lee, Kestrel Capital`.
static NAME_THEN_FIRM: LazyLock<Regex> = lazy_regex!(
    r"(?x) (?<name> \p{Lu}[\w.’'\-]* (?: \s (?: \p{Lu}[\w.’'\-]* | de | da | del | van | von | der | den | di | la ) ){1,3} )
           (?: \s* , \s* (?: (?:with|from|of|at|representing) \s )? | \s+ (?: with | from | of | at | representing ) \s+ )
           (?: the \s )? \p{Lu}"
);

/// `from Kestrel Capital is Ann Lee`.
static FIRM_THEN_NAME: LazyLock<Regex> = lazy_regex!(
    r"(?x) (?: from | at | of ) \s (?<firm> \p{Lu}[\w&’'\-]* (?: \s (?: \p{Lu}[\w&’'\-]* | & | of | and ) ){0,5}? )
           ,? \s (?: is | we \s have | comes ) \s (?<name> \p{Lu}[\w.’'\-]* (?: \s \p{Lu}[\w.’'\-]* ){1,3} )"
);

/// `岚川证券的周可`, `來自瑞銀的分析師 Randy Po`, before the words of a question or the end of a clause.
static FIRM_OF_NAME: LazyLock<Regex> = lazy_regex!(
    r"(?x) (?: 来自 | 來自 | 有请 | 有請 | 请 | 請 | 的是 | 是 | 为 | 為 | [,，、：:] )? \s* (?<firm> [\p{Han}A-Za-z·&]{2,14}? ) \s* 的 \s*
           (?: (?:首席|高级|高級)? (?: 分析师 | 分析師 | 研究员 | 研究員 ) )? \s*
           (?<name> \p{Han}{2,4}? | \p{Lu}[\w.’'\-]* (?: \s \p{Lu}[\w.’'\-]* ){0,2} )
           \s* (?: 先生 | 女士 | 小姐 | 总 | 總 | 老师 | 老師 )? \s* (?: [,，]? \s* (?: 请 | 請 )? (?: 提问 | 提問 | 发言 | 發言 ) | [。，,！!] | $ )"
);

/// Characters at the end of a turn in which an announcement stands.
const TAIL_CHARS: usize = 320;

/// Who is called on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Announced {
    pub(super) name: String,
    pub(super) firm: Option<String>,
}

/// Up to this many bytes a last paragraph is a courtesy, which the announcement precedes.
const MAX_COURTESY_BYTES: usize = 60;

/// The end of what a turn says, where it calls on the next one.
pub(super) fn tail(turn: &RawTurn) -> impl Iterator<Item = Cow<'_, str>> {
    let [before, last] = match turn.paragraphs.as_slice() {
        [.., before, last] => [Some(before), Some(last)],
        [last] => [None, Some(last)],
        [] => [None, None],
    };
    let sides = last.into_iter().flat_map(|last| last.text.iter());
    sides.map(move |(lang, text)| {
        let before = before
            .and_then(|before| before.text.get(lang))
            .filter(|_| text.len() <= MAX_COURTESY_BYTES);
        match before {
            Some(before) => Cow::Owned(format!("{} {text}", end_of(before))),
            None => Cow::Borrowed(end_of(text)),
        }
    })
}

fn end_of(text: &str) -> &str {
    let from = text.char_indices().rev().take(TAIL_CHARS).last();
    from.and_then(|(at, _)| text.get(at..)).unwrap_or(text)
}

/// Whether a turn ends with the announcement of a question; `host` says whether the operator speaks,
/// whose "go ahead" needs no word of a question.
pub(super) fn announces_question(turn: &RawTurn, host: bool) -> bool {
    tail(turn).any(|text| {
        let text: &str = &text;
        let sentences = text
            .rsplit(['.', '?', '!', '。'])
            .filter(|s| !s.trim().is_empty());
        // Announcements end with courtesies: "Please go ahead", "Your line is open".
        let last: Vec<&str> = sentences.take(4).collect();
        let question = last.iter().position(|s| {
            let next = match host {
                true => NEXT_QUESTION.is_match(s),
                false => CALLS_FOR_QUESTION.is_match(s),
            };
            next && !LATER.is_match(s)
        });
        if question.is_none() && !host {
            return false;
        }
        let handed = last.iter().position(|s| HANDS_OVER.is_match(s));
        // What is handed over behind the announcement goes to an officer.
        let calls = question.is_some_and(|at| handed.is_none_or(|handed| handed > at));
        let courtesy = || last.iter().any(|s| COURTESY.is_match(s));
        // `And moving on to Ann Lee of Kestrel.`
        let names = |s: &&str| MOVES_ON.is_match(s) && NAME_THEN_FIRM.is_match(s) || is_bare(s);
        let named = || text.chars().count() < TAIL_CHARS && last.iter().take(2).any(names);
        calls || handed.is_none() && host && (courtesy() || named())
    })
}

/// Whether a sentence is nothing but a name with a firm, perhaps behind a direction: `(Instructions) Bo Li, UBS`.
fn is_bare(sentence: &str) -> bool {
    let named = sentence.rsplit(')').next().unwrap_or(sentence).trim();
    let begins = || {
        NAME_THEN_FIRM
            .find(named)
            .is_some_and(|found| found.start() == 0)
    };
    named.split_whitespace().count() <= 7 && begins()
}

/// Whom a turn calls on, if it names somebody with a firm.
pub(super) fn announced(turn: &RawTurn) -> Option<Announced> {
    tail(turn).find_map(|text| {
        let text: &str = &text;
        if let Some(found) = FIRM_THEN_NAME.captures_iter(text).last() {
            return Some(Announced {
                name: without_openers(&found["name"]),
                firm: Some(found["firm"].to_owned()),
            });
        }
        if let Some(found) = NAME_THEN_FIRM.captures_iter(text).last() {
            return Some(Announced {
                name: without_openers(&found["name"]),
                firm: firm_after(text, &found["name"]),
            });
        }
        let found = FIRM_OF_NAME.captures_iter(text).last()?;
        Some(Announced {
            name: found["name"].to_owned(),
            firm: Some(without_chinese_openers(&found["firm"]).to_owned()),
        })
    })
}

/// A firm without the words before it: `首先请岚川证券`.
fn without_chinese_openers(firm: &str) -> &str {
    const OPENERS: [&str; 12] = [
        "来自",
        "來自",
        "有请",
        "有請",
        "请",
        "請",
        "的是",
        "提问的是",
        "提問的是",
        "是",
        "为",
        "為",
    ];
    OPENERS.iter().fold(firm, |firm, opener| {
        firm.rsplit_once(opener).map_or(firm, |(_, rest)| {
            if rest.chars().count() >= 2 {
                rest
            } else {
                firm
            }
        })
    })
}

/// A name without a capitalised word of the sentence before it: `Okay Ann Lee`.
fn without_openers(name: &str) -> String {
    const OPENERS: [&str; 10] = [
        "Okay", "Next", "And", "Then", "Thanks", "Now", "Our", "Your", "Thank", "The",
    ];
    let mut words: Vec<&str> = name.split_whitespace().collect();
    while words.len() > 2 && words.first().is_some_and(|word| OPENERS.contains(word)) {
        words.remove(0);
    }
    let name = words.join(" ");
    match name.strip_suffix('.') {
        Some(bare) if !bare.ends_with("Jr") && !bare.ends_with("Sr") => bare.to_owned(),
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transcript::format::Paragraph;

    fn turn(text: &str) -> RawTurn {
        RawTurn {
            paragraphs: vec![Paragraph::new(text)],
            ..RawTurn::default()
        }
    }

    #[test]
    fn announcements_of_many_wordings() {
        for (text, who) in [
            (
                "Our first question comes from Ann Lee with Kestrel Capital.",
                Some(("Ann Lee", "Kestrel Capital")),
            ),
            (
                "Up next is Ann Lee from Kestrel Capital. Please go ahead.",
                Some(("Ann Lee", "Kestrel Capital")),
            ),
            (
                "Next up from Kestrel is Ann Lee.",
                Some(("Ann Lee", "Kestrel")),
            ),
            (
                "We will take the first question from Ann Lee, Kestrel.",
                Some(("Ann Lee", "Kestrel")),
            ),
            (
                "Ann Lee from Kestrel has the next question.",
                Some(("Ann Lee", "Kestrel")),
            ),
            (
                "And your next question comes from the line of Ann van Lee from Kestrel & Co.",
                Some(("Ann van Lee", "Kestrel & Co.")),
            ),
            (
                "And moving on to Ann Lee of Kestrel.",
                Some(("Ann Lee", "Kestrel")),
            ),
            (
                "下面进入问答环节，首先请岚川证券的周可提问。",
                Some(("周可", "岚川证券")),
            ),
            (
                "第一位提問的是凱基證券的陳思宇。",
                Some(("陳思宇", "凱基證券")),
            ),
            ("謝謝。下一位是瑞銀的Randy Po。", Some(("Randy Po", "瑞銀"))),
            (
                "下一位，来自海纳基金的分析师单晓蕾女士，请提问。",
                Some(("单晓蕾", "海纳基金")),
            ),
            ("The first question is on the phone.", None),
            ("有請下一位分析師提問。", None),
        ] {
            assert!(announces_question(&turn(text), true), "{text}");
            let found = announced(&turn(text));
            let found = found
                .as_ref()
                .map(|a| (a.name.as_str(), a.firm.as_deref().unwrap_or("")));
            assert_eq!(found, who, "{text}");
        }
        for text in [
            "Welcome to the call. After the remarks there will be a question and answer session.",
            "We take questions later. I turn the call over to Bob Roe. Please go ahead.",
            "Thank you for the question. We grew.",
        ] {
            assert!(!announces_question(&turn(text), true), "{text}");
        }
        assert!(announces_question(
            &turn("Thanks, Ann. Operator, next question, please."),
            false
        ));
        assert!(!announces_question(&turn("Odell, please go ahead."), false));
    }
}
