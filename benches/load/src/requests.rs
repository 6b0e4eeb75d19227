//! What is asked.

use crate::{Result, client::Client};

/// Words that a great part of all passages say.
const FREQUENT: [&str; 9] = [
    "quarter", "market", "growth", "year", "business", "we", "us", "的", "我們",
];

/// Searches as people type them, in both languages and with what the sample calls speak of, since the words
/// of generated calls are theirs.
const SEARCHES: [&str; 24] = [
    "margins",
    "advanced packaging",
    "free cash flow",
    "\"capital expenditures\"",
    "capex",
    "guidance",
    "inventory section:qa",
    "pricing role:executive",
    "gross margin outlook next quarter",
    "battery demand -subsidies",
    "backlog OR orders",
    "what did management say about depreciation",
    "毛利率",
    "資本支出",
    "雲端",
    "先進封裝",
    "客戶 需求",
    "产能利用率",
    "管理層怎麼看未來三年的資本支出與自由現金流",
    "請問今年的毛利率會不會受到匯率與原物料價格的影響",
    "amount:>10b",
    "percent:30..40 revenue",
    "rev*",
    "demand NEAR/5 strong",
];

/// The addresses of searches, with the counts of every facet.
pub(crate) fn searches() -> Vec<String> {
    let address = |query: &&str| format!("/api/search?limit=10&q={}", escaped(query));
    SEARCHES.iter().map(address).collect()
}

/// Requests that make the server do as much as one request can, by kind.
pub(crate) fn dear(calls: &[String; 2]) -> Vec<(&'static str, String)> {
    let vs: String = FREQUENT[1..]
        .iter()
        .map(|word| format!("&vs={}", escaped(word)))
        .collect();
    let [first, second] = calls;
    vec![
        ("trend", format!("/api/trend?q=quarter{vs}&by=speaker")),
        (
            "compare",
            format!("/api/compare?q=we&call={first}&call={second}&limit=1000"),
        ),
        (
            "asked",
            format!(
                "/api/search?q={}&limit=100",
                escaped("asked:capex answered:demand")
            ),
        ),
        (
            "grouped",
            "/api/search?q=we&group=call&limit=1000&per-call=10".to_owned(),
        ),
        (
            "exchanges",
            format!(
                "/api/search?q={}&group=exchange&limit=100",
                escaped("we OR 的")
            ),
        ),
        (
            "newest",
            "/api/search?q=we&sort=newest&limit=1000&context=4".to_owned(),
        ),
        (
            "mentions",
            format!("/api/mentions?q={}", escaped("we OR 的 OR us OR 我們")),
        ),
        ("speakers", "/api/speakers?q=we".to_owned()),
        (
            "read",
            format!("/api/calls/{first}?highlight={}", escaped("we OR 的")),
        ),
        (
            "table",
            "/api/search?q=we&limit=1000&context=4&output=csv".to_owned(),
        ),
        ("page", format!("/?q={}&group=call", escaped("we OR 的"))),
        (
            "near",
            format!("/api/search?q={}", escaped("we NEAR/50 the NEAR/50 of")),
        ),
    ]
}

/// The two longest calls of those that are listed first.
pub(crate) fn two_calls(address: &str) -> Result<[String; 2]> {
    let table = Client::new(address).text("/api/calls?output=csv&limit=1000&sort=passages")?;
    let mut ids = table
        .lines()
        .skip(1)
        .filter_map(|row| row.split(',').next());
    match (ids.next(), ids.next()) {
        (Some(first), Some(second)) => Ok([first.to_owned(), second.to_owned()]),
        _ => Err("there are not two calls to compare".into()),
    }
}

/// A text as it stands in the query of an address.
pub(crate) fn escaped(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect()
}
