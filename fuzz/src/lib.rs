//! What the fuzz targets check: whatever the bytes, nothing panics and a call holds together.

use std::{
    ops::Bound,
    path::{Path, PathBuf},
};

use verbatim::{
    transcript::{
        self, Overrides, Metadata, Source, ExternalFacts,
        format::{Document, FORMATS, Formats},
    },
    error::Location,
    model::{Call, Section},
    query::parse as parse_query,
    text::{self, TokenField},
};

/// Parses a text in a format, recognised or not, and puts the call together.
pub fn parse(format: &str, data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let document = Document::new(&text);
    let format = FORMATS
        .iter()
        .find(|known| known.name() == format)
        .expect("a format of the table");
    let facts = ExternalFacts {
        metadata: Metadata::default(),
        overrides: &Overrides::default(),
    };
    format.recognises(&document);
    hold(&transcript::assemble(
        format.parse(&document),
        format.name(),
        "call.txt",
        &facts,
    ));
}

/// Reads bytes as a file of the corpus; the first byte cuts a sidecar off.
pub fn read(data: &[u8]) {
    let Some((&first, data)) = data.split_first() else {
        return;
    };
    let (sidecar, bytes) = data.split_at(usize::from(first).min(data.len()));
    let path = PathBuf::from("call.txt");
    let source = Source {
        name: path.display().to_string(),
        path,
        size: bytes.len() as u64,
        modified: None,
        sidecar: Some(transcript::Sidecar {
            path: PathBuf::from("call.toml"),
            size: sidecar.len() as u64,
            modified: None,
        }),
    };
    let sidecar = Some(sidecar).filter(|bytes| !bytes.is_empty());
    if let Ok((calls, _)) = transcript::read(
        &source,
        bytes,
        sidecar,
        &Overrides::default(),
        &Formats::default(),
    ) {
        calls.iter().for_each(hold);
    }
}

/// Decodes bytes; text comes out composed and without carriage returns.
pub fn decode(data: &[u8]) {
    if let Ok(text) = transcript::decode(Path::new("call.txt"), data) {
        assert!(!text.contains('\r'));
    }
}

/// Reads bytes as a PDF file, whatever they begin with, and what is in it as a call.
pub fn pdf(data: &[u8]) {
    read_as("call.pdf", data);
}

/// Reads bytes as a Word document.
pub fn docx(data: &[u8]) {
    read_as("call.docx", data);
}

fn read_as(name: &str, data: &[u8]) {
    let source = Source {
        name: name.to_owned(),
        path: PathBuf::from(name),
        size: data.len() as u64,
        modified: None,
        sidecar: None,
    };
    let read = transcript::read(&source, data, None, &Overrides::default(), &Formats::default());
    read.into_iter().flat_map(|(calls, _)| calls).for_each(|call| hold(&call));
}

/// Analyses a text and reads its quantities; also as the value of a filter.
pub fn analyse(text: &str) {
    let analysis = text::analyse(text);
    for stream in [TokenField::Exact, TokenField::Stemmed] {
        let tokens = analysis.field(stream);
        assert!(tokens.is_sorted_by_key(|token| token.position));
        for token in tokens {
            assert!(!text[token.start..token.end].is_empty() && !token.text.is_empty());
        }
    }
    let quantities = text::quantities(text);
    assert!(quantities.is_sorted_by_key(|quantity| quantity.start));
    for quantity in quantities {
        assert!(!text[quantity.start..quantity.end].is_empty() && quantity.value.is_finite());
    }
    let bounds = [text::amount_bounds(text), text::percent_bounds(text)];
    for bounds in bounds.into_iter().flatten() {
        let low = [bounds.low, bounds.high].map(|bound| match bound {
            Bound::Included(value) | Bound::Excluded(value) => value,
            Bound::Unbounded => 0.0,
        });
        assert!(low.into_iter().all(f64::is_finite));
    }
    assert!(text::variants(text).len() <= 8);
}

/// Reads a query: a tree prints as a query that gives the same tree, an error has a place in it.
pub fn query(query: &str) {
    match parse_query(query) {
        Ok(tree) => {
            let again = parse_query(&tree.to_string()).map(|again| again.without_places());
            assert_eq!(again.ok(), Some(tree.without_places()));
        }
        Err(error) => {
            let Some(Location::Query { span, .. }) = error.location else {
                panic!("an error without a place: {}", error.message);
            };
            assert!(query.get(span).is_some_and(|place| !place.is_empty()));
        }
    }
}

/// Reads bytes as `verbatim.toml`: the names and terms, and the saved searches.
pub fn overrides(data: &[u8]) {
    let path = std::env::temp_dir().join(format!("verbatim-fuzz-{}.toml", std::process::id()));
    std::fs::write(&path, data).expect("a temporary file");
    if let Ok(overrides) = Overrides::read(&path) {
        assert!(overrides.glossary().iter().all(|terms| terms.len() > 1));
    }
    let _ = transcript::saved_searches(&path);
}

/// What holds of every call.
fn hold(call: &Call) {
    let spoken: usize = call.turns.iter().map(|turn| turn.passages).sum();
    let digest = call
        .passages
        .iter()
        .filter(|passage| passage.section == Section::Summary);
    assert_eq!(spoken + digest.count(), call.passages.len());
    for (n, passage) in (1..).zip(&call.passages) {
        assert_eq!(passage.n, n);
        assert!(
            passage.text.iter().next().is_some(),
            "a passage without text"
        );
        assert_eq!(passage.turn.is_some(), call.speaker_of(passage).is_some());
        if let Some(number) = passage.exchange {
            assert!(
                call.exchanges
                    .iter()
                    .any(|exchange| exchange.number == number)
            );
        }
    }
    for exchange in &call.exchanges {
        let people = std::iter::once(&exchange.asker).chain(&exchange.answerers);
        people.for_each(|&at| assert!(at < call.speakers.len()));
    }
}
