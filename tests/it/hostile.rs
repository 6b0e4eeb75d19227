//! Files made to be dear: whatever they hold, they are read in linear time and within the memory that is given.
//!
//! Each case fills a file with the one piece that is worst for some layout. The file is doubled, and neither time
//! nor memory may grow by much more than that; a second run has little memory and keeps to it, by leaving
//! the file out where it must.

#![cfg(target_os = "linux")]

use std::{
    fmt::Write,
    fs,
    process::{Command, Stdio},
    thread,
    time::Duration,
};

use crate::harness::Sandbox;

/// What a run took.
#[derive(Debug, Clone, Copy, Default)]
struct Cost {
    /// Processor time of all threads.
    seconds: f64,
    /// Most memory at a time.
    megabytes: f64,
}

impl Sandbox {
    /// Rebuilds the index with a memory budget and says what it took.
    fn cost_of_indexing(&self, memory: &str) -> Cost {
        let child = Command::new(env!("CARGO_BIN_EXE_verbatim"))
            .args(["index", "--rebuild", "--memory", memory])
            .current_dir(self.path(""))
            .env_clear()
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let of_process = |file: &str| {
            fs::read_to_string(format!("/proc/{}/{file}", child.id())).unwrap_or_default()
        };
        let mut cost = Cost::default();
        loop {
            let status = of_process("status");
            let field = |name: &str| {
                let line = status.lines().find_map(|line| line.strip_prefix(name))?;
                line.split_whitespace().next().map(str::to_owned)
            };
            if let Some(kilobytes) = field("VmHWM:").and_then(|text| text.parse::<f64>().ok()) {
                cost.megabytes = cost.megabytes.max(kilobytes / 1024.0);
            }
            if field("State:").is_none_or(|state| state == "Z") {
                break;
            }
            thread::sleep(Duration::from_millis(2));
        }
        let stat = of_process("stat");
        let ticks = stat.rsplit(')').next().unwrap_or_default();
        let ticks = ticks.split_whitespace().skip(11).take(2);
        cost.seconds = ticks
            .map(|ticks| ticks.parse::<f64>().unwrap() / 100.0)
            .sum();
        let output = child.wait_with_output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code().is_some_and(|code| code < 3), "{told}");
        assert!(!told.contains("panicked"), "{told}");
        cost
    }
}

/// A file of so many bytes: a head, a piece over and over, numbered where it holds `#`, and a foot.
fn filled(bytes: usize, head: &str, piece: &str, foot: &str) -> String {
    let mut text = String::with_capacity(bytes + 4096);
    text.push_str(head);
    let mut number = 0;
    while text.len() < bytes {
        match piece.split_once('#') {
            Some((before, after)) => write!(text, "{before}{number}{after}").unwrap(),
            None => text.push_str(piece),
        }
        number += 1;
    }
    text.push_str(foot);
    text
}

/// Letters in place of digits, since names have none: `Aab`.
fn named(number: usize) -> String {
    let letter = |at: u32| char::from(b'a' + (number / 26_usize.pow(at) % 26) as u8);
    format!("{}{}{}{}", 'A', letter(0), letter(1), letter(2))
}

const BODY: &str = "<Event><Body>\n====================\nPresentation\n--------------------\n";
const DIALOGUE: &str = "Operator: Good day, and welcome to the call.\nAnn Wu: We grew.\n";
const BILINGUAL: &str = "測試 (ABCD) 2025 Q1 法說會逐字稿\n\n完整原文\n\n";

/// The ending of a file, its head, the piece, its foot.
type Case = (&'static str, &'static str, &'static str, &'static str);

const XML: &[Case] = &[
    ("xml", "<Event ", "a#='' ", "/>"),
    ("xml", "<Event>", "<a x#=''/>", "</Event>"),
    ("xml", "<Event ", "xmlns:a#='b' ", "><a0:x/></Event>"),
    ("xml", "<Event>", "<a xmlns:a#='b'><a#:b/></a>", "</Event>"),
    ("xml", "<Event>", "<a xmlns:a#='b'>", ""),
    ("xml", "<Event>", "<a>", ""),
    ("xml", "<Event><Body>", "&amp;", "</Body></Event>"),
    ("xml", "<Event><Body>", "<![CDATA[x]]>", "</Body></Event>"),
    ("xml", "<Event><Body>", "<!--", "</Body></Event>"),
    ("xml", "<transcript>", "<speaker id='#'/>", "</transcript>"),
    (
        "xml",
        BODY,
        "Ann Wu [#]\n--------------------\nHi\n--------------------\n",
        "</Body></Event>",
    ),
    (
        "xml",
        BODY,
        "[#]\n--------------------\n",
        "</Body></Event>",
    ),
];

const JSON: &[Case] = &[
    ("json", "[", "{},", "{}]"),
    ("json", "[", "[],", "[]]"),
    ("json", "[", "{\"a\":0},", "{}]"),
    ("json", "", "[", ""),
    ("json", "", "{\"a\":", ""),
    ("json", "{\"a\":\"", "\\u4e00", "\"}"),
    ("json", "{", "\"a#\":0,", "\"a\":0}"),
    ("json", "[", "0,", "0]"),
    ("jsonl", "", "{}\n", ""),
    (
        "jsonl",
        "",
        "{\"symbol\":\"A#\",\"content\":\"Ann: Hi\"}\n",
        "",
    ),
    (
        "json",
        "{\"speakers\":[",
        "\"A#\",",
        "\"B\"],\"text\":\"Ann: hi\"}",
    ),
    (
        "json",
        "[",
        "{\"speaker\":\"A#\",\"text\":\"b\"},",
        "{\"speaker\":\"A\",\"text\":\"b\"}]",
    ),
    (
        "json",
        "[",
        "{\"text\":\"b\",\"start\":#},",
        "{\"text\":\"b\",\"start\":1}]",
    ),
    (
        "json",
        "{\"segments\":[",
        "{\"text\":\"a b.\",\"start\":#},",
        "{\"text\":\"b\",\"start\":1}]}",
    ),
    ("json", "{\"transcript\":\"", "Ann Wu: a\\n", "\"}"),
];

const TEXT: &[Case] = &[
    ("txt", DIALOGUE, "A: b\n", ""),
    ("txt", DIALOGUE, "A:\n", ""),
    ("txt", DIALOGUE, "Ann Wu: This is Bob.\n", ""),
    ("txt", DIALOGUE, "Ann Wu: a ", ""),
    ("txt", DIALOGUE, "b\n", ""),
    ("txt", DIALOGUE, "b\n\n", ""),
    ("txt", DIALOGUE, "(a) ", ""),
    ("txt", DIALOGUE, "a, ", ""),
    ("txt", DIALOGUE, "Bob Wu, CFO, ", ""),
    ("txt", DIALOGUE, "Wu ", ""),
    ("txt", DIALOGUE, "一", ""),
    ("txt", DIALOGUE, "一。", ""),
    ("txt", DIALOGUE, "1 ", ""),
    ("txt", DIALOGUE, "1,1", ""),
    ("txt", DIALOGUE, "百", ""),
    ("txt", DIALOGUE, "$", ""),
    ("txt", DIALOGUE, "-", ""),
    ("txt", DIALOGUE, "x", ""),
    ("txt", DIALOGUE, ".", ""),
    ("txt", DIALOGUE, "\n", ""),
    ("txt", "", "A", ""),
    ("txt", "", "(", ""),
    ("txt", "", "问", ""),
    ("txt", "", "问题#:甲\n答:乙\n", ""),
    ("txt", "", "Q: a\nA: b\n", ""),
    (
        "txt",
        "證券代碼：600000\n投資者關係活動記錄表\n",
        "1、问：甲？\n答：乙。\n",
        "",
    ),
    (
        "txt",
        "证券代码：600000\n投资者关系活动记录表\n",
        "甲、",
        "",
    ),
    (
        "txt",
        "Title\n\nOperator\n\nGood day.\n\n",
        "Ann Wu\n\nHi.\n\n",
        "",
    ),
    (
        "txt",
        "Title\n\nCorporate Participants\n\n",
        "Ann Wu - CFO\n",
        "Operator\n\nGood day.\n",
    ),
    ("txt", "---\n", "company: A\n", "---\nAnn: Hi\nBob: Ho\n"),
    ("txt", BILINGUAL, "  • Ann Wu\n\n    王安\n\n", ""),
    ("txt", BILINGUAL, "  • a\n", ""),
    ("txt", BILINGUAL, "\n    b\n", ""),
];

const CUES: &[Case] = &[
    (
        "vtt",
        "WEBVTT\n\n",
        "00:00:01.000 --> 00:00:02.000\na\n\n",
        "",
    ),
    ("vtt", "WEBVTT\n\n", "00:00:01.000 --> 00:00:02.000\n", ""),
    (
        "vtt",
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n",
        "<v A>",
        "",
    ),
    (
        "vtt",
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n",
        "<c>a</c>",
        "",
    ),
    ("srt", "", "1\n00:00:01,000 --> 00:00:02,000\na\n\n", ""),
    ("txt", "", "[00:01] a\n", ""),
    ("txt", "", "00:01 Ann Wu\na\n", ""),
    ("txt", "", "Speaker # 00:01\na\n", ""),
];

const HTML: &[Case] = &[
    ("html", "<html><body><p>Operator</p>", "<p>a</p>", ""),
    ("html", "<html><body>", "<p>", ""),
    ("html", "<html><body>", "<", ""),
    ("html", "<html><body>", "<!--", ""),
    ("html", "<html><body>", "<b>", ""),
    ("html", "<html><body>", "<table><tr><td>", ""),
    ("html", "<html><body><p ", "a#='' ", ">a</p>"),
    ("html", "<html><body>", "&amp;", ""),
    ("html", "<html><body>", "&", ""),
    (
        "html",
        "<html><body>",
        "<p><strong>Ann Wu</strong> -- CFO</p><p>a</p>",
        "",
    ),
    ("html", "<html><body>", "<script>", ""),
];

/// Makes a file of so many bytes.
type Make = Box<dyn Fn(usize) -> String>;

/// Reads a file, its double and, with little memory, its double again.
fn check(cases: impl IntoIterator<Item = (&'static str, String, Make)>) {
    let all = std::env::var("VERBATIM_TESTS").is_ok_and(|value| value == "all");
    let bytes = match (all, cfg!(debug_assertions)) {
        (true, false) => 8 << 20,
        (true, true) => 1 << 20,
        (false, _) => 1 << 16,
    };
    let mut faults = String::new();
    for (ending, name, make) in cases {
        let cost = |bytes: usize, memory: &str| {
            let sandbox = Sandbox::empty();
            sandbox.write(&format!("ABCD-2025Q1.{ending}"), make(bytes).as_bytes());
            sandbox.cost_of_indexing(memory)
        };
        let (half, whole) = (cost(bytes / 2, "16GB"), cost(bytes, "16GB"));
        let little = cost(bytes, "256MB");
        // What a process takes whatever it reads, and what else the machine does, is allowed for.
        let linear = whole.seconds <= half.seconds * 3.0 + 0.5;
        let grows = whole.megabytes <= half.megabytes * 2.6 + 64.0;
        let keeps = little.megabytes <= 256.0;
        if !(linear && grows && keeps) {
            let _ = writeln!(
                faults,
                "{ending} {name:?}: {half:?}, {whole:?}, little {little:?}"
            );
        }
    }
    assert!(faults.is_empty(), "{faults}");
}

fn check_filled(cases: &'static [Case]) {
    check(cases.iter().map(|&(ending, head, piece, foot)| {
        let make = move |bytes| filled(bytes, head, piece, foot);
        (ending, format!("{head}{piece}…"), Box::new(make) as Make)
    }));
}

#[test]
fn xml_is_read_in_linear_time_and_within_its_memory() {
    check_filled(XML);
}

#[test]
fn json_is_read_in_linear_time_and_within_its_memory() {
    check_filled(JSON);
}

#[test]
fn text_is_read_in_linear_time_and_within_its_memory() {
    check_filled(TEXT);
}

#[test]
fn cues_and_pages_are_read_in_linear_time_and_within_their_memory() {
    check_filled(CUES);
    check_filled(HTML);
}

#[test]
fn many_speakers_are_told_apart_in_linear_time() {
    let speakers = |bytes: usize| {
        let line = |number| format!("{} {}: hi\n", named(number), named(number / 7));
        DIALOGUE.to_owned() + &(0..bytes / 14).map(line).collect::<String>()
    };
    let namesakes = |bytes: usize| {
        let line = |number| format!("{} Wu: This is Bob Wu.\n", named(number));
        DIALOGUE.to_owned() + &(0..bytes / 24).map(line).collect::<String>()
    };
    check([
        ("txt", "speakers".to_owned(), Box::new(speakers) as Make),
        ("txt", "namesakes".to_owned(), Box::new(namesakes)),
    ]);
}

#[test]
fn a_call_with_thousands_of_people_and_a_long_name_is_found() {
    let name = |n: usize| {
        let letters = |n: usize| char::from(b'a' + u8::try_from(n % 26).unwrap());
        let syllable = |n: usize| format!("{}a{}o", letters(n), letters(n / 26));
        format!("A{} V{}", syllable(n), syllable(n / 26))
    };
    let mut text = String::from("Operator: Good day and welcome.\n\n");
    for n in 0..5_000 {
        text += &format!("{}: Our revenue rose {n} million.\n\n", name(n));
    }
    let sidecar = format!(
        "company = \"Acme {}\"\nticker = \"ACME\"\nperiod = \"2025Q3\"\n",
        "long ".repeat(20_000)
    );
    let sandbox = Sandbox::with(&[("call.txt", &text), ("call.toml", &sidecar)]);
    let index = sandbox.run(&["index"]);
    assert_eq!(index.code, Some(0), "{}", index.err);
    let companies = sandbox.json(&["companies"]);
    assert_eq!(companies[0]["value"], "ACME");
    assert!(companies[0]["name"].as_str().unwrap().len() > 65_535);
    assert!(sandbox.json(&["speakers"]).as_array().unwrap().len() > 1_000);
    // What decides about overrides is as long, and read when they change.
    let person = format!(
        "[[person]]\nname = \"Vera Stone\"\nnames = [\"{}\"]\n",
        name(4_999)
    );
    std::fs::write(sandbox.path("corpus/verbatim.toml"), person).unwrap();
    assert_eq!(
        sandbox.json(&["index"])["changed"],
        serde_json::json!(["call.txt"])
    );
    let found = sandbox.found_in_order(&["--speaker", "Vera Stone"]);
    assert_eq!(found.len(), 1, "{found:?}");
}
