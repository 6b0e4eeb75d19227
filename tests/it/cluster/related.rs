//! Related terms, similar passages and emerging terms of a cluster are those of the index.

use std::thread;

use verbatim::{
    analytics::{Related, Similar},
    engine::Engine,
    model::Period,
    query::Field,
    search::{FilterArg, Request},
};

/// Number of passages that are read for companions: with more that say a term, a sample is taken.
const SAMPLED: u64 = 400;

/// Everything that is found by the terms of passages is the same.
pub(super) fn same_related_terms(index: &Engine, cluster: &Engine) {
    thread::scope(|scope| {
        scope.spawn(|| same_related(index, cluster));
        scope.spawn(|| same_emerging(index, cluster));
        scope.spawn(|| same_similar(index, cluster));
    });
}

fn filtered(query: &str, filters: &[(Field, &str)]) -> Request {
    let filters = filters.iter();
    let filters = filters.map(|(field, value)| FilterArg::new(*field, value).unwrap());
    Request {
        filters: filters.collect(),
        ..Request::new(query)
    }
}

fn same_related(index: &Engine, cluster: &Engine) {
    let (mut sampled, mut relations) = (false, 0);
    let everything: &[(Field, &str)] = &[];
    for term in [
        "cloud ovens",
        "雲端烤箱",
        "KLR",
        "margin",
        "毛利率",
        "revenue",
        "we",
        "資本支出",
        "quick commerce",
        "AI",
        "nothinglikethis",
    ] {
        for (filters, limit) in [
            (everything, 10),
            (everything, 3),
            (&[(Field::Section, "qa")], 10),
            (&[(Field::Lang, "zh"), (Field::Role, "executive")], 5),
        ] {
            let request = filtered(term, filters);
            let both: [Related; 2] =
                [index, cluster].map(|engine| engine.related(&request, limit).unwrap());
            sampled |= both[0].passages > SAMPLED;
            relations += both[0].terms.len();
            let both = both.map(|related| format!("{related:?}"));
            assert_eq!(both[0], both[1], "{term} {filters:?} {limit}");
        }
    }
    assert!(sampled && relations > 100, "{sampled} {relations}");
    let both = [index, cluster].map(|engine| engine.related(&Request::new("…"), 3));
    let both = both.map(|related| related.unwrap_err().sentence());
    assert_eq!(both[0], both[1]);
}

fn same_emerging(index: &Engine, cluster: &Engine) {
    let periods = index.periods(&Request::new("")).unwrap().into_iter();
    let periods: Vec<Option<Period>> = periods.map(|(period, _)| Some(period)).collect();
    let mut terms = 0;
    let requests = [
        Request::new(""),
        Request::new("margin"),
        Request::new("inventory NEAR/5 days"),
        filtered("", &[(Field::Section, "qa")]),
        filtered("", &[(Field::Lang, "zh")]),
    ];
    for request in &requests {
        for period in [None]
            .into_iter()
            .chain(periods.iter().rev().take(4).copied())
        {
            let both = [index, cluster].map(|engine| {
                let found = engine.emerging(request, period, 10);
                found
                    .inspect(|_| ())
                    .map(|found| (found.terms.len(), format!("{found:?}")))
                    .map_err(|error| error.sentence())
            });
            terms += both[0].as_ref().map_or(0, |(terms, _)| *terms);
            assert_eq!(both[0], both[1], "{request:?} {period:?}");
        }
    }
    assert!(terms > 20, "{terms}");
}

fn same_similar(index: &Engine, cluster: &Engine) {
    let all = Request {
        limit: 60,
        ..Request::new("lang:zh OR lang:en")
    };
    let hits = index.search(&all).unwrap().hits;
    let citations = hits.iter().step_by(4);
    let citations = citations.map(|hit| hit.call.citation(&hit.passage));
    let citations: Vec<String> = citations.collect();
    assert!(citations.len() > 10);
    let mut found = 0;
    for (at, citation) in citations.iter().enumerate() {
        let request = match at % 3 {
            0 => Request::new(""),
            1 => filtered("", &[(Field::Section, "qa")]),
            _ => filtered("", &[(Field::Role, "executive"), (Field::Lang, "en")]),
        };
        for (own, limit) in [(false, 10), (true, 5)] {
            let both =
                [index, cluster].map(|engine| engine.similar(&request, citation, own, limit));
            let [here, there] = both.map(Result::unwrap);
            found += here.hits.len();
            let what = format!("{citation} {request:?} {own}");
            assert_eq!(
                (&here.citation, &here.terms),
                (&there.citation, &there.terms),
                "{what}"
            );
            same_hits(&here, &there, &what);
        }
    }
    assert!(found > 50, "{found}");
    for citation in ["LMRA-2026Q1#9999", "LMRA", "nosuch#1"] {
        let both =
            [index, cluster].map(|engine| engine.similar(&Request::new(""), citation, false, 3));
        let both = both.map(|similar| similar.unwrap_err().sentence());
        assert_eq!(both[0], both[1], "{citation}");
    }
}

/// The hits are the same, and as similar; those that are alike by the same share may change places.
fn same_hits(here: &Similar, there: &Similar, what: &str) {
    assert_eq!(here.hits.len(), there.hits.len(), "{what}");
    let share = |score: f32| (f64::from(score) * 10_000.0).round() as i64;
    for (ours, theirs) in here.hits.iter().zip(&there.hits) {
        let apart = (share(ours.score) - share(theirs.score)).abs();
        assert!(
            apart <= 1,
            "{what}: {} {} {} {}",
            ours.citation(),
            ours.score,
            theirs.citation(),
            theirs.score
        );
        if ours.citation() == theirs.citation() {
            assert_eq!(ours.highlights, theirs.highlights, "{what}");
            assert_eq!(ours.why, theirs.why, "{what}");
        }
    }
    let last = here.hits.last().map_or(0, |hit| share(hit.score));
    let above = |of: &Similar| {
        let above = of.hits.iter().filter(|hit| share(hit.score) > last + 1);
        let mut above: Vec<String> = above.map(|hit| hit.citation()).collect();
        above.sort();
        above
    };
    assert_eq!(above(here), above(there), "{what}");
}
