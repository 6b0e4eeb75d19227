//! Negation on one side of a text only.
//!
//! Languages negate in different places (*unlikely*, 不太可能; *remain*, 不變). A side counts as negated
//! only by plain words, and as not negated only if it has no possible negation.

use std::{ops::Range, sync::LazyLock};

use regex::Regex;

use crate::{
    model::{Confidence, DisagreementKind, Finding, Sides},
    text::{fold, fold_all},
};

/// English expressions that look like a negation and are none, or are none in Chinese.
static EN_FIXED: LazyLock<Regex> = LazyLock::new(|| {
    english(
        r"\b(not (only|just|merely|simply|least|to mention|limited to|so much|necessarily)|if not|(or|why) not|no (more|doubt|question|matter|problem|worries|one|later than|less than|more than|fewer than|other)|no\. ?\d+|(can't|cannot|can not|couldn't|could not) (wait|help|agree more)|(do|does|did|is|are|was|were|have|has|wo|would|ca|could|should)n't (it|you|we|they|i|he|she|there|hesitate|mind|forget)|do not hesitate|never (before|been)|not (a|any) (doubt|question)|not long|nothing (but|less)|none other|second to none|without (further ado|a doubt|doubt|question)|\w+ or no)\b",
    )
});

/// English words that plainly negate.
static EN_PLAIN: LazyLock<Regex> = LazyLock::new(|| {
    english(
        r"(\b(not|no|never|cannot|nobody|nothing|none|neither|nor|unlikely|unable|without)\b|\b\w+n't\b)",
    )
});

/// English words that Chinese may render with a negation.
static EN_ANY: LazyLock<Regex> = LazyLock::new(|| {
    english(
        r"\b(non|nowhere|hardly|barely|rarely|seldom|scarcely|less|few|fewer|little|lack\w*|fail\w*|refus\w*|avoid\w*|stop\w*|prevent\w*|beyond|rather|instead|exclu\w*|except|other|out|far|only|yet|until|apart|limited|free|minus|ex|miss\w*|absent|absence|declin\w+ to|den(y|ied|ies)|reject\w*|despite|regardless|unchanged|irrespective|constant\w*|continu\w*|remain\w*|stead\w+|stable|un(?:it|ion|der|ique|til|ify|veil|iver)?\w*|in(?:ability|sufficient|stab|complete|consist|accurate|adequa|appropriate|visible|evitab|dispens|conven|effici|flex|signif)\w*|im(?:possib|material|balanc|perfect)\w*|ir(?:regular|relevan|respective)\w*|dis(?:contin|agree|like|appear|appoint|miss)\w*|must|whatever|wherever|whether|either|too|almost|nearly|about|hard|difficult\w*|impair\w*|halt\w*|end\w*|elimin\w*|remov\w*|zero|short\w*|scarc\w*|gap|doubt\w*|question\w*|rule\w*|off|cease\w*|abandon\w*|withdr\w*|loss\w*|bad|poor\w*|weak\w*)\b",
    )
});

/// Chinese words with a character of negation that do not negate, folded.
static ZH_FIXED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "不仅|不同|不过|不断|非常|未来|无人机|无人|无论|不论|不管|不错|差不多|不只|不但|不光|不单|不久|不妨|不得不|不少|不已|不停|不好意思|对不起|不可思议|不愧|不外乎|不愿其烦|不禁|只不过|毫无疑问|毫不|无疑|无比|无线|无缝|无形|无数|无限|无尽|非洲|非凡|除非|是非|非得|莫非|特别|分别|个别|级别|类别|区别|识别|辨别|性别|别人|别的|别处|告别|差别|鉴别|派别|淹没|没落|埋没|出没|沉没|否则|是否|能否|可否|会不会|是不是|能不能|有没有|要不要|对不对|好不好|非(gaap|ai|[a-z]+)",
    )
});

/// Chinese words that plainly negate, folded.
static ZH_PLAIN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "不会|不能|不是|不再|不想|不打算|不预期|不认为|不需要|不存在|不希望|不可能|不愿|不应|没有|未能|未曾|尚未|并未|从未|并非|并不|并没|决不|绝不|绝非|无法|没能|不具",
    )
});

/// Chinese words that may render a negation, folded.
static ZH_ANY: LazyLock<Regex> = LazyLock::new(|| {
    pattern("[不没未无非别否勿莫免甭毋休难缺拒零禁停绝避失欠排除以外]|除了|另外|很少|低于|少于")
});

/// A pattern of English words: with boundaries of ASCII words, which take a tenth of the time.
fn english(source: &str) -> Regex {
    pattern(&format!("(?-u){source}"))
}

fn pattern(source: &str) -> Regex {
    Regex::new(source).expect("valid")
}

/// The negation of one side without a counterpart, where both have the same number of sentences.
pub(super) fn finding(en: &str, zh: &str) -> Option<Finding> {
    let (english, chinese) = (folded(en), folded(zh));
    let negates = EN_PLAIN.is_match(&english) || ZH_PLAIN.is_match(&chinese);
    if !negates || sentences(&english) != sentences(&chinese) {
        return None;
    }
    let en_fixed = spans(&EN_FIXED, &english);
    let zh_fixed = spans(&ZH_FIXED, &chinese);
    let en_plain = free(&EN_PLAIN, &english, &en_fixed);
    let zh_plain = free(&ZH_PLAIN, &chinese, &zh_fixed);
    let spans = match (en_plain, zh_plain) {
        (Some(span), None) if free(&ZH_ANY, &chinese, &zh_fixed).is_none() => Sides {
            en: original(en, span),
            zh: None,
        },
        (None, Some(span))
            if free(&EN_ANY, &english, &en_fixed).is_none() && en_fixed.is_empty() =>
        {
            Sides {
                en: None,
                zh: original(zh, span),
            }
        }
        _ => return None,
    };
    Some(Finding {
        kind: DisagreementKind::Negation,
        confidence: Confidence::Low,
        spans,
    })
}

fn spans(pattern: &Regex, text: &str) -> Vec<Range<usize>> {
    pattern.find_iter(text).map(|found| found.range()).collect()
}

/// First match outside of the fixed expressions.
fn free(pattern: &Regex, text: &str, fixed: &[Range<usize>]) -> Option<Range<usize>> {
    (spans(pattern, text).into_iter()).find(|span| {
        fixed
            .iter()
            .all(|fixed| span.end <= fixed.start || fixed.end <= span.start)
    })
}

fn folded(text: &str) -> String {
    fold_all(text, folded_character)
}

fn folded_character(c: char) -> char {
    match c {
        '’' => '\'',
        _ => fold(c),
    }
}

/// Maps a span of the folded text to the original.
fn original(text: &str, span: Range<usize>) -> Option<Range<usize>> {
    let mut folded = 0;
    let mut ends = [None, None];
    let places = text
        .char_indices()
        .map(|(at, c)| (at, folded_character(c).len_utf8()));
    for (at, length) in places.chain([(text.len(), 0)]) {
        for (end, wanted) in ends.iter_mut().zip([span.start, span.end]) {
            if folded == wanted {
                *end = Some(at);
            }
        }
        folded += length;
    }
    Some(ends[0]?..ends[1]?)
}

/// Number of sentences.
fn sentences(text: &str) -> usize {
    let mut count = 0;
    let mut open = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let ends = match c {
            '。' | '!' | '?' => true,
            '.' => chars.peek().is_none_or(|next| next.is_whitespace()),
            _ => false,
        };
        if ends {
            count += usize::from(open);
            open = false;
        } else if c.is_alphanumeric() {
            open = true;
        }
    }
    count + usize::from(open)
}
