//! The same call in the layouts of many vendors, drawn here: each turn belongs to its speaker in all of them.

use verbatim::model::{Call, Role, Section};

use crate::{
    drawn_pages::{BLACK, BLUE, Sheet, broken},
    printed::call_of,
};

/// Who speaks, title or firm, whether the speaker asks, and the paragraphs.
type Turn = (
    &'static str,
    Option<&'static str>,
    bool,
    &'static [&'static str],
);

const CALL: [Turn; 12] = [
    (
        "Operator",
        None,
        false,
        &[
            "Good morning and welcome to the Harbor Lantern results call. I now hand over to Mara Quist.",
        ],
    ),
    (
        "Mara Quist",
        Some("Chief Executive Officer"),
        false,
        &[
            "Thank you. Revenue grew by 14.2 percent and our order intake was the best of any quarter so far.",
            "We are pleased with that progress, and Osric Frayne will go through the numbers of the quarter.",
        ],
    ),
    (
        "Osric Frayne",
        Some("Chief Financial Officer"),
        false,
        &[
            "Thank you, Mara. The margin was 33.5 percent, and we generated 128 million of cash in the quarter.",
        ],
    ),
    (
        "Operator",
        None,
        false,
        &[
            "Thank you. The first question comes from Ines Bello of Kestrel Securities. Please go ahead.",
        ],
    ),
    (
        "Ines Bello",
        Some("Kestrel Securities"),
        true,
        &["Good morning. How should we think about the margin for the rest of the year?"],
    ),
    (
        "Osric Frayne",
        Some("Chief Financial Officer"),
        false,
        &["We expect it to stay above 33 percent, as freight rates have come down."],
    ),
    (
        "Ines Bello",
        Some("Kestrel Securities"),
        true,
        &["Great, thank you."],
    ),
    (
        "Operator",
        None,
        false,
        &[
            "Thank you. The next question comes from Kofi Brandt of Northgate Capital. Please go ahead.",
        ],
    ),
    (
        "Kofi Brandt",
        Some("Northgate Capital"),
        true,
        &["Thank you. Can you say what drives the order intake, and is it sustainable?"],
    ),
    (
        "Mara Quist",
        Some("Chief Executive Officer"),
        false,
        &["It is mostly the northern region, and yes, we think that it is sustainable."],
    ),
    (
        "Osric Frayne",
        Some("Chief Financial Officer"),
        false,
        &["And just to add to that, the backlog covers 9 months of sales."],
    ),
    (
        "Operator",
        None,
        false,
        &["There are no further questions. Thank you all for joining us today. Goodbye."],
    ),
];

/// A file in which a layout draws each turn, below a title.
fn drawn(turn: impl Fn(&mut Sheet, &Turn)) -> Vec<u8> {
    let mut sheet = Sheet::new();
    sheet.piece(50.0, "F2", BLACK, "Harbor Lantern plc (HLTN)");
    sheet.down(20.0);
    sheet.piece(50.0, "F1", BLACK, "Q3 2025 Earnings Call, 30 October 2025");
    sheet.down(40.0);
    CALL.iter().for_each(|said| turn(&mut sheet, said));
    sheet.file()
}

/// A layout with a heading above the speech.
fn headed(heading: impl Fn(&mut Sheet, &Turn)) -> Vec<u8> {
    drawn(|sheet, turn| {
        heading(sheet, turn);
        sheet.down(14.0);
        turn.3
            .iter()
            .for_each(|text| sheet.paragraph(50.0, 90, text));
    })
}

/// A layout with labels in a column beside the speech, one line of a label each.
fn beside(label: impl Fn(&Turn) -> Vec<(&'static str, String)>) -> Vec<u8> {
    drawn(|sheet, turn| {
        let mut labels = label(turn).into_iter();
        for text in turn.3 {
            for line in broken(text, 62) {
                if let Some((font, label)) = labels.next() {
                    sheet.piece(50.0, font, BLACK, &label);
                }
                sheet.piece(190.0, "F1", BLACK, &line);
                sheet.down(13.0);
            }
            sheet.down(6.0);
        }
        for (font, label) in labels {
            sheet.y += 6.0;
            sheet.piece(50.0, font, BLACK, &label);
            sheet.down(19.0);
        }
    })
}

fn read(bytes: &[u8]) -> Call {
    call_of("call.pdf", bytes).unwrap()
}

/// Checks that each paragraph is said by whom the call says, and that exchanges and firms are right.
fn check(layout: &str, bytes: &[u8]) {
    let call = read(bytes);
    let mut passages = call.passages.iter();
    for (name, about, asks, paragraphs) in CALL {
        for text in paragraphs {
            let passage = passages
                .next()
                .unwrap_or_else(|| panic!("{layout}: no {text}"));
            let said = passage.text.en.as_deref().unwrap();
            assert_eq!(said, *text, "{layout}");
            let speaker = call.speaker_of(passage).unwrap();
            assert_eq!(speaker.name, name, "{layout}: {text}");
            if asks {
                assert_eq!(speaker.role, Role::Analyst, "{layout}: {name}");
                assert_eq!(speaker.firm.as_deref(), about, "{layout}: {name}");
                assert_eq!(passage.section, Section::Qa, "{layout}: {text}");
            }
        }
    }
    assert_eq!(passages.next(), None, "{layout}");
    assert_eq!(call.exchanges.len(), 2, "{layout}");
    assert_eq!(call.company.name, "Harbor Lantern plc", "{layout}");
    assert_eq!(call.date.as_deref(), Some("2025-10-30"), "{layout}");
}

#[test]
fn headings_above_speech() {
    let about = |turn: &Turn| turn.1.map(str::to_owned);
    let joined = |mark: &'static str| {
        move |sheet: &mut Sheet, turn: &Turn| {
            let about = turn
                .1
                .map(|about| format!("{mark}{about}"))
                .unwrap_or_default();
            sheet.piece(50.0, "F2", BLACK, &format!("{}{about}", turn.0));
        }
    };
    for mark in [", ", " / ", " | ", " - "] {
        check(mark, &headed(joined(mark)));
    }
    check(
        "regular type behind the name",
        &headed(|sheet, turn| {
            sheet.piece(50.0, "F2", BLACK, turn.0);
            let firm = about(turn).map(|about| match turn.2 {
                true => format!("{about}, Research Division - Analyst"),
                false => format!("Harbor Lantern plc - {about}"),
            });
            sheet.piece(140.0, "F1", BLACK, &firm.unwrap_or_default());
        }),
    );
    check(
        "two dashes",
        &headed(|sheet, turn| {
            sheet.piece(50.0, "F2", BLACK, turn.0);
            let rest = about(turn).map(|about| {
                if turn.2 {
                    format!("-- {about} -- Analyst")
                } else {
                    format!("-- {about}")
                }
            });
            sheet.piece(115.0, "F1", BLACK, &rest.unwrap_or_default());
        }),
    );
    check(
        "colour",
        &headed(|sheet, turn| sheet.piece(50.0, "F1", BLUE, turn.0)),
    );
    check(
        "identifier",
        &headed(|sheet, turn| {
            sheet.piece(50.0, "F2", BLACK, turn.0);
            sheet.piece(120.0, "F1", BLACK, "{BIO 1234567 <GO>}");
        }),
    );
    check(
        "time behind",
        &headed(|sheet, turn| {
            sheet.piece(50.0, "F2", BLACK, turn.0);
            sheet.piece(120.0, "F1", BLACK, "00:12:45");
        }),
    );
    check(
        "time before",
        &headed(|sheet, turn| {
            sheet.piece(50.0, "F1", BLACK, "[00:12:45]");
            sheet.piece(110.0, "F2", BLACK, turn.0);
        }),
    );
    check(
        "question from",
        &headed(|sheet, turn| {
            let text = match turn.2 {
                true => format!("Question from {}, {}", turn.0, turn.1.unwrap()),
                false => turn.0.to_owned(),
            };
            sheet.piece(50.0, "F2", BLACK, &text);
        }),
    );
}

#[test]
fn labels_beside_speech() {
    let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
    check(
        "one line",
        &beside(|turn| vec![("F2", format!("{}:", turn.0))]),
    );
    check(
        "wrapped names",
        &beside(|turn| {
            let mut lines = words(turn.0);
            *lines.last_mut().unwrap() += ":";
            lines.into_iter().map(|line| ("F2", line)).collect()
        }),
    );
    check(
        "firm below",
        &beside(|turn| {
            let about = turn.1.map(|about| ("F1", about.to_owned()));
            std::iter::once(("F2", turn.0.to_owned()))
                .chain(about)
                .collect()
        }),
    );
    check(
        "firm in brackets before speech",
        &drawn(|sheet, turn| {
            let firm = if turn.2 {
                format!("({}, Analyst) ", turn.1.unwrap())
            } else {
                String::new()
            };
            sheet.piece(50.0, "F2", BLACK, &format!("{}:", turn.0));
            for (at, text) in turn.3.iter().enumerate() {
                let text = if at == 0 {
                    format!("{firm}{text}")
                } else {
                    (*text).to_owned()
                };
                for (line, part) in broken(&text, 75).iter().enumerate() {
                    sheet.piece(if at + line == 0 { 130.0 } else { 50.0 }, "F1", BLACK, part);
                    sheet.down(13.0);
                }
                sheet.down(6.0);
            }
        }),
    );
}

#[test]
fn lists_beside_labels_are_no_speech() {
    let mut sheet = Sheet::new();
    for (label, text) in [
        ("", "Harbor Lantern plc (HLTN)"),
        ("", "Q3 2025 Earnings Call, 30 October 2025"),
        (
            "MANAGEMENT:",
            "MS. MARA QUIST - CHIEF EXECUTIVE OFFICER - HARBOR LANTERN",
        ),
        (
            "",
            "MR. OSRIC FRAYNE - CHIEF FINANCIAL OFFICER - HARBOR LANTERN",
        ),
        ("MODERATOR:", "MR. KOFI BRANDT - NORTHGATE CAPITAL"),
    ] {
        sheet.piece(50.0, "F2", BLACK, label);
        sheet.piece(150.0, "F2", BLACK, text);
        sheet.down(15.0);
    }
    sheet.down(30.0);
    for turn in &CALL {
        sheet.piece(50.0, "F2", BLACK, &format!("{}:", turn.0));
        turn.3
            .iter()
            .for_each(|text| sheet.paragraph(130.0, 68, text));
    }
    let call = read(&sheet.file());
    let executives = call
        .speakers
        .iter()
        .filter(|who| who.role == Role::Executive);
    let titles: Vec<_> = executives
        .map(|who| (who.name.as_str(), who.title.as_deref()))
        .collect();
    assert_eq!(
        titles,
        [
            ("Mara Quist", Some("CHIEF EXECUTIVE OFFICER")),
            ("Osric Frayne", Some("CHIEF FINANCIAL OFFICER")),
        ]
    );
    assert_eq!(call.turns.len(), CALL.len());
    assert_eq!(call.exchanges.len(), 2);
}

#[test]
fn questions_without_names_make_exchanges() {
    for (asks, answers) in [("Q1.", "A1."), ("Q", "A")] {
        let bytes = drawn(|sheet, turn| {
            if turn.0 != "Operator" {
                sheet.piece(50.0, "F2", BLACK, if turn.2 { asks } else { answers });
                turn.3
                    .iter()
                    .for_each(|text| sheet.paragraph(90.0, 80, text));
            }
        });
        let call = read(&bytes);
        assert_eq!(call.exchanges.len(), 3, "{asks}");
        assert!(
            call.speakers
                .iter()
                .all(|who| who.role == Role::Unidentified),
            "{asks}"
        );
    }
}

#[test]
fn numbers_of_lines_are_set_aside() {
    let mut sheet = Sheet::new();
    let mut lines = vec![
        "Harbor Lantern plc (HLTN)".to_owned(),
        "Q3 2025 Earnings Call, 30 October 2025".to_owned(),
    ];
    for turn in &CALL {
        for (at, text) in turn.3.iter().enumerate() {
            let name = if at == 0 {
                format!("{}: ", turn.0)
            } else {
                String::new()
            };
            let mut broken = broken(&format!("{name}{text}"), 62).into_iter();
            lines.extend(broken.next().map(|first| format!("      {first}")));
            lines.extend(broken);
        }
    }
    for (at, line) in lines.iter().enumerate() {
        sheet.piece(50.0, "F1", BLACK, &(at % 25 + 1).to_string());
        let indent = if line.starts_with(' ') { 30.0 } else { 0.0 };
        sheet.piece(90.0 + indent, "F1", BLACK, line.trim());
        sheet.down(22.0);
    }
    let call = read(&sheet.file());
    assert_eq!(call.turns.len(), CALL.len());
    let spoken: String = call
        .passages
        .iter()
        .flat_map(|passage| passage.text.en.clone())
        .collect();
    assert!(
        spoken.contains("grew by 14.2 percent and our order intake was the best of any quarter"),
        "{spoken}"
    );
    assert!(
        call.unparsed
            .iter()
            .any(|line| line.text.starts_with("numbers of lines, 1 to "))
    );
}

#[test]
fn running_text_in_two_columns_is_read_one_column_after_the_other() {
    let mut lines: Vec<(bool, String)> = Vec::new();
    for turn in &CALL {
        lines.push((
            true,
            turn.1
                .map_or(turn.0.to_owned(), |about| format!("{}, {about}", turn.0)),
        ));
        for text in turn.3 {
            lines.extend(broken(text, 44).into_iter().map(|line| (false, line)));
            lines.push((false, String::new()));
        }
    }
    let mut sheet = Sheet::new();
    sheet.piece(50.0, "F2", BLACK, "Harbor Lantern plc (HLTN)");
    sheet.down(20.0);
    sheet.piece(50.0, "F1", BLACK, "Q3 2025 Earnings Call, 30 October 2025");
    sheet.down(40.0);
    let (left, right) = lines.split_at(lines.len().div_ceil(2));
    for at in 0..left.len() {
        for (x, column) in [(50.0, left), (310.0, right)] {
            if let Some((is_bold, text)) = column.get(at) {
                sheet.piece(x, if *is_bold { "F2" } else { "F1" }, BLACK, text);
            }
        }
        sheet.down(13.0);
    }
    check("two columns", &sheet.file());
}
