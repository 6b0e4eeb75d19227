//! Paragraphs in both languages that say planted terms: sentence by sentence a translation, among sentences that
//! are none.

use super::{
    prose::Prose,
    random::Random,
    terms::{KEPT, Kind, TERMS},
};

/// Number of calls after which the same numbers of calls say each term again.
pub(crate) const ROUND: usize = 240;

/// Sentences about a thing, `{}`, or about two.
const THINGS: [(&str, &str); 22] = [
    (
        "Revenue from {} grew by #% in the quarter.",
        "{}的營收在本季成長了#%。",
    ),
    ("We see strong demand for {}.", "我們看到{}的需求強勁。"),
    (
        "Customers ask us about {} all the time.",
        "客戶一直在詢問我們有關{}的事。",
    ),
    (
        "{} is on track for the second half.",
        "{}將如期於下半年推出。",
    ),
    (
        "We opened # sites with {} this year.",
        "我們今年開設了#個採用{}的據點。",
    ),
    ("The cost of {} came down again.", "{}的成本再次下降。"),
    ("Let me turn to {}.", "接下來談談{}。"),
    (
        "Our partners in the north like {} very much.",
        "我們在北部的合作夥伴非常喜歡{}。",
    ),
    (
        "Without {}, margins would have been flat.",
        "如果沒有{},利潤率將會持平。",
    ),
    (
        "We will invest #  million in {} over three years.",
        "我們將在三年內對{}投資#百萬。",
    ),
    (
        "{} is still small, but it matters.",
        "{}的規模雖小,但很重要。",
    ),
    (
        "Competitors have nothing like {}.",
        "競爭對手沒有類似{}的東西。",
    ),
    (
        "Nobody expected {} to sell that well.",
        "沒有人預料到{}會賣得這麼好。",
    ),
    ("The board approved {} in May.", "董事會於五月批准了{}。"),
    (
        "About #% of our users tried {} last month.",
        "上個月約有#%的用戶試用了{}。",
    ),
    ("{} also helps retention.", "{}也有助於留存。"),
    (
        "How should we think about {} next year?",
        "明年我們應該如何看待{}?",
    ),
    ("Supply of {} remains tight.", "{}的供應依然吃緊。"),
    ("Prices for {} rose #%.", "{}的價格上漲了#%。"),
    (
        "The launch of {} went well in Europe.",
        "{}在歐洲的上市很順利。",
    ),
    (
        "We moved people from logistics to {}.",
        "我們將人員從物流調往{}。",
    ),
    ("I would call {} a success.", "我認為{}是成功的。"),
];

const TWO_THINGS: [(&str, &str); 5] = [
    ("We bundle {} with {@}.", "我們將{}與{@}捆綁銷售。"),
    ("{} and {@} share one warehouse.", "{}和{@}共用一個倉庫。"),
    ("Buyers of {} also take {@}.", "{}的買家也會購買{@}。"),
    ("Both {} and {@} were profitable.", "{}和{@}均實現獲利。"),
    ("{@} feeds traffic into {}.", "{@}為{}帶來流量。"),
];

const PEOPLE: [(&str, &str); 8] = [
    ("{} will run the plant from May.", "{}將從五月起管理工廠。"),
    ("As {} said, orders are good.", "正如{}所說,訂單情況良好。"),
    ("I will hand over to {}.", "我將把時間交給{}。"),
    ("{} joined us from a competitor.", "{}從競爭對手加入我們。"),
    ("Thank you, {}.", "謝謝你,{}。"),
    (
        "With me today is {}, who leads logistics.",
        "今天與我一起的是負責物流的{}。",
    ),
    (
        "{} can add some detail on prices.",
        "{}可以補充一些價格方面的細節。",
    ),
    ("We promoted {} in the spring.", "我們在春季晉升了{}。"),
];

const METRICS: [(&str, &str); 8] = [
    ("Our {} improved to #%.", "我們的{}改善至#%。"),
    ("{} was # for the year.", "全年的{}為#。"),
    ("We guide to a {} of #%.", "我們預計{}為#%。"),
    ("The team is paid by {}.", "團隊的薪酬取決於{}。"),
    ("{} fell in the south.", "南部的{}下降。"),
    (
        "A higher {} means fewer stores.",
        "更高的{}意味著更少的門市。",
    ),
    ("We track {} each week.", "我們每週追蹤{}。"),
    ("What drove the {} this time?", "這次是什麼推動了{}?"),
];

/// How a call defines an abbreviation.
const DEFINITIONS: [(&str, &str); 4] = [
    ("We report {}, or {@}, from now on.", "我們今後將公布{}。"),
    ("The {} ({@}) is new to you.", "{}對各位來說是新的。"),
    ("{@}, or {}, is what counts for us.", "{}對我們來說最重要。"),
    ("We look at {} or {@} every day.", "我們每天都會看{}。"),
];

/// What a translation says in place of a term once in a while.
const ANAPHORA: [&str; 3] = ["這個項目", "它", "此業務"];

/// A sentence in both languages.
type Pair = (String, String);

/// What a call says of the planted terms: sentences, in order.
pub(crate) fn sentences(call: usize, random: &mut Random) -> Vec<Pair> {
    let mut said = Vec::new();
    for (number, term) in TERMS.iter().enumerate() {
        if !is_said(call, number, term.calls) {
            continue;
        }
        let mut is_defined = false;
        for _ in 0..random.between(1, 4) {
            let (english, chinese) = match (term.short, term.kind) {
                (Some(short), _) if !is_defined => {
                    is_defined = true;
                    let (english, chinese) = random.one_of(&DEFINITIONS);
                    (english.replace("{@}", short), (*chinese).to_owned())
                }
                (_, kind) => carrier(kind, term.beside, random),
            };
            let english = match term.short {
                Some(short) if !english.contains(short) && random.once_in(2) => {
                    english.replace("{}", short)
                }
                _ => english.replace("{}", term.english),
            };
            let rendering = match term.chinese {
                [_, other] if random.below(10) < 3 => other,
                [first, ..] => first,
                [] => term.english,
            };
            let chinese = match random.once_in(14) {
                true => chinese.replace("{}", ANAPHORA[random.below(ANAPHORA.len())]),
                false => chinese.replace("{}", rendering),
            };
            said.push((english, chinese));
        }
    }
    for (number, (name, calls)) in KEPT.iter().enumerate() {
        if is_said(call, TERMS.len() + number, *calls) {
            for _ in 0..random.between(1, 4) {
                let (english, chinese) = carrier(Kind::Thing, None, random);
                said.push(
                    [english, chinese]
                        .map(|text| text.replace("{}", name))
                        .into(),
                );
            }
        }
    }
    // The terms of a call come in any order, and so do their sentences.
    for at in (1..said.len()).rev() {
        said.swap(at, random.below(at + 1));
    }
    said.into_iter()
        .map(|pair| numbered(pair, random))
        .collect()
}

/// Whether a call says the term of a number that so many calls of a round say.
fn is_said(call: usize, number: usize, calls: usize) -> bool {
    // The step has no factor in common with the round.
    (call * 97 + number * 31) % ROUND < calls
}

/// A sentence for a term, with `{}` in its place.
fn carrier(kind: Kind, beside: Option<&str>, random: &mut Random) -> Pair {
    let of_kind: &[(&str, &str)] = match kind {
        Kind::Thing => &THINGS,
        Kind::Person => &PEOPLE,
        Kind::Metric => &METRICS,
    };
    let other = beside.and_then(|other| TERMS.iter().find(|term| term.english == other));
    let (english, chinese) = match other {
        Some(other) if !random.once_in(4) => {
            let (english, chinese) = random.one_of(&TWO_THINGS);
            let rendering = other.chinese.first().unwrap_or(&other.english);
            (
                english.replace("{@}", other.english),
                chinese.replace("{@}", rendering),
            )
        }
        _ => {
            let (english, chinese) = random.one_of(of_kind);
            ((*english).to_owned(), (*chinese).to_owned())
        }
    };
    (english, chinese)
}

/// A sentence with a number for `#`, and a capital at its beginning.
fn numbered((english, chinese): Pair, random: &mut Random) -> Pair {
    let number = random.between(2, 97).to_string();
    let english = english.replace('#', &number);
    let mut rest = english.chars();
    let first = rest.next().map(|c| c.to_ascii_uppercase());
    (
        first.into_iter().chain(rest).collect(),
        chinese.replace('#', &number),
    )
}

/// Paragraphs for some sentences: up to three of them in each, among prose that is not translated.
pub(crate) fn paragraphs(
    said: Vec<Pair>,
    [english, chinese]: [&Prose; 2],
    random: &mut Random,
) -> Vec<Pair> {
    let mut paragraphs = Vec::new();
    let mut said = said.into_iter().peekable();
    while said.peek().is_some() {
        let mut paragraph = Pair::default();
        for _ in 0..random.between(1, 3) {
            let next = match random.once_in(3) {
                true => None,
                false => said.next(),
            };
            let (a, b) = next.unwrap_or_else(|| {
                let words = random.between(4, 16);
                (
                    english.paragraph(random, words),
                    chinese.paragraph(random, words * 3 / 2),
                )
            });
            if !paragraph.0.is_empty() {
                paragraph.0.push(' ');
            }
            paragraph.0.push_str(&a);
            paragraph.1.push_str(&b);
        }
        paragraphs.push(paragraph);
    }
    paragraphs
}
