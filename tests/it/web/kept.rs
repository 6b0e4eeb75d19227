//! What a page keeps: the reader's choices, what the browser has already, what counts as shown.

use super::{page::Page, samples};
use crate::{
    harness::Sandbox,
    server::{Answer, Server},
};

fn get(path: &str, cookie: &str, accepted: &str) -> Answer {
    samples().get_with(path, &[("cookie", cookie), ("accept-language", accepted)])
}

fn lang(answer: &Answer) -> String {
    let page = Page::read(&answer.text);
    page.all("html")
        .next()
        .unwrap()
        .get("lang")
        .unwrap()
        .to_owned()
}

#[test]
fn the_language_is_the_chosen_one_else_the_browsers() {
    for (cookie, accepted, expected, word) in [
        ("", "zh-TW,zh;q=0.9,en;q=0.8", "zh-Hant", "搜尋"),
        ("", "zh-CN", "zh-Hans", "搜索"),
        ("", "fr", "en", "Search"),
        ("a=b; ui=zh-Hans", "zh-TW", "zh-Hans", "搜索"),
        ("ui=klingon", "zh-TW", "zh-Hant", "搜尋"),
    ] {
        let answer = get("/?q=capex", cookie, accepted);
        assert_eq!(lang(&answer), expected, "{cookie} {accepted}");
        let page = Page::read(&answer.text);
        assert!(
            page.all("button").any(|button| button.text == word),
            "{word}"
        );
    }
    let page = Page::read(&get("/", "theme=dark", "en").text);
    assert_eq!(
        page.all("html").next().unwrap().get("data-theme"),
        Some("dark")
    );
}

/// What is answered without going where it leads.
fn led(path: &str) -> Answer {
    samples().ask_plainly("GET", path, &[], "")
}

#[test]
fn a_choice_is_kept_and_leads_back_to_where_it_was_made() {
    let page = Page::at(samples(), "/?q=capex&company=FCPM");
    let choice = page.all("a").find(|link| link.text == "繁體中文").unwrap();
    let answer = led(choice.get("href").unwrap());
    assert_eq!(answer.status, 303);
    assert_eq!(answer.header("location"), "/?q=capex&company=FCPM");
    let cookie = answer.header("set-cookie");
    assert!(
        cookie.starts_with("ui=zh-Hant;") && cookie.contains("SameSite=Lax"),
        "{cookie}"
    );
    for there in [
        "https://example.org/",
        "//example.org",
        "/%5Cexample.org",
        "javascript:alert(1)",
        "/%0aset-cookie:a",
    ] {
        let answer = led(&format!("/ui?ui=en&back={there}"));
        assert_eq!(answer.header("location"), "/", "{there}");
    }
    assert_eq!(led("/ui?ui=latin").status, 400);
}

#[test]
fn a_page_that_a_browser_has_is_not_sent_again() {
    for path in ["/?q=capex", "/", "/call/FCPM-2025Q3", "/speakers"] {
        let tag = samples().get(path).header("etag").to_owned();
        assert!(!tag.is_empty(), "{path}");
        let again = |cookie: &str| {
            samples()
                .get_with(path, &[("if-none-match", &tag), ("cookie", cookie)])
                .status
        };
        assert_eq!(again(""), 304, "{path}");
        assert_eq!(again("ui=zh-Hant"), 200, "{path}");
        assert_eq!(again("theme=dark"), 200, "{path}");
        let answer = samples().get(path);
        let vary: Vec<_> = answer
            .headers
            .get_all("vary")
            .iter()
            .map(|value| value.to_str().unwrap())
            .collect();
        assert!(
            vary.join(",").contains("cookie") && vary.join(",").contains("accept-language"),
            "{vary:?}"
        );
    }
    let saved = samples().get("/saved");
    assert!(saved.header("etag").is_empty());
    assert_eq!(saved.header("cache-control"), "no-store");
}

const SAVED: &str = "[[saved]]\nname = \"capex\"\nquery = \"capex\"\n\n[[saved]]\nname = \"broken\"\nquery = '(capex'\n";

fn mark(server: &Server, state: &str, headers: &[(&str, &str)]) -> Answer {
    let form = format!("name=capex&state={state}");
    let kind = [("content-type", "application/x-www-form-urlencoded")];
    server.ask_plainly("POST", "/saved", &[&kind, headers].concat(), &form)
}

fn state(page: &Page) -> String {
    let mut fields = page.all("input");
    let state = fields.find(|field| field.get("name") == Some("state"));
    state.unwrap().get("value").unwrap().to_owned()
}

#[test]
fn saved_searches_count_as_shown_only_once_that_is_said() {
    let sandbox = Sandbox::of(&crate::harness::samples());
    sandbox.write("verbatim.toml", SAVED.as_bytes());
    assert_eq!(sandbox.run(&["index"]).code, Some(0));
    let server = sandbox.serve(&["--no-refresh"]);
    let news = || {
        Page::at(&server, "/saved")
            .of_class("new")
            .map(|news| news.text.clone())
            .collect::<Vec<_>>()
    };
    let first = news();
    assert_eq!(first.len(), 1, "{first:?}");
    assert_eq!(news(), first, "looking takes nothing as shown");
    let page = Page::at(&server, "/saved");
    assert!(
        page.of_class("notice")
            .any(|notice| notice.text.contains("never closed"))
    );
    assert!(
        !page
            .all("main")
            .next()
            .unwrap()
            .text
            .contains(sandbox.path("").to_str().unwrap())
    );

    let on_start_page = || {
        let start = Page::at(&server, "/");
        let items: Vec<String> = start.all("li").map(|item| item.text.clone()).collect();
        assert!(
            items.contains(&"broken cannot be run".to_owned()),
            "{items:?}"
        );
        let found = items
            .into_iter()
            .find(|item| item.starts_with("capex ") && item.contains("new"));
        found.expect("the start page names the search")
    };
    assert_eq!(on_start_page(), format!("capex {}", first[0]));

    let own = [("sec-fetch-site", "same-origin")];
    for strange in [
        &[][..],
        &[("sec-fetch-site", "cross-site")],
        &[("origin", "http://example.org")],
    ] {
        assert_eq!(
            mark(&server, &state(&page), strange).status,
            403,
            "{strange:?}"
        );
    }
    assert_eq!(
        mark(&server, "0", &own).header("location"),
        "/saved?done=changed"
    );
    assert_eq!(news(), first);
    assert_eq!(
        mark(&server, &state(&page), &own).header("location"),
        "/saved?done=marked"
    );
    let count = |text: &str| text.split(' ').next().unwrap().parse::<usize>().unwrap();
    let left = news();
    let shown = page.of_class("hit").count();
    assert_eq!(
        left.iter().map(|text| count(text)).sum::<usize>(),
        count(&first[0]) - shown
    );
    let news = left.first().map_or("nothing new", String::as_str);
    assert_eq!(on_start_page(), format!("capex {news}"));
}

#[test]
fn notes_and_hints_are_in_the_language_of_the_page() {
    for (path, note) in [
        ("/?q=guidnce", "沒有段落含 guidnce"),
        ("/?q=capex+zzzz+qqqq&match=all", "沒有段落含 zzzz"),
        ("/?q=%22capex+%28", "沒有結束"),
        ("/?q=capex&company=nobody", "沒有公司 nobody"),
        ("/?q=compny%3AFCPM", "是否指 company？"),
        ("/?q=capex&since=2020-01-01", "沒有"),
        ("/?q=capex&limit=0", "須為 1 至 100 的數字"),
        (
            "/compare?q=capex&call=LMRA-2026Q1&call=LMRA-2026Q1",
            "不能與自己比較",
        ),
        ("/edit/note?name=x", "沒有已存搜尋 x"),
    ] {
        let page = Page::read(&get(path, "ui=zh-Hant", "").text);
        let main = page.all("main").next().unwrap().text.clone();
        assert!(main.contains(note), "{path}: {main}");
        let english = ["no ", "did you", "passage", "write "];
        assert!(
            !english.iter().any(|word| main.contains(word)),
            "{path}: {main}"
        );
    }
}
