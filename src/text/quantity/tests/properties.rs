//! What holds for any text.

use proptest::prelude::*;

use super::*;

/// Pieces of which quantities are made, and what stands among them.
const PIECES: [&str; 60] = [
    "1",
    "2",
    "3,000",
    "0",
    ".5",
    "2025",
    "一",
    "兩",
    "三",
    "十",
    "百",
    "千",
    "萬",
    "億",
    "兆",
    "零",
    "點",
    "多",
    "幾",
    "成",
    "倍",
    "半",
    "個",
    "百分之",
    "百分點",
    "基點",
    "元",
    "人民幣",
    "美元",
    "$",
    "US$",
    "RMB",
    "€",
    "¥",
    "%",
    "％",
    " ",
    "  ",
    "-",
    "–",
    "~",
    "、",
    ",",
    ".",
    "+",
    "(",
    "to",
    " and ",
    "between ",
    "million",
    "bn",
    "B",
    "x",
    "times",
    "percent",
    "bps",
    "five",
    "twenty",
    "a hundred",
    "half a",
];

/// Spans lie in the text, in order, between characters; values are finite.
fn holds(text: &str) -> Result<(), TestCaseError> {
    let mut start = 0;
    for found in quantities(text) {
        prop_assert!(found.start >= start, "order in {text:?}");
        let span = text.get(found.start..found.end);
        prop_assert!(span.is_some_and(|span| !span.is_empty()), "{text:?}");
        prop_assert!(found.value.is_finite(), "{text:?}");
        start = found.start;
    }
    for bounds in [amount_bounds(text), percent_bounds(text)] {
        if let Some(Bounds {
            low: Bound::Included(low),
            high: Bound::Included(high),
            ..
        }) = bounds
        {
            prop_assert!(low <= high, "{text:?}");
        }
    }
    Ok(())
}

/// `count` in Han numerals, below ten thousand.
fn han(count: u32) -> String {
    let digits: Vec<char> = "零一二三四五六七八九".chars().collect();
    let mut written = String::new();
    for (unit, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = digits[(count / unit % 10) as usize];
        if digit != '零' {
            written.push(digit);
            written.push_str(name);
        } else if !written.is_empty() && !written.ends_with('零') {
            written.push('零');
        }
    }
    written.trim_end_matches('零').to_owned()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_text(text in "\\PC*") {
        holds(&text)?;
    }

    #[test]
    fn any_mix(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..16)) {
        holds(&pieces.concat())?;
    }

    #[test]
    fn one_amount_in_every_scale(count in 1_u32..10_000, tenths in 0_u32..10) {
        let millions = u64::from(count) * 1000 + u64::from(tenths) * 100;
        let hundred_millions = u64::from(count) * 10 + u64::from(tenths);
        let forms = [
            format!("{count}.{tenths} billion"),
            format!("${count}.{tenths}b"),
            format!("{millions} million"),
            format!("US${millions}000000"),
            format!("{hundred_millions}億"),
        ];
        let value = |text: &str| quantities(text).first().map(|found| found.value);
        let expected = value(&forms[0]);
        prop_assert!(expected.is_some());
        for form in &forms {
            prop_assert_eq!(value(form), expected, "{}", form);
        }
    }

    #[test]
    fn han_numerals_agree_with_digits(count in 1_u32..10_000) {
        let value = |text: String| quantities(&text).first().map(|found| found.value);
        let expected = value(format!("{count}億"));
        prop_assert!(expected.is_some());
        prop_assert_eq!(value(format!("{}億", han(count))), expected, "{}", han(count));
    }
}
