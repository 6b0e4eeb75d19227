//! Writes a format: a vendor's own layout, which the program does not know, is indexed and searched.
//!
//! `cargo run --release --example vendor_format`

#![allow(clippy::print_stdout)]

use verbatim::{
    engine::Engine,
    model::{ExchangeSide, Section},
    search::Request,
    transcript::format::{Document, Format, Heading, Paragraph, RawTurn, Transcript},
};

/// A file of the vendor. `==` begins the head, `@` a speaker, `@Q` and `@A` one who asks or answers;
/// every other line is a paragraph.
const FILE: &str = "\
== Orbis Shipping | ORBS | 2026Q2 | 2026-08-04
@ Mara Lindqvist, Chief Executive Officer
Volumes rose 12% and freight rates held. We ordered four vessels for $310 million.
@Q Tomas Reyes, Harbor Street
How much of the capex falls into this year?
@A Mara Lindqvist, Chief Executive Officer
About a third; the yards are paid on delivery.
% recorded by the vendor
";

/// The layout of [`FILE`].
struct OrbisFormat;

impl Format for OrbisFormat {
    fn name(&self) -> &'static str {
        "vendor"
    }

    fn recognises(&self, document: &Document<'_>) -> bool {
        document.text().starts_with("== ") && document.text().contains("\n@ ")
    }

    fn parse(&self, document: &Document<'_>) -> Transcript {
        let mut transcript = Transcript::default();
        for (number, line) in (1..).zip(document.text().lines()) {
            let (mark, rest) = line.split_once(' ').unwrap_or((line, ""));
            match mark {
                "==" => read_head(rest, &mut transcript),
                "@" | "@Q" | "@A" => transcript.turns.push(turn(mark, rest)),
                // A line that is no part of the call is marked, so that no text is lost.
                "%" => transcript.mark_unparsed(number, line, "remark"),
                _ => {
                    if let Some(turn) = transcript.turns.last_mut() {
                        turn.paragraphs.push(Paragraph::new(line));
                    }
                }
            }
        }
        transcript
    }

    fn caveat(&self) -> Option<&'static str> {
        Some("typed up by the vendor while listening")
    }
}

/// `Orbis Shipping | ORBS | 2026Q2 | 2026-08-04`
fn read_head(head: &str, transcript: &mut Transcript) {
    let mut facts = head.split('|').map(|fact| fact.trim().to_owned());
    transcript.company = facts.next();
    transcript.ticker = facts.next();
    transcript.period = facts.next().and_then(|period| period.parse().ok());
    transcript.date = facts.next();
    transcript.title = head.to_owned();
}

/// `Mara Lindqvist, Chief Executive Officer`; behind the name of one who asks is the firm.
fn turn(mark: &str, heading: &str) -> RawTurn {
    let (name, behind) = heading.split_once(", ").unwrap_or((heading, ""));
    let side = match mark {
        "@Q" => Some(ExchangeSide::Asked),
        "@A" => Some(ExchangeSide::Answered),
        _ => None,
    };
    let behind = Some(behind.to_owned()).filter(|behind| !behind.is_empty());
    let (title, firm) = match side {
        Some(ExchangeSide::Asked) => (None, behind),
        _ => (behind, None),
    };
    RawTurn {
        section: Some(if side.is_some() {
            Section::Qa
        } else {
            Section::Prepared
        }),
        side,
        ..RawTurn::new(Heading {
            name: name.to_owned(),
            title,
            firm,
            ..Heading::default()
        })
    }
}

fn main() -> verbatim::Result<()> {
    let folder = std::env::temp_dir().join(format!("verbatim-vendor-{}", std::process::id()));
    let corpus = folder.join("calls");
    let unwritable = |error| verbatim::Error::input(&corpus, "cannot be written").because(error);
    std::fs::create_dir_all(&corpus).map_err(unwritable)?;
    std::fs::write(corpus.join("orbis.vendor"), FILE).map_err(unwritable)?;

    // An engine that does not know the layout reads it as prose, in which nobody is known to speak.
    let plain = Engine::new(folder.join("plain"));
    plain.index(&corpus)?;
    let prose = plain.search(&Request::new("vessels"))?;
    let hit = prose.hits.first().expect("the words are found");
    assert_eq!(hit.call.format, "plain");
    assert!(hit.speaker().is_none_or(|speaker| !speaker.has_name()));
    assert!(plain.search(&Request::new("asked:capex"))?.hits.is_empty());

    let engine = Engine::new(folder.join("index")).with_format(OrbisFormat);
    engine.index(&corpus)?;
    let response = engine.search(&Request::new("answered:vessels OR 資本支出"))?;
    let hit = response.hits.first().expect("the analyst asks about it");
    let speaker = hit.speaker().expect("somebody says it");
    println!("{}  {}, {}", hit.citation(), speaker.name, speaker.role);
    println!("  {}", hit.passage.text.en.as_deref().unwrap_or_default());
    println!("  {}", engine.caveat_of(&hit.call).unwrap_or_default());
    assert_eq!(hit.citation(), "ORBS-2026Q2#2");
    assert_eq!(speaker.firm.as_deref(), Some("Harbor Street"));
    assert_eq!(hit.passage.exchange, Some(1));
    let _ = std::fs::remove_dir_all(folder);
    Ok(())
}

#[test]
fn it_runs() {
    main().expect("the example runs");
}
