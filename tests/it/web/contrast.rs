//! Colours can be told apart, light and dark (WCAG 2.2, success criteria 1.4.3 and 1.4.11).

use std::{collections::HashMap, fs};

use crate::harness::project;

/// Text on grounds that it stands on, and the contrast it is to have.
const PAIRS: [(&str, &[&str], f64); 10] = [
    (
        "ink",
        &["paper", "panel", "raised", "notice", "lit-other"],
        7.0,
    ),
    ("dim", &["paper", "panel", "raised", "notice"], 4.5),
    ("accent", &["paper", "panel", "raised", "notice"], 4.5),
    ("bad", &["paper", "panel", "raised"], 4.5),
    ("on-accent", &["accent"], 4.5),
    ("lit-ink", &["lit", "lit-other"], 4.5),
    // What bounds a field, and what shows the focus or a bar.
    ("edge", &["paper", "raised"], 3.0),
    ("accent", &["paper", "raised"], 3.0),
    // A lit text is told from what is around it by more than its ground; the two sorts differ.
    ("lit", &["paper"], 1.2),
    ("lit-other", &["paper"], 1.2),
];

/// The colours of the styles, light and dark.
fn colors() -> HashMap<String, [[f64; 3]; 2]> {
    let css = fs::read_to_string(project().join("src/interface/web/assets/base.css")).unwrap();
    let row =
        regex::Regex::new(r"--([a-z-]+): light-dark\(#([0-9a-f]{6}), #([0-9a-f]{6})\);").unwrap();
    let color = |hex: &str| {
        [0, 2, 4].map(|at| f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0)
    };
    row.captures_iter(&css)
        .map(|row| (row[1].to_owned(), [color(&row[2]), color(&row[3])]))
        .collect()
}

/// Relative luminance.
fn luminance(color: [f64; 3]) -> f64 {
    let linear = color.map(|part| match part {
        part if part <= 0.04045 => part / 12.92,
        part => ((part + 0.055) / 1.055).powf(2.4),
    });
    0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
}

fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn text_is_told_from_its_ground() {
    assert!((contrast([0.0; 3], [1.0; 3]) - 21.0).abs() < 1e-9);
    let colors = colors();
    assert!(colors.len() >= 14, "{colors:?}");
    for (text, grounds, least) in PAIRS {
        for ground in grounds {
            for (theme, at) in [("light", 0), ("dark", 1)] {
                let found = contrast(colors[text][at], colors[*ground][at]);
                assert!(found >= least, "{text} on {ground}, {theme}: {found:.2}");
            }
        }
    }
}

#[test]
fn every_colour_stands_in_the_table() {
    let used = regex::Regex::new(r"var\(--([a-z0-9-]+)\)").unwrap();
    let set = regex::Regex::new(r"--([a-z0-9-]+):").unwrap();
    let folder = project().join("src/interface/web/assets");
    let all: String = ["base.css", "search.css", "reading.css"]
        .map(|name| fs::read_to_string(folder.join(name)).unwrap())
        .concat();
    let known: Vec<&str> = set
        .captures_iter(&all)
        .map(|found| found.get(1).unwrap().as_str())
        .collect();
    for found in used.captures_iter(&all) {
        assert!(known.contains(&&found[1]), "{}", &found[1]);
    }
}
