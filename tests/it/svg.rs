//! Charts: what a browser draws is what a trend counts, and no text stands on another.

use std::fs;

use proptest::prelude::*;
use roxmltree::{Document, Node};
use unicode_width::UnicodeWidthStr;
use verbatim::{
    analytics::{Trend, TrendRow},
    index::FacetField,
    interface::svg::{ChartOptions, UiLocale, chart},
    model::Company,
    query::Field,
    search::{FilterArg, Request},
};

use crate::harness::{Sandbox, bilingual};

/// A whole chart in English.
const ENGLISH: ChartOptions = ChartOptions {
    limit: None,
    width: None,
    locale: UiLocale::En,
};

/// A trend of these values, matching passages and passages.
fn trend(query: &str, by: FacetField, rows: &[(&str, u64, u64)]) -> Trend {
    let row = |&(value, passages, of): &(&str, u64, u64)| TrendRow {
        value: value.to_owned(),
        company: None,
        passages,
        of,
        mentions: passages,
        first: None,
        last: None,
    };
    Trend {
        query: query.to_owned(),
        by,
        total: rows.iter().map(|row| row.1).sum(),
        total_calls: 3,
        of: rows.iter().map(|row| row.2).sum(),
        of_calls: 9,
        mentions: 0,
        rows: rows.iter().map(row).collect(),
        expansions: Vec::new(),
        warnings: Vec::new(),
    }
}

fn parse(svg: &str) -> Document<'_> {
    Document::parse(svg).unwrap_or_else(|error| panic!("{error}\n{svg}"))
}

fn named<'a>(svg: &'a Document, name: &'static str) -> impl Iterator<Item = Node<'a, 'a>> {
    svg.descendants()
        .filter(move |node| node.has_tag_name(name))
}

/// The texts of a chart, in the order in which they are drawn.
fn texts<'a>(svg: &'a Document) -> Vec<&'a str> {
    named(svg, "text").filter_map(|text| text.text()).collect()
}

fn number(node: Node, name: &str) -> f64 {
    let value = node
        .attribute(name)
        .unwrap_or_else(|| panic!("{name} in {node:?}"));
    value
        .parse()
        .unwrap_or_else(|error| panic!("{name}: {error}: {value}"))
}

/// Left, top, right and bottom of a text, narrow as fonts go.
fn area(text: Node) -> [f64; 4] {
    let size = number(text, "font-size");
    let wide = text.text().unwrap_or_default().width() as f64 * size * 0.5;
    let (x, y) = (number(text, "x"), number(text, "y"));
    let left = match text.attribute("text-anchor") {
        None => x,
        Some("middle") => x - wide / 2.0,
        Some(_) => x - wide,
    };
    [left, y - size * 0.7, left + wide, y]
}

/// Holds a chart to what every chart keeps.
fn check(svg: &str) {
    let document = parse(svg);
    let root = document.root_element();
    assert_eq!(root.attribute("role"), Some("img"));
    let children: Vec<&str> = (root.children().filter(Node::is_element))
        .map(|node| node.tag_name().name())
        .collect();
    assert_eq!(children[..3], ["title", "desc", "rect"]);
    let (width, height) = (number(root, "width"), number(root, "height"));
    for node in document.descendants().filter(Node::is_element) {
        assert!(!["script", "image", "use", "a", "style"].contains(&node.tag_name().name()));
        for attribute in node.attributes() {
            let value = attribute.value();
            let odd = ["NaN", "inf", "url(", "http"]
                .iter()
                .any(|odd| value.contains(odd));
            assert!(!odd || attribute.name() == "aria-label", "{value}");
        }
    }
    for bar in named(&document, "rect") {
        let at = |name: &str| {
            bar.attribute(name)
                .map_or(0.0, |value| value.parse().unwrap())
        };
        assert!(at("width") >= 0.0 && at("height") >= 0.0, "{bar:?}");
        assert!(at("x") >= 0.0 && at("x") + at("width") <= width, "{bar:?}");
        assert!(
            at("y") >= 0.0 && at("y") + at("height") <= height,
            "{bar:?}"
        );
    }
    let areas: Vec<(&str, [f64; 4])> = named(&document, "text")
        .map(|text| (text.text().unwrap_or_default(), area(text)))
        .collect();
    for (at, (text, area)) in areas.iter().enumerate() {
        let inside = area[0] >= 0.0 && area[2] <= width && area[1] >= 0.0 && area[3] <= height;
        assert!(inside, "{text} at {area:?} leaves the sheet\n{svg}");
        for (other, taken) in &areas[..at] {
            let apart = area[0] >= taken[2]
                || taken[0] >= area[2]
                || area[1] >= taken[3]
                || taken[1] >= area[3];
            assert!(
                apart,
                "{text} at {area:?} stands on {other} at {taken:?}\n{svg}"
            );
        }
    }
}

/// What a chart says of each bar or point to a reader who points at it.
fn said(svg: &str) -> Vec<String> {
    let document = parse(svg);
    let titles = named(&document, "title").skip(1);
    titles
        .filter_map(|title| Some(title.text()?.to_owned()))
        .collect()
}

#[test]
fn charts_of_the_samples() {
    let sandbox = Sandbox::samples();
    for (name, args) in [
        ("one_query_by_period", &["資本支出"][..]),
        (
            "three_queries_by_period",
            &[
                "capex",
                "--vs",
                "關稅",
                "--vs",
                "\"data center\"",
                "--role",
                "executive",
            ],
        ),
        (
            "one_query_by_company",
            &["毛利率", "--by", "company", "--literal"],
        ),
        (
            "two_queries_by_section",
            &["capex", "--vs", "關稅", "--by", "section"],
        ),
    ] {
        let run = sandbox.run(&[&["trend"], args, &["--svg", "-"]].concat());
        assert_eq!(run.code, Some(0), "{run:?}");
        check(&run.out);
        insta::assert_snapshot!(name, run.out);
    }
}

#[test]
fn a_chart_says_what_the_trend_counts() {
    let sandbox = Sandbox::samples();
    for by in ["period", "speaker", "section"] {
        let args = ["trend", "capex", "--by", by];
        let svg = sandbox.run(&[&args[..], &["--svg", "-"]].concat()).out;
        let trend = sandbox.json(&args);
        let mut rows: Vec<String> = (trend["rows"].as_array().unwrap().iter())
            .filter(|row| by != "speaker" || row["count"] != 0)
            .map(|row| {
                let share = row["per_1000"].as_f64().unwrap();
                let value = row["value"].as_str().unwrap();
                format!(
                    "{value}: {} of {} passages, {share:.1} per 1,000",
                    row["count"], row["of"]
                )
            })
            .collect();
        let mut said = said(&svg);
        rows.sort();
        said.sort();
        assert_eq!(said, rows, "{by}");
    }
}

#[test]
fn a_missing_period_is_no_zero() {
    let call = |period: &str, zh: &str| {
        let said: &[(&str, &str)] = &[("So it is.", zh)];
        let turns = [("Orla Finch - Chief Executive Officer", said)];
        bilingual(&format!("測試 (AAAA) {period} 法說會逐字稿"), &turns)
    };
    let sandbox = Sandbox::with(&[
        ("1.txt", &call("2024 Q4", "關稅有影響。")),
        ("2.txt", &call("2025 Q1", "天氣好。")),
        ("4.txt", &call("2025 Q4", "關稅有影響。")),
        ("0.txt", &call("", "關稅有影響。")),
    ]);
    let run = sandbox.run(&["trend", "關稅", "--vs", "天氣", "--svg", "-"]);
    check(&run.out);
    let document = parse(&run.out);
    let texts = texts(&document);
    let periods: Vec<&&str> = texts
        .iter()
        .filter(|text| text.starts_with("202"))
        .collect();
    assert_eq!(periods, [&"2024Q4", &"2025Q1", &"2025Q4"]);
    assert!(texts.contains(&"The axis is broken where periods have no call."));
    assert!(texts.contains(&"Left out: 1 passage of calls without a fiscal period"));
    // Two samples in the legend and, of each query, the line before the gap.
    assert_eq!(named(&document, "polyline").count(), 4);
    assert!(said(&run.out).contains(&"關稅, 2025Q1: 0 of 1 passage, 0.0 per 1,000".to_owned()));
}

#[test]
fn a_file_is_drawn_and_the_table_printed() {
    let sandbox = Sandbox::samples();
    let path = sandbox.path("chart.svg");
    let file = path.to_str().unwrap();
    let table = sandbox.run(&["trend", "capex"]);
    for _ in 0..2 {
        let run = sandbox.run(&["trend", "capex", "--svg", file]);
        assert_eq!((run.code, &run.out), (Some(0), &table.out));
        assert_eq!(run.err, format!("wrote {file}\n"));
    }
    let drawn = fs::read_to_string(&path).unwrap();
    assert_eq!(drawn, sandbox.run(&["trend", "capex", "--svg", "-"]).out);
    let nothing = sandbox.run(&["trend", "xyzzy", "--svg", file]);
    assert_eq!(nothing.code, Some(1), "{nothing:?}");
    assert!(
        fs::read_to_string(&path)
            .unwrap()
            .contains("No passage matches.")
    );
    fs::create_dir(sandbox.path("drawer")).unwrap();
    for (args, error) in [
        (
            &["--svg", "drawer"][..],
            "error: drawer: is a folder\nhint: name a file: drawer/chart.svg\n",
        ),
        (
            &["--svg", "-", "--json"],
            "error: standard output takes the chart or the table, not both\n\
             hint: draw the chart into a file: --svg chart.svg\n",
        ),
        (
            &["--svg", "none/chart.svg"],
            "error: none/chart.svg: cannot be written: ",
        ),
        (
            &["--svg", "x.svg", "--new-in", "2026Q1"],
            "error: the argument '--svg <FILE>' cannot be",
        ),
    ] {
        let run = sandbox.run(&[&["trend", "capex"], args].concat());
        assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{args:?}");
        assert!(run.err.starts_with(error), "{}", run.err);
    }
}

#[test]
fn what_is_typed_is_text() {
    let odd = "a<b> & \"c\" 'd'\u{0}\u{1b}]]>\u{ffff}\n毛利率 -->";
    let request = Request {
        filters: vec![FilterArg::new(Field::Firm, "!<R&D>").unwrap()],
        ..Request::new(odd)
    };
    let svg = chart(
        &request,
        &[trend(odd, FacetField::Firm, &[(odd, 1, 2)])],
        ENGLISH,
    );
    check(&svg);
    let document = parse(&svg);
    let shown = "a<b> & \"c\" 'd'  ]]>  毛利率 -->";
    assert_eq!(texts(&document)[0], shown);
    assert!(texts(&document).contains(&shown));
    assert_eq!(
        document.root_element().attribute("aria-label"),
        Some(&*format!("{shown}, by firm"))
    );
    assert!(texts(&document)[1].starts_with("by firm · firm: not <R&D> · 1 of 2 passages match"));
}

#[test]
fn what_is_too_long_or_too_much_is_cut() {
    let rows: Vec<(String, u64, u64)> = (0..40)
        .map(|n| {
            (
                format!("{n} 國際控股股份有限公司國際控股股份有限公司國際"),
                40 - n,
                100,
            )
        })
        .collect();
    let rows: Vec<(&str, u64, u64)> = (rows.iter())
        .map(|(v, a, b)| (v.as_str(), *a, *b))
        .collect();
    let long = "資本支出".repeat(40);
    let mut trend = trend(&long, FacetField::Company, &rows);
    trend.rows[0].company = Some(Company {
        id: "LMRA".into(),
        ticker: Some("LMRA".into()),
        name: "曜光".into(),
        names: vec!["曜光".into()],
    });
    let request = Request::new(long.clone());
    let svg = chart(&request, std::slice::from_ref(&trend), ENGLISH);
    check(&svg);
    let document = parse(&svg);
    let shown = texts(&document);
    assert!(shown.contains(&"and 15 more, with as many passages or fewer"));
    assert!(shown.contains(&"曜光 LMRA"));
    assert_eq!(
        shown.iter().filter(|text| text.ends_with('…')).count(),
        1 + 24
    );
    assert!(
        svg.contains(&format!("<title>{long}, by company</title>")),
        "whole where it is read"
    );
    let several = chart(
        &request,
        &[trend.clone(), trend.clone(), trend],
        ChartOptions {
            limit: Some(2),
            ..ENGLISH
        },
    );
    check(&several);
    assert_eq!(
        said(&several)
            .iter()
            .filter(|said| said.contains(" of 100 "))
            .count(),
        6
    );
}

#[test]
fn there_may_be_nothing_to_draw() {
    let request = Request::new("capex");
    for by in [FacetField::Period, FacetField::Firm] {
        let svg = chart(&request, &[trend("capex", by, &[])], ENGLISH);
        check(&svg);
        assert!(svg.contains(&format!("No passage has a {by}.")), "{svg}");
    }
    check(&chart(&request, &[], ENGLISH));
}

proptest! {
    #[test]
    fn no_text_stands_on_another(
        queries in prop::collection::vec("[a-zA-Z資本支出毛利率 <&\"]{1,70}", 1..7),
        over_time in any::<bool>(),
        counts in prop::collection::vec((0..400_u64, 0..3000_u64), 0..70),
        seed in any::<u64>(),
        limit in prop::option::of(0..60_usize),
        width in prop::option::of(280..2000_usize),
    ) {
        let by = if over_time { FacetField::Period } else { FacetField::Speaker };
        let mut quarter = 8000;
        let values: Vec<String> = (counts.iter().enumerate())
            .map(|(at, _)| {
                quarter += 1 + (seed >> (at % 60)) as u32 % 2;
                match by {
                    FacetField::Period => format!("{}Q{}", quarter / 4, quarter % 4 + 1),
                    _ => format!("{} 林維辰 Speaker", "歐陽".repeat(at % 15)),
                }
            })
            .collect();
        let trends: Vec<Trend> = (queries.iter().enumerate())
            .map(|(at, query)| {
                let rows: Vec<(&str, u64, u64)> = (values.iter().zip(&counts))
                    .map(|(value, &(passages, more))| {
                        let passages = passages.rotate_right(at as u32) % 400;
                        (value.as_str(), passages, passages + more)
                    })
                    .collect();
                trend(query, by, &rows)
            })
            .collect();
        let request = Request::new(queries[0].clone());
        let options = ChartOptions { limit, width, ..ENGLISH };
        let svg = chart(&request, &trends, options);
        check(&svg);
        if let Some(width) = width {
            prop_assert_eq!(number(parse(&svg).root_element(), "width"), width as f64);
        }
        prop_assert_eq!(&svg, &chart(&request, &trends, options));
    }
}

#[test]
fn a_chart_is_in_the_language_that_is_asked_for() {
    for by in [FacetField::Period, FacetField::Role] {
        let rows: &[(&str, u64, u64)] = match by {
            FacetField::Period => &[("2025Q1", 3, 90), ("2025Q4", 5, 100)],
            _ => &[("executive", 3, 90), ("analyst", 5, 100)],
        };
        let trend = trend("毛利率", by, rows);
        let request = Request {
            filters: vec![FilterArg::new(Field::Section, "qa").unwrap()],
            ..Request::new("毛利率")
        };
        for (locale, tag) in [(UiLocale::Hant, "zh-Hant"), (UiLocale::Hans, "zh-Hans")] {
            for trends in [vec![trend.clone()], vec![trend.clone(), trend.clone()]] {
                let svg = chart(&request, &trends, ChartOptions { locale, ..ENGLISH });
                check(&svg);
                let document = parse(&svg);
                assert_eq!(document.root_element().attribute("lang"), Some(tag));
                let said = document.descendants().filter_map(|node| node.text());
                for text in said.chain(document.root_element().attribute("aria-label")) {
                    let rest = text.replace("Verbatim", "").replace(" vs ", "");
                    let english = rest.split(|c: char| !c.is_ascii_alphabetic());
                    let mut english = english.filter(|word| word.len() > 1);
                    assert_eq!(english.next(), None, "{text}");
                }
            }
        }
    }
    let svg = Sandbox::samples()
        .serve(&[])
        .get("/api/trend?q=capex&by=company&output=svg&locale=zh-Hant")
        .text;
    assert!(
        svg.contains("曜光半導體") && svg.contains("每千段"),
        "{svg}"
    );
    assert!(!svg.contains("passages"), "{svg}");
}
