//! Embeds a search: takes in a folder of transcripts and asks what executives say about something.
//!
//! `cargo run --release --example search`

#![allow(clippy::print_stdout)]

use verbatim::{
    engine::Engine,
    model::Lang,
    query::Field,
    search::{Request, Sort},
};

fn main() -> verbatim::Result<()> {
    let folder = std::env::temp_dir().join(format!("verbatim-search-{}", std::process::id()));
    let corpus = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus");

    let engine = Engine::new(folder.join("index"));
    let report = engine.index(corpus)?;
    println!("{} calls\n", report.calls);

    let request = Request::new("free cash flow")
        .with_filter(Field::Company, "LMRA")?
        .with_filter(Field::Role, "executive")?
        .with_sort(Sort::Newest)
        .with_limit(3);
    let response = engine.search(&request)?;
    println!("{} passages, the latest:", response.total);
    for hit in &response.hits {
        let speaker = hit.speaker().map_or("a summary", |speaker| &speaker.name);
        let matched: Vec<&str> = hit.lit(Lang::En).chain(hit.lit(Lang::Zh)).collect();
        println!("\n{}  {speaker}  [{}]", hit.citation(), matched.join(", "));
        for (_, text) in hit.passage.text.iter() {
            println!("  {text}");
        }
        assert!(!matched.is_empty(), "what is found is lit");
    }
    assert!(!response.hits.is_empty(), "the samples speak of it");

    // A name that does not exist is answered with those that do.
    let misspelt = request.with_filter(Field::Speaker, "Yatign Chang")?;
    if let Err(error) = engine.search(&misspelt) {
        println!("\n{error}; {}", error.hint.as_deref().unwrap_or_default());
    }
    let _ = std::fs::remove_dir_all(folder);
    Ok(())
}

#[test]
fn it_runs() {
    main().expect("the samples are there");
}
