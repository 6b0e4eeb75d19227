//! Who the speakers are: one person under every form of a name, with role, title and firm.

mod alias;
mod firm;
mod office;

use super::format::{Heading, RawTurn};
use crate::model::{Role, Speaker, name_words};

/// The people behind the headings, and for each turn the index of its speaker.
pub(super) fn resolve(turns: &[RawTurn]) -> (Vec<Speaker>, Vec<usize>) {
    let mut speakers: Vec<Speaker> = Vec::new();
    let mut speaker_of = Vec::with_capacity(turns.len());
    for turn in turns {
        let candidate = speaker(&turn.heading);
        let known = speakers
            .iter()
            .position(|known| same_person(known, &candidate));
        let at = known.unwrap_or(speakers.len());
        match speakers.get_mut(at) {
            Some(known) => merge(known, candidate),
            None => speakers.push(candidate),
        }
        speaker_of.push(at);
    }
    alias::learn(turns, &mut speakers);
    firm::learn(turns, &speaker_of, &mut speakers);
    (speakers, speaker_of)
}

/// A speaker as one heading has it.
fn speaker(heading: &Heading) -> Speaker {
    let named = !heading.name.is_empty();
    let name = if named {
        heading.name.clone()
    } else {
        "Unidentified speaker".to_owned()
    };
    let role = office::role(&name, heading.title.as_deref());
    let mut firm = heading.firm.clone();
    if role == Role::Analyst && firm.is_none() {
        firm = heading.title.as_deref().and_then(office::firm_in_title);
    }
    let mut names = vec![name.clone()];
    names.extend(heading.other_name.clone());
    Speaker {
        name,
        names,
        role,
        title: heading.title.clone(),
        firm,
    }
}

/// Whether two headings name one person: the same words of a name in any order, and nothing that
/// tells them apart.
fn same_person(a: &Speaker, b: &Speaker) -> bool {
    let words = |speaker: &Speaker| {
        let mut words = name_words(&speaker.name);
        words.sort();
        words
    };
    let told_apart = |a: &Option<String>, b: &Option<String>| match (a, b) {
        (Some(a), Some(b)) => !office::same_office(a, b),
        _ => false,
    };
    words(a) == words(b) && (a.name == b.name || !told_apart(&a.title, &b.title))
}

/// Adds what a further heading tells of a known person.
fn merge(known: &mut Speaker, further: Speaker) {
    for name in further.names {
        add_name(known, name);
    }
    known.title = known.title.take().or(further.title);
    known.firm = known.firm.take().or(further.firm);
}

/// Adds a name that the person does not have yet.
fn add_name(speaker: &mut Speaker, name: String) {
    if !speaker.names.contains(&name) {
        speaker.names.push(name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::format::Paragraph;

    fn turn(name: &str, title: Option<&str>, text: &str) -> RawTurn {
        RawTurn {
            heading: Heading {
                name: name.to_owned(),
                title: title.map(str::to_owned),
                ..Heading::default()
            },
            paragraphs: vec![Paragraph::new(text)],
            ..RawTurn::default()
        }
    }

    #[test]
    fn names_in_any_order_and_nicknames_are_one_person() {
        let turns = [
            turn(
                "Operator",
                None,
                "I now hand over to Nora Lim, Head of Investor Relations.",
            ),
            turn(
                "Nora Lim",
                Some("Head of Investor Relations"),
                "With me are Eddie Wu, Chief Executive Officer; Toby Xu, Chief Financial Officer; \
                 Jiang Fan, Chief Executive Officer of Shops Business Group.",
            ),
            turn(
                "Yongming Wu",
                Some("Chief Executive Officer, Director"),
                "Thank you.",
            ),
            turn("Xu Hong", Some("Chief Financial Officer"), "Thank you."),
            turn(
                "Fan Jiang",
                Some("Chief Executive Officer, Shops Business Group"),
                "Yes.",
            ),
            turn(
                "Jiang Fan",
                Some("Chief Executive Officer, Shops Business Group"),
                "Yes.",
            ),
            turn("Gary Wu", Some("Analyst"), "A question."),
        ];
        let (speakers, speaker_of) = resolve(&turns);
        let names: Vec<String> = speakers.iter().map(|s| s.names.join(" = ")).collect();
        assert_eq!(
            names,
            [
                "Operator",
                "Nora Lim",
                "Yongming Wu = Eddie Wu",
                "Xu Hong = Toby Xu",
                "Fan Jiang = Jiang Fan",
                "Gary Wu",
            ]
        );
        assert_eq!(speaker_of, [0, 1, 2, 3, 4, 4, 5]);
    }

    #[test]
    fn one_surname_and_two_offices_are_two_people() {
        let turns = [
            turn(
                "Ann Lee",
                Some("Chief Executive Officer"),
                "Here is our CFO, Bob Lee.",
            ),
            turn("Robert Lee", Some("Chief Financial Officer"), "Hello."),
            turn("Ann Lee", Some("Analyst"), "Another Ann."),
        ];
        let (speakers, _) = resolve(&turns);
        let names: Vec<String> = speakers.iter().map(|s| s.names.join(" = ")).collect();
        assert_eq!(names, ["Ann Lee", "Robert Lee = Bob Lee"]);
    }

    #[test]
    fn the_firm_stands_in_the_operators_line() {
        for (line, firm) in [
            (
                "(Operator Instructions) Gary Yu, Morgan Stanley.",
                Some("Morgan Stanley"),
            ),
            (
                "Our next question comes from the line of Gary Yu with J.P. Morgan.",
                Some("J.P. Morgan"),
            ),
            (
                "We'll go to Gary Yu from Kestrel Capital, please go ahead.",
                Some("Kestrel Capital"),
            ),
            (
                "Next is Gary Yu of Wells & Co. Your line is open.",
                Some("Wells & Co."),
            ),
            ("Gary Yu, your line is open.", None),
        ] {
            let turns = [
                turn("Operator", None, line),
                turn("Gary Yu", Some("Analyst"), "Hi."),
            ];
            let (speakers, _) = resolve(&turns);
            assert_eq!(speakers[1].firm.as_deref(), firm, "{line}");
        }
    }
}
