//! What is new and what is gone, held against a scan of calls over several periods.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use unicode_width::UnicodeWidthStr;
use verbatim::{
    analytics::{MentionChange, MentionChanges, MentionStatus},
    engine::{CallPart, Engine},
    index::FacetField,
    model::{Call, Passage, Period, Role, Speaker},
    query::Field,
    search::{FilterArg, Request},
};

use crate::{
    harness::{Sandbox, bilingual, samples},
    library::{Library, folded},
};

/// What tells subjects of one value apart: firm or company.
type Subject = [String; 2];

/// Status, citation of the mention, passages, calls and calls heard.
type Row = (MentionStatus, String, u64, u64, u64);

/// Calls of five companies over seven periods, made at random, the same at every run. Not every call
/// is there, not everybody speaks on each, and one in eight has no period.
fn companies() -> Library {
    let mut state = 7_u64;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005);
        state = state.wrapping_add(1);
        (state >> 33) as usize % below
    };
    let folder = tempfile::tempdir().unwrap();
    let periods = [
        "2024 Q3", "2024 Q4", "2025 Q1", "2025 Q2", "2025 Q3", "2025 Q4", "2026 Q1",
    ];
    let topics = [
        "The weather is fine. 天氣好。",
        "We feel the tariffs. 關稅有影響。",
        "Cloud demand is strong. 雲端需求強。",
        "Drones fly. 無人機起飛。",
    ];
    for (at, ticker) in ["AAAA", "BBBB", "CCCC", "DDDD", "EEEE"].iter().enumerate() {
        for (number, period) in periods.iter().enumerate() {
            // The first company begins late, the last ends early.
            if next(4) == 0 || (at == 0 && number < 4) || (at == 4 && number > 2) {
                continue;
            }
            let people = [
                format!("Orla Finch{ticker} - Chief Executive Officer"),
                format!("Hugo Brandt{ticker} - Chief Financial Officer"),
                "Petra Vane - Kestrel Capital - Analyst".to_owned(),
                "Ivo Marsh - Banyan Research - Analyst".to_owned(),
            ];
            let mut turns = Vec::new();
            for person in &people {
                let words = (0..next(4)).map(|_| match next(9) {
                    topic @ 1..=3 => topics[topic],
                    _ => topics[0],
                });
                let words: Vec<(&str, &str)> =
                    words.map(|word| word.split_once(". ").unwrap()).collect();
                if !words.is_empty() {
                    turns.push((person.as_str(), words));
                }
            }
            let turns: Vec<(&str, &[(&str, &str)])> = (turns.iter())
                .map(|(person, words)| (*person, words.as_slice()))
                .collect();
            let period = if next(8) == 0 { "" } else { period };
            let call = bilingual(&format!("測試 ({ticker}) {period} 法說會逐字稿"), &turns);
            std::fs::write(folder.path().join(format!("{ticker}-{number}.txt")), call).unwrap();
        }
    }
    Library::of(vec![samples(), folder.path().to_owned()])
}

fn subject(call: &Call, speaker: Option<&Speaker>, by: FacetField) -> Option<(String, Subject)> {
    let none = String::new;
    Some(match by {
        FacetField::Company => (call.company.id.clone(), [none(), none()]),
        FacetField::Role => (speaker?.role.to_string(), [none(), none()]),
        FacetField::Firm if speaker?.role == Role::Analyst => {
            (speaker?.firm.clone()?, [none(), none()])
        }
        FacetField::Speaker => {
            let speaker = speaker?;
            let apart = match speaker.role {
                Role::Analyst => [speaker.firm.clone().unwrap_or_default(), none()],
                _ => [none(), call.company.id.clone()],
            };
            (speaker.name.clone(), apart)
        }
        _ => return None,
    })
}

/// What a scan makes of a question: `then` and `other` say at which time a period lies.
fn scan(
    calls: &[(Call, Vec<Passage>)],
    kept: &dyn Fn(&Call, &Passage) -> bool,
    wanted: &str,
    by: FacetField,
    new: bool,
    [then, other]: [&dyn Fn(Period) -> bool; 2],
) -> BTreeMap<(String, Subject), Row> {
    let is = |call: &Call, time: &dyn Fn(Period) -> bool| call.period.is_some_and(time);
    let mut subjects = BTreeMap::new();
    for (call, passages) in calls {
        for passage in passages.iter().filter(|passage| kept(call, passage)) {
            if let Some(subject) = subject(call, call.speaker_of(passage), by) {
                let heard: &mut Vec<(&Call, &Passage)> = subjects.entry(subject).or_default();
                heard.push((call, passage));
            }
        }
    }
    let mut rows = BTreeMap::new();
    for (subject, heard) in subjects {
        let says = |passage: &Passage| {
            let mut sides = passage.text.iter();
            sides.any(|(_, text)| folded(text).contains(wanted))
        };
        let said = |time: &dyn Fn(Period) -> bool| -> Vec<(&Call, &Passage)> {
            let said = heard
                .iter()
                .filter(|(call, passage)| is(call, time) && says(passage));
            said.copied().collect()
        };
        let mut mentions = said(then);
        if mentions.is_empty() || !said(other).is_empty() {
            continue;
        }
        mentions.sort_by_key(|(call, passage)| (call.period, call.id.clone(), passage.n));
        let (call, passage) = mentions[if new { 0 } else { mentions.len() - 1 }];
        let ids = |calls: &mut dyn Iterator<Item = &Call>| -> u64 {
            let ids: BTreeSet<&str> = calls.map(|call| call.id.as_str()).collect();
            ids.len() as u64
        };
        let heard_then = ids(&mut heard.iter().map(|(call, _)| *call).filter(|c| is(c, other)));
        let companies: BTreeSet<&str> = heard.iter().map(|(c, _)| c.company.id.as_str()).collect();
        let mut theirs = calls
            .iter()
            .map(|(call, _)| call)
            .filter(|call| is(call, other));
        let standing = match (heard_then, new) {
            (1.., true) => MentionStatus::New,
            (1.., false) => MentionStatus::Silent,
            _ if theirs.any(|call| companies.contains(call.company.id.as_str())) => {
                MentionStatus::Absent
            }
            _ => MentionStatus::Unknown,
        };
        let row = (
            standing,
            call.citation(passage),
            mentions.len() as u64,
            ids(&mut mentions.iter().map(|(call, _)| *call)),
            heard_then,
        );
        rows.insert(subject, row);
    }
    rows
}

fn rows(shifts: &MentionChanges) -> BTreeMap<(String, Subject), Row> {
    let rows: BTreeMap<(String, Subject), Row> = (shifts.rows.iter())
        .map(|row| {
            let apart = match (&row.firm, shifts.by) {
                (Some(firm), _) => [firm.clone(), String::new()],
                (None, FacetField::Speaker) => [String::new(), row.companies.join(" ")],
                _ => [String::new(), String::new()],
            };
            let (call, n) = row.mention.citation.rsplit_once('#').unwrap();
            assert!(
                n.parse::<u32>().is_ok() && call.contains(&row.mention.period.unwrap().to_string())
            );
            let counts = (
                row.standing,
                row.mention.citation.clone(),
                row.passages,
                row.calls,
                row.heard,
            );
            ((row.value.clone(), apart), counts)
        })
        .collect();
    assert_eq!(rows.len(), shifts.rows.len(), "{shifts:?}");
    rows
}

fn read_all(engine: &Engine) -> Vec<(Call, Vec<Passage>)> {
    let calls = engine.calls(&Request::new("")).unwrap();
    (calls.iter())
        .map(|entry| {
            let reading = engine.read(&entry.call.id, &CallPart::default()).unwrap();
            (Arc::unwrap_or_clone(reading.call), reading.passages)
        })
        .collect()
}

type Filter = Option<(Field, &'static str)>;

/// Asks who is new from `from` to `to`, and who is gone since `from`; holds both against a scan.
fn check(
    library: &Library,
    calls: &[(Call, Vec<Passage>)],
    (text, by): (&str, FacetField),
    [from, to]: [&str; 2],
    filter: Filter,
) -> [MentionChanges; 2] {
    let quarter = |text: &str| text.parse::<Period>().unwrap().end_quarter();
    let (first, last) = (quarter(from), quarter(to));
    let before = |period: Period| period.end_quarter() < first;
    let within = |period: Period| (first..=last).contains(&period.end_quarter());
    let since = |period: Period| period.end_quarter() >= first;
    let kept = |call: &Call, passage: &Passage| match filter {
        Some((Field::Role, role)) => {
            let speaker = call.speaker_of(passage);
            speaker.is_some_and(|speaker| speaker.role.to_string() == role)
        }
        _ => true,
    };
    let of_company = |call: &Call| match filter {
        Some((Field::Company, company)) => call.company.id == company,
        _ => true,
    };
    let calls: Vec<(Call, Vec<Passage>)> = (calls.iter())
        .filter(|(call, _)| of_company(call))
        .cloned()
        .collect();
    let wanted = folded(text);
    let filters = filter.iter();
    let given = Request {
        literal: true,
        filters: filters
            .map(|(field, value)| FilterArg::new(*field, value).unwrap())
            .collect(),
        ..Request::new(text)
    };
    let typed = filter.map_or(String::new(), |(field, value)| format!(" {field}:{value}"));
    let typed = Request {
        filters: Vec::new(),
        query: format!("{text}{typed}"),
        ..given.clone()
    };
    let ask = |shift: MentionChange| {
        let answer = library.engine.shifts(&given, shift, by).unwrap();
        let same = library.engine.shifts(&typed, shift, by).unwrap();
        assert_eq!(answer.rows, same.rows, "a filter in the query is a filter");
        assert!(answer.rows.is_sorted_by_key(|row| row.standing));
        answer
    };
    let what = format!("{text} {from}..{to} by {by} {filter:?}");
    let new = ask(MentionChange::new_in(&format!("{from}..{to}")).unwrap());
    let expected = scan(&calls, &kept, &wanted, by, true, [&within, &before]);
    assert_eq!(rows(&new), expected, "new: {what}");
    let gone = ask(MentionChange::gone_since(from).unwrap());
    let expected = scan(&calls, &kept, &wanted, by, false, [&before, &since]);
    assert_eq!(rows(&gone), expected, "gone: {what}");
    [new, gone]
}

#[test]
fn every_row_agrees_with_a_scan() {
    let library = companies();
    let calls = read_all(&library.engine);
    let unplaced = calls.iter().filter(|(call, _)| call.period.is_none());
    let unplaced = unplaced.count() as u64;
    assert!(unplaced > 1, "{unplaced}");
    let times = [
        ["2024Q4", "2024Q4"],
        ["2025Q1", "2025Q4"],
        ["2025Q2", "2025Q2"],
        ["2025Q4", "2025Q4"],
        ["2025Q4", "2026Q1"],
        ["2030Q1", "2030Q1"],
    ];
    let filters = [
        None,
        Some((Field::Role, "executive")),
        Some((Field::Company, "BBBB")),
    ];
    let mut seen: BTreeSet<(FacetField, MentionStatus)> = BTreeSet::new();
    for by in [
        FacetField::Company,
        FacetField::Speaker,
        FacetField::Firm,
        FacetField::Role,
    ] {
        for text in ["關稅", "雲端", "無人機"] {
            for (time, filter) in (times.iter()).flat_map(|&time| filters.map(|f| (time, f))) {
                for answer in check(&library, &calls, (text, by), time, filter) {
                    seen.extend(answer.rows.iter().map(|row| (by, row.standing)));
                    if filter.is_none() {
                        assert_eq!(answer.unplaced.calls, unplaced);
                    }
                }
            }
        }
    }
    for standing in [
        MentionStatus::New,
        MentionStatus::Silent,
        MentionStatus::Unknown,
    ] {
        assert!(
            seen.contains(&(FacetField::Company, standing)),
            "{standing}"
        );
    }
    assert!(seen.contains(&(FacetField::Speaker, MentionStatus::Absent)));
}

/// A call of a ticker and period on which people say a thing each.
fn call(ticker: &str, period: &str, said: &[(&str, &str)]) -> String {
    let turns: Vec<(&str, [(&str, &str); 1])> = (said.iter())
        .map(|&(person, zh)| (person, [("So we say.", zh)]))
        .collect();
    let turns: Vec<(&str, &[(&str, &str)])> = (turns.iter())
        .map(|(person, said)| (*person, &said[..]))
        .collect();
    bilingual(&format!("測試 ({ticker}) {period} 法說會逐字稿"), &turns)
}

const BOSS: &str = "Orla Finch - Chief Executive Officer";
const PURSE: &str = "Hugo Brandt - Chief Financial Officer";

/// A company that begins to speak of tariffs and falls silent, one that has one call, one whose call
/// has no period, and a boss who leaves.
fn four_companies() -> Sandbox {
    let (fine, tariffs) = ("天氣好。", "關稅有影響。");
    let files = [
        (
            "a1.txt",
            call("AAAA", "2025 Q1", &[(BOSS, fine), (PURSE, fine)]),
        ),
        (
            "a2.txt",
            call("AAAA", "2025 Q2", &[(BOSS, tariffs), (PURSE, tariffs)]),
        ),
        ("a3.txt", call("AAAA", "2025 Q3", &[(PURSE, fine)])),
        ("b2.txt", call("BBBB", "2025 Q2", &[(BOSS, tariffs)])),
        ("c2.txt", call("CCCC", "", &[(BOSS, tariffs)])),
    ];
    let files: Vec<(&str, &str)> = (files.iter())
        .map(|(name, text)| (*name, text.as_str()))
        .collect();
    Sandbox::with(&files)
}

#[test]
fn who_is_new_and_who_is_gone_is_told_in_words() {
    let sandbox = four_companies();
    let mut shown = String::new();
    for args in [
        &["關稅", "--new-in", "2025Q2"][..],
        &["關稅", "--gone-since", "2025Q3"],
        &["關稅", "--gone-since", "2025Q3", "--by", "speaker"],
        &["關稅", "--gone-since", "2025Q3", "--csv"],
        &["關稅", "--new-in", "2025Q2", "--limit", "1", "--vs", "天氣"],
        &["關稅", "--new-in", "2024"],
        &["關稅", "--new-in", "2025Q1"],
        &["關稅", "--gone-since", "2026"],
        &["關稅", "--gone-since", "2025Q1..2025Q2"],
        &["關稅", "--new-in", "..2025"],
        &["關稅", "--new-in", "soon"],
        &["關稅", "--new-in", "2025Q2", "--by", "section"],
    ] {
        let run = sandbox.run(&[&["trend"], args].concat());
        let err = run.err.lines().filter(|line| !line.starts_with("indexed:"));
        let err: Vec<&str> = err.collect();
        shown += &format!(
            "$ verbatim trend {}\nexit {}\n{}{}\n\n",
            args.join(" "),
            run.code.unwrap_or(-1),
            run.out,
            err.join("\n")
        );
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn a_shift_as_json_has_what_a_table_has() {
    let sandbox = four_companies();
    let new = sandbox.json(&["trend", "關稅", "--new-in", "2025Q2"]);
    assert_eq!(new["new_in"], "2025Q2");
    assert!(new.get("gone_since").is_none());
    assert_eq!(
        new["rows"],
        serde_json::json!([
            {
                "value": "AAAA", "name": "測試", "firm": null, "companies": ["AAAA"],
                "standing": "new",
                "mention": {"citation": "AAAA-2025Q2#1", "period": "2025Q2"},
                "count": 2, "calls": 1, "heard": 1,
            },
            {
                "value": "BBBB", "name": "測試", "firm": null, "companies": ["BBBB"],
                "standing": "unknown",
                "mention": {"citation": "BBBB-2025Q2#1", "period": "2025Q2"},
                "count": 1, "calls": 1, "heard": 0,
            },
        ])
    );
    assert_eq!(
        (&new["unplaced_calls"], &new["unplaced_matching"]),
        (&1.into(), &1.into())
    );
    let gone = sandbox.json(&["trend", "關稅", "--gone-since", "2025Q3", "--by", "speaker"]);
    assert_eq!(gone["gone_since"], "2025Q3");
    let standings: Vec<[&str; 2]> = (gone["rows"].as_array().unwrap().iter())
        .map(|row| ["value", "standing"].map(|key| row[key].as_str().unwrap()))
        .collect();
    let expected = [
        ["Hugo Brandt", "silent"],
        ["Orla Finch", "absent"],
        ["Orla Finch", "unknown"],
    ];
    assert_eq!(standings, expected);
    for columns in [80, 120] {
        let run = sandbox.run_with(&["trend", "關稅", "--new-in", "2025"], Some(columns));
        assert!(
            run.out.lines().all(|line| line.width() <= columns),
            "{}",
            run.out
        );
    }
}
