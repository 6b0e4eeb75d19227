//! Written forms and what they are worth.

mod properties;

use std::ops::Bound;

use super::*;

/// The rows of a table: what stands before and after `=>`.
fn rows(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    table
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with("# "))
        .map(|line| line.split_once(" => ").unwrap_or((line, "")))
}

fn shown(text: &str) -> String {
    let shown: Vec<String> = quantities(text)
        .iter()
        .map(|found| {
            let unit = match found.measure {
                Measure::Amount => found.currency.map_or("-", Currency::code),
                Measure::Percent => "%",
                Measure::Points => "pp",
                Measure::Multiple => "x",
            };
            format!("{} {unit}", found.value)
        })
        .collect();
    shown.join(", ")
}

/// Fails with every row that is not as expected.
fn check(wrong: Vec<String>) {
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn written_forms() {
    let wrong = rows(include_str!("tests/forms.txt"))
        .filter(|&(text, expected)| shown(text) != expected)
        .map(|(text, expected)| format!("{text}: {} and not {expected}", shown(text)));
    check(wrong.collect());
}

/// A quantity is found wherever it stands.
#[test]
fn written_forms_amid_text() {
    let mut wrong = Vec::new();
    for (text, expected) in rows(include_str!("tests/forms.txt")) {
        for amid in [
            format!("we saw {text} in all"),
            format!("約{text}。"),
            format!("(about {text}); then"),
        ] {
            if shown(&amid) != expected {
                wrong.push(format!("{amid}: {} and not {expected}", shown(&amid)));
            }
        }
    }
    check(wrong);
}

#[test]
fn no_quantities() {
    let wrong = rows(include_str!("tests/none.txt"))
        .filter(|(text, _)| !quantities(text).is_empty())
        .map(|(text, _)| format!("{text}: {}", shown(text)));
    check(wrong.collect());
}

#[test]
fn the_sign_of_yuan_and_yen_is_of_both() {
    for (text, both) in [
        ("¥300 billion", true),
        ("￥2478亿", true),
        ("RMB300 billion", false),
        ("CN¥300 billion", false),
        ("¥300 billion yuan", false),
        ("300 billion yen", false),
    ] {
        let found: Vec<bool> = (quantities(text).iter())
            .map(|quantity| quantity.currencies().count() == 2)
            .collect();
        assert_eq!(found, [both], "{text}");
    }
}

#[test]
fn spans() {
    for (text, expected) in [
        ("puts us $5 lower", &["$5"][..]),
        ("up RMB247.8 billion.", &["RMB247.8 billion"]),
        ("達人民幣 2478 億 元。", &["人民幣 2478 億 元"]),
        ("a US$1.2b loan", &["US$1.2b"]),
        ("46%正負1.5個百分點", &["46%", "1.5個百分點"]),
        ("2-3% more", &["2-3%", "3%"]),
        (
            "$90 to $92 billion.",
            &["$90 to $92 billion", "$92 billion"],
        ),
        ("2% to 3%", &["2%", "3%"]),
        ("fell -5%, then", &["-5%"]),
        ("約三成四左右", &["三成四"]),
        ("成長百分之三十四。", &["百分之三十四"]),
        ("15 cents.", &["15 cents"]),
        ("三千多億的", &["三千多億"]),
        ("9億至10億美元", &["9億至10億美元", "10億美元"]),
    ] {
        let found: Vec<&str> = quantities(text)
            .iter()
            .map(|found| &text[found.start..found.end])
            .collect();
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn typed_bounds() {
    let mut wrong = Vec::new();
    for (row, expected) in rows(include_str!("tests/bounds.txt")) {
        let (field, typed) = row.split_once(' ').unwrap_or((row, ""));
        let bounds = match field {
            "amount" => amount_bounds(typed),
            _ => percent_bounds(typed),
        };
        let found = bounds.map_or("none".to_owned(), interval);
        if found != expected {
            wrong.push(format!("{row}: {found} and not {expected}"));
        }
    }
    check(wrong);
}

/// `[1e9, ∞) USD`.
fn interval(bounds: Bounds) -> String {
    let number = |value: f64| {
        if value.abs() < 1000.0 {
            format!("{value}")
        } else {
            format!("{value:e}")
        }
    };
    let low = match bounds.low {
        Bound::Included(value) => format!("[{}", number(value)),
        Bound::Excluded(value) => format!("({}", number(value)),
        Bound::Unbounded => "(-∞".to_owned(),
    };
    let high = match bounds.high {
        Bound::Included(value) => format!("{}]", number(value)),
        Bound::Excluded(value) => format!("{})", number(value)),
        Bound::Unbounded => "∞)".to_owned(),
    };
    let currency = bounds
        .currency
        .map_or(String::new(), |currency| format!(" {}", currency.code()));
    format!("{low}, {high}{currency}")
}
