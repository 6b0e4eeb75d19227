//! What a transcript says, on a page: lit, in its language, and kept from disturbing what is around
//! it.

use std::ops::Range;

use maud::{Markup, html};

use super::{
    Ui,
    words::{Words, counted},
};
use crate::{
    face::excerpt::within,
    model::{Call, Company, Lang, Passage, Role, Section, Speaker},
    query::Field,
    search::{By, Hit, Script, Why},
};

/// A name or title without characters that turn the direction of what follows.
pub(super) fn plain(text: &str) -> String {
    text.chars()
        .filter(|&c| !turns(c) && !c.is_control())
        .collect()
}

/// Marks of direction, embeddings, overrides and isolates.
fn turns(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A name in a line of other text.
pub(super) fn name(text: &str) -> Markup {
    let lang = has_han(text).then(|| han(text));
    html! { bdi lang=[lang] { (plain(text)) } }
}

pub(super) fn has_han(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{3400}'..='\u{9fff}'))
}

/// The tag of a Chinese text's language, with the script where its characters tell.
pub(super) fn han(text: &str) -> &'static str {
    match Script::of(text) {
        Script::Traditional => "zh-Hant",
        Script::Open => "zh",
    }
}

fn lang_of(lang: Lang, text: &str) -> &'static str {
    match lang {
        Lang::En => "en",
        Lang::Zh => han(text),
    }
}

/// How a passage is shown.
#[derive(Clone, Copy)]
pub(super) struct Shown<'a> {
    /// What is lit in it.
    pub(super) hit: Option<&'a Hit>,
    /// Columns of each side that are shown, more or less; all of it where none are given.
    pub(super) columns: Option<usize>,
}

/// The sides of a passage that the page shows.
pub(super) fn sides(ui: &Ui, passage: &Passage, shown: Shown<'_>) -> Markup {
    let has = |lang| passage.text.get(lang).is_some();
    let view = ui.view();
    let both = view == super::View::Both && has(Lang::En) && has(Lang::Zh);
    html! {
        div.sides.both[both] {
            @for (lang, text) in passage.text.iter() {
                @if view.shows(lang, has) {
                    p.side lang=(lang_of(lang, text)) dir="auto" { (side(ui.words(), lang, text, shown)) }
                }
            }
        }
    }
}

fn side(words: &Words, lang: Lang, text: &str, shown: Shown<'_>) -> Markup {
    let lit = shown.hit.and_then(|hit| hit.highlights.get(lang));
    let lit = lit.map_or(&[][..], Vec::as_slice);
    let why = shown.hit.map_or(&[][..], |hit| hit.why.as_slice());
    match shown.columns {
        Some(columns) => {
            let excerpt = within(text, lit, columns);
            marked(words, lang, &excerpt.text, &excerpt.lit, why)
        }
        None => marked(words, lang, text, lit, why),
    }
}

/// A text with its lit spans marked, each with the way by which it matched.
fn marked(words: &Words, lang: Lang, text: &str, lit: &[Range<usize>], why: &[Why]) -> Markup {
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
                    mark.(way_class(why.by)) title={ (plain(&why.term)) " · " (way(words, why.by)) } { (part) }
                }
            }
        }
    }
}

/// How other ways than the typed one are told apart.
fn way_class(by: By) -> &'static str {
    match by {
        By::Literal | By::Script | By::Quantity | By::Prefix => "typed",
        By::Stem | By::Glossary | By::Variant | By::Entity | By::Period => "other",
    }
}

/// The ways in which a hit matched, to unfold.
pub(super) fn why(words: &Words, hit: &Hit) -> Markup {
    html! {
        @if !hit.why.is_empty() {
            details.why {
                summary { (words.why) }
                ul {
                    @for why in &hit.why {
                        li {
                            bdi { (plain(&why.term)) } " → "
                            b lang=(lang_of(why.side, &why.matched)) { bdi { (plain(&why.matched)) } }
                            span.dim { " " (way(words, why.by)) }
                            @if let Some(word) = &why.within {
                                span.dim { " · " (words.within) " " bdi lang=(lang_of(why.side, word)) { (plain(word)) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The name of a way to match.
pub(super) fn way(words: &Words, by: By) -> &'static str {
    match by {
        By::Literal => words.by_literal,
        By::Script => words.by_script,
        By::Stem => words.by_stem,
        By::Prefix => words.by_prefix,
        By::Glossary => words.by_glossary,
        By::Variant => words.by_variant,
        By::Quantity => words.by_quantity,
        By::Entity => words.by_entity,
        By::Period => words.by_period,
    }
}

/// Who speaks: the name, what they are, and their firm where that is another.
pub(super) fn speaker(words: &Words, speaker: &Speaker) -> Markup {
    html! {
        b.who { (name(&speaker.name)) }
        @for detail in details(words, speaker) { span.dim { " · " (name(&detail)) } }
    }
}

/// What there is to say of a speaker beside the name: the title, else the role; the firm.
fn details(words: &Words, speaker: &Speaker) -> Vec<String> {
    let said = speaker.title.clone();
    let role_said = said
        .as_deref()
        .is_some_and(|title| title.eq_ignore_ascii_case("analyst"));
    let title = match said {
        Some(title) if !role_said => title,
        _ => role(words, speaker.role).to_owned(),
    };
    let same = |text: &str| text.eq_ignore_ascii_case(&speaker.name);
    let all = std::iter::once(title).chain(speaker.firm.clone());
    all.filter(|text| !same(text)).collect()
}

/// The line that a copied passage is cited with.
pub(super) fn source(words: &Words, call: &Call, passage: &Passage) -> String {
    let mut parts = Vec::new();
    if let Some(speaker) = call.speaker_of(passage) {
        parts.push(speaker.name.clone());
        parts.extend(details(words, speaker));
    }
    parts.push(call.company.name.clone());
    parts.extend(call.period.map(|period| period.to_string()));
    parts.push(call.citation(passage));
    format!("— {}", plain(&parts.join(", ")))
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

/// The ticker of a company, else its name.
pub(super) fn short(company: &Company) -> &str {
    company.ticker.as_deref().unwrap_or(&company.name)
}

/// A call by company and period.
pub(super) fn call_title(call: &Call) -> String {
    let period = call
        .period
        .map_or(String::new(), |period| format!(" {period}"));
    plain(&format!("{}{period}", call.company.name))
}

pub(super) fn role(words: &Words, role: Role) -> &'static str {
    match role {
        Role::Executive => words.role_executive,
        Role::Ir => words.role_ir,
        Role::Analyst => words.role_analyst,
        Role::Operator => words.role_operator,
        Role::Unidentified => words.role_unidentified,
        Role::Editor => words.role_editor,
    }
}

pub(super) fn section(words: &Words, section: Section) -> &'static str {
    match section {
        Section::Summary => words.summary,
        Section::Prepared => words.prepared,
        Section::Qa => words.qa,
    }
}

/// The name of a field.
pub(super) fn field(words: &Words, field: Field) -> &'static str {
    match field {
        Field::Company => words.company,
        Field::Speaker => words.speaker,
        Field::Role => words.role,
        Field::Firm => words.firm,
        Field::Section => words.section,
        Field::Period => words.period,
        Field::Since => words.since,
        Field::Until => words.until,
        Field::Lang => words.lang,
        Field::Format => words.format,
        Field::Call => words.call,
        Field::Amount => words.amount,
        Field::Percent => words.percent,
        Field::Asked => words.asked,
        Field::Answered => words.answered,
    }
}

/// A value of a field as the page says it.
pub(super) fn value(words: &Words, field: Field, value: &str) -> String {
    let said = match field {
        Field::Role => field.member::<Role>(value).map(|value| role(words, value)),
        Field::Section => field
            .member::<Section>(value)
            .map(|value| section(words, value)),
        Field::Lang => field.member::<Lang>(value).map(|lang| match lang {
            Lang::En => words.english,
            Lang::Zh => words.chinese,
        }),
        _ => None,
    };
    plain(said.unwrap_or(value))
}

/// So many passages, in so many calls.
pub(super) fn extent(words: &Words, passages: u64, calls: u64) -> String {
    let passages = counted(passages, words.passage, words.passages);
    format!(
        "{passages} {}",
        counted(calls, words.in_call, words.in_calls)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::face::web::words::Tongue;

    #[test]
    fn marks_stand_where_text_is_lit() {
        let why = [Why {
            term: "<a>".to_owned(),
            matched: "b&c".to_owned(),
            by: By::Glossary,
            side: Lang::En,
            within: None,
        }];
        let words = Tongue::En.words();
        let html = marked(words, Lang::En, "<i>b&c é", &[3..6, 7..9], &why).into_string();
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
