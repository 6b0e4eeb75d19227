//! Whether two names can be one person's: middle names, initials, short forms of given names.

use super::name_words;

/// Given names with short forms that are not prefixes of them.
const SHORT_FORMS: &[(&str, &[&str])] = &[
    ("alexander", &["sandy", "sasha"]),
    ("aleksandr", &["alex", "sasha"]),
    ("aleksander", &["alex", "olek"]),
    ("abigail", &["abby"]),
    ("benedict", &["ben"]),
    ("bradley", &["brad"]),
    ("catherine", &["cate", "cathy", "kate"]),
    ("christine", &["chris", "tina"]),
    ("christopher", &["chris", "kit"]),
    ("deborah", &["deb", "debbie"]),
    ("donald", &["don", "donnie"]),
    ("frederick", &["fred", "freddie"]),
    ("gregory", &["greg"]),
    ("harold", &["hal", "harry"]),
    ("isabella", &["bella", "izzy"]),
    ("jacob", &["jake"]),
    ("jennifer", &["jen", "jenny"]),
    ("kimberly", &["kim"]),
    ("leonard", &["len", "lenny"]),
    ("louis", &["lou"]),
    ("marcus", &["marc"]),
    ("nathaniel", &["nate", "nat", "nathan"]),
    ("nathan", &["nate"]),
    ("oliver", &["ollie"]),
    ("pamela", &["pam"]),
    ("peter", &["pete"]),
    ("philip", &["phil"]),
    ("phillip", &["phil"]),
    ("raymond", &["ray"]),
    ("rebecca", &["becky", "becca"]),
    ("samuel", &["sam"]),
    ("samantha", &["sam"]),
    ("sandra", &["sandy"]),
    ("stephanie", &["steph"]),
    ("victoria", &["vicky", "tori"]),
    ("walter", &["walt", "wally"]),
    ("andrew", &["drew"]),
    ("anthony", &["tony"]),
    ("barbara", &["barb"]),
    ("charles", &["chuck", "charlie"]),
    ("daniel", &["danny"]),
    ("david", &["dave"]),
    ("edward", &["ed", "eddie", "ted"]),
    ("elizabeth", &["liz", "beth", "betsy"]),
    ("eugene", &["gene"]),
    ("francis", &["frank"]),
    ("gerald", &["jerry"]),
    ("henry", &["hank", "harry"]),
    ("james", &["jim", "jimmy", "jamie"]),
    ("jeffrey", &["jeff"]),
    ("geoffrey", &["jeff"]),
    ("john", &["jack", "johnny"]),
    ("jonathan", &["jon", "john"]),
    ("joseph", &["joe", "joey"]),
    ("katherine", &["kate", "kathy", "katie"]),
    ("lawrence", &["larry"]),
    ("margaret", &["meg", "peggy", "maggie"]),
    ("matthew", &["matt"]),
    ("michael", &["mike", "mick"]),
    ("nicholas", &["nick", "nico"]),
    ("patricia", &["pat", "patty", "trish"]),
    ("richard", &["rich", "rick", "dick", "ricky"]),
    ("robert", &["rob", "bob", "bobby"]),
    ("ronald", &["ron"]),
    ("stephen", &["steve"]),
    ("steven", &["steve"]),
    ("susan", &["sue"]),
    ("terence", &["terry"]),
    ("theodore", &["ted", "theo"]),
    ("thomas", &["tom", "tommy"]),
    ("timothy", &["tim"]),
    ("vincent", &["vince"]),
    ("william", &["bill", "will", "billy"]),
    ("zachary", &["zach", "zack"]),
];

/// Suffixes that follow a surname.
const SUFFIXES: [&str; 7] = ["jr", "sr", "ii", "iii", "iv", "cfa", "phd"];

/// Whether two names, given names first, can be one person's: the surnames are equal, one given name is
/// a form of the other, and middle names do not contradict.
pub fn compatible(a: &str, b: &str) -> bool {
    let (Some((given_a, surname_a)), Some((given_b, surname_b))) = (parts(a), parts(b)) else {
        return false;
    };
    let first = |given: &[String]| given.first().cloned().unwrap_or_default();
    let goes_by_middle_name = |given: &[String], other: &[String]| {
        // `J. Michael Doe` goes by `Mike Doe`.
        (given.len() > 1 && first(given).chars().count() == 1)
            && given
                .iter()
                .skip(1)
                .any(|name| one_given_name(name, &first(other)))
    };
    surname_a == surname_b
        && (one_given_name(&first(&given_a), &first(&given_b))
            || goes_by_middle_name(&given_a, &given_b)
            || goes_by_middle_name(&given_b, &given_a))
        && middles_agree(&given_a, &given_b)
}

/// A name without the honorific before it, where it has one: `Dr. Ann Wu`.
pub fn without_honorific(name: &str) -> Option<&str> {
    const HONORIFICS: [&str; 8] = ["Dr", "Mr", "Ms", "Mrs", "Prof", "Professor", "Sir", "Dame"];
    let (first, rest) = name.split_once(' ')?;
    let is_honorific = |word: &&str| word.eq_ignore_ascii_case(first.trim_end_matches('.'));
    let rest = rest.trim();
    (HONORIFICS.iter().any(is_honorific) && rest.contains(' ')).then_some(rest)
}

/// The words of a name in lower case, sorted.
pub fn sorted_words(name: &str) -> Vec<String> {
    let mut words = name_words(name);
    words.sort();
    words
}

/// The surname of a name written with given names first, in lower case.
pub fn surname(name: &str) -> Option<String> {
    parts(name).map(|(_, surname)| surname)
}

/// Given names and surname, in lower case.
fn parts(name: &str) -> Option<(Vec<String>, String)> {
    let mut words = name_words(name);
    while words
        .last()
        .is_some_and(|last| SUFFIXES.contains(&last.as_str()))
    {
        words.pop();
    }
    let surname = words.pop()?;
    (!words.is_empty() && surname.chars().count() > 1).then_some((words, surname))
}

/// Whether two given names, in lower case, are forms of one.
pub fn one_given_name(a: &str, b: &str) -> bool {
    if a.is_empty() || b.is_empty() {
        return false;
    }
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let is_prefix = short.chars().count() >= 3 && long.starts_with(short);
    let is_short_form = |full: &str, form: &str| {
        SHORT_FORMS
            .iter()
            .any(|(name, forms)| *name == full && forms.contains(&form))
    };
    a == b || is_prefix || is_short_form(a, b) || is_short_form(b, a)
}

/// Whether the middle names have the same initial; true if either name has none.
fn middles_agree(a: &[String], b: &[String]) -> bool {
    match (a.get(1), b.get(1)) {
        (Some(a), Some(b)) => a.chars().next() == b.chars().next(),
        _ => true,
    }
}

/// A name of several words that is printed in capitals as it is written elsewhere: `ANN MCREED-O'HARE` is
/// Ann McReed-O'Hare. None of anything else.
pub fn in_mixed_case(name: &str) -> Option<String> {
    let words: Vec<&str> = name.split(' ').collect();
    let is_name = |word: &&str| {
        let mut letters = word.chars().filter(|c| !"-'’.".contains(*c)).peekable();
        letters.peek().is_some() && letters.all(char::is_uppercase)
    };
    let is_long = words.iter().any(|word| word.chars().count() > 2);
    let fits = words.len() > 1 && is_long && words.iter().all(is_name);
    fits.then(|| {
        let words: Vec<String> = words.into_iter().map(word_in_mixed_case).collect();
        words.join(" ")
    })
}

fn word_in_mixed_case(word: &str) -> String {
    let has_vowel = word.contains(['A', 'E', 'I', 'O', 'U', 'Y']);
    let is_suffix = ["JR", "SR"].contains(&word.trim_end_matches('.'));
    // Numbers, and initials without a point between.
    if ["II", "III", "IV"].contains(&word) || word.len() < 3 && !has_vowel && !is_suffix {
        return word.to_owned();
    }
    let mut out = String::with_capacity(word.len());
    let mut begins = true;
    for c in word.chars() {
        match begins {
            true => out.push(c),
            false => out.extend(c.to_lowercase()),
        }
        begins = "-'’.".contains(c) || out == "Mc" && word.len() > 4;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{compatible, in_mixed_case};

    #[test]
    fn forms_of_one_name() {
        for (a, b) in [
            ("Rodney M. Smith", "Rod Smith"),
            ("Simon William Flannery", "Simon Flannery"),
            ("Benjamin Raymond Lowe", "Ben Lowe"),
            ("William H. Crane Jr.", "Bill Crane"),
            ("J. Michael Doe", "Mike Doe"),
        ] {
            assert!(compatible(a, b) && compatible(b, a), "{a} / {b}");
        }
        for (a, b) in [
            ("Rodney Smith", "Robert Smith"),
            ("Ann M. Lee", "Ann K. Lee"),
            ("Ann Lee", "Ann Li"),
            ("Lee", "Ann Lee"),
            ("Al Roe", "Alexander Roe"),
        ] {
            assert!(!compatible(a, b), "{a} / {b}");
        }
    }

    #[test]
    fn names_in_capitals_are_written_as_names() {
        for (printed, written) in [
            ("SATYA NADELLA", Some("Satya Nadella")),
            ("ROSS MCMILLAN", Some("Ross McMillan")),
            ("ANN-MARIE O'HARE", Some("Ann-Marie O'Hare")),
            ("J. R. SMITH III", Some("J. R. Smith III")),
            ("JP MORENO JR.", Some("JP Moreno Jr.")),
            ("ÉLODIE ÅS", Some("Élodie Ås")),
            ("OPERATOR", None),
            ("Satya NADELLA", None),
            ("SPEAKER 2", None),
            ("王 大明", None),
            ("", None),
        ] {
            assert_eq!(in_mixed_case(printed).as_deref(), written, "{printed}");
        }
    }
}
