//! A cluster is far away: how often one request asks it, one after another.

use verbatim::{
    Result,
    engine::Engine,
    index::{FACETS, FacetField},
    query::Field,
    search::{FilterArg, Grouping, ListSort, Request, Sort},
};

use super::{cluster_at, proxy::Proxy};

/// What asks a store, and how often it may.
type Question = (&'static str, usize, Ask);

/// What is asked.
type Ask = Box<dyn Fn(&Engine) -> Result<()>>;

fn search(query: &str) -> Ask {
    by(Request::new(query))
}

fn by(request: Request) -> Ask {
    let request = Request {
        facets: FACETS.to_vec(),
        ..request
    };
    Box::new(move |engine| engine.search(&request).map(|_| ()))
}

/// Searches, and how often each may ask: for the manifest, for names and numbers, for matches, for what is around them.
fn searches() -> Vec<Question> {
    let request = |query| Request::new(query);
    let filters = vec![FilterArg::new(Field::Company, "LMRA").unwrap()];
    let question = "管理層怎麼看未來三年的資本支出與自由現金流";
    vec![
        ("one term", 4, search("guidance")),
        ("two terms", 4, search("gross margin")),
        ("a phrase", 4, search("\"gross margin\"")),
        ("a synonym group", 4, search("capex")),
        ("Chinese", 4, search("資本支出")),
        ("a question", 4, search(question)),
        // Partial matches fill the page.
        (
            "five words",
            5,
            search("depreciation of advanced packaging facilities"),
        ),
        // Whether it is meant, how it is written, and its call.
        ("a name", 7, search("Lumora margin")),
        ("near", 4, search("revenue NEAR/3 quarter")),
        ("asked", 5, search("asked:margin")),
        (
            "a filter",
            4,
            by(Request {
                filters,
                ..request("margin")
            }),
        ),
        // The passages of the calls that are shown.
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
        ("nothing", 6, search("nothinglikethis")),
    ]
}

/// A question that is answered by something else than hits.
fn told<T>(ask: impl Fn(&Engine) -> Result<T> + 'static) -> Ask {
    Box::new(move |engine| ask(engine).map(|_| ()))
}

fn questions() -> Vec<Question> {
    let margin = || Request::new("margin");
    let calls = ["LMRA-2025Q4", "LMRA-2026Q1"];
    let mut questions = searches();
    questions.extend([
        (
            "a list",
            4,
            told(move |engine: &Engine| engine.companies(&margin(), ListSort::Name)),
        ),
        (
            "trend",
            6,
            told(move |engine: &Engine| engine.trend(&margin(), FacetField::Company)),
        ),
        (
            "completion",
            4,
            told(|engine: &Engine| engine.complete("marg", 10)),
        ),
        (
            "compare",
            9,
            told(move |engine: &Engine| engine.compare(&margin(), calls, 10)),
        ),
        (
            "related",
            8,
            told(move |engine: &Engine| engine.related(&margin(), 3)),
        ),
        (
            "similar",
            7,
            told(|engine: &Engine| engine.similar(&Request::new(""), "LMRA-2026Q1#5", false, 10)),
        ),
        (
            "emerging",
            10,
            told(|engine: &Engine| engine.emerging(&Request::new(""), None, 3)),
        ),
    ]);
    questions
}

/// How often a store is asked: for the first time, and again.
pub(super) fn few_requests(store: &str) {
    let proxy = Proxy::before(store);
    let mut too_many = Vec::new();
    for (what, most, ask) in &questions() {
        let engine = Engine::new("none").with_cluster(cluster_at(&proxy.store));
        let [first, again] = [(); 2].map(|()| {
            ask(&engine).unwrap();
            proxy.asked()
        });
        let told = format!("{what}: asks {first} times, again {again} times, at most {most}");
        #[allow(clippy::print_stderr)]
        {
            eprintln!("{told}");
        }
        // Of a commit that is known nothing more is asked.
        if first > *most || again > first {
            too_many.push(told);
        }
    }
    assert!(too_many.is_empty(), "{too_many:?}");
    no_part_of_an_answer(&proxy);
}

/// Whichever answer of the cluster lacks a shard, the request fails.
fn no_part_of_an_answer(proxy: &Proxy) {
    for (what, _, ask) in &questions() {
        let new = || Engine::new("none").with_cluster(cluster_at(&proxy.store));
        proxy.spoil(usize::MAX);
        ask(&new()).unwrap();
        // The first asks for the manifest, which has no shards.
        for request in 1..proxy.asked() {
            proxy.spoil(request);
            let error = ask(&new()).expect_err(what);
            let sentence = error.sentence();
            assert!(sentence.contains("shards"), "{what} {request}: {sentence}");
        }
    }
    proxy.spoil(usize::MAX);
}
