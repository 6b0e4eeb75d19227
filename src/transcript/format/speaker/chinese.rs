//! Chinese speakers: `王經理`, `董事长 张三`, `中信证券张三`, `李四（财务总监）`.
//!
//! Text is compared in folded (Simplified) characters. Folding maps character to character, so an index
//! into the folded characters is one into the text.

use std::{collections::HashSet, sync::LazyLock};

use super::{
    chinese_words::{FIRMS, LONG_SURNAMES, NOT_NAMES, SURNAMES, TITLES, WORDS},
    heading::split_heading,
    voices::{chinese_voice_role, is_chinese_voice},
};
use crate::{
    model::{Role, is_known_firm},
    text::{fold, is_han},
    transcript::format::Heading,
};

/// Words as lists of characters.
type CharWords = LazyLock<Vec<Vec<char>>>;

static TITLE_WORDS: CharWords = LazyLock::new(|| char_words(TITLES));
static FIRM_WORDS: CharWords = LazyLock::new(|| char_words(FIRMS));

fn char_words(list: &str) -> Vec<Vec<char>> {
    list.split_whitespace()
        .map(|word| word.chars().collect())
        .collect()
}

/// Longest heading in characters.
const MAX_CHARS: usize = 40;

/// The characters of a text, folded.
pub(crate) fn folded(text: &str) -> Vec<char> {
    text.chars().map(fold).collect()
}

/// The characters of a text in a range, trimmed.
fn char_range(text: &str, from: usize, to: usize) -> String {
    let range: String = text
        .chars()
        .skip(from)
        .take(to.saturating_sub(from))
        .collect();
    range.trim().to_owned()
}

/// Whether a text is a whole Chinese name: two to four characters, the first a surname, or a foreign
/// name with a dot.
pub(crate) fn is_name(text: &str) -> bool {
    let chars = folded(text);
    if text.contains(['·', '‧', '•']) {
        let letters = |c: &char| is_han(*c) || "·‧•".contains(*c);
        return (4..=14).contains(&chars.len()) && chars.iter().all(letters);
    }
    let beginning: String = chars.iter().take(2).collect();
    let word = chars.len() == 2 && COMMON_WORDS.contains(beginning.as_str());
    (2..=4).contains(&chars.len())
        && (chars.len() < 4 || has_long_surname(&chars))
        && !word
        && !NOT_NAMES.split_whitespace().any(|word| word == beginning)
        && chars.iter().copied().all(is_han)
        && chars.first().is_some_and(|&c| SURNAMES.contains(c))
        && title_prefix(text) == 0
        && firm_end(text).is_none()
}

/// Words of two characters that are no names.
static COMMON_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| WORDS.split_whitespace().collect());

/// Whether a name begins with a surname of two characters, or with two surnames as of married women.
fn has_long_surname(chars: &[char]) -> bool {
    let long = LONG_SURNAMES
        .split_whitespace()
        .any(|surname| starts_with(chars, surname));
    long || chars.iter().take(2).all(|&c| SURNAMES.contains(c))
}

fn is_long_surname(name: &str) -> bool {
    let name: String = folded(name).into_iter().collect();
    LONG_SURNAMES.split_whitespace().any(|long| long == name)
}

/// Characters that titles take at the beginning of a text, `董事兼总经理`.
pub(crate) fn title_prefix(text: &str) -> usize {
    let chars = folded(text);
    let mut at = 0;
    loop {
        let rest = chars.get(at..).unwrap_or_default();
        let longest = TITLE_WORDS
            .iter()
            .filter(|title| title.as_slice() != ['总'] && rest.starts_with(title))
            .map(Vec::len)
            .max();
        match longest {
            Some(length) => at += length,
            None if at > 0 && rest.first().is_some_and(|c| "兼、及/和,，".contains(*c)) => {
                let more = title_prefix_once(rest.get(1..).unwrap_or_default());
                if !more {
                    return at;
                }
                at += 1;
            }
            None => return at,
        }
    }
}

fn title_prefix_once(chars: &[char]) -> bool {
    TITLE_WORDS
        .iter()
        .any(|title| title.as_slice() != ['总'] && chars.starts_with(title))
}

fn starts_with(chars: &[char], word: &str) -> bool {
    chars.len() >= word.chars().count() && word.chars().zip(chars).all(|(a, &b)| a == b)
}

/// Where the last title begins that ends a text, in characters.
pub(crate) fn title_suffix(text: &str) -> Option<usize> {
    let chars = folded(text);
    TITLE_WORDS
        .iter()
        .filter(|title| chars.ends_with(title))
        .map(|title| chars.len() - title.len())
        .min()
}

/// Where the last firm's name in a text ends, in characters.
fn firm_end(text: &str) -> Option<usize> {
    let chars = folded(text);
    (2..=chars.len()).rev().find(|&end| {
        let head = chars.get(..end).unwrap_or_default();
        FIRM_WORDS
            .iter()
            .any(|firm| end > firm.len() && head.ends_with(firm))
    })
}

/// Whether a text ends as firms' names do.
pub(crate) fn is_firm(text: &str) -> bool {
    firm_end(text) == Some(text.chars().count())
}

/// Splits `中信证券张三` into firm and name.
pub(crate) fn firm_and_name(text: &str) -> Option<(String, String)> {
    let known = (2..text.chars().count()).find(|&end| is_known_firm(&char_range(text, 0, end)));
    let end = firm_end(text).or(known)?;
    let all = text.chars().count();
    let rest = char_range(text, end, all);
    let rest = rest.trim_start_matches(['-', '—', '/', '－', ' ', '　', ':', '：']);
    is_name(rest).then(|| (char_range(text, 0, end), rest.to_owned()))
}

/// Splits `中信证券分析师张三` into firm, title and name.
fn firm_title_name(text: &str) -> Option<(String, String, String)> {
    let all = text.chars().count();
    let end = (2..all).find(|&end| {
        let firm = char_range(text, 0, end);
        (is_firm(&firm) || is_known_firm(&firm)) && title_prefix(&char_range(text, end, all)) > 0
    })?;
    let rest = char_range(text, end, all);
    let title = title_prefix(&rest);
    let name = char_range(&rest, title, rest.chars().count());
    is_name(&name).then(|| (char_range(text, 0, end), char_range(&rest, 0, title), name))
}

/// Parses a heading whose name, title or voice is Chinese; none if the text is no heading.
pub(crate) fn heading(text: &str) -> Option<Heading> {
    let text = text.trim();
    let count = text.chars().count();
    if count == 0 || count > MAX_CHARS || text.contains(['。', '？', '！', '；', '?', '!', ';'])
    {
        return None;
    }
    if is_chinese_voice(text) {
        return Some(Heading {
            name: text.to_owned(),
            role: chinese_voice_role(text),
            ..Heading::default()
        });
    }
    if let Some((name, about)) = bracketed(text).or_else(|| split_heading(text)) {
        let mut heading = simple(name)?;
        attribute(&mut heading, about);
        return Some(heading);
    }
    simple(text)
}

/// Whether a heading states more than a name, so that it is certainly a heading.
pub(crate) fn has_details(heading: &Heading) -> bool {
    heading.title.is_some()
        || heading.firm.is_some()
        || is_chinese_voice(&heading.name)
        || title_suffix(&heading.name).is_some()
}

/// `张三（董事长）`: the text before and in the brackets at the end.
fn bracketed(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_suffix([')', '）'])?;
    let (name, about) = inner.split_once(['(', '（'])?;
    (!name.trim().is_empty() && !about.trim().is_empty()).then(|| (name.trim(), about.trim()))
}

/// Adds what is in brackets or after a dash: a firm with or without a title, or a title.
fn attribute(heading: &mut Heading, about: &str) {
    if is_firm(about) {
        heading.firm = Some(about.to_owned());
        heading.role = Some(Role::Analyst);
        return;
    }
    let firm = firm_before_title(about).or_else(|| {
        firm_end(about).filter(|_| title_suffix(about).is_some() && title_prefix(about) == 0)
    });
    match firm {
        Some(end) => {
            let title = char_range(about, end, about.chars().count());
            heading.firm = Some(char_range(about, 0, end));
            heading.title = (!title.is_empty()).then_some(title);
            heading.role = Some(Role::Analyst);
        }
        None => heading.title = Some(about.to_owned()),
    }
}

/// A Chinese firm or title before a name in Latin letters: `岚川证券分析师 Gary Yu`.
fn before_latin_name(text: &str) -> Option<(&str, &str)> {
    let at = text.find(|c: char| c.is_ascii_uppercase())?;
    let (about, name) = (text.get(..at)?.trim(), text.get(at..)?.trim());
    let letters = name
        .chars()
        .all(|c| c.is_alphabetic() && !is_han(c) || " .'’-".contains(c));
    let capital = name
        .split_whitespace()
        .all(|word| word.starts_with(char::is_uppercase));
    let told = title_suffix(about).is_some() || is_firm(about) || is_known_firm(about);
    (letters && capital && told && name.chars().count() >= 3).then_some((about, name))
}

/// A Chinese firm or title behind a name in Latin letters: `Gary Yu 瑞銀分析師`.
fn behind_latin_name(text: &str) -> Option<(&str, &str)> {
    let (name, about) = text.split_at_checked(text.find(is_han)?)?;
    let (name, about) = (name.trim(), about.trim());
    let turned = format!("{about} {name}");
    (name.contains(' ') && before_latin_name(&turned).is_some()).then_some((about, name))
}

/// Where a firm ends that a title follows, `岚川证券分析师`: a known firm, or one that ends as firms do.
fn firm_before_title(about: &str) -> Option<usize> {
    let title = title_suffix(about)?;
    let firm = char_range(about, 0, title);
    (is_known_firm(&firm) || is_firm(&firm)).then_some(title)
}

/// `主持人-李明`: a voice and the name of who it is.
fn voice_and_name(text: &str) -> Option<(&str, &str)> {
    let (voice, name) = text.split_once(['-', '－', '—', '/', '：'])?;
    let (voice, name) = (voice.trim(), name.trim());
    (is_chinese_voice(voice) && is_name(name)).then_some((voice, name))
}

/// Parses a heading without brackets or dashes.
fn simple(text: &str) -> Option<Heading> {
    let heading = |name: &str, title: Option<&str>, firm: Option<&str>| {
        Some(Heading {
            name: name.to_owned(),
            title: title.map(str::to_owned),
            firm: firm.map(str::to_owned),
            role: firm.map(|_| Role::Analyst),
            ..Heading::default()
        })
    };
    if let Some((about, name)) = before_latin_name(text).or_else(|| behind_latin_name(text)) {
        let mut found = heading(name, None, None)?;
        attribute(&mut found, about);
        return Some(found);
    }
    if let Some((voice, name)) = voice_and_name(text) {
        return heading(name, Some(voice), None);
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.as_slice() {
        [rest @ .., "先生" | "女士" | "小姐"] if rest.last().is_some_and(|name| is_name(name)) => {
            simple(&rest.join(" "))
        }
        [one] => {
            let all = one.chars().count();
            if is_chinese_voice(one) {
                return heading(one, None, None);
            }
            let title = title_prefix(one);
            if title > 0 && is_name(&char_range(one, title, all)) {
                return heading(
                    &char_range(one, title, all),
                    Some(&char_range(one, 0, title)),
                    None,
                );
            }
            if let Some((firm, rest)) = firm_and_name(one) {
                return heading(&rest, None, Some(&firm));
            }
            if let Some((firm, title, name)) = firm_title_name(one) {
                return heading(&name, Some(&title), Some(&firm));
            }
            if let Some(from) = title_suffix(one).filter(|&from| from > 0) {
                let name = char_range(one, 0, from);
                let title = char_range(one, from, all);
                if let Some((firm, name)) = firm_and_name(&name) {
                    return heading(&name, Some(&title), Some(&firm));
                }
                if is_name(&name) && from >= 2 && !is_long_surname(&name) {
                    return heading(&name, Some(&title), None);
                }
                let surname = from == 1 && folded(&name).iter().all(|&c| SURNAMES.contains(c))
                    || is_long_surname(&name);
                return if surname {
                    heading(one, None, None)
                } else {
                    None
                };
            }
            if is_firm(one) && all <= 12 && all > 2 {
                return heading("", None, Some(one));
            }
            if is_name(one) {
                return heading(one, None, None);
            }
            None
        }
        [rest @ .., last] if is_name(last) => {
            let about = rest.join(" ");
            if title_prefix(&about) > 0 {
                return heading(last, Some(&about), None);
            }
            let firm = rest.iter().position(|word| title_prefix(word) > 0);
            match firm {
                Some(at) => heading(
                    last,
                    Some(&rest.get(at..)?.join(" ")),
                    Some(&rest.get(..at)?.join(" ")),
                ),
                None if is_firm(&about) || is_known_firm(&about) => {
                    heading(last, None, Some(&about))
                }
                // `岚川证券分析师 周可`
                None => {
                    let title = title_suffix(&about)?;
                    let (firm, title) = (
                        char_range(&about, 0, title),
                        char_range(&about, title, about.chars().count()),
                    );
                    let told = is_firm(&firm) || is_known_firm(&firm);
                    told.then(|| heading(last, Some(&title), Some(&firm)))?
                }
            }
        }
        [first, rest @ ..] if is_name(first) => {
            let about = rest.join(" ");
            if title_prefix(&about) == 0 && title_suffix(&about).is_none() && !is_firm(&about) {
                return None;
            }
            let mut found = heading(first, None, None)?;
            attribute(&mut found, &about);
            Some(found)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speakers() {
        for (text, name, title, firm) in [
            ("张三", "张三", None, None),
            ("王經理", "王經理", None, None),
            ("林总", "林总", None, None),
            ("董事長林曜辰", "林曜辰", Some("董事長"), None),
            ("董事长 林曜辰", "林曜辰", Some("董事长"), None),
            ("林曜辰董事長", "林曜辰", Some("董事長"), None),
            ("董事兼总经理林曜辰", "林曜辰", Some("董事兼总经理"), None),
            ("林曜辰（董事长）", "林曜辰", Some("董事长"), None),
            ("林曜辰 - 財務長", "林曜辰", Some("財務長"), None),
            ("岚川证券 周可", "周可", None, Some("岚川证券")),
            ("岚川证券周可", "周可", None, Some("岚川证券")),
            ("周可（岚川证券）", "周可", None, Some("岚川证券")),
            (
                "岚川证券分析师 周可",
                "周可",
                Some("分析师"),
                Some("岚川证券"),
            ),
            (
                "岚川证券分析师周可",
                "周可",
                Some("分析师"),
                Some("岚川证券"),
            ),
            ("欧阳总", "欧阳总", None, None),
            ("欧阳静怡", "欧阳静怡", None, None),
            ("岚川证券", "", None, Some("岚川证券")),
            ("发言人 2", "发言人 2", None, None),
            ("主持人", "主持人", None, None),
        ] {
            let Some(found) = heading(text) else {
                assert!(name.is_empty() && firm.is_none(), "{text}");
                continue;
            };
            assert_eq!(found.name, name, "{text}");
            assert_eq!(found.title.as_deref(), title, "{text}");
            assert_eq!(found.firm.as_deref(), firm, "{text}");
        }
        for text in [
            "本季营收",
            "毛利率",
            "注意事项",
            "第一",
            "展望",
            "公司回复",
            "如下",
            "今年資本支出",
            "郑重声明",
        ] {
            assert_eq!(heading(text), None, "{text}");
        }
    }
}
