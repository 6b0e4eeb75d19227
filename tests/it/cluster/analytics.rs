//! What is counted of all matches on a cluster is what the index counts: lists, trends, mentions, first and last
//! mentions, comparisons, audits, saved searches, completions.

use std::thread;

use verbatim::{
    analytics::{Comparison, MentionChange},
    engine::{CallPart, Engine, News},
    index::{FACETS, FacetField},
    model::DisagreementKind,
    search::{Hit, ListSort, Request, Sort, Which},
};

/// Everything that is counted of all matches is the same.
pub(super) fn same_analytics(index: &Engine, cluster: &Engine) {
    thread::scope(|scope| {
        for query in [
            "",
            "margin",
            "資本支出",
            "利率",
            "role:analyst margin",
            "inventory NEAR/5 days",
            "asked:margin",
            "nothinglikethis",
        ] {
            scope.spawn(move || same_counts(index, cluster, query));
        }
        scope.spawn(|| same_calls(index, cluster));
        scope.spawn(|| same_comparisons(index, cluster));
        scope.spawn(|| same_completions(index, cluster));
    });
}

/// Everything that is counted of a query is the same.
fn same_counts(index: &Engine, cluster: &Engine, query: &str) {
    same_lists(index, cluster, query);
    same_audits(index, cluster, query);
    if !query.is_empty() {
        same_mention_changes(index, cluster, query);
        same_news(index, cluster, query);
    }
}

/// The lists of both are the same.
fn same_lists(index: &Engine, cluster: &Engine, query: &str) {
    let request = Request::new(query);
    for sort in [ListSort::Passages, ListSort::Name, ListSort::Latest] {
        let both = [index, cluster].map(|engine| engine.companies(&request, sort).unwrap());
        assert_eq!(both[0], both[1], "{query}");
        let both = [index, cluster].map(|engine| engine.speakers(&request, sort).unwrap());
        assert_eq!(both[0], both[1], "{query}");
        let both = [index, cluster].map(|engine| engine.firms(&request, sort).unwrap());
        assert_eq!(both[0], both[1], "{query}");
    }
    let both = [index, cluster].map(|engine| engine.calls(&request).unwrap());
    assert_eq!(both[0], both[1], "{query}");
    let both = [index, cluster].map(|engine| engine.periods(&request).unwrap());
    assert_eq!(both[0], both[1], "{query}");
    if !query.is_empty() {
        let both = [index, cluster].map(|engine| engine.mentions(&request).unwrap());
        assert_eq!(both[0], both[1], "{query}");
        for by in FACETS {
            let both = [index, cluster]
                .map(|engine| format!("{:?}", engine.trend(&request, *by).unwrap()));
            assert_eq!(both[0], both[1], "{query}");
        }
    }
}

/// Calls read whole and in part are the same.
fn same_calls(index: &Engine, cluster: &Engine) {
    let calls = index.calls(&Request::new("")).unwrap();
    assert!(calls.len() > 5);
    for entry in calls.iter().take(10) {
        let mut part = CallPart::default();
        part.around = Some(5);
        part.context = 2;
        for part in [CallPart::default(), part] {
            let id = entry.call.id.to_lowercase();
            let both = [index, cluster].map(|engine| engine.read(&id, &part).unwrap());
            assert_eq!(both[0].call, both[1].call);
            assert_eq!(both[0].passages, both[1].passages);
        }
    }
    let both = [index, cluster].map(|engine| engine.read("nosuch", &CallPart::default()));
    let [Err(here), Err(there)] = both else {
        panic!("there is no such call");
    };
    assert_eq!(here.sentence(), there.sentence());
}

/// First and last mentions are the same.
fn same_mention_changes(index: &Engine, cluster: &Engine, query: &str) {
    let request = Request::new(query);
    let mut rows = 0;
    for change in [
        MentionChange::new_in("2025Q3..").unwrap(),
        MentionChange::gone_since("2025Q4").unwrap(),
    ] {
        for by in [
            FacetField::Company,
            FacetField::Speaker,
            FacetField::Firm,
            FacetField::Role,
        ] {
            let both = [index, cluster].map(|engine| engine.shifts(&request, change, by).unwrap());
            rows += both[0].rows.len();
            let both = both.map(|found| format!("{found:?}"));
            assert_eq!(both[0], both[1], "{query} {change} {by:?}");
        }
    }
    assert!(
        rows > 0 || !matches!(query, "margin" | "資本支出"),
        "{query}"
    );
}

/// The disagreements of translations are the same.
fn same_audits(index: &Engine, cluster: &Engine, query: &str) {
    let request = Request::new(query);
    let kinds = [DisagreementKind::Amount, DisagreementKind::Negation];
    for (kinds, limit) in [(&[][..], 1_000), (&kinds[..], 1_000), (&[], 3)] {
        let both = [index, cluster].map(|engine| engine.audit(&request, kinds, limit).unwrap());
        assert!(!query.is_empty() || !both[0].calls.is_empty());
        let both = both.map(|audit| format!("{audit:?}"));
        assert_eq!(both[0], both[1], "{query} {kinds:?} {limit}");
    }
    let both = [index, cluster].map(|engine| engine.audit_terms(&request, 100).unwrap());
    assert!(!query.is_empty() || !both[0].calls.is_empty());
    let both = both.map(|audit| format!("{audit:?}"));
    assert_eq!(both[0], both[1], "{query}");
}

/// What a saved search finds first, and after some of it was shown, is the same.
fn same_news(index: &Engine, cluster: &Engine, query: &str) {
    let name = query.replace([' ', ':', '/'], "-");
    for (which, limit) in [
        (Which::New, 4),
        (Which::New, 60),
        (Which::All, 5),
        (Which::New, 5),
        (Which::New, 10_000),
        (Which::New, 5),
    ] {
        let request = Request {
            limit,
            facets: FACETS.to_vec(),
            // Of passages that score alike each store may show another one first.
            sort: Sort::Newest,
            ..Request::new(query)
        };
        let both = [index, cluster].map(|engine| {
            let news = engine.news(&name, &request, which).unwrap();
            engine.remember(&news).unwrap();
            news
        });
        let counts = |news: &News| {
            let response = &news.response;
            (
                news.new,
                news.new_calls,
                response.total,
                response.total_calls,
            )
        };
        let what = format!("{query} {which:?} {limit}");
        assert_eq!(counts(&both[0]), counts(&both[1]), "{what}");
        assert_eq!(both[0].response.facets, both[1].response.facets, "{what}");
        let places = both.each_ref().map(|news| places(&news.response.hits));
        assert_eq!(places[0], places[1], "{what}");
        let highlights = both.each_ref().map(|news| {
            let hits = news.response.hits.iter();
            hits.map(|hit| hit.highlights.clone()).collect::<Vec<_>>()
        });
        assert_eq!(highlights[0], highlights[1], "{what}");
    }
    let preview = [index, cluster].map(|engine| engine.preview(&Request::new(query)).unwrap());
    let preview = preview.map(|preview| format!("{preview:?}"));
    assert_eq!(preview[0], preview[1], "{query}");
}

fn places(hits: &[Hit]) -> Vec<(String, u32)> {
    let places = hits.iter();
    places
        .map(|hit| (hit.call.id.clone(), hit.passage.n))
        .collect()
}

/// Comparisons of two calls are the same.
fn same_comparisons(index: &Engine, cluster: &Engine) {
    let calls = index.calls(&Request::new("")).unwrap();
    let mut pairs: Vec<[&str; 2]> = Vec::new();
    for pair in calls
        .windows(2)
        .filter(|pair| pair[0].call.company.id == pair[1].call.company.id)
    {
        pairs.push([&pair[0].call.id, &pair[1].call.id]);
    }
    pairs.truncate(3);
    pairs.push([&calls[0].call.id, &calls.last().unwrap().call.id]);
    assert!(pairs.len() > 2);
    let mut figures = 0;
    for query in [
        "margin",
        "revenue",
        "毛利率",
        "demand outlook",
        "nothinglikethis",
    ] {
        for pair in &pairs {
            let both = [index, cluster]
                .map(|engine| engine.compare(&Request::new(query), *pair, 10).unwrap());
            figures += both[0].figures.len() + both[0].pairs.len();
            let both = both.map(|comparison| told(&comparison));
            assert_eq!(both[0], both[1], "{query} {pair:?}");
        }
    }
    assert!(figures > 0);
    let itself = calls[0].call.id.as_str();
    let both = [index, cluster].map(|engine| {
        let error = engine.compare(&Request::new("margin"), [itself; 2], 10);
        error.unwrap_err().sentence()
    });
    assert_eq!(both[0], both[1]);
}

/// A comparison without the scores of passages, which are sums in another order.
fn told(comparison: &Comparison) -> String {
    let pairs = comparison.pairs.iter();
    let pairs = pairs.map(|pair| {
        let places = [&pair.first, &pair.second].map(|hit| hit.call.citation(&hit.passage));
        format!("{places:?} {:.6}", pair.likeness)
    });
    let alone = comparison.alone.each_ref().map(|hits| places(hits));
    format!(
        "{:?} {:?} {:?} {:?} {:?} {alone:?} {:?} {:?}",
        comparison.calls,
        comparison.terms,
        comparison.figures,
        comparison.amounts,
        pairs.collect::<Vec<_>>(),
        comparison.expansions,
        comparison.warnings,
    )
}

/// Completions are the same. Where more passages have a word that begins so than a cluster reads, it may miss one.
fn same_completions(index: &Engine, cluster: &Engine) {
    let mut found = 0;
    for typed in [
        "cap",
        "gros",
        "inven",
        "perce",
        "packag",
        "c",
        "毛利",
        "資",
        "張",
        "yat",
        "margin lum",
        "company:",
        "company:l",
        "company:\"lu",
        "speaker:",
        "speaker:ya",
        "speaker:陳",
        "firm:",
        "firm:m",
        "title:",
        "title:c",
        "call:lm",
        "format:",
        "role:",
        "section:q",
        "sec",
        "nothinglikethis",
        "a.c*(",
    ] {
        let both = [index, cluster].map(|engine| engine.complete(typed, 20).unwrap());
        found += both[0].len();
        assert_eq!(both[0], both[1], "{typed}");
    }
    assert!(found > 50);
}
