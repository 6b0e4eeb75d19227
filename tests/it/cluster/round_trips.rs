//! A cluster is far away: how often one request asks it, one after another.

use verbatim::{
    Result,
    engine::Engine,
    index::{FACETS, FacetField},
    model::Period,
    query::Field,
    search::{FilterArg, Grouping, ListSort, Request, Sort},
};

use super::{cluster_at, proxy::Proxy};

/// What asks a store, and how often it may.
type Question<'a> = (&'a str, usize, Box<dyn Fn(&Engine) -> Result<()> + 'a>);

fn search(query: &str) -> Box<dyn Fn(&Engine) -> Result<()> + '_> {
    by(Request::new(query))
}

fn by<'a>(request: Request) -> Box<dyn Fn(&Engine) -> Result<()> + 'a> {
    let request = Request {
        facets: FACETS.to_vec(),
        ..request
    };
    Box::new(move |engine| engine.search(&request).map(|_| ()))
}

fn questions() -> Vec<Question<'static>> {
    let request = Request::new;
    let filter = |field, value| vec![FilterArg::new(field, value).unwrap()];
    vec![
        ("one term", 4, search("guidance")),
        ("two terms", 4, search("gross margin")),
        ("a phrase", 4, search("\"gross margin\"")),
        ("a synonym group", 4, search("capex")),
        ("Chinese", 5, search("資本支出")),
        (
            "a question",
            6,
            search("管理層怎麼看未來三年的資本支出與自由現金流"),
        ),
        (
            "five words",
            5,
            search("depreciation of advanced packaging facilities"),
        ),
        ("a name", 6, search("Lumora margin")),
        ("near", 4, search("revenue NEAR/3 quarter")),
        ("asked", 6, search("asked:margin")),
        (
            "a filter",
            4,
            by(Request {
                filters: filter(Field::Company, "LMRA"),
                ..request("margin")
            }),
        ),
        (
            "by call",
            5,
            by(Request {
                group: Some(Grouping::Call),
                ..request("margin")
            }),
        ),
        (
            "context",
            5,
            by(Request {
                context: 2,
                ..request("margin")
            }),
        ),
        (
            "newest",
            4,
            by(Request {
                sort: Sort::Newest,
                ..request("margin")
            }),
        ),
        (
            "counts",
            3,
            by(Request {
                limit: 0,
                ..request("margin")
            }),
        ),
        ("nothing", 9, search("nothinglikethis")),
        (
            "a list",
            4,
            Box::new(|engine| {
                engine
                    .companies(&Request::new("margin"), ListSort::Name)
                    .map(|_| ())
            }),
        ),
        (
            "trend",
            6,
            Box::new(|engine| {
                engine
                    .trend(&Request::new("margin"), FacetField::Company)
                    .map(|_| ())
            }),
        ),
        (
            "completion",
            5,
            Box::new(|engine| engine.complete("marg", 10).map(|_| ())),
        ),
        (
            "compare",
            10,
            Box::new(|engine| {
                engine
                    .compare(&Request::new("margin"), ["LMRA-2025Q4", "LMRA-2026Q1"], 10)
                    .map(|_| ())
            }),
        ),
        (
            "related",
            9,
            Box::new(|engine| engine.related(&Request::new("margin"), 10).map(|_| ())),
        ),
        (
            "similar",
            13,
            Box::new(|engine| {
                engine
                    .similar(&Request::new(""), "LMRA-2026Q1#5", false, 10)
                    .map(|_| ())
            }),
        ),
        (
            "emerging",
            9,
            Box::new(|engine| {
                engine
                    .emerging(&Request::new(""), None::<Period>, 10)
                    .map(|_| ())
            }),
        ),
    ]
}

/// How often a store on some nodes is asked: for the first time, and again.
pub(super) fn few_requests(store: &str) {
    let proxy = Proxy::before(store);
    for (what, most, ask) in &questions() {
        let engine = Engine::new("none").with_cluster(cluster_at(&proxy.store));
        let count = || {
            ask(&engine).unwrap();
            proxy.asked()
        };
        let (first, again) = (count(), count());
        #[allow(clippy::print_stderr)]
        {
            eprintln!("{what}: asks {first} times, again {again} times");
        }
        assert!(
            first <= *most && again <= first,
            "{what}: {first}, again {again}"
        );
    }
    no_part_of_an_answer(&proxy);
}

/// Whichever answer of the cluster lacks a shard, the request fails.
fn no_part_of_an_answer(proxy: &Proxy) {
    for (what, _, ask) in &questions() {
        let new = || Engine::new("none").with_cluster(cluster_at(&proxy.store));
        proxy.spoil(usize::MAX);
        ask(&new()).unwrap();
        let requests = proxy.asked();
        // The first asks for the manifest, which has no shards.
        for request in 1..requests {
            proxy.spoil(request);
            let error = ask(&new()).expect_err(what);
            assert!(
                error.sentence().contains("shards"),
                "{what} {request}: {error}"
            );
        }
    }
}
