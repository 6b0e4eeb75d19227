//! The instructions that a client gets when it connects: the tools, the query language, how to cite.

use std::fmt::Write;

use crate::query::{FIELDS, SYNTAX};

const ABOUT: &str = "\
Verbatim searches transcripts of companies' earnings calls, Chinese and English, word for word. A \
passage is one paragraph with its translation: two sides, en and zh. Every answer quotes passages as \
they stand and names them by citation, such as BABA-2026Q2#57.

Quote the text as it is given and put its citation behind it; never cite a passage that no tool has \
shown. Read on around a citation with read_call before you rely on it, and pass on the caveats of an \
answer. Where nothing is found, `warnings` says which part of the query is to blame and what to type \
instead. Totals are true counts of passages, not of what is shown.

Begin with search_transcripts; read_call reads around a hit or a whole call; list_calls and list_people \
tell what and who there is; mentions counts by company, also those that say nothing; trend counts by \
period, speaker and so on; compare sets two calls side by side.
";

/// The instructions of the server.
pub(super) fn text() -> String {
    let mut text = ABOUT.to_owned();
    text += "\nQuery language:\n";
    for (typed, finds) in SYNTAX {
        let _ = writeln!(text, "- `{typed}`: {finds}");
    }
    text +=
        "\nFilters, as arguments of the tools or inside the query (`-` before a value excludes):\n";
    for info in FIELDS {
        let _ = writeln!(text, "- `{}`: {}", info.example, info.about);
    }
    text
}
