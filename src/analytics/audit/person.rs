//! Names of people whose Chinese rendering is not theirs: two renderings of one name in the calls of a company, and
//! a rendering that is read otherwise than the name is spelled.
//!
//! A rendering is looked for where the English says a full name of somebody who speaks: the characters that are read
//! as the name (蔣帆 and 江帆 are Jiang Fan), or a surname that is read so with a given name that is not (吳宇森 is
//! not Yongming Wu). Names that are rendered by their sound alone (艾迪 for Eddie) are not looked at.

use std::{
    collections::{BTreeMap, HashMap},
    ops::Range,
    sync::Arc,
};

use crate::{
    model::{Call, Confidence, DisagreementKind, Finding, Passage, Role, Sides, Speaker},
    terminology::aligned,
    text::{fold_str, has_han, is_han, is_read_as, syllables},
};

/// The last characters of titles that stand before a name.
const TITLES: &str = "長长官裁理監监師师總总席人任管事員员授士生";

/// What stands behind a name: a form of address, and what begins a predicate.
const AFTER: [&str; 12] = [
    "先生", "女士", "博士", "将", "和", "与", "及", "说", "表示", "的", "刚", "也",
];

/// A name in Latin letters.
struct Spelling {
    surname: String,
    /// The given name; several where its syllables can be divided in two ways.
    given: Vec<Vec<String>>,
    /// Whether it is certain which word is the surname, and that the given name is spelled by its characters.
    is_certain: bool,
}

/// Somebody who speaks.
#[derive(Default)]
pub(super) struct Person {
    /// Every name in Latin letters, of two words or more.
    latin: Vec<String>,
    /// Every name in Han characters.
    han: Vec<String>,
    spellings: Vec<Spelling>,
}

/// A rendering of a name in a passage.
struct Rendering {
    passage: usize,
    en: Range<usize>,
    zh: Range<usize>,
    /// Folded.
    name: String,
    is_spelled: bool,
}

/// The findings in some passages of one company's calls, by index of the passage.
pub(super) fn findings(calls: &[Arc<Call>], passages: &[Passage]) -> Vec<(usize, Finding)> {
    let mut found = Vec::new();
    for person in people(calls).values() {
        let renderings = renderings(person, passages);
        let established = established(person, &renderings);
        for rendering in renderings {
            let is_other = match &established {
                Some(name) => *name != rendering.name,
                None => !rendering.is_spelled,
            };
            if is_other {
                found.push((
                    rendering.passage,
                    Finding {
                        kind: DisagreementKind::Name,
                        confidence: Confidence::Low,
                        spans: Sides {
                            en: Some(rendering.en),
                            zh: Some(rendering.zh),
                        },
                    },
                ));
            }
        }
    }
    found
}

/// Those who speak in some calls, by canonical name.
fn people(calls: &[Arc<Call>]) -> BTreeMap<String, Person> {
    let mut people: BTreeMap<String, Person> = BTreeMap::new();
    let speakers = calls.iter().flat_map(|call| &call.speakers);
    for speaker in speakers.filter(|speaker| is_person(speaker)) {
        let person = people.entry(speaker.name.clone()).or_default();
        for name in &speaker.names {
            let names = match has_han(name) {
                true => &mut person.han,
                false if name.contains(' ') => &mut person.latin,
                false => continue,
            };
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
    }
    for person in people.values_mut() {
        person.spellings = spellings(&person.latin);
    }
    people
}

fn is_person(speaker: &Speaker) -> bool {
    speaker.has_name() && !matches!(speaker.role, Role::Operator | Role::Editor)
}

/// How Chinese characters spell the names of one person.
fn spellings(names: &[String]) -> Vec<Spelling> {
    let pairs: Vec<[&str; 2]> = names.iter().filter_map(|name| two_words(name)).collect();
    let is_shared = |word: &str| {
        let has = |pair: &&[&str; 2]| pair.iter().any(|other| other.eq_ignore_ascii_case(word));
        pairs.len() > 1 && pairs.iter().all(|pair| has(&pair))
    };
    let mut spellings: Vec<Spelling> = Vec::new();
    for [first, last] in &pairs {
        for (surname, given) in [(last, first), (first, last)] {
            let of_given = syllables(given);
            let is_surname = syllables(surname).iter().any(|all| all.len() == 1);
            // The other word of a person's two names is the given name: Eddie Wu, Yongming Wu.
            let is_other = is_shared(given) && !is_shared(surname);
            if !is_surname || of_given.is_empty() || is_other {
                continue;
            }
            let is_other_than_western =
                is_shared(surname) && !is_shared(given) && is_chinese(given);
            let is_certain = is_other_than_western
                || is_distinct(given) && of_given.iter().all(|all| all.len() == 2);
            spellings.push(Spelling {
                surname: surname.to_lowercase(),
                given: of_given,
                is_certain,
            });
        }
    }
    spellings
}

/// Whether a given name is no common Western one that happens to consist of syllables, such as Alan or Linda, where
/// the person has another.
fn is_chinese(given: &str) -> bool {
    const WESTERN: [&str; 24] = [
        "alan", "anna", "ben", "dan", "dana", "diane", "helen", "jane", "ken", "kate", "lena",
        "linda", "lisa", "luke", "mike", "mina", "mona", "nina", "sean", "susan", "wade", "rena",
        "tina", "gene",
    ];
    !WESTERN.contains(&given.to_lowercase().as_str())
}

/// Whether a word is spelled as only Pinyin spells.
fn is_distinct(given: &str) -> bool {
    let given = given.to_lowercase();
    ["x", "q", "zh", "ng", "iu", "uo"]
        .iter()
        .any(|part| given.contains(part))
}

/// The two words of a name; none of a name of more or fewer.
fn two_words(name: &str) -> Option<[&str; 2]> {
    let words: Vec<&str> = name.split_whitespace().collect();
    words.try_into().ok()
}

/// The rendering that counts: that of the headings, else that which most passages have, if it is read as the name.
fn established(person: &Person, renderings: &[Rendering]) -> Option<String> {
    if let Some(name) = person.han.first() {
        return Some(fold_str(name));
    }
    let mut counts: HashMap<&str, (usize, usize)> = HashMap::new();
    for (at, rendering) in renderings.iter().enumerate() {
        if rendering.is_spelled {
            counts.entry(&rendering.name).or_insert((0, at)).0 += 1;
        }
    }
    // Of two that are equally frequent the first.
    let best = counts
        .into_iter()
        .max_by_key(|(_, (count, first))| (*count, usize::MAX - first));
    best.map(|(name, _)| name.to_owned())
}

/// The renderings of a person's name in some passages.
fn renderings(person: &Person, passages: &[Passage]) -> Vec<Rendering> {
    let mut found = Vec::new();
    if person.spellings.is_empty() && person.han.is_empty() {
        return found;
    }
    for (at, passage) in passages.iter().enumerate() {
        let Some((en, zh)) = super::both(passage) else {
            continue;
        };
        if !person.latin.iter().any(|name| en.contains(name.as_str())) {
            continue;
        }
        for (a, b) in aligned(en, zh) {
            let named = person.latin.iter().find_map(|name| {
                let start = a.start + en.get(a.clone())?.find(name.as_str())?;
                Some(start..start + name.len())
            });
            let Some(named) = named else { continue };
            let in_segment = zh.get(b.clone()).and_then(|text| rendered(person, text));
            if let Some((span, is_spelled)) = in_segment {
                let zh_span = b.start + span.start..b.start + span.end;
                let name = fold_str(zh.get(zh_span.clone()).unwrap_or_default());
                let is_last = |last: &Rendering| last.passage == at && last.name == name;
                if found.last().is_some_and(is_last) {
                    continue;
                }
                found.push(Rendering {
                    passage: at,
                    en: named,
                    name,
                    zh: zh_span,
                    is_spelled,
                });
            }
        }
    }
    found
}

/// Where a Chinese text has a name of a person, and whether it is read as the name; a name that is comes first.
fn rendered(person: &Person, text: &str) -> Option<(Range<usize>, bool)> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let span = |from: usize, count: usize| -> Option<Range<usize>> {
        let (start, _) = chars.get(from)?;
        let (last, c) = chars.get(from + count - 1)?;
        Some(*start..last + c.len_utf8())
    };
    let of_han = person.han.iter().find_map(|name| {
        let at = text.find(name.as_str())?;
        Some((at..at + name.len(), true))
    });
    let spelled = || {
        (0..chars.len()).find_map(|at| {
            let mut givens = person.spellings.iter().flat_map(|spelling| {
                let of_given = spelling.given.iter();
                of_given.map(move |given| (&spelling.surname, given))
            });
            givens.find_map(|(surname, given)| {
                is_spelled(&chars, at, surname, given).then(|| span(at, 1 + given.len()))?
            })
        })
    };
    let otherwise = || {
        (0..chars.len()).find_map(|at| {
            let count = length_of_other(person, &chars, at)?;
            let span = span(at, count)?;
            is_bounded(text, &span).then_some(span)
        })
    };
    of_han
        .or_else(|| Some((spelled()?, true)))
        .or_else(|| Some((otherwise()?, false)))
}

/// Whether characters from a place on are read as a name.
fn is_spelled(chars: &[(usize, char)], at: usize, surname: &str, given: &[String]) -> bool {
    let syllables = std::iter::once(surname).chain(given.iter().map(String::as_str));
    let chars = chars.get(at..).unwrap_or_default();
    chars.len() > given.len()
        && (chars.iter().zip(syllables)).all(|((_, c), syllable)| is_read_as(*c, syllable))
}

/// The number of characters of a name with a person's surname at a place, where its given name is another.
fn length_of_other(person: &Person, chars: &[(usize, char)], at: usize) -> Option<usize> {
    let (_, surname) = chars.get(at)?;
    let certain = person
        .spellings
        .iter()
        .filter(|spelling| spelling.is_certain);
    let by_spelling = certain
        .filter(|spelling| is_read_as(*surname, &spelling.surname))
        .find_map(|spelling| Some(1 + spelling.given.first()?.len()));
    let by_heading = || {
        let mut names = person.han.iter();
        let name = names
            .find(|name| fold_str(name).starts_with(fold_str(&surname.to_string()).as_str()))?;
        Some(name.chars().count())
    };
    let count = by_spelling.or_else(by_heading).filter(|count| *count > 1)?;
    let all = chars.get(at..at + count)?;
    all.iter().all(|(_, c)| is_han(*c)).then_some(count)
}

/// Whether a span is bounded as names are: a title or no Han character before it, and none, or what follows names,
/// behind it.
fn is_bounded(text: &str, span: &Range<usize>) -> bool {
    let before = text
        .get(..span.start)
        .and_then(|text| text.chars().next_back());
    let after = fold_str(text.get(span.end..).unwrap_or_default());
    let is_begun = before.is_none_or(|c| !is_han(c) || TITLES.contains(c));
    let is_ended = after.chars().next().is_none_or(|c| !is_han(c))
        || AFTER.iter().any(|word| after.starts_with(word));
    is_begun && is_ended
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(latin: &[&str], han: &[&str]) -> Person {
        let [latin, han] = [latin, han].map(|names| {
            names
                .iter()
                .map(|name| (*name).to_owned())
                .collect::<Vec<_>>()
        });
        Person {
            spellings: spellings(&latin),
            latin,
            han,
        }
    }

    #[test]
    fn renderings_of_a_name() {
        let two = person(&["Yongsheng Wu", "Teddy Wu"], &[]);
        let either = person(&["Jiang Fan", "Fan Jiang"], &[]);
        let kept = person(&["Victor Hsieh"], &["謝宏文"]);
        let western = person(&["Alan Wu", "A. Wu"], &[]);
        for (person, text, expected) in [
            (&two, "董事長吳永勝;財務長徐東", Some(("吳永勝", true))),
            (&two, "董事長吳宇明;財務長徐東", Some(("吳宇明", false))),
            (&two, "我們無法明白,五年", None),
            (&either, "正如江帆剛才所說", Some(("江帆", true))),
            (&either, "長江,方法", None),
            (&kept, "執行長謝宏文表示", Some(("謝宏文", true))),
            (&kept, "執行長謝紅雯表示", Some(("謝紅雯", false))),
            (&kept, "謝謝各位的參加", None),
            (&western, "董事長吳宇明;", None),
        ] {
            let found = rendered(person, text);
            let found = found.map(|(span, is_spelled)| (&text[span], is_spelled));
            assert_eq!(found, expected, "{text}");
        }
    }
}
