//! The forms in which people have transcripts: scraped pages, exports, recognised speech. Each case holds
//! one form and what a careful reader understands of it.

use verbatim::{
    model::{Call, Role},
    transcript::format::{Document, Format, recognise},
};

use crate::formats::assemble;

/// The call of a text; its format is recognised.
pub(crate) fn read(text: &str) -> Call {
    read_named(text, "notes.txt")
}

fn read_named(text: &str, name: &str) -> Call {
    let document = Document::new(text);
    let format = recognise(&document).unwrap_or_else(|| panic!("no format reads {text}"));
    assemble(format.parse(&document), Format::name(format), name)
}

/// Who says what: `name|role|firm|exchange|text`.
pub(crate) fn spoken(call: &Call) -> Vec<String> {
    let shown = call.passages.iter().filter_map(|passage| {
        let speaker = call.speaker_of(passage)?;
        let (_, text) = passage.text.iter().next()?;
        let firm = speaker.firm.as_deref().unwrap_or("-");
        let exchange = passage.exchange.map_or("-".to_owned(), |n| n.to_string());
        Some(format!(
            "{}|{}|{firm}|{exchange}|{text}",
            speaker.name, speaker.role
        ))
    });
    shown.collect()
}

/// A conversation in a form of heading: two analysts, two exchanges.
fn conversation(heading: impl Fn(&str, &str, &str) -> String) -> String {
    let turn = |name, title, firm, text: &str| format!("{}{text}\n\n", heading(name, title, firm));
    [
        "Farcape Motors (FCPM) Q3 2025 Earnings Call\nOctober 30, 2025\n\n",
        "Operator: Welcome to the Farcape Motors third quarter 2025 earnings call. I turn it over to Jane Doe, Chief Executive Officer.\n\n",
        &turn("Jane Doe", "Chief Executive Officer", "Farcape Motors", "Deliveries rose, and revenue was $900 million."),
        "Operator: We will now begin the question-and-answer session. Our first question comes from Ann Lee with Kestrel Capital.\n\n",
        &turn("Ann Lee", "Analyst", "Kestrel Capital", "What of the plant?"),
        &turn("Jane Doe", "Chief Executive Officer", "Farcape Motors", "It opens in spring."),
        "Operator: Our next question comes from Bo Lindt with Saltmarsh.\n\n",
        &turn("Bo Lindt", "Analyst", "Saltmarsh", "And the price?"),
        &turn("Jane Doe", "Chief Executive Officer", "Farcape Motors", "It holds."),
        "Operator: This concludes the call.\n",
    ]
    .concat()
}

#[test]
fn headings() {
    type Form = fn(&str, &str, &str) -> String;
    let forms: [(&str, Form); 21] = [
        ("colon", |name, _, _| format!("{name}: ")),
        ("no space", |name, _, _| format!("{name}:")),
        ("space before", |name, _, _| format!("{name} : ")),
        ("capitals", |name, _, _| {
            format!("{}: ", name.to_uppercase())
        }),
        ("title in brackets", |name, title, _| {
            format!("{name} ({title}): ")
        }),
        ("firm in square brackets", |name, _, firm| {
            format!("{name} [{firm}]: ")
        }),
        ("firm in brackets", |name, _, firm| {
            format!("{name} ({firm}): ")
        }),
        ("firm and title in brackets", |name, title, firm| {
            format!("{name} ({firm}, {title}): ")
        }),
        ("title behind a slash", |name, title, _| {
            format!("{name}/{title}: ")
        }),
        ("title behind a dash", |name, title, _| {
            format!("{name} - {title}: ")
        }),
        ("title behind an em dash", |name, title, _| {
            format!("{name} — {title}: ")
        }),
        ("title behind a comma", |name, title, _| {
            format!("{name}, {title}: ")
        }),
        ("title behind a bar", |name, title, _| {
            format!("{name} | {title}: ")
        }),
        ("bold", |name, _, _| format!("**{name}:** ")),
        ("bold with a title", |name, title, _| {
            format!("**{name}** ({title}): ")
        }),
        ("surname first", |name, _, _| {
            let (given, surname) = name.split_once(' ').unwrap();
            format!("{surname}, {given}: ")
        }),
        ("honorific", |name, _, _| format!("Dr. {name}: ")),
        ("via phone", |name, _, _| format!("{name} (via phone): ")),
        ("chevrons", |name, _, _| format!(">> {name}: ")),
        ("surname alone", |name, _, _| {
            format!("{}: ", name.split_once(' ').unwrap().1)
        }),
        ("square brackets", |name, _, _| format!("[{name}]: ")),
    ];
    for (form, heading) in forms {
        let call = read(&conversation(heading));
        let who: Vec<(Role, Option<&str>)> = (call.speakers.iter())
            .map(|speaker| (speaker.role, speaker.firm.as_deref()))
            .collect();
        assert_eq!(call.exchanges.len(), 2, "{form}: {:?}", spoken(&call));
        let roles: Vec<Role> = who.iter().map(|(role, _)| *role).collect();
        let expected = [
            Role::Operator,
            Role::Executive,
            Role::Analyst,
            Role::Analyst,
        ];
        assert_eq!(roles, expected, "{form}: {:?}", spoken(&call));
        assert_eq!(
            (who[2].1, who[3].1),
            (Some("Kestrel Capital"), Some("Saltmarsh")),
            "{form}"
        );
        let title = call.speakers[1].title.as_deref().unwrap_or_default();
        assert!(title.contains("Chief Executive Officer"), "{form}: {title}");
        assert!(
            spoken(&call)
                .iter()
                .all(|line| !line.contains("|(") && !line.contains("|:")),
            "{form}"
        );
    }
}

#[test]
fn dashes_without_spaces() {
    let text = conversation(|name, title, firm| match title {
        "Analyst" => format!("{name}--{firm}--{title}\n\n"),
        _ => format!("{name}--{title}\n\n"),
    })
    .replace("Operator: ", "Operator\n\n");
    let call = read(&text);
    assert_eq!(call.exchanges.len(), 2, "{:?}", spoken(&call));
    assert_eq!(call.speakers.len(), 4);
    assert_eq!(call.speakers[2].firm.as_deref(), Some("Kestrel Capital"));
}

#[test]
fn firms_behind_names_in_capitals_without_an_operator() {
    let text = "Farcape Motors FY25 Third Quarter Earnings Conference Call\nJane Doe, Roy Poe\nThursday, October 30, 2025\n\n\
        JANE DOE:\nGood afternoon. Deliveries rose.\n\nROY POE:\nThanks, Jane. Revenue was $900 million.\n\n(Operator Direction.)\n\n\
        ANN LEE, Kestrel Capital: What of the plant? You sounded careful.\n\nJANE DOE: It opens in spring.\n\n\
        BO LINDT, Saltmarsh Dune Securities: And the price?\n\nROY POE: It holds.\n";
    assert_eq!(
        spoken(&read(text)),
        [
            "Jane Doe|executive|-|-|Good afternoon. Deliveries rose.",
            "Roy Poe|executive|-|-|Thanks, Jane. Revenue was $900 million.",
            "Ann Lee|analyst|Kestrel Capital|1|What of the plant? You sounded careful.",
            "Jane Doe|executive|-|1|It opens in spring.",
            "Bo Lindt|analyst|Saltmarsh Dune Securities|2|And the price?",
            "Roy Poe|executive|-|2|It holds.",
        ]
    );
}

#[test]
fn a_heading_broken_at_a_column() {
    let text = "Q3 2025 Farcape Motors Inc Earnings Call - Final\n30 October 2025\nPresentation\n\
        OPERATOR: Good morning. Ms. Doe, please go ahead.\n\
        JANE DOE, CHAIRMAN & CEO, FARCAPE MOTORS INC: Thank you, operator. Deliveries rose.\nQuestions and Answers\n\
        OPERATOR: Our first question is from Ann Lee of Morgan Stanley.\n\
        ANN MARIA LEE, MD AND HEAD OF VEHICLE EQUITY RESEARCH, MORGAN STANLEY, RESEARCH\n\
        DIVISION: How should we think of the plant, and of what it will cost?\n\
        JANE DOE: It will cost less.\n";
    assert_eq!(
        spoken(&read(text))[3..],
        [
            "Ann Maria Lee|analyst|Morgan Stanley|1|How should we think of the plant, and of what it will cost?",
            "Jane Doe|executive|FARCAPE MOTORS|1|It will cost less.",
        ]
    );
}

#[test]
fn people_of_other_firms_are_analysts_whatever_their_titles() {
    let turn = |heading: &str, n: usize, text: &str| {
        let rule = "-".repeat(80);
        format!("{rule}\n{heading}   [{n}]\n{rule}\n{text}\n\n")
    };
    let head = |name: &str| format!("{}\n{name}\n", "=".repeat(80));
    let doe = "Jane Doe,  Farcape Motors Inc - President, CEO & Director";
    let text = [
        "Q3 2025 Farcape Motors Inc Earnings Call\nOCTOBER 30, 2025 / 9:00PM GMT\n\n".to_owned(),
        head("Presentation"),
        turn("Operator", 1, "Welcome. (Operator Instructions)"),
        turn(doe, 2, "Deliveries rose."),
        head("Questions and Answers"),
        turn(
            "Operator",
            1,
            "The first question comes from Ann Lee with Kestrel.",
        ),
        turn(
            "Ann Maria Lee,  Kestrel Markets, Research Division - Executive Director",
            2,
            "What of the plant?",
        ),
        turn(doe, 3, "It opens in spring."),
        turn(
            "Bo Lindt,  Saltmarsh Securities - MD and Head of Vehicles",
            4,
            "And the price?",
        ),
        turn(doe, 5, "It holds."),
    ]
    .concat();
    let call = read(&text);
    let roles: Vec<Role> = call.speakers.iter().map(|speaker| speaker.role).collect();
    assert_eq!(
        roles,
        [
            Role::Operator,
            Role::Executive,
            Role::Analyst,
            Role::Analyst
        ]
    );
    assert_eq!(call.exchanges.len(), 2);
}

#[test]
fn a_finance_chief_of_investor_relations_is_an_executive() {
    let text = "Farcape Motors Q3 2025 Earnings Call\n\nOperator: Welcome to our earnings call.\n\n\
        Roy Poe (CFO & Head of Investor Relations): Revenue rose in the quarter.\n\nOperator: Goodbye.\n";
    assert_eq!(read(text).speakers[1].role, Role::Executive);
}

#[test]
fn nobody_is_an_executive_without_evidence() {
    let text = "Jane Doe: Revenue rose in the quarter, we think.\n\nRoy Poe: Margins did too, we hope.\n\nJane Doe: We guide up.\n";
    let call = read(text);
    assert!(
        call.speakers
            .iter()
            .all(|speaker| speaker.role == Role::Unidentified)
    );
}

#[test]
fn who_asks_is_seen_from_the_announcement() {
    let text = "Farcape Motors (FCPM) Q3 2025 Earnings Call\n\nOperator: Welcome to the Farcape call.\n\nJane Doe: Deliveries rose.\n\n\
        Operator: We will take the first question from Viktor Dahl, Wells Fargo.\n\nPenny Roe: This is Penny Roe on for Viktor. What of the plant?\n\n\
        Jane Doe: It opens.\n\nOperator: Up next is Ann Lee from Kestrel Capital.\n\nAnn Lee: And the price?\n\nJane Doe: It holds.\n\n\
        Operator: Next up from Saltmarsh is Bo Lindt.\n\nBo Lindt: And the tax?\n\nJane Doe: It is due.\n\n\
        Operator: Your next question comes from the line of Jake Roberts from Dune Securities.\n\nJacob Roberge: And the rain?\n\nJane Doe: It rains.\n";
    let call = read(text);
    assert_eq!(call.exchanges.len(), 4, "{:?}", spoken(&call));
    let firms: Vec<Option<&str>> = call
        .speakers
        .iter()
        .skip(2)
        .map(|s| s.firm.as_deref())
        .collect();
    let expected = [
        "Wells Fargo",
        "Kestrel Capital",
        "Saltmarsh",
        "Dune Securities",
    ];
    assert_eq!(firms, expected.map(Some));
    assert!(
        call.speakers
            .iter()
            .skip(2)
            .all(|speaker| speaker.role == Role::Analyst)
    );
}

#[test]
fn voices_with_labels_alone() {
    let text = conversation(|name, _, _| match name {
        "Jane Doe" => "SPEAKER_01: ".to_owned(),
        "Ann Lee" => "SPEAKER_02: ".to_owned(),
        _ => "SPEAKER_03: ".to_owned(),
    });
    let call = read(&text);
    assert_eq!(call.exchanges.len(), 2, "{:?}", spoken(&call));
    assert_eq!(call.speakers[1].names, ["SPEAKER_01", "Jane Doe"]);
    assert_eq!(call.speakers[2].firm.as_deref(), Some("Kestrel Capital"));
}

#[test]
fn a_single_word_before_a_colon_is_a_doubtful_voice() {
    let text = conversation(|name, _, _| format!("{name}: ")).replace(
        "It holds.",
        "It holds.\n\nEuropa: sales grew by ten percent there in the quarter.",
    );
    let call = read(&text);
    let voice = call
        .speakers
        .iter()
        .find(|speaker| speaker.name == "Europa")
        .unwrap();
    assert_eq!(voice.role, Role::Unidentified);
    assert_eq!(call.doubts.len(), 1);
    assert!(call.doubts[0].text.starts_with("Europa"));
}

#[test]
fn notices_are_nobodys_words() {
    let text = conversation(|name, _, _| format!("{name}: "))
        + "\nThis article is a transcript of this conference call. There may be errors.\n\n\
           The Motley Fool has positions in and recommends Farcape Motors.\n\nStocks Mentioned\n\n*Average returns of all recommendations.\n";
    let call = read(&text);
    assert_eq!(call.speakers.len(), 4);
    assert!(
        spoken(&call)
            .last()
            .unwrap()
            .ends_with("This concludes the call.")
    );
}

#[test]
fn a_sentence_goes_on_over_the_page() {
    let text = "ACME EVENTS\nEDITED TRANSCRIPT\nFCPM.N - Q3 2025 Farcape Motors Inc Earnings Call\n\nOperator\n\
        Good day everyone and welcome to the Farcape Motors third quarter results conference call.\n\nJANE DOE\n\
        Good afternoon. Deliveries rose, and with that said I would like to turn over to\n\n2\nACME EVENTS | www.acme.com | Contact Us\n\
        ©2025 Acme. All rights reserved.\n\nOCTOBER 30, 2025 / 9:00PM, FCPM.N - Q3 2025 Farcape Motors Inc Earnings Call\n\nRoy for the numbers.\n\n\
        ROY POE\nRevenue was $900 million.\n";
    assert_eq!(
        spoken(&read(text))[1..],
        [
            "Jane Doe|executive|-|-|Good afternoon. Deliveries rose, and with that said I would like to turn over to Roy for the numbers.",
            "Roy Poe|executive|-|-|Revenue was $900 million.",
        ]
    );
}

#[test]
fn companies_periods_and_dates() {
    let rest = "\n\nOperator: Welcome to the call.\n\nJane Doe: We grew revenue in the quarter.\n\nOperator: Goodbye.\n";
    for (head, company, ticker, period, date) in [
        (
            "Farcape Motors, Inc. NYSE:FCPM\nFQ3 2025 Earnings Call Transcripts",
            "Farcape Motors, Inc.",
            Some("FCPM"),
            Some("2025Q3"),
            None,
        ),
        (
            "Farcape Motors 9M 2025 Results Call\n25.02.2026",
            "Farcape Motors",
            None,
            Some("2025-9M"),
            Some("2026-02-25"),
        ),
        (
            "Farcape Motors Q3 FY2024-25 Earnings Call\n02/25/2026",
            "Farcape Motors",
            None,
            Some("2025Q3"),
            Some("2026-02-25"),
        ),
        (
            "Farcape Motors (FCPM) H1 2025 Earnings Call\nPublished: 2026-02-27 | Call date: 2026-02-25",
            "Farcape Motors",
            Some("FCPM"),
            Some("2025H1"),
            Some("2026-02-25"),
        ),
        (
            "【电话会议纪要】岚川股份三季报业绩交流20251030",
            "岚川股份",
            None,
            Some("2025Q3"),
            Some("2025-10-30"),
        ),
        (
            "遠岬電子民國114年第三季法說會",
            "遠岬電子",
            None,
            Some("2025Q3"),
            None,
        ),
    ] {
        let call = read(&format!("{head}{rest}"));
        assert_eq!(call.company.name, company, "{head}");
        assert_eq!(call.company.ticker.as_deref(), ticker, "{head}");
        assert_eq!(
            call.period.map(|p| p.to_string()).as_deref(),
            period,
            "{head}"
        );
        assert_eq!(call.date.as_deref(), date, "{head}");
    }
    let greeting = "Operator: Good day, and welcome to the Fourth Quarter 2018 Farcape Motors Earnings Conference Call.\n\nJane Doe: Thank you. Compared with the first quarter 2016, growth rose.\n";
    let call = read(greeting);
    assert_eq!(call.company.names, ["Farcape Motors"]);
    assert_eq!(
        call.period.map(|p| p.to_string()).as_deref(),
        Some("2018Q4")
    );
    let dated = read_named(greeting, "2016-Oct-25-FCPM.txt");
    assert_eq!(dated.company.ticker.as_deref(), Some("FCPM"));
    assert_eq!(dated.date.as_deref(), Some("2016-10-25"));
}

#[test]
fn an_exhibit_with_its_wrapper() {
    let text = "<DOCUMENT>\n<TYPE>EX-99.2\n<SEQUENCE>3\n<TEXT>\n<HTML><BODY>\n<P><B>Farcape Motors, Inc.</B></P><P><B>Q3 2025 Earnings Conference Call</B></P>\n\
        <P><B>CORPORATE PARTICIPANTS</B></P><P><B>Jane Doe</B> <I>Farcape Motors, Inc. &ndash; President &amp; CEO</I></P>\n\
        <P><B>CONFERENCE CALL PARTICIPANTS</B></P><P><B>Ann Lee</B> <I>Kestrel &ndash; Analyst</I></P>\n<P><B>PRESENTATION</B></P>\n\
        <P><B>Operator</B></P><P>Good afternoon, and welcome.</P>\n<P><B>Jane Doe</B> <I>&ndash; Farcape Motors, Inc. &ndash; President &amp; CEO</I></P><P>Deliveries rose; R&amp;D too.</P>\n\
        <P ALIGN=\"CENTER\">2</P><HR>\n<P><B>QUESTION AND ANSWER</B></P>\n<P><B>Ann Lee</B> <I>&ndash; Kestrel &ndash; Analyst</I></P><P>What of the plant?</P>\n\
        <P><B>Jane Doe</B> <I>&ndash; Farcape Motors, Inc. &ndash; President &amp; CEO</I></P><P>It opens.</P>\n</BODY></HTML></TEXT></DOCUMENT>\n";
    assert_eq!(
        spoken(&read(text)),
        [
            "Operator|operator|-|-|Good afternoon, and welcome.",
            "Jane Doe|executive|Farcape Motors|-|Deliveries rose; R&D too.",
            "Ann Lee|analyst|Kestrel|1|What of the plant?",
            "Jane Doe|executive|Farcape Motors|1|It opens.",
        ]
    );
}

#[test]
fn prose_is_read_with_a_doubt_and_data_refused() {
    let prose = "The lamp maker told its investors in the hall that the year had been a good one. It had sold more lamps than in any year before, \
        and the works in the north were full until spring. Nobody asked about the price of glass, which had risen twice since the summer.";
    assert_eq!(read(prose).doubts.len(), 1);
    for data in [
        "token|speaker|ts|endTs\nGood|0||\nmorning|0||\nand|0||\nwelcome|0||\nto|0||\nLantern|0||\nOperator|1||\nThank|2||\n",
        "id,price,open\n1,20.5,19\n2,21.5,20\n3,22.5,21\n4,20.1,19\n",
        "milk, bread and eggs",
    ] {
        assert!(recognise(&Document::new(data)).is_none(), "{data}");
    }
}
