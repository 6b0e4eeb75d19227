//! Calls as text resources: `verbatim://call/BABA-2026Q2` and parts of them.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use rmcp::model::{Annotations, ListResourcesResult, Resource, ResourceContents, ResourceTemplate};

use super::{caveats, text};
use crate::{
    Error, Result,
    engine::{CallPart, CallText, Engine},
    interface::caption::call_line,
    model::{Section, Word},
    search::{CallEntry, CallSort, ListPage, Request},
};

/// The prefix of all URIs.
const CALL: &str = "verbatim://call/";

/// Number of resources on a page of the list.
const PAGE: usize = 100;

const MARKDOWN: &str = "text/markdown";

/// Number of passages before and after a passage that a URI names.
const AROUND: u32 = 3;

/// Characters of an id that are escaped in a URI.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// The templates: the path after the URI of a call, name and description.
const PARTS: [(&str, &str, &str); 4] = [
    (
        "",
        "call",
        "A call, word for word, in Markdown with citations",
    ),
    (
        "/section/{section}",
        "section",
        "A section of a call: summary, prepared or qa",
    ),
    (
        "/exchange/{exchange}",
        "exchange",
        "An exchange of a call by its number: a question with all its answers",
    ),
    (
        "/passage/{passage}",
        "passage",
        "A passage of a call by its number, with those around it",
    ),
];

/// The templates of all resources.
pub(super) fn templates() -> Vec<ResourceTemplate> {
    let template = |(path, name, about): (&str, &str, &str)| {
        ResourceTemplate::new(format!("{CALL}{{call}}{path}"), name)
            .with_title(format!("{}{}", name[..1].to_uppercase(), &name[1..]))
            .with_description(about)
            .with_mime_type(MARKDOWN)
    };
    PARTS.into_iter().map(template).collect()
}

/// A page of the list of calls; the cursor is the number of calls before it.
pub(super) fn list(engine: &Engine, cursor: Option<&str>) -> Result<ListResourcesResult> {
    let offset = match cursor {
        None => 0,
        Some(cursor) => (cursor.parse::<usize>())
            .map_err(|_| Error::request("the cursor is none that this server has given"))?,
    };
    let page = ListPage::at(offset, PAGE);
    let listed = engine.calls_page(&Request::new(""), CallSort::Newest, &page)?;
    let mut list =
        ListResourcesResult::with_all_items(listed.entries.iter().map(resource).collect());
    let end = offset.saturating_add(PAGE);
    list.next_cursor = (end < listed.total).then(|| end.to_string());
    Ok(list)
}

fn resource(entry: &CallEntry) -> Resource {
    let call = &entry.call;
    Resource::new(uri(&call.id), &*call.id)
        .with_title(call_line(call))
        .with_description(format!(
            "{} passages, {} turns, {} exchanges; {}",
            entry.passages,
            call.turns.len(),
            call.exchanges.len(),
            call.title
        ))
        .with_mime_type(MARKDOWN)
        .with_annotations(Annotations::default())
}

/// The URI of a call.
pub(super) fn uri(call: &str) -> String {
    format!("{CALL}{}", utf8_percent_encode(call, ESCAPED))
}

/// The text of a resource.
///
/// # Errors
/// If there is no such resource.
pub(super) fn read(engine: &Engine, uri: &str) -> Result<ResourceContents> {
    let (call, part) = parse(uri)?;
    let reading = engine.read(&call, &part)?;
    Ok(ResourceContents::text(markdown(engine, &reading), uri).with_mime_type(MARKDOWN))
}

/// The call and the part of it that a URI names.
fn parse(uri: &str) -> Result<(String, CallPart)> {
    let unknown = || {
        Error::unknown(format!("no resource `{uri}`")).hint(format!(
            "calls are {CALL}ID, parts {CALL}ID/section/qa, /exchange/3, /passage/57"
        ))
    };
    let path = uri.strip_prefix(CALL).ok_or_else(unknown)?;
    let mut steps = path.split('/');
    let decoded = percent_decode_str(steps.next().unwrap_or_default()).decode_utf8();
    let call = decoded.map_err(|_| unknown())?.into_owned();
    let steps: Vec<&str> = steps.collect();
    let part = match steps.as_slice() {
        [] => CallPart::default(),
        ["section", section] => CallPart {
            section: Some(Section::from_word(section).ok_or_else(unknown)?),
            ..CallPart::default()
        },
        ["exchange", number] => CallPart {
            exchange: Some(number.parse().map_err(|_| unknown())?),
            ..CallPart::default()
        },
        ["passage", number] => CallPart {
            around: Some(number.parse().map_err(|_| unknown())?),
            context: AROUND,
            ..CallPart::default()
        },
        _ => return Err(unknown()),
    };
    // The engine would read a citation as the passage it names.
    if call.is_empty() || call.contains('#') {
        return Err(unknown());
    }
    Ok((call, part))
}

/// The text of a call: counts, caveats, then the passages under their speakers.
fn markdown(engine: &Engine, reading: &CallText) -> String {
    let call = &*reading.call;
    let mut out = text::call_head(call);
    let shown = reading.passages.len();
    out += &format!(
        "\n{}: {}, {} of {} passages. A passage is cited by the name before it.\n",
        call.id, call.title, shown, reading.call_passages
    );
    let passages = reading.passages.iter().map(|passage| (call, passage));
    for caveat in caveats::of(engine, passages) {
        out += &format!("\nCaveat: {} ({} places).\n", caveat.about, caveat.of.len());
    }
    let mut section = None;
    let texts = text::in_turn(call, &reading.passages);
    for (passage, text) in reading.passages.iter().zip(texts) {
        if section.replace(passage.section) != Some(passage.section) {
            let title = match passage.section {
                Section::Summary => "Summary",
                Section::Prepared => "Prepared remarks",
                Section::Qa => "Questions and answers",
            };
            out += &format!("\n## {title}\n");
        }
        out += &format!("\n{text}");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_as_they_are_written() {
        for id in ["BABA-2026Q2", "曜光-2026Q2", "a b/c%", "2454-2026-03-11"] {
            let (call, part) = parse(&uri(id)).unwrap();
            assert_eq!((call.as_str(), part), (id, CallPart::default()));
        }
        let (_, part) = parse("verbatim://call/A/exchange/3").unwrap();
        assert_eq!(part.exchange, Some(3));
        for wrong in [
            "verbatim://call/",
            "verbatim://call/A/section/x",
            "verbatim://call/A/exchange/-1",
            "verbatim://call/A%23",
            "verbatim://call/%FF",
            "verbatim://calls/A",
            "file:///etc/passwd",
            "",
        ] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }
}
