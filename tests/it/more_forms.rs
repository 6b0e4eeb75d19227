//! Further forms in which people have transcripts, as tables: who says each sentence, whatever the dress of
//! the lines.

use verbatim::{
    model::{Call, Role},
    transcript::format::{Document, Format, recognise},
};

use crate::{formats::assemble, forms::read};

/// The people of the conversation: name, title, firm.
const PEOPLE: [(&str, &str, &str); 4] = [
    ("Jane O'Doe-Lund", "Chief Executive Officer", ""),
    ("Roy Poe", "Chief Financial Officer", ""),
    ("Ann van der Lee", "Analyst", "Kestrel Capital Partners"),
    ("Bo Lindt", "Managing Director", "Morgan Stanley"),
];

/// Who speaks, by index, and what; 9 is the operator.
const TURNS: [(usize, &str); 11] = [
    (
        9,
        "Welcome to the Farcape Motors third quarter 2025 earnings call. I turn it over to Jane O'Doe-Lund.",
    ),
    (
        0,
        "Deliveries rose, and we have three aims: fewer parts, lower costs and more range.",
    ),
    (
        1,
        "Thank you, Jane. Revenue was $900 million in the quarter.",
    ),
    (
        9,
        "Our first question comes from Ann van der Lee with Kestrel Capital Partners. Please go ahead.",
    ),
    (2, "Thank you for taking my question. What of the plant?"),
    (0, "The plant opens in spring, Ann."),
    (2, "And what will it cost us?"),
    (1, "It will cost less than the old one did."),
    (9, "The next question is from Bo Lindt with Morgan Stanley."),
    (3, "Good morning. Will the price hold next year?"),
    (1, "We think that the price will hold."),
];

const TITLE: &str = "Farcape Motors (FCPM) Q3 2025 Earnings Call";

fn person(who: usize) -> (&'static str, &'static str, &'static str) {
    PEOPLE.get(who).copied().unwrap_or(("Operator", "", ""))
}

/// The conversation with each turn written in a form: number, name, title, firm, text.
fn written(form: impl Fn(usize, &str, &str, &str, &str) -> String, between: &str) -> String {
    let turns = TURNS.iter().enumerate().map(|(at, &(who, text))| {
        let (name, title, firm) = person(who);
        form(at, name, title, firm, text)
    });
    let turns: Vec<String> = turns.collect();
    format!("{TITLE}\n\n{}\n", turns.join(between))
}

/// Holds that each sentence is said by the person who says it, and who asks.
fn holds(form: &str, call: &Call) {
    let said: Vec<(&str, &str)> = (call.passages.iter())
        .filter_map(|passage| {
            let (_, text) = passage.text.iter().next()?;
            Some((call.speaker_of(passage)?.name.as_str(), text.as_str()))
        })
        .collect();
    for &(who, text) in &TURNS {
        let (name, ..) = person(who);
        let found = said.iter().find(|(_, said)| said.contains(text));
        assert_eq!(
            found.map(|(who, _)| *who),
            Some(name),
            "{form}: {text} {said:?}"
        );
    }
    let role = |name: &str| {
        let speaker = call.speakers.iter().find(|speaker| speaker.name == name);
        speaker.map(|speaker| (speaker.role, speaker.firm.as_deref()))
    };
    assert_eq!(call.speakers.len(), 5, "{form}: {said:?}");
    assert_eq!(
        role("Roy Poe").map(|(role, _)| role),
        Some(Role::Executive),
        "{form}"
    );
    assert_eq!(
        role("Bo Lindt"),
        Some((Role::Analyst, Some("Morgan Stanley"))),
        "{form}"
    );
    let kestrel = Some((Role::Analyst, Some("Kestrel Capital Partners")));
    assert_eq!(role("Ann van der Lee"), kestrel, "{form}");
    assert_eq!(call.exchanges.len(), 2, "{form}");
}

/// A form of a turn: number, name, title, firm and text of the turn as it is written.
type Form = fn(usize, &str, &str, &str, &str) -> String;

#[test]
fn lines_in_many_dresses() {
    let forms: [(&str, Form); 18] = [
        ("items", |_, name, _, _, text| {
            format!("- **{name}**: {text}")
        }),
        ("numbered", |at, name, _, _, text| {
            format!("{}. {name}: {text}", at + 1)
        }),
        ("before a tab", |_, name, _, _, text| {
            format!("{name}\t{text}")
        }),
        ("in square brackets", |_, name, _, _, text| {
            format!("[{name}] {text}")
        }),
        ("quoted names", |_, name, _, _, text| {
            format!("> {name}\n{text}")
        }),
        ("between signs", |_, name, _, _, text| {
            format!("== {name} ==\n{text}")
        }),
        ("before a dash", |_, name, _, _, text| {
            format!("{name} — {text}")
        }),
        ("before dots", |_, name, _, _, text| {
            format!("{name} ...... {text}")
        }),
        ("with a no-break space", |_, name, _, _, text| {
            format!("{} : {text}", name.replacen(' ', "\u{a0}", 9))
        }),
        ("at a firm", |_, name, _, firm, text| match firm {
            "" => format!("{name}: {text}"),
            firm => format!("{name} at {firm}: {text}"),
        }),
        (
            "title and firm below",
            |_, name, title, firm, text| match title {
                "" => format!("{name}\n{text}"),
                title if firm.is_empty() => format!("{name}\n{title} | Farcape Motors\n{text}"),
                title => format!("{name}\n{title} | {firm}\n{text}"),
            },
        ),
        ("title, firm", |_, name, title, firm, text| match title {
            "" => format!("{name}: {text}"),
            title if firm.is_empty() => format!("{name}, {title}: {text}"),
            title => format!("{name}, {title}, {firm}: {text}"),
        }),
        ("keys", |_, name, _, _, text| {
            format!("- speaker: {name}\n  text: {text}")
        }),
        ("time behind in italics", |at, name, _, _, text| {
            format!("**{name}** *0{}:17*\n\n{text}", at % 10)
        }),
        ("time before the name", |at, name, _, _, text| {
            format!("{at:02}:17 - {name}\n{text}")
        }),
        ("time in brackets, then the name", |at, name, _, _, text| {
            format!("[00:{at:02}:17] {name}\n{text}")
        }),
        ("time in a heading", |at, name, _, _, text| {
            format!("## [{at:02}:17] {name}\n\n{text}")
        }),
        (
            "name in brackets, then the clock",
            |at, name, _, _, text| format!("[{name}] 17:{at:02}:05\n{text}"),
        ),
    ];
    for (form, write) in forms {
        holds(form, &read(&written(write, "\n\n")));
    }
}

#[test]
fn questions_and_answers_in_angle_brackets() {
    let text = written(
        |at, name, _, firm, text| match (at, name, firm) {
            (0..=3, ..) | (_, "Operator", _) => format!("<{name}>: {text}"),
            (_, _, "") => format!("<A – {name}>: {text}"),
            _ => format!("<Q – {name}>: {text}"),
        },
        "\n\n",
    );
    holds("angle brackets", &read(&text));
}

#[test]
fn the_label_of_a_speaker_changes() {
    // In full with a title or firm at first, then the surname alone.
    let text = written(
        |at, name, title, firm, text| match (at, name) {
            (_, "Operator") => format!("Operator: {text}"),
            (0..=4 | 9, _) if firm.is_empty() => format!("{name} ({title}): {text}"),
            (0..=4 | 9, _) => format!("{name} ({firm}): {text}"),
            _ => format!("{}: {text}", name.rsplit(' ').next().unwrap_or(name)),
        },
        "\n\n",
    );
    let call = read(&text.replace("\nLee: And", "\nAnn van der Lee: And"));
    holds("changing labels", &call);
}

#[test]
fn two_people_of_one_surname_stay_two() {
    let text = written(|_, name, _, _, text| format!("{name}: {text}"), "\n\n")
        + "\nOperator: The next question is from Jack Poe with Saltmarsh Securities.\n\nJack Poe: And the rain?\n\nPoe: Who knows?\n";
    let call = read(&text);
    let names: Vec<&str> = call.speakers.iter().map(|s| s.name.as_str()).collect();
    assert!(
        names.contains(&"Jack Poe") && names.contains(&"Poe"),
        "{names:?}"
    );
}

#[test]
fn topics_before_colons_are_no_voices() {
    let text = written(|_, name, _, _, text| format!("{name}: {text}"), "\n\n").replace(
        "in the quarter.\n",
        "in the quarter.\n\nNorth America: Revenue grew by five percent on strong demand.\n\nCapital Allocation: We bought back shares.\n\nPricing: We raised prices in the autumn by two percent.\n",
    );
    holds("topics", &read(&text));
}

#[test]
fn spans_of_a_page_that_touch() {
    let turns: String = TURNS
        .iter()
        .map(|&(who, text)| {
            let (name, title, firm) = person(who);
            let about = if firm.is_empty() { title } else { firm };
            format!("<div class=t><div><span class=n>{name}</span><span class=a>{about}</span></div><p>{text}</p></div>")
        })
        .collect();
    let page = format!("<html><body><h1>{TITLE}</h1>{turns}</body></html>");
    holds("spans", &read(&page));
}

#[test]
fn tables_and_records() {
    let csv = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let rows = |form: &dyn Fn(usize, &str, &str, &str, &str) -> String| -> Vec<String> {
        (TURNS.iter().enumerate())
            .map(|(at, &(who, text))| {
                let (name, title, firm) = person(who);
                form(at, name, title, firm, text)
            })
            .collect()
    };
    let own = |firm: &str| {
        if firm.is_empty() {
            "Farcape Motors".to_owned()
        } else {
            firm.to_owned()
        }
    };
    let table = rows(&|at, name, title, firm, text| {
        let firm = if name == "Operator" {
            String::new()
        } else {
            own(firm)
        };
        format!("{at},{},{title},{firm},{}", csv(name), csv(text))
    });
    let marks = rows(&|_, name, _, _, text| format!("| {name} | {text} |"));
    let lines =
        rows(&|_, name, _, _, text| serde_json::json!({"speaker": name, "text": text}).to_string());
    let chat =
        rows(&|_, name, _, _, text| serde_json::json!({"role": name, "content": text}).to_string());
    let nested = rows(&|at, name, _, _, text| {
        serde_json::json!({"start_time": at * 5000, "speaker": {"user_name": name},
            "sentences": [{"contents": [{"content": text}]}]})
        .to_string()
    });
    for (form, text) in [
        (
            "firms in a column",
            format!(
                "#,Speaker Name,Speaker Role,Company,Paragraph\n{}\n",
                table.join("\n")
            ),
        ),
        (
            "rows of Markdown",
            format!(
                "# {TITLE}\n\n| Speaker | Text |\n|---|---|\n{}\n",
                marks.join("\n")
            ),
        ),
        ("JSON Lines", lines.join("\n")),
        ("roles of a chat", format!("[{}]", chat.join(","))),
        (
            "nested sentences",
            format!(
                "{{\"title\": \"x\", \"paragraphs\": [{}]}}",
                nested.join(",")
            ),
        ),
    ] {
        holds(form, &read(&text));
    }
}

#[test]
fn names_in_the_first_line_of_a_screen() {
    let cues: Vec<String> = (TURNS.iter().enumerate())
        .map(|(at, &(who, text))| {
            format!("0:{at}:1.450 --> 0:{at}:7.120\n{}\n{text}", person(who).0)
        })
        .collect();
    holds("names in screens", &read(&cues.join("\n\n")));
}

#[test]
fn timed_rows_without_speakers() {
    let rows: String = (TURNS.iter().enumerate())
        .map(|(at, (_, text))| format!("{}\t{}\t{text}\n", at * 5000, at * 5000 + 4000))
        .collect();
    let text = format!("start\tend\ttext\n{rows}");
    let document = Document::new(&text);
    let format = recognise(&document).expect("a table");
    let call = assemble(format.parse(&document), Format::name(format), "call.tsv");
    assert_eq!(call.format, "table");
    assert_eq!(
        call.passages.first().and_then(|passage| passage.time),
        Some(0)
    );
    assert!(call.passages.iter().any(|passage| passage.time > Some(5)));
}

#[test]
fn voices_without_names_take_those_to_whom_the_call_is_handed() {
    let labels = ["Speaker 1", "Speaker 2", "Speaker 3", "Speaker 4"];
    let text = written(
        |_, name, _, _, text| {
            let at = PEOPLE.iter().position(|person| person.0 == name);
            let label = at.map_or("Speaker 0", |at| labels[at]);
            format!("{label}: {text}")
        },
        "\n\n",
    )
    .replace(
        "I turn it over to Jane O'Doe-Lund.",
        "With us are Jane Doe, Chief Executive Officer, and Roy Poe, Chief Financial Officer. I turn it over to Jane.",
    )
    .replace("more range.", "more range. I hand it over to Roy.");
    let call = read(&text);
    let found: Vec<(Role, &[String])> = (call.speakers.iter())
        .map(|speaker| (speaker.role, speaker.names.as_slice()))
        .collect();
    assert_eq!(
        found[1],
        (
            Role::Executive,
            &["Speaker 1".to_owned(), "Jane Doe".to_owned()][..]
        )
    );
    assert_eq!(
        found[2],
        (
            Role::Executive,
            &["Speaker 2".to_owned(), "Roy Poe".to_owned()][..]
        )
    );
    assert_eq!(call.exchanges.len(), 2);
}
