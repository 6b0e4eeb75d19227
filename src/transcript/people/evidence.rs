//! What a speaker is, from evidence: the firm of the heading, an announcement, an introduction, prepared
//! remarks, answers. Whoever shows none of it stays unidentified.

use std::collections::{BTreeSet, HashMap};

use super::{
    announced_analysts,
    announcements::{announced, announces_question},
    handovers,
    turns::{Turns, is_label},
};
use crate::model::{Company, Role, Section, Speaker, firm_name, is_known_firm, name, name_words};

/// Sets the roles that headings and lists do not state.
pub(super) fn set_roles(turns: &Turns<'_>, company: &Company, speakers: &mut [Speaker]) {
    operators(turns, speakers);
    firms_in_titles(company, speakers);
    by_firm(turns, company, speakers);
    announced_analysts::set_roles(
        turns.raw,
        turns.speaker_of,
        turns.first,
        turns.stated,
        speakers,
    );
    called_on(turns, company, speakers);
    handovers::set_officers(turns, speakers);
    by_prepared_remarks(turns, speakers);
    by_answers(turns, speakers);
}

/// A voice without a name that calls on others to ask, at the beginning or again, is the operator:
/// `SPEAKER_00`, `spk03`.
fn operators(turns: &Turns<'_>, speakers: &mut [Speaker]) {
    let mut calls: HashMap<usize, usize> = HashMap::new();
    for (turn, &of) in turns.raw.iter().zip(turns.speaker_of) {
        let label = speakers.get(of).is_some_and(is_label);
        if label && announced(turn).is_some() && announces_question(turn, true) {
            *calls.entry(of).or_default() += 1;
        }
    }
    for (of, count) in calls {
        let opens = turns.speaker_of.first() == Some(&of);
        if let Some(speaker) = speakers.get_mut(of).filter(|_| opens || count >= 2) {
            speaker.role = Role::Operator;
        }
    }
}

/// Takes the firm out of a title that ends with it: `Chief Executive Officer, Acme Inc.`,
/// `MD, Morgan Stanley, Research Division`.
fn firms_in_titles(company: &Company, speakers: &mut [Speaker]) {
    for speaker in speakers {
        let Some(title) = speaker.title.clone().filter(|title| title.contains(", ")) else {
            continue;
        };
        let found = title.match_indices(", ").find_map(|(at, comma)| {
            let (office, firm) = (title.get(..at)?, title.get(at + comma.len()..)?);
            let own = company.names.iter().any(|name| is_firm_itself(name, firm));
            let research = firm.to_lowercase().ends_with("research division");
            (own || research || is_known_firm(firm)).then_some((office, firm))
        });
        if let Some((office, firm)) = found {
            speaker.title = Some(office.trim().to_owned());
            speaker.firm = speaker
                .firm
                .take()
                .filter(|known| !known.contains(", "))
                .or(Some(firm_name(firm)));
        }
    }
}

/// Whether two names are one firm's, legal forms aside.
fn is_firm_itself(a: &str, b: &str) -> bool {
    let (a, b) = (name_words(&firm_name(a)), name_words(&firm_name(b)));
    !a.is_empty() && a == b
}

/// Maximum number of speakers whose firms are taken for the company's.
const MAX_OWN_FIRMS: usize = 32;

/// Whoever belongs to another firm than the company is an analyst, whatever the title is.
fn by_firm(turns: &Turns<'_>, company: &Company, speakers: &mut [Speaker]) {
    let mut is_prepared = vec![false; speakers.len()];
    for (turn, &of) in turns.raw.iter().zip(turns.speaker_of) {
        if let Some(is_prepared) = is_prepared.get_mut(of) {
            *is_prepared |= turn.section == Some(Section::Prepared);
        }
    }
    let firms: BTreeSet<String> = (speakers.iter().zip(&is_prepared))
        .filter(|&(speaker, &prepared)| prepared && speaker.role != Role::Analyst)
        .filter_map(|(speaker, _)| speaker.firm.clone())
        .take(MAX_OWN_FIRMS)
        .collect();
    let own = |firm: &str| {
        let names = company.names.iter().chain(&firms);
        names.into_iter().any(|name| same_firm(name, firm))
    };
    let open = |role| matches!(role, Role::Executive | Role::Unidentified);
    for at in 0..speakers.len() {
        let Some(speaker) = speakers.get_mut(at).filter(|speaker| open(speaker.role)) else {
            continue;
        };
        let Some(firm) = speaker.firm.as_deref().filter(|_| !turns.is_stated(at)) else {
            continue;
        };
        speaker.role = match own(firm) {
            true => Role::Executive,
            false => Role::Analyst,
        };
    }
}

/// Whether two names are one firm's: the words of one begin the other, legal forms aside.
fn same_firm(a: &str, b: &str) -> bool {
    let (a, b) = (name_words(&firm_name(a)), name_words(&firm_name(b)));
    !a.is_empty() && !b.is_empty() && (a.starts_with(&b) || b.starts_with(&a))
}

/// Whoever begins to speak right behind the announcement of a question asks it, even if the name was
/// misheard or somebody stands in. The firm is that of the announcement.
fn called_on(turns: &Turns<'_>, company: &Company, speakers: &mut [Speaker]) {
    for at in 0..speakers.len() {
        let Some(before) = turns.first.get(&at).and_then(|turn| turn.checked_sub(1)) else {
            continue;
        };
        let Some(turn) = turns.raw.get(before) else {
            continue;
        };
        let host = turns.role(before, speakers) == Some(Role::Operator);
        let speaks = host
            || matches!(
                turns.role(before, speakers),
                Some(Role::Ir | Role::Executive | Role::Unidentified)
            );
        // The operator's welcome ends with "please go ahead", too.
        let opening = (0..=before).all(|at| turns.role(at, speakers) == Some(Role::Operator));
        if !speaks || !announces_question(turn, host) || opening && announced(turn).is_none() {
            continue;
        }
        let who = announced(turn).filter(|_| host);
        if handovers::names_officer(turn) {
            continue;
        }
        if let Some(speaker) = speakers.get_mut(at) {
            let stated = turns.is_stated(at);
            let open = speaker.role == Role::Unidentified && !stated;
            // Whom the operator calls on by name and firm asks, whatever the title is.
            let named = !stated
                && speaker.role == Role::Executive
                && who.as_ref().is_some_and(|who| {
                    who.firm
                        .as_deref()
                        .is_some_and(|firm| !is_own(company, firm))
                        && is_called(speaker, &who.name)
                });
            if named || open && !speaker.name.to_lowercase().starts_with("un") {
                speaker.role = Role::Analyst;
            }
            if let Some(who) = who.filter(|_| speaker.role == Role::Analyst) {
                if is_heard_as(speaker, &who.name) {
                    speaker.add_name(who.name);
                }
                if speaker.firm.is_none() {
                    speaker.firm = who.firm.as_deref().map(firm_name);
                }
            }
        }
    }
}

/// Whether a firm is the company itself.
fn is_own(company: &Company, firm: &str) -> bool {
    company.names.iter().any(|name| same_firm(name, firm))
}

/// Whether an announced name is one of a speaker's.
fn is_called(speaker: &Speaker, announced: &str) -> bool {
    let words = name::sorted_words(announced);
    speaker
        .names
        .iter()
        .any(|own| name::sorted_words(own) == words || name::compatible(own, announced))
        || is_heard_as(speaker, announced)
}

/// Whether an announced name is the speaker's as it was heard: one given name, and a surname with the
/// same beginning; or the name of a speaker who has only a label.
fn is_heard_as(speaker: &Speaker, announced: &str) -> bool {
    let label = speaker.name.ends_with(|c: char| c.is_ascii_digit());
    let (own, other) = (name_words(&speaker.name), name_words(announced));
    let (Some(given), Some(surname)) = (own.first(), own.last()) else {
        return false;
    };
    let (Some(heard), Some(heard_surname)) = (other.first(), other.last()) else {
        return false;
    };
    if own.len() == 1 && given == heard_surname {
        return true;
    }
    let shared = (surname.chars().zip(heard_surname.chars())).take_while(|(a, b)| a == b);
    label || name::one_given_name(given, heard) && shared.count() >= 4
}

/// The first turn of the questions: stated, or announced, or an analyst's.
fn first_question(turns: &Turns<'_>, speakers: &[Speaker]) -> Option<usize> {
    (0..turns.raw.len()).find(|&at| {
        let Some(turn) = turns.raw.get(at) else {
            return false;
        };
        let role = turns.role(at, speakers);
        turn.section == Some(Section::Qa)
            || turn.section.is_none()
                && (role == Some(Role::Analyst)
                    || turn.side.is_some()
                    || role == Some(Role::Operator) && announces_question(turn, true))
    })
}

/// Whoever speaks before the first question, on a call that has an operator or questions, is of the
/// company.
fn by_prepared_remarks(turns: &Turns<'_>, speakers: &mut [Speaker]) {
    let operator = speakers
        .iter()
        .any(|speaker| speaker.role == Role::Operator);
    let prepared = turns
        .raw
        .iter()
        .any(|turn| turn.section == Some(Section::Prepared));
    let end = first_question(turns, speakers)
        .or((operator || prepared).then_some(turns.raw.len()))
        .unwrap_or(0);
    for &of in turns.speaker_of.iter().take(end) {
        set_executive(of, turns, speakers);
    }
}

/// Whoever follows an analyst without being called on answers.
fn by_answers(turns: &Turns<'_>, speakers: &mut [Speaker]) {
    for at in 1..turns.raw.len() {
        let before = turns.role(at - 1, speakers);
        let answers = matches!(before, Some(Role::Analyst | Role::Executive));
        let called = before != Some(Role::Analyst)
            && turns
                .raw
                .get(at - 1)
                .is_some_and(|turn| announces_question(turn, false));
        let asks = turns
            .raw
            .get(at)
            .is_some_and(|turn| turn.side == Some(crate::model::ExchangeSide::Asked));
        if let Some(&of) = turns
            .speaker_of
            .get(at)
            .filter(|_| answers && !called && !asks)
        {
            set_executive(of, turns, speakers);
        }
    }
}

/// Makes a named speaker without a role an executive.
fn set_executive(of: usize, turns: &Turns<'_>, speakers: &mut [Speaker]) {
    let stated = turns.is_stated(of);
    if let Some(speaker) = speakers.get_mut(of)
        && speaker.role == Role::Unidentified
        && !stated
        && speaker.has_name()
    {
        speaker.role = Role::Executive;
    }
}
