//! What the parts take, each by itself: `cargo bench --bench micro`.

// A bench that cannot set its stage fails, and says where.
#![allow(clippy::unwrap_used)]

use std::{fs, path::Path};

use divan::{Bencher, black_box, counter::BytesCount};
use verbatim::{
    engine::Engine,
    index::CorpusFolders,
    query::parse,
    search::Request,
    text::{analyse, fold_str, is_han, quantities, raw_tokens, segment},
    transcript::{Overrides, format::Formats, read, walk},
};

fn main() {
    divan::main();
}

/// The sample calls as one text.
fn samples() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
        .iter()
        .map(|file| fs::read_to_string(file).unwrap())
        .collect()
}

/// Measures something over the samples, in bytes a second.
fn over_samples<T>(bencher: Bencher<'_, '_>, measured: impl Fn(&str) -> T + Sync) {
    let text = samples();
    bencher
        .counter(BytesCount::of_str(&text))
        .bench(|| measured(black_box(&text)));
}

#[divan::bench]
fn fold_text(bencher: Bencher<'_, '_>) {
    over_samples(bencher, fold_str);
}

#[divan::bench]
fn find_raw_tokens(bencher: Bencher<'_, '_>) {
    over_samples(bencher, raw_tokens);
}

#[divan::bench]
fn find_quantities(bencher: Bencher<'_, '_>) {
    over_samples(bencher, quantities);
}

#[divan::bench]
fn analyse_text(bencher: Bencher<'_, '_>) {
    over_samples(bencher, analyse);
}

#[divan::bench]
fn segment_chinese(bencher: Bencher<'_, '_>) {
    let text = fold_str(&samples());
    let runs: Vec<&str> = text
        .split(|c| !is_han(c))
        .filter(|run| !run.is_empty())
        .collect();
    let bytes: usize = runs.iter().map(|run| run.len()).sum();
    let cut = || {
        runs.iter()
            .map(|run| segment(black_box(run)).len())
            .sum::<usize>()
    };
    bencher.counter(BytesCount::new(bytes)).bench(cut);
}

/// From the bytes of the sample calls to calls: what everybody is called, and who asks whom.
#[divan::bench]
fn read_transcripts(bencher: Bencher<'_, '_>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let sources = walk(&[folder], None, None).unwrap().sources;
    let files: Vec<_> = sources
        .into_iter()
        .map(|source| (fs::read(&source.path).unwrap(), source))
        .collect();
    let bytes: usize = files.iter().map(|(bytes, _)| bytes.len()).sum();
    let (overrides, formats) = (Overrides::default(), Formats::default());
    let read_all = || {
        files
            .iter()
            .map(|(bytes, source)| read(source, black_box(bytes), None, &overrides, &formats))
            .filter(Result::is_ok)
            .count()
    };
    bencher.counter(BytesCount::new(bytes)).bench(read_all);
}

#[divan::bench(args = ["capex guidance", "\"quick commerce\" -role:operator (a OR b NEAR/5 c)", "管理層怎麼看未來三年的資本支出"])]
fn parse_query(query: &str) {
    black_box(parse(black_box(query)).unwrap());
}

/// An index of the samples in a folder of its own.
fn index(folder: &Path) -> Engine {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let engine = Engine::new(folder);
    engine
        .refresh(&CorpusFolders::new([corpus]), false, &mut |_| {})
        .unwrap();
    engine
}

/// A whole answer from the samples; most of the time goes into the highlights of ten passages.
#[divan::bench(args = ["revenue", "資本支出", "管理層怎麼看未來三年的資本支出與自由現金流"])]
fn answer_and_highlight(bencher: Bencher<'_, '_>, query: &str) {
    let folder = tempfile::tempdir().unwrap();
    let engine = index(folder.path());
    let request = Request::new(query);
    bencher.bench(|| engine.search(black_box(&request)).unwrap());
}
