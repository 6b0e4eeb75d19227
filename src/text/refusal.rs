//! Words by which an answer declines to answer: "we don't break that out", "too early to say", 不便透露.
//!
//! English patterns need the refusal and what is refused ("don't guide", "can't give you a number"),
//! since a negation alone ("we don't see that") is an answer.

use std::{borrow::Cow, ops::Range, sync::LazyLock};

use regex::{Captures, Regex, RegexSet};

use super::word_boundary::with_ascii_boundaries;

/// Will not or cannot.
const WILL_NOT: &str = "(?:can['’]t|cannot|can not|couldn['’]t|won['’]t|will not|wouldn['’]t|unable to|\
    not able to|not going to|not prepared to|not ready to|not in a position to|not at liberty to|\
    hate to|hesitate to|hesitant to|reluctant to|rather not|prefer not to|decline to|\
    don['’]t|do not|didn['’]t|did not|haven['’]t|have not|not|never)";

/// Words between a refusal and its verb.
const ADVERBS: &str = "(?: (?:really|actually|specifically|yet|necessarily|typically|generally|\
    normally|usually|publicly|probably|currently|even|be|get|to|you|try|start|want|like|plan|intend))*";

/// What is said or not said.
const SAY: &str = "(?:comment(?:ing)?|publish(?:ing)?|reveal(?:ing)?|disclos(?:e|ed|ing)|speculat(?:e|ing)|quantif(?:y|ied|ying)|\
    pinpoint|handicap|guide|guiding|get(?:ting)? ahead of|front[- ]run|\
    br(?:eak|oken|eaking) (?:(?:that|it|them|those|this|these|our|out) )?(?:\\w+ )?(?:out|down)|\
    (?:giv|provid|shar|offer|issu|quot)(?:e|en|es|ed|ing)? (?:you |out )?\
    (?:(?:any|an?|the|that|those|our|your|more|much|too|many|specific|exact|precise|formal|official|\
    explicit|additional|further|future|detailed|individual|hard|kind of|sort of|level of) )*\
    (?:guidance|numbers?|specifics?|details?|colou?r|outlook|forecasts?|breakdowns?|figures?|timing|\
    timelines?|time ?frames?|projections?|ranges?|information|targets?|estimates?|answers?|dates?|\
    metrics?)|\
    (?:get|go)(?:ting|ing)? (?:too )?(?:much )?into (?:\\w+ ){0,3}?(?:specifics?|details?|particulars)|\
    (?:talk|speak)(?:ing)? (?:about|to) (?:that|it|individual|specific|any specific|the details?)|\
    tell you (?:when|what|how|where|whether|if|exactly|the|which)|\
    say (?:much|more|anything|exactly|when|what|how))";

/// Words that decline where a reply begins with them; further down they weigh what has been answered.
static HESITATION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&with_ascii_boundaries(
        "(?i)\\b(?:hard|difficult|tough|impossible)(?: for (?:me|us))? to (?:really |actually )?\
         (?:say|tell|predict|quantify|answer|forecast|speculate|comment|estimate|handicap|pinpoint|\
         give (?:you )?(?:an?|any))\\b|不好說|不好说|\
         很難(?:說|講|預測|判斷|回答|量化)|很难(?:说|讲|预测|判断|回答|量化)",
    ))
    .expect("the pattern is valid")
});

/// Patterns of both languages.
static PATTERNS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let patterns = [
        format!("\\b{WILL_NOT}{ADVERBS} (?:{SAY}\\b|(?:say|tell you)(?:[.,;!?]|$))"),
        "\\b(?:too early|too soon|very early|still early|premature) (?:to|for (?:us|me) to) (?:\\w+ )?\
         (?:say|tell|know|call|speculate|predict|comment|give|talk|speak|quantify|discuss|provide|\
         estimate|judge|guide|put|forecast|answer)\\b"
            .to_owned(),
        "\\b(?:no comment|at liberty|(?:inappropriate|remiss) (?:for|of) (?:me|us) to|\
         not something (?:that )?(?:we|we['’]d|we would) (?:disclose|comment|share|provide|break|talk|\
         discuss|give|guide))\\b"
            .to_owned(),
        "\\b(?:(?:get|circle) back to you|follow up with you|take (?:that|it|this) offline)\\b"
            .to_owned(),
        "\\b(?:I|we) (?:do not|don['’]t) (?:really )?(?:know the answer|know (?:that|the number) yet|\
         have (?:that|the|an?|any|any more|an exact|a specific|the exact|the specific|more)(?: \\w+)? \
         (?:answers?|numbers?|figures?|information|estimates?|breakdown|crystal ball|details?))\\b"
            .to_owned(),
        "\\b(?:haven['’]t|have not|not yet|not) (?:yet |really |fully |formally )?(?:evaluated|decided|\
         determined|made (?:a|any|that|the) (?:\\w+ )?decision|finalized|quantified|disclosed|announced)\\b"
            .to_owned(),
        "\\b(?:when|until) we (?:actually |formally )?(?:give|provide|issue|release|put out|get to) \
         (?:\\w+ ){0,3}?(?:guidance|budget|outlook)\\b"
            .to_owned(),
        "\\b(?:more|better) (?:colou?r|clarity|details?|visibility|specifics)\\b[^.]{0,60}\
         (?:next (?:quarter|call)|year-?end call|fourth quarter call)\\b"
            .to_owned(),
        "(?:不便|不方便)(?:透露|評論|评论|說明|说明|公開|公开|回答|多說|多说|告訴|告诉)|\
         (?:無法|无法|沒辦法|没办法|不能)(?:在此|現在|现在|目前|向|給|给|提供|具體|具体|明確|明确|您|你|大家|各位)*\
         (?:透露|評論|评论|回答|告訴|告诉|揭露|披露|公布|公佈|預測|预测|財測|财测|指引|數字|数字|量化)|\
         不(?:會|会|打算|予|作|做|對此|对此|單獨|单独|個別|个别)*(?:評論|评论|揭露|披露|透露|公布|公佈)|\
         言之過早|言之过早|為時過早|为时过早|為時尚早|为时尚早|無可奉告|无可奉告|\
         (?:尚未|還沒有?|还没有?)(?:決定|决定|確定|确定|評估|评估)|\
         (?:沒有|没有)(?:具體|具体|確切|确切|明確|明确)的?(?:數字|数字|答案|時間表|时间表|資訊|信息)|\
         再(?:向|跟|和|與|与)(?:大家|各位|您|你)?(?:報告|报告|說明|说明|更新)"
            .to_owned(),
    ];
    patterns
        .map(|pattern| with_ascii_boundaries(&format!("(?i){pattern}")))
        .to_vec()
});

/// Finds whether a text declines at all, in one pass.
static ANY: LazyLock<RegexSet> =
    LazyLock::new(|| RegexSet::new(&*PATTERNS).expect("the patterns are valid"));

/// Find where.
static EACH: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let compiled = |pattern: &String| Regex::new(pattern).expect("the pattern is valid");
    PATTERNS.iter().map(compiled).collect()
});

/// A negation that says that one will say it: "I'd be remiss not to say".
static TWICE_NEGATED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&with_ascii_boundaries("(?i)\\b(?:remiss|amiss|wrong|foolish|neglectful)(?: of me| of us)? (?:not to|if (?:I|we) (?:did not|didn['’]t))\\b"))
        .expect("the pattern is valid")
});

/// A text without its double negations, with each of its characters in its place.
fn without_double_negations(text: &str) -> Cow<'_, str> {
    TWICE_NEGATED.replace_all(text, |found: &Captures| "_".repeat(found[0].len()))
}

/// Whether a passage of a reply declines to answer; `begins` says whether the reply begins with it.
pub fn declines(text: &str, begins: bool) -> bool {
    let text = without_double_negations(text);
    ANY.is_match(&text) || begins && HESITATION.is_match(&text)
}

/// The first words with which a passage of a reply declines to answer, as a range of bytes.
pub fn refusal(text: &str, begins: bool) -> Option<Range<usize>> {
    let text = &*without_double_negations(text);
    let matching = ANY.matches(text);
    let found = matching
        .into_iter()
        .filter_map(|index| EACH.get(index)?.find(text));
    let hesitation = begins.then(|| HESITATION.find(text)).flatten();
    let words = |found: regex::Match| {
        let words = found.as_str().trim_end_matches(['.', ',', ';', '!', '?']);
        found.start()..found.start() + words.len()
    };
    found
        .chain(hesitation)
        .map(words)
        .min_by_key(|range| range.start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_that_decline() {
        for (text, words) in [
            (
                "Well, we don't break that out by region.",
                "don't break that out",
            ),
            (
                "We’re not going to give specific guidance for 2027.",
                "not going to give specific guidance",
            ),
            (
                "It is too early to say what the spring brings.",
                "too early to say",
            ),
            ("That's hard to predict, frankly.", "hard to predict"),
            (
                "I cannot really comment on pricing.",
                "cannot really comment",
            ),
            ("I can't tell you when that ends.", "can't tell you when"),
            ("When it ends, I can't tell you.", "can't tell you"),
            ("We do not publish payback periods.", "do not publish"),
            ("The board has not yet decided.", "not yet decided"),
            ("Let us get back to you on that.", "get back to you"),
            (
                "I do not have a specific number for you.",
                "I do not have a specific number",
            ),
            (
                "We'll say more when we give our 2027 guidance.",
                "when we give our 2027 guidance",
            ),
            (
                "We would rather not go into the details.",
                "rather not go into the details",
            ),
            ("這部分目前不便透露。", "不便透露"),
            ("我们不会单独披露这个数字。", "不会单独披露"),
            ("現在談明年言之過早。", "言之過早"),
            ("何時回到30%,我沒辦法告訴您。", "沒辦法告訴"),
        ] {
            let range = refusal(text, true).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(text.get(range), Some(words), "{text}");
            assert!(declines(text, true));
        }
    }

    #[test]
    fn what_is_hard_to_say_further_down_has_been_answered() {
        let text = "That is hard to predict.";
        assert!(declines(text, true) && !declines(text, false));
        assert_eq!(refusal(text, false), None);
    }

    #[test]
    fn answers_that_answer() {
        for text in [
            "We don't see that in our numbers.",
            "We will not cut prices.",
            "We gave guidance of 50,000 cars.",
            "I do not think that margins fall further.",
            "We have decided to build it.",
            "I would be remiss not to say how much the team has done.",
            "We’d be remiss if we didn’t comment on the team.",
            "There is more to come, and early orders are strong.",
            "我們不會降價,需求很好。",
            "公司已經決定擴產。",
        ] {
            assert_eq!(refusal(text, true), None, "{text}");
            assert!(!declines(text, true));
        }
    }
}
