//! The phrases that are said otherwise across the strait: folded, in order, each with the line it stands in
//! and as it is written there.

use std::fmt::Write;

use super::{data, lines, put, text::fold_str};

pub(crate) fn write() {
    let data = data("variants_phrases.txt");
    let mut phrases = Vec::new();
    for line in lines(&data) {
        phrases.extend(
            line.split('\t')
                .map(|phrase| (fold_str(phrase), line, phrase)),
        );
    }
    // Those of one fold stay in the order of their lines.
    phrases.sort_by(|a, b| a.0.cmp(&b.0));
    let longest = phrases.iter().map(|(folded, ..)| folded.chars().count());
    let longest = longest.max().unwrap_or_default();
    let mut code = format!(
        "const LONGEST: usize = {longest};\n\
         static PHRASES: [(&str, &str, &str); {}] = [\n",
        phrases.len()
    );
    for phrase in phrases {
        writeln!(code, "{phrase:?},").expect("a string can be written");
    }
    code.push_str("];\n");
    put("variants.rs", code);
}
