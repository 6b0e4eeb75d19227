//! Where links and forms lead, without a script: what narrows narrows to what it says, and the counts
//! are those of the API.

use super::{page::Page, samples};
use crate::{
    harness::{Sandbox, project},
    server::encoded,
};

/// What the API finds at the same parameters.
fn api(params: &str) -> u64 {
    let answer = samples().json(&format!("/api/search?{params}"));
    answer["total"].as_u64().unwrap()
}

fn query_of(href: &str) -> &str {
    href.split_once('?').map_or("", |(_, query)| query)
}

#[test]
fn a_page_counts_what_the_api_counts() {
    for params in [
        "q=capex",
        "q=capex&literal=true",
        "q=%E8%B3%87%E6%9C%AC%E6%94%AF%E5%87%BA&role=executive",
        "q=margin&company=FCPM&company=LMRA&section=-summary",
        "company=TDWL&period=2025Q4..",
        "q=asked:margin",
    ] {
        let page = Page::at(samples(), &format!("/?{params}"));
        assert_eq!(page.total(), api(params), "{params}");
    }
}

#[test]
fn every_facet_narrows_to_its_count_and_is_taken_back() {
    let first = "/?q=capex";
    let page = Page::at(samples(), first);
    let values: Vec<(String, u64)> = (page.of_class("value"))
        .map(|link| {
            let count = link.text.rsplit(' ').next().unwrap().parse().unwrap();
            (link.get("data-k").unwrap().to_owned(), count)
        })
        .collect();
    assert!(values.len() > 15, "{values:?}");
    for (key, count) in values {
        let to = page.link(&key);
        let narrowed = Page::at(samples(), to);
        assert_eq!(narrowed.total(), api(query_of(to)), "{key}");
        // A filter takes every name of a person; a facet counts by the name of each call.
        if key.starts_with("f-speaker-") {
            assert!(narrowed.total() >= count, "{key}");
        } else {
            assert_eq!(narrowed.total(), count, "{key}");
        }
        assert_eq!(narrowed.link(&key), first, "{key}");
        let chip = narrowed.of_class("chip").next().unwrap();
        assert_eq!(chip.get("href"), Some(first), "{key}");
    }
}

#[test]
fn a_value_that_is_left_out_leaves_the_others() {
    let page = Page::at(samples(), "/?q=capex");
    let total = page.total();
    let excludes: Vec<&str> = page
        .of_class("exclude")
        .map(|link| link.get("href").unwrap())
        .collect();
    let of_companies = excludes.iter().filter(|href| href.contains("company=-"));
    let left: Vec<u64> = of_companies
        .map(|href| Page::at(samples(), href).total())
        .collect();
    assert_eq!(left.len(), 3);
    assert_eq!(left.iter().sum::<u64>(), total * 2);
}

#[test]
fn pages_follow_one_another_and_show_every_passage_once() {
    let mut path = "/?q=capex&group=none&sort=call&limit=7".to_owned();
    let mut cited = Vec::new();
    let total = Page::at(samples(), &path).total();
    loop {
        let page = Page::at(samples(), &path);
        assert_eq!(page.total(), total);
        let cites = page
            .of_class("cite")
            .map(|link| link.get("href").unwrap().to_owned());
        cited.extend(cites);
        let Some(next) = page.all("a").find(|link| link.get("rel") == Some("next")) else {
            break;
        };
        path = next.get("href").unwrap().to_owned();
    }
    assert_eq!(cited.len() as u64, total);
    cited.sort();
    cited.dedup();
    assert_eq!(cited.len() as u64, total);
}

#[test]
fn bars_and_rows_of_companies_narrow_to_what_they_count() {
    let page = Page::at(samples(), "/?q=capex");
    let mut sum = 0;
    for row in page.all("a").filter(|link| {
        link.get("data-k")
            .is_some_and(|key| key.starts_with("bar-"))
    }) {
        let said = row.get("aria-label").unwrap();
        let count: u64 = said.split([' ', ':']).nth(2).unwrap().parse().unwrap();
        assert_eq!(
            Page::at(samples(), row.get("href").unwrap()).total(),
            count,
            "{said}"
        );
        sum += count;
    }
    assert_eq!(sum, page.total());
    let mut sum = 0;
    for id in ["FCPM", "LMRA", "TDWL"] {
        sum += Page::at(samples(), page.link(&format!("m-{id}"))).total();
    }
    assert_eq!(sum, page.total());
}

#[test]
fn highlights_are_those_of_the_api() {
    let params = "q=%E8%B5%84%E6%9C%AC%E6%94%AF%E5%87%BA&group=none&sort=call&limit=100";
    let answer = samples().json(&format!("/api/search?{params}"));
    let mut lit = Vec::new();
    for hit in answer["hits"].as_array().unwrap() {
        for side in ["en", "zh"] {
            let text: Vec<char> = hit["text"][side]
                .as_str()
                .unwrap_or_default()
                .chars()
                .collect();
            for span in hit["highlights"][side].as_array().into_iter().flatten() {
                let at = |end: usize| span[end].as_u64().unwrap() as usize;
                lit.push(text[at(0)..at(1)].iter().collect::<String>());
            }
        }
    }
    let page = Page::at(samples(), &format!("/?{params}"));
    let marks: Vec<String> = page.all("mark").map(|mark| mark.text.clone()).collect();
    assert!(marks.len() > 20);
    assert_eq!(marks, lit);
}

#[test]
fn a_call_is_read_whole_with_every_hit_lit() {
    let api = samples().json("/api/calls/LMRA-2026Q1?highlight=capex");
    let page = Page::at(samples(), "/call/LMRA-2026Q1?q=capex");
    let passages: Vec<_> = page.of_class("passage").collect();
    let of_api = api["passages"].as_array().unwrap();
    assert_eq!(passages.len(), of_api.len());
    for (shown, passage) in passages.iter().zip(of_api) {
        assert_eq!(shown.get("id").unwrap(), passage["n"].to_string());
        let is_hit = passage["highlights"].as_object().is_some_and(|lit| {
            lit.values()
                .any(|spans| spans.as_array().is_some_and(|spans| !spans.is_empty()))
        });
        assert_eq!(shown.get("data-item") == Some("hit"), is_hit, "{passage}");
        for side in ["en", "zh"] {
            let text = passage["text"][side].as_str().unwrap_or_default();
            assert!(shown.text.contains(text), "{text}");
        }
        let cite = shown.get("data-cite").unwrap();
        assert!(
            cite.ends_with(passage["citation"].as_str().unwrap()),
            "{cite}"
        );
    }
    let in_english = Page::at(samples(), "/call/LMRA-2026Q1?view=en");
    assert!(
        in_english
            .of_class("side")
            .any(|side| side.get("lang") == Some("en"))
    );
    let both = in_english.of_class("both").count();
    assert_eq!(both, 0);
}

#[test]
fn lists_list_what_the_api_lists_and_lead_to_it() {
    for list in ["companies", "speakers", "firms", "calls"] {
        let page = Page::at(samples(), &format!("/{list}"));
        let rows = page
            .all("tr")
            .filter(|row| row.get("data-item").is_some())
            .count();
        let api = samples().json(&format!("/api/{list}"));
        assert_eq!(rows, api.as_array().unwrap().len(), "{list}");
    }
    let speakers = Page::at(samples(), "/speakers");
    let person = speakers
        .all("a")
        .find(|link| link.text == "Tobias R. Hale")
        .unwrap();
    let api = samples().json("/api/speakers?speaker=Tobias%20R.%20Hale");
    let count = api[0]["passages"]
        .as_u64()
        .or(api[0]["count"].as_u64())
        .unwrap();
    assert_eq!(
        Page::at(samples(), person.get("href").unwrap()).total(),
        count
    );
    let found = Page::at(samples(), "/speakers?find=kestrel");
    let names: Vec<&str> = (found.all("tr").filter(|row| row.get("data-item").is_some()))
        .map(|row| row.text.as_str())
        .collect();
    assert_eq!(names.len(), 1, "{names:?}");
}

#[test]
fn what_may_have_been_meant_and_what_is_wrong_lead_on() {
    let page = Page::at(samples(), "/?q=guidnce");
    let meant = page.all("a").find(|link| link.text == "guidance").unwrap();
    assert!(Page::at(samples(), meant.get("href").unwrap()).total() > 0);
    let answer = samples().get("/?q=compny:A%20x");
    assert_eq!(answer.status, 400);
    let page = Page::read(&answer.text);
    assert_eq!(page.of_class("fault").next().unwrap().text, "compny");
    assert_eq!(samples().get("/call/NONE-2020Q1").status, 404);
    assert_eq!(samples().get("/?colour=red").status, 400);
    let expansion = Page::at(samples(), "/?q=capex%20margin");
    let only = expansion.of_class("remove").next().unwrap();
    assert_eq!(only.get("href"), Some("/?q=%22capex%22+margin"));
}

#[test]
fn the_ends_of_a_range_of_periods_are_one_filter() {
    let page = Page::at(samples(), "/?q=capex&from=2025Q4&to=");
    assert_eq!(page.total(), api("q=capex&period=2025Q4.."));
    let chip = page.of_class("chip").next().unwrap();
    assert!(chip.text.contains("2025Q4.."), "{chip:?}");
}

#[test]
fn a_part_of_a_page_is_what_the_page_holds() {
    // But for the title, which stands elsewhere, and the time it took.
    let changes = regex::Regex::new(r"<title>[^<]*</title>|[0-9.]+ ms").unwrap();
    let plain = |html: &str| changes.replace_all(html, "").into_owned();
    for path in ["/?q=capex", "/?q=guidnce", "/companies?find=lumora"] {
        let whole = samples().get(path).text;
        let part = samples().get(&format!("{path}&part=true")).text;
        let page = Page::read(&part);
        let found = page
            .elements
            .iter()
            .find(|element| element.get("id") == Some("found"))
            .unwrap();
        assert_eq!(found.get("data-here"), Some(path));
        assert!(
            !part.contains("<html") && part.len() < whole.len(),
            "{path}"
        );
        assert!(plain(&whole).contains(&plain(&part)), "{path}");
    }
    let encoded = encoded("資本支出");
    assert!(samples().get(&format!("/?q={encoded}&part=true")).status == 200);
}

#[test]
fn two_calls_are_compared_on_a_page() {
    let asked = samples().get("/compare");
    assert!(asked.text.contains("Choose two calls"), "{}", asked.text);
    let path = "/compare?q=capex&call=LMRA-2026Q1&call=LMRA-2025Q3";
    let page = samples().get(path);
    assert_eq!(page.status, 200);
    let api = path.replace("/compare", "/api/compare");
    let found = samples().json(&api);
    let figures = found["figures"].as_array().unwrap();
    assert!(!figures.is_empty());
    assert_eq!(
        page.text.matches("class=\"pair figure\"").count(),
        figures.len()
    );
    let pairs = found["pairs"].as_array().unwrap();
    assert_eq!(page.text.matches("class=\"pair\"").count(), pairs.len());
    // The earlier call stands first, however they are named.
    let [first, second] = ["2025Q3", "2026Q1"].map(|period| {
        page.text
            .find(&format!("<span class=\"period\">{period}"))
            .unwrap()
    });
    assert!(first < second);
    let none = samples().get("/compare?q=capex&call=LMRA-2026Q1&call=nobody");
    assert_eq!(none.status, 400, "{}", none.text);
}

#[test]
fn brokers_and_companies_of_managers_are_apart() {
    let name = "Q3 2024 Farcape Motors Inc Earnings Call.txt";
    let fixture = project()
        .join("tests/fixtures/formats/streetevents")
        .join(name);
    let sandbox = Sandbox::empty();
    sandbox.write(name, &std::fs::read(fixture).unwrap());
    assert_eq!(sandbox.run(&["index"]).code, Some(0));
    let server = sandbox.serve(&["--no-refresh"]);
    for path in [
        "/?section=qa",
        "/?section=qa&role=executive",
        "/?section=qa&firm=Farcape+Motors",
    ] {
        let page = Page::at(&server, path);
        let headings: Vec<&str> = page
            .all("h3")
            .map(|heading| heading.text.as_str())
            .collect();
        let at = |heading| headings.iter().position(|known| *known == heading);
        assert!(
            at("Executives’ companies").is_some(),
            "{path}: {headings:?}"
        );
        assert_eq!(at("Firm"), None, "{path}");
    }
    let page = Page::at(&server, "/?section=qa");
    let values: Vec<&str> = (page.of_class("value"))
        .filter(|link| link.get("data-k").unwrap().starts_with("f-firm-"))
        .map(|link| link.text.as_str())
        .collect();
    assert_eq!(
        values,
        ["KESTREL 1", "Ostrava Partners 1", "Farcape Motors 2"]
    );
}
