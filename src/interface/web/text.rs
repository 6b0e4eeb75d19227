//! Text of transcripts in HTML: with match spans marked, tagged with its language, and isolated from the
//! direction of the text around it.

use std::ops::Range;

use maud::{Markup, html};

use super::{
    address::Address,
    messages::{Messages, UiLocale, counted},
    ui::{Ui, View},
};
use crate::{
    character::has_han,
    engine::is_pdf,
    interface::{caption::is_of, excerpt::within},
    model::{Call, Company, Lang, Passage, Section, Speaker},
    query::Field,
    search::{By, Hit, Script, Why},
};

/// A text without control characters and without characters that change the direction of the text.
pub(super) fn plain(text: &str) -> String {
    text.chars()
        .filter(|&c| !changes_direction(c) && !c.is_control())
        .collect()
}

/// Marks of direction, embeddings, overrides and isolates.
fn changes_direction(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A text within a line of other text.
pub(super) fn name(text: &str) -> Markup {
    let lang = has_han(text).then(|| han(text));
    html! { bdi lang=[lang] { (plain(text)) } }
}

/// The language tag of a Chinese text, with the script if its characters show it.
pub(super) fn han(text: &str) -> &'static str {
    match Script::of(text) {
        Script::Traditional => "zh-Hant",
        Script::Open => "zh",
    }
}

pub(super) fn lang_of(lang: Lang, text: &str) -> &'static str {
    match lang {
        Lang::En => "en",
        Lang::Zh => han(text),
    }
}

/// The page of a file on which a passage begins; a link that opens a PDF file there.
pub(super) fn page_of_file(call: &Call, page: u32) -> Markup {
    let label = format!("p. {page}");
    html! {
        @if is_pdf(call) {
            a.page href={ (Address::file(&call.id).href()) "#page=" (page) } { (label) }
        } @else { (label) }
    }
}

/// How a passage is shown.
#[derive(Clone, Copy)]
pub(super) struct Shown<'a> {
    /// The hit whose match spans are marked.
    pub(super) hit: Option<&'a Hit>,
    /// Approximate length of an excerpt in columns; none shows the whole text.
    pub(super) columns: Option<usize>,
}

/// The sides of a passage in the languages of the page.
pub(super) fn sides(ui: &Ui, passage: &Passage, shown: Shown<'_>) -> Markup {
    let has = |lang| passage.text.get(lang).is_some();
    let view = ui.view();
    let both = view == View::Both && has(Lang::En) && has(Lang::Zh);
    html! {
        div.sides.both[both] {
            @for (lang, text) in passage.text.iter() {
                @if view.shows(lang, has) {
                    p.side lang=(lang_of(lang, text)) dir="auto" { (side(ui.messages(), lang, text, shown)) }
                }
            }
        }
    }
}

fn side(messages: &Messages, lang: Lang, text: &str, shown: Shown<'_>) -> Markup {
    let lit = shown.hit.and_then(|hit| hit.highlights.get(lang));
    let lit = lit.map_or(&[][..], Vec::as_slice);
    let why = shown.hit.map_or(&[][..], |hit| hit.why.as_slice());
    match shown.columns {
        Some(columns) => {
            let excerpt = within(text, lit, columns);
            marked(messages, lang, &excerpt.text, &excerpt.lit, why)
        }
        None => marked(messages, lang, text, lit, why),
    }
}

/// A text with its match spans marked, each with how it matched.
fn marked(
    messages: &Messages,
    lang: Lang,
    text: &str,
    lit: &[Range<usize>],
    why: &[Why],
) -> Markup {
    let mut parts = Vec::with_capacity(2 * lit.len() + 1);
    let mut at = 0;
    for span in lit {
        parts.push((text.get(at..span.start).unwrap_or_default(), None));
        let matched = text.get(span.clone()).unwrap_or_default();
        let reason = (why.iter()).find(|why| why.side == lang && why.matched == matched);
        parts.push((matched, Some(reason)));
        at = span.end;
    }
    parts.push((text.get(at..).unwrap_or_default(), None));
    html! {
        @for (part, reason) in parts {
            @match reason {
                None => (part),
                Some(None) => mark { (part) },
                Some(Some(why)) => {
                    mark.(way_class(why.by)) title={ (plain(&why.term)) " · " (way(messages, why.by)) } { (part) }
                }
            }
        }
    }
}

/// The class of a match: of the term as typed, or of an expansion.
fn way_class(by: By) -> &'static str {
    match by {
        By::Literal | By::Script | By::Quantity | By::Prefix => "typed",
        By::Stem | By::Glossary | By::Variant | By::Entity | By::Related => "other",
    }
}

/// How a hit matched, folded.
pub(super) fn why(messages: &Messages, hit: &Hit) -> Markup {
    html! {
        @if !hit.why.is_empty() {
            details.why {
                summary { (messages.why) }
                ul {
                    @for why in &hit.why {
                        li {
                            bdi { (plain(&why.term)) } " → "
                            b lang=(lang_of(why.side, &why.matched)) { bdi { (plain(&why.matched)) } }
                            span.dim { " " (way(messages, why.by)) }
                            @if let Some(word) = &why.within {
                                span.dim { " · " (messages.within) " " bdi lang=(lang_of(why.side, word)) { (plain(word)) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// How a term matched, in words.
pub(super) fn way(messages: &Messages, by: By) -> &'static str {
    match by {
        By::Literal => messages.by_literal,
        By::Script => messages.by_script,
        By::Stem => messages.by_stem,
        By::Prefix => messages.by_prefix,
        By::Glossary => messages.by_glossary,
        By::Variant => messages.by_variant,
        By::Quantity => messages.by_quantity,
        By::Entity => messages.by_entity,
        By::Related => messages.by_related,
    }
}

/// A speaker of a call: name, title or role, and firm.
pub(super) fn speaker(messages: &Messages, call: &Call, speaker: &Speaker) -> Markup {
    html! {
        b.who { (name(&speaker.name)) }
        @for detail in details(messages, call, speaker) { span.dim { " · " (name(&detail)) } }
    }
}

/// The title, or else the role, and the firm of a speaker, if it is not the company of the call.
fn details(messages: &Messages, call: &Call, speaker: &Speaker) -> Vec<String> {
    let title = speaker.title.clone();
    let is_role = title
        .as_deref()
        .is_some_and(|title| title.eq_ignore_ascii_case("analyst"));
    let title = match title {
        Some(title) if !is_role => title,
        _ => messages.role(speaker.role).to_owned(),
    };
    let same = |text: &str| text.eq_ignore_ascii_case(&speaker.name);
    let firm = speaker.firm.clone().filter(|firm| !is_of(call, firm));
    let all = std::iter::once(title).chain(firm);
    all.filter(|text| !same(text)).collect()
}

/// The line with which a copied passage is cited.
pub(super) fn source(messages: &Messages, call: &Call, passage: &Passage) -> String {
    let mut parts = Vec::new();
    if let Some(speaker) = call.speaker_of(passage) {
        parts.push(speaker.name.clone());
        parts.extend(details(messages, call, speaker));
    }
    parts.push(call.company.name.clone());
    parts.extend(call.period.map(|period| period.to_string()));
    parts.push(call.citation(passage));
    parts.extend(passage.page.map(|page| format!("p. {page}")));
    format!("— {}", plain(&parts.join(", ")))
}

/// A button that copies a passage with its source.
pub(super) fn copy_button(messages: &Messages, citation: &str) -> Markup {
    html! {
        button.copy.scripted type="button" data-does="copy" aria-label={ (messages.copy) " " (citation) }
            title=(messages.copy) data-copied=(messages.copied) data-failed=(messages.not_copied) {
            span aria-hidden="true" { "❝" }
        }
    }
}

/// A company by its name, another in the other language, and the ticker.
pub(super) fn company(company: &Company) -> Markup {
    let other = |other: &&String| has_han(other) != has_han(&company.name);
    let other = company.names.iter().find(other);
    html! {
        (name(&company.name))
        @if let Some(other) = other { " " span.dim { (name(other)) } }
        @if let Some(ticker) = company.ticker.as_deref().filter(|ticker| *ticker != company.name) {
            " " span.ticker { (plain(ticker)) }
        }
    }
}

/// Company and period of a call, or its date where no period is known.
pub(super) fn call_title(locale: UiLocale, call: &Call) -> String {
    let period = call.period.map(|period| period.to_string());
    let time = period.or_else(|| call.date.clone());
    let time = time.map_or(String::new(), |time| format!(" {time}"));
    plain(&format!("{}{time}", locale.company(&call.company)))
}

pub(super) fn section(messages: &Messages, section: Section) -> &'static str {
    messages.section(section)
}

/// The name of a field.
pub(super) fn field(messages: &Messages, field: Field) -> &'static str {
    messages.field(field)
}

/// A value of a field in the language of the page.
pub(super) fn value(messages: &Messages, field: Field, value: &str) -> String {
    plain(messages.value(field, value))
}

/// `3 passages in 2 calls`.
pub(super) fn extent(messages: &Messages, passages: u64, calls: u64) -> String {
    let passages = counted(passages, messages.passage, messages.passages);
    format!(
        "{passages} {}",
        counted(calls, messages.in_call, messages.in_calls)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_stand_where_text_is_lit() {
        let why = [Why {
            term: "<a>".to_owned(),
            matched: "b&c".to_owned(),
            by: By::Glossary,
            side: Lang::En,
            within: None,
        }];
        let messages = UiLocale::En.messages();
        let html = marked(messages, Lang::En, "<i>b&c é", &[3..6, 7..9], &why).into_string();
        let lit = "<mark class=\"other\" title=\"&lt;a&gt; · glossary\">b&amp;c</mark>";
        assert_eq!(html, format!("&lt;i&gt;{lit} <mark>é</mark>"));
    }

    #[test]
    fn a_name_turns_nothing_around() {
        assert_eq!(plain("a\u{202e}b\u{2066}c\n"), "abc");
        assert_eq!(
            name("資本支出").into_string(),
            "<bdi lang=\"zh-Hant\">資本支出</bdi>"
        );
    }
}
