//! The keys of the glossary, in order, each with the places of its groups and whether only capitals mean it.

use std::{collections::BTreeMap, fmt::Write};

use super::{data, lines, put, text::key};

pub(crate) fn write() {
    let data = data("glossary.txt");
    let mut keys: BTreeMap<String, Vec<(u16, bool)>> = BTreeMap::new();
    let mut groups = 0;
    for line in lines(&data).filter(|line| !line.trim().is_empty()) {
        for term in line.split('|').map(str::trim) {
            let capitals = key::is_everyday(term);
            for words in key::keys(term) {
                let entries = keys.entry(words.join(" ")).or_default();
                if !entries.contains(&(groups, capitals)) {
                    entries.push((groups, capitals));
                }
            }
        }
        groups += 1;
    }
    let mut code = format!(
        "const GROUPS: usize = {groups};\n\
         static KEYS: [(&str, &[(u16, bool)]); {}] = [\n",
        keys.len()
    );
    for (key, entries) in keys {
        writeln!(code, "({key:?}, &{entries:?}),").expect("a string can be written");
    }
    code.push_str("];\n");
    put("glossary.rs", code);
}
