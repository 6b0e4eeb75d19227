//! Caveats: what a reader should know of passages before relying on them.

use std::collections::BTreeMap;

use crate::{
    engine::Engine,
    interface::json::CaveatJson,
    model::{Call, Passage, Role, Section},
};

/// Words of a note that an interpreter speaks.
const INTERPRETED: [&str; 6] = ["interpret", "translat", "翻譯", "翻译", "口譯", "口译"];

/// Words of a note that the speech was not transcribed.
const FOREIGN: [&str; 2] = ["foreign language", "外語"];

/// The caveats of some passages, each with the citations or ids it applies to.
pub(super) fn of<'a>(
    engine: &Engine,
    passages: impl IntoIterator<Item = (&'a Call, &'a Passage)>,
) -> Vec<CaveatJson> {
    let mut caveats: BTreeMap<(u8, &'static str), Vec<String>> = BTreeMap::new();
    let mut add = |order: u8, about: &'static str, of: String| {
        let of_caveat = caveats.entry((order, about)).or_default();
        if !of_caveat.contains(&of) {
            of_caveat.push(of);
        }
    };
    for (call, passage) in passages {
        if let Some(about) = engine.caveat_of(call) {
            add(0, about, call.id.clone());
        }
        for (order, about) in of_passage(call, passage) {
            add(order, about, call.citation(passage));
        }
    }
    (caveats.into_iter())
        .map(|((_, about), of)| CaveatJson {
            about: about.to_owned(),
            of,
        })
        .collect()
}

fn of_passage(call: &Call, passage: &Passage) -> Vec<(u8, &'static str)> {
    if passage.section == Section::Summary {
        // The notes of a summary are its headings.
        return vec![(1, "an editor's summary, not what was said on the call")];
    }
    let noted = |words: &[&str]| {
        let mut notes = passage.notes.iter().map(|note| note.to_lowercase());
        notes.any(|note| words.iter().any(|word| note.contains(word)))
    };
    let mut caveats = Vec::new();
    if noted(&INTERPRETED) {
        caveats.push((
            2,
            "an interpreter's words for what the speaker said in another language",
        ));
    } else if noted(&FOREIGN) {
        caveats.push((3, "said in a language that was not taken down"));
    }
    let speaker = call.speaker_of(passage);
    match speaker.map(|speaker| (speaker.role, speaker.has_name())) {
        Some((Role::Unidentified, false)) => {
            caveats.push((4, "the transcript does not say who speaks"));
        }
        Some((Role::Editor, _)) => {
            caveats.push((5, "words of the transcript vendor, not of the call"))
        }
        _ => {}
    }
    caveats
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Lang, Sides, Speaker, Turn};

    #[test]
    fn what_is_known_of_a_passage() {
        let about = |role: Role, section: Section, notes: &[&str]| {
            let name = match role {
                Role::Unidentified => "Unidentified speaker",
                _ => "Ann Wu",
            };
            let call = Call {
                speakers: vec![Speaker {
                    name: name.to_owned(),
                    names: vec![name.to_owned()],
                    role,
                    title: None,
                    firm: None,
                }],
                turns: vec![Turn {
                    speaker: 0,
                    section,
                    exchange: None,
                    notes: Vec::new(),
                    passages: 1,
                }],
                ..serde_json::from_str(
                    r#"{"id": "A-2026Q1", "company": {"id": "A", "ticker": null, "name": "A", "names": ["A"]},
                        "period": null, "date": null, "kind": "earnings", "title": "", "source": "a.txt",
                        "format": "none", "speakers": [], "turns": [], "exchanges": [], "unparsed": []}"#,
                )
                .unwrap()
            };
            let passage = Passage {
                n: 1,
                turn: Some(0),
                section,
                exchange: None,
                notes: notes.iter().map(|&note| note.to_owned()).collect(),
                time: None,
                findings: Vec::new(),
                is_declined: false,
                page: None,
                text: Sides::only(Lang::En, "We grow.".to_owned()),
            };
            let found = of_passage(&call, &passage);
            found
                .into_iter()
                .map(|(order, _)| order)
                .collect::<Vec<u8>>()
        };
        let said = |role, notes| about(role, Section::Qa, notes);
        assert!(said(Role::Executive, &[]).is_empty());
        assert_eq!(said(Role::Executive, &["interpreted"]), [2]);
        assert_eq!(said(Role::Unidentified, &["Translated"]), [2, 4]);
        assert_eq!(said(Role::Executive, &["spoken in foreign language"]), [3]);
        assert_eq!(said(Role::Analyst, &["翻譯"]), [2]);
        assert_eq!(said(Role::Editor, &[]), [5]);
        assert_eq!(about(Role::Executive, Section::Summary, &["翻譯"]), [1]);
    }
}
