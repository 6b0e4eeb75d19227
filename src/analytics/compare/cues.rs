//! Patterns that classify an amount by the words around it, in English and folded Chinese.

use std::sync::LazyLock;

use regex::Regex;

use crate::text::with_ascii_boundaries;

/// A pattern over folded text, where words may be adjacent to Chinese.
pub(super) fn pattern(source: &str) -> Regex {
    Regex::new(&with_ascii_boundaries(source)).expect("valid")
}

/// Words that only soften an amount, at the end of the text before it.
pub(super) static ABOUT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(\b(about|around|approximately|roughly|nearly|almost|some|just|only|over|under|up to|more than|less than|greater than|at least|a|an|the|another|total|of about)|[约近逾达]|大约|大概|超过|不到|将近)[ \-,'().]*$",
    )
});

/// Expectation or plan.
pub(super) static OUTLOOK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(expect[a-z]*|guidance|guid(e|ing)|outlook|forecast[a-z]*|anticipat[a-z]*|project(s|ed|ing|ion|ions)?|plan(s|ning|ned)?|budget[a-z]*|target[a-z]*|will|would|should|going to|aim[a-z]*|goal|intend[a-z]*|likely|estimat[a-z]*|assum[a-z]*|could|may|might|(rais|lift|lower|increas|reduc)(e|es|ed|ing) (our|the|its) (full|guidance|outlook|target|budget|[a-z]+ (guidance|outlook|target|budget)))\b|上调|下调|调高|调降|预期|预计|预估|预测|财测|展望|指引|目标|预算|规划|计画|计划|可望|有望|估计|将达|将为|将会",
    )
});

/// Expectation right after the amount.
pub(super) static EXPECTED_AFTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^[a-z0-9 '$.%-]{0,20}\b(is|are) (expected|planned|budgeted|targeted|anticipated|projected)\b|^[ \-,'().]*(budget|target|guidance|forecast|plan)\b|^的?(预算|目标|财测|计划|计画|规划)",
    )
});

/// Comparison with an expectation, which is none itself.
pub(super) static AGAINST_OUTLOOK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(within|above|below|beat[a-z]*|ahead of|in line with|versus|than|exceed[a-z]*|compared (to|with)|top(ped)?|met|at the (high|low|top|mid[a-z]*|upper|lower) [a-z]+ of) (our |the |its |prior |previous )*(guidance|outlook|forecast[a-z]*|plan|budget|target[a-z]*|expectation[a-z]*|estimate[a-z]*)|(落在|优于|高于|低于|符合|超过|超出)(我们的?|原先的?)?(财测|预期|目标|指引|展望)",
    )
});

/// Past events.
pub(super) static REPORTED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(was|were|came|totaled|totalled|reached|spent|reported|generated|ended|posted|recorded|achieved|delivered|grew|rose|fell|declined|increased|decreased|improved|had|did|made|paid|repaid|raised|invested|stood|closed|finished|earned|sold|bought|took|went)\b",
    )
});

/// Introduces a figure of another time, right before the amount.
pub(super) static REFERENCE_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(from|versus|vs\.?|than|compared (with|to|against))$|\b(compared (with|to|against)|versus|vs\.?)\b[a-z0-9 '$.%-]{0,40}$|(由|从|自|原为|原本为|去年同期|去年同期[的为]|上季[的为]|较|比|相较于?|相比)$|(优于|高于|低于|较|比|相较于?|相比)[^,，;；]{0,8}[的为]$",
    )
});

/// The same right after the amount.
pub(super) static REFERENCE_AFTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^[ \-,'().]*((that |which )?(we|it) [a-z]+ )?(in |during )?(the )?(a year ago|last year|a year earlier|(same|prior|previous|year-ago|prior-year|last|preceding) (quarter|period|year|month)s?)\b",
    )
});

/// Introduces the level that a change arrives at.
pub(super) static LEVEL_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"\b(to|at|was|were|is|are|be|reached|totaled|came in at)$|[至到为达是]$")
});

const UP: &str = r"up|rose|risen|rise[a-z]*|rising|grew|grow[a-z]*|increas[a-z]*|improv[a-z]*|expan[a-z]*|gain[a-z]*|add(s|ed|ing|ition)?|lift[a-z]*|rais[a-z]*|higher|above|more|accelerat[a-z]*|better";
const DOWN: &str = r"down|declin[a-z]*|decreas[a-z]*|fell|fall[a-z]*|drop[a-z]*|contract(s|ed|ing|ion)|shr[aiu]nk[a-z]*|lower[a-z]*|reduc[a-z]*|cut[a-z]*|below|less|worse|lost|los(e|s|ing)[a-z]*|took|sav(e|ed|ing)[a-z]*|slow[a-z]*|discount[a-z]*|erod[a-z]*";
const UP_HAN: &str =
    "增加|增长|成长|年增|季增|月增|上升|提升|提高|上调|改善|扩大|上涨|贡献|增|升|涨|多|高";
const DOWN_HAN: &str =
    "减少|年减|季减|月减|下降|下滑|衰退|下调|降低|收窄|收敛|缩减|下跌|减|降|跌|少|低";

/// A word of change shortly before an amount.
pub(super) static CHANGE_BEFORE: LazyLock<[Regex; 2]> = LazyLock::new(|| {
    [(UP, UP_HAN), (DOWN, DOWN_HAN)].map(|(latin, han)| {
        pattern(&format!(
            r"\b({latin})\b([ \-,'().]+[a-z]+){{0,5}}?[ \-,'().]*$|({han})[了出]?$"
        ))
    })
});

/// A word of change anywhere.
pub(super) static CHANGE_WORDS: LazyLock<[Regex; 2]> = LazyLock::new(|| {
    [(UP, UP_HAN), (DOWN, DOWN_HAN)].map(|(latin, han)| pattern(&format!(r"\b({latin})\b|({han})")))
});

/// A word of change right after an amount.
pub(super) static CHANGE_AFTER: LazyLock<[Regex; 2]> = LazyLock::new(|| {
    [(UP, UP_HAN), (DOWN, DOWN_HAN)].map(|(latin, han)| {
        pattern(&format!(
            r"^[ \-,'().]*((organic|year[- ]over[- ]year|sequential|annual|net) )*({latin})\b|^ ([a-z-]+ ){{1,2}}(growth|increase|decline|decrease|improvement|reduction|drop)\b|^的?({han})"
        ))
    })
});

/// Comparison with the year before, with the quarter before.
pub(super) static BASIS: LazyLock<[Regex; 2]> = LazyLock::new(|| {
    [
        r"year[- ](over|on)[- ]year|\byoy\b|(from|than|versus|over|below|above|compared (to|with)) (the )?(a year (ago|earlier)|last year|(prior|previous)[- ]year|same (quarter|period))|年增|年减|同比|按年|[较比](去年|上年)",
        r"quarter[- ](over|on)[- ]quarter|\bqoq\b|sequential[a-z]*|(from|than|versus|over|below|above|compared (to|with)) (in )?(the )?(first|second|third|fourth|last|prior|previous)[- ]quarter|季增|季减|环比|按季|[较比](上季|前季|第.季)",
    ]
    .map(pattern)
});

/// Marks an amount as missing, lost or flowing out.
pub(super) static NEGATIVE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\b(outflows?|loss|losses|deficits?|negative|burn(ed|s|ing)?|shortfalls?|lost)\b|流出|亏损|净损|损失|为负|赤字",
    )
});

/// Unit that an amount is counted by.
pub(super) static PER: LazyLock<[Regex; 2]> = LazyLock::new(|| {
    [
        r"^[ \-,'().]*(?:per|a|an|each|every)\s+(diluted )?([a-z]+)",
        r"每([^每,，\d]{1,3}?)(?:约|为|的|配息|配发)*$",
    ]
    .map(pattern)
});

/// First word right after an amount.
pub(super) static UNIT: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^[ \-,'().]*(?:of )?([a-z][a-z-]*|[\u{4e00}-\u{9fff}])"));
