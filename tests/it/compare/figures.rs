//! Which amounts of two calls are one figure, and which are not: written cases.

use verbatim::{analytics::Amount, text::is_han};

use super::compare;
use crate::{harness::bilingual, library::Library};

/// A call of one paragraph for each statement, by the head of finance.
pub(super) fn call(ticker: &str, quarter: u8, statements: &[(&str, &str)]) -> String {
    let heading = "Lena Orth - Chief Financial Officer";
    let title = format!("測試 ({ticker}) 2025 Q{quarter} 法說會逐字稿");
    bilingual(&title, &[(heading, statements)])
}

/// The figures of both calls that say two things, `NT$31.5 billion → NT$28.0 billion -11.1`.
fn figures_of(cases: &[(&str, &str, &str, &[&str])]) {
    let folder = tempfile::tempdir().unwrap();
    for (number, (_, then, now, _)) in cases.iter().enumerate() {
        for (quarter, said) in [(3, then), (4, now)] {
            let ticker = format!("C{number:02}");
            let said: Vec<(&str, &str)> =
                said.split('|').map(|one| (one.trim(), "謝謝。")).collect();
            let said = said.into_iter().map(|(one, filler)| {
                if one.chars().any(is_han) {
                    ("Thank you.", one)
                } else {
                    (one, filler)
                }
            });
            let text = call(&ticker, quarter, &said.collect::<Vec<_>>());
            std::fs::write(
                folder.path().join(format!("{ticker}-2025Q{quarter}.txt")),
                text,
            )
            .unwrap();
        }
    }
    let library = Library::of(vec![folder.path().to_owned()]);
    for (number, (query, then, now, expected)) in cases.iter().enumerate() {
        let calls = [3, 4].map(|quarter| format!("C{number:02}-2025Q{quarter}"));
        let found = compare(&library.engine, query, calls.each_ref().map(String::as_str));
        let shown: Vec<String> = (found.figures.iter())
            .map(|figure| {
                let written = |amount: &Amount| {
                    let written = amount.written();
                    written.en.or(written.zh).unwrap()
                };
                let change = figure
                    .change
                    .map_or(String::new(), |change| format!(" {:+.1}", change.by));
                format!(
                    "{} → {}{change}",
                    written(&figure.first),
                    written(&figure.second)
                )
            })
            .collect();
        assert_eq!(shown, *expected, "{query}: {then} / {now}");
        let stated = |place: usize| found.figures.len() + found.amounts[place].len();
        assert!(stated(0) > 0 && stated(1) > 0, "{query}: {then} / {now}");
    }
}

#[test]
fn the_same_figure_is_paired() {
    figures_of(&[
        (
            "capex",
            "Capital expenditures were NT$31.5 billion in the quarter.",
            "Capital expenditures were NT$28.0 billion, in line with our plan.",
            &["NT$31.5 billion → NT$28.0 billion -11.1"],
        ),
        (
            "gross margin",
            "Gross margin was 51.3%, up 0.8 percentage points from the previous quarter.",
            "Gross margin came in at 52.6%, within our guidance and 1.3 percentage points above the third quarter.",
            &[
                "51.3% → 52.6% +1.3",
                "0.8 percentage points → 1.3 percentage points +0.5",
            ],
        ),
        (
            "revenue",
            "We expect fourth quarter revenue between $87.0 billion and $89.0 billion.",
            "For the first quarter we expect revenue of $90 billion to $92 billion.",
            &["$87.0 billion and $89.0 billion → $90 billion to $92 billion +3.4"],
        ),
        (
            "資本支出",
            "營業活動現金流入為新台幣428億元,資本支出為新台幣315億元。",
            "本季資本支出為新台幣280億元,用於先進封裝。",
            &["新台幣315億元 → 新台幣280億元 -11.1"],
        ),
        (
            "capex",
            "We raise the full-year CapEx budget from NT$110 billion to NT$120 billion.",
            "Capital expenditures for the full year were NT$118.6 billion, close to the CapEx budget of NT$120 billion.",
            &["NT$120 billion → NT$120 billion +0.0"],
        ),
        (
            "revenue",
            "Cloud revenue grew 12% year over year.",
            "Cloud revenue was up 8% year over year.",
            &["12% → 8% -4.0"],
        ),
        (
            "gross margin",
            "Gross margin was down 1.6 percentage points year over year.",
            "Gross margin was down 2.1 percentage points year over year.",
            &["1.6 percentage points → 2.1 percentage points -0.5"],
        ),
        (
            "leverage",
            "Net leverage was 4.9x at the end of the quarter.",
            "Net leverage was 5.2x at the end of the quarter.",
            &["4.9x → 5.2x +0.3"],
        ),
        (
            "revenue",
            "By platform, servers were 52% of revenue, smartphones 29%, automotive and industrial 19%.",
            "By platform, servers were 55% of revenue, smartphones 27%, automotive and industrial 18%.",
            &["52% → 55% +3.0", "29% → 27% -2.0", "19% → 18% -1.0"],
        ),
        (
            "dividend",
            "The board proposes a dividend of NT$4.5 a share.",
            "The board proposes a dividend of NT$5.0 a share.",
            &["NT$4.5 → NT$5.0 +11.1"],
        ),
        (
            "free cash flow",
            "Free cash flow was negative $190 million.",
            "Free cash flow was $40 million.",
            &["negative $190 million → $40 million"],
        ),
    ]);
}

#[test]
fn what_is_not_the_same_figure_is_not_paired() {
    figures_of(&[
        // Expected and reported.
        (
            "capex",
            "We expect capital expenditures of $30 billion.",
            "Capital expenditures were $28 billion.",
            &[],
        ),
        (
            "資本支出",
            "資本支出預估為新台幣300億元。",
            "資本支出為新台幣280億元。",
            &[],
        ),
        // The quarter, the half, the year, several years.
        (
            "capex",
            "Capital expenditures were $31 billion in the quarter.",
            "Capital expenditures for the full year were $118 billion.",
            &[],
        ),
        (
            "資本支出",
            "本季資本支出為新台幣280億元。",
            "全年資本支出為新台幣1,180億元。",
            &[],
        ),
        (
            "revenue",
            "Revenue of the first half was $31 billion.",
            "Revenue was $17 billion.",
            &[],
        ),
        (
            "capex",
            "Our three-year plan has capital expenditures of $380 billion.",
            "Our plan for 2026 has capital expenditures of $120 billion.",
            &[],
        ),
        // The budgets of two years.
        (
            "capex",
            "The CapEx budget for 2025 is $120 billion.",
            "The CapEx budget for 2026 is $150 billion.",
            &[],
        ),
        // Another subject in the same sentence.
        (
            "capex",
            "Cash from operations was $42.8 billion and capital expenditures were $31.5 billion.",
            "Capital expenditures were $28.0 billion and dividends were $40.1 billion.",
            &["$31.5 billion → $28.0 billion -11.1"],
        ),
        (
            "資本支出",
            "營業活動現金流入為新台幣428億元,資本支出為新台幣315億元。",
            "股利為新台幣410億元,資本支出為新台幣280億元。",
            &["新台幣315億元 → 新台幣280億元 -11.1"],
        ),
        // Another part of the same subject.
        (
            "capex",
            "Capital expenditures for packaging were $10 billion.",
            "Capital expenditures for power plants were $5 billion.",
            &[],
        ),
        (
            "revenue",
            "Cloud revenue was $5 billion.",
            "Storage revenue was $6 billion.",
            &[],
        ),
        // Another currency, another measure.
        (
            "capex",
            "Capital expenditures were NT$31.5 billion.",
            "Capital expenditures were US$1.0 billion.",
            &[],
        ),
        (
            "margin",
            "Gross margin was 30%.",
            "Gross margin was 30 basis points.",
            &[],
        ),
        // What it was before, and by how much it changed.
        (
            "capex",
            "Capital expenditures were up from $20 billion.",
            "Capital expenditures were $28 billion.",
            &[],
        ),
        (
            "capex",
            "Capital expenditures were better than the $20 billion we spent in the second quarter.",
            "Capital expenditures were $28 billion.",
            &[],
        ),
        (
            "資本支出",
            "資本支出由新台幣200億元上調。",
            "資本支出目標為新台幣280億元。",
            &[],
        ),
        (
            "capex",
            "Capital expenditures rose by $5 billion.",
            "Capital expenditures were $28 billion.",
            &[],
        ),
        (
            "revenue",
            "Last quarter revenue was $20 billion.",
            "Revenue was $28 billion.",
            &[],
        ),
        (
            "leverage",
            "Leverage fell from 0.7x and 0.6x as of June 30.",
            "Leverage was 0.5x at the end of the quarter.",
            &[],
        ),
        // Upwards and downwards, against the year and against the quarter.
        (
            "revenue",
            "Revenue grew 12% year over year.",
            "Revenue fell 5% year over year.",
            &[],
        ),
        (
            "revenue",
            "Revenue grew 12% year over year.",
            "Revenue grew 3% sequentially.",
            &[],
        ),
        // What came in and what went out.
        (
            "free cash flow",
            "Free cash flow was $2.1 billion.",
            "Free cash flow was an outflow of $0.8 billion.",
            &[],
        ),
        // A share and the whole.
        (
            "dividend",
            "We paid a dividend of $1.5 a share.",
            "We paid a dividend of $900 million.",
            &[],
        ),
        // Two candidates that nothing tells apart.
        (
            "revenue",
            "Revenue was $4 billion.",
            "Revenue was $5.1 billion. | Revenue was $6.2 billion.",
            &[],
        ),
        // Numbers of different things.
        (
            "capacity",
            "We added capacity of 45,000 wafers.",
            "We added capacity of 52,000 seats.",
            &[],
        ),
    ]);
}
