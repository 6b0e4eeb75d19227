//! Readings of Han characters, and Chinese names that are spelled by them (Pinyin, without tones).

use std::{collections::HashSet, sync::LazyLock};

use pinyin::{Pinyin, ToPinyinMulti};

use super::is_han;

/// Longest syllable in letters: `zhuang`.
const LONGEST: usize = 6;

/// All syllables that a character of the basic block is read as.
static SYLLABLES: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let all = ('\u{4E00}'..='\u{9FFF}').flat_map(readings);
    all.filter(|syllable| syllable.contains(['a', 'e', 'i', 'o', 'u']))
        .collect()
});

/// Whether a character can be read as a syllable, given in small letters.
pub fn is_read_as(c: char, syllable: &str) -> bool {
    readings(c).any(|reading| reading == syllable)
}

/// The readings of a character, in small letters and without tones.
fn readings(c: char) -> impl Iterator<Item = String> {
    let all = is_han(c).then(|| c.to_pinyin_multi()).flatten();
    let plain = all.into_iter().flatten().map(Pinyin::plain);
    // Passports and transcripts write 呂 as Lu, seldom as Lv or Lü.
    plain.map(|reading| reading.replace('ü', "u"))
}

/// The ways in which a word in Latin letters is spelled by one or two syllables: `xian` is 先 or 西安.
pub fn syllables(word: &str) -> Vec<Vec<String>> {
    let word = word.to_lowercase().replace(['ü', 'v'], "u");
    let is_syllable = |part: &str| part.len() <= LONGEST && SYLLABLES.contains(part);
    let mut found = Vec::new();
    if is_syllable(&word) {
        found.push(vec![word.clone()]);
    }
    for (at, _) in word.char_indices().skip(1) {
        let (first, second) = word.split_at(at);
        let second = second.trim_start_matches(['-', '\'', '’']);
        let first = first.trim_end_matches(['-', '\'', '’']);
        let parts = [first, second].map(str::to_owned);
        if is_syllable(first) && is_syllable(second) && !found.iter().any(|known| *known == parts) {
            found.push(parts.to_vec());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_have_their_readings() {
        assert!(is_read_as('吳', "wu") && is_read_as('吴', "wu"));
        assert!(is_read_as('呂', "lu"));
        assert!(is_read_as('長', "chang") && is_read_as('長', "zhang"));
        assert!(!is_read_as('宇', "yong"));
        assert!(!is_read_as('a', "a"));
    }

    #[test]
    fn words_are_spelled_by_syllables() {
        let shown = |word: &str| -> String {
            let found: Vec<String> = syllables(word).iter().map(|all| all.join(" ")).collect();
            found.join("|")
        };
        assert_eq!(shown("Yongming"), "yong ming");
        assert_eq!(shown("Fan"), "fan");
        assert_eq!(shown("Xian"), "xian|xi an");
        assert_eq!(shown("Wei-jie"), "wei jie");
        assert_eq!(shown("Eddie"), "");
        assert_eq!(shown(""), "");
    }
}
