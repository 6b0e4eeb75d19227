//! Companies and people, all invented.

use super::{prose::rare, random::Random};

/// Analysts there are.
const ANALYSTS: usize = 3_000;

const GIVEN: [&str; 32] = [
    "Aline", "Bruno", "Clara", "Dmitri", "Elena", "Farid", "Greta", "Hugo", "Ines", "Jonas",
    "Katya", "Leon", "Mira", "Noel", "Olga", "Pavel", "Quinn", "Rosa", "Sven", "Talia", "Umar",
    "Vera", "Wen", "Xenia", "Yusuf", "Zora", "Anton", "Beatriz", "Cyrus", "Dora", "Emil", "Freya",
];

const SUFFIXES: [&str; 8] = [
    "Technologies",
    "Holdings",
    "Motors",
    "Semiconductor",
    "Energy",
    "Foods",
    "Logistics",
    "Health",
];

const HAN: [char; 40] = [
    '曜', '遠', '潮', '恆', '川', '嵐', '岳', '澄', '昕', '瀚', '穹', '礫', '葵', '霽', '桐', '松',
    '岬', '灣', '嶺', '泉', '晴', '鷺', '鯨', '鹿', '雁', '楓', '榕', '梧', '芷', '蘭', '玄', '朔',
    '望', '霖', '霜', '暉', '璟', '珩', '琮', '瑀',
];

const TRADES: [&str; 8] = [
    "科技",
    "控股",
    "汽車",
    "半導體",
    "能源",
    "食品",
    "物流",
    "醫療",
];

/// A company and those who speak for it.
pub(crate) struct Company {
    pub(crate) ticker: String,
    pub(crate) english: String,
    pub(crate) chinese: String,
    /// Name, name with the middle initial, and title.
    pub(crate) officers: Vec<(String, String, &'static str)>,
}

/// The company of a number.
pub(crate) fn company(number: usize) -> Company {
    let mut random = Random::new(1_000_003 + number as u64);
    let mut ticker = String::new();
    let mut rest = number;
    for _ in 0..4 {
        ticker.insert(0, char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    let trade = random.below(TRADES.len());
    let first = HAN[number % HAN.len()];
    let second = HAN[number / HAN.len() % HAN.len()];
    let titles = [
        "Chief Executive Officer, Director",
        "Chief Financial Officer",
        "Chief Operating Officer",
        "Director of Investor Relations",
    ];
    let officers = titles.map(|title| {
        let (given, surname) = (random.one_of(&GIVEN), rare(random.below(6_000)));
        let initial = char::from(b'A' + random.below(26) as u8);
        (
            format!("{given} {surname}"),
            format!("{given} {initial}. {surname}"),
            title,
        )
    });
    Company {
        ticker: format!("Q{ticker}"),
        english: format!("{} {}", rare(number + 300), SUFFIXES[trade]),
        chinese: format!("{first}{second}{}", TRADES[trade]),
        officers: officers.into(),
    }
}

/// An analyst and the firm.
pub(crate) fn analyst(random: &mut Random) -> (String, String) {
    let number = random.rank(ANALYSTS);
    let given = GIVEN[number % GIVEN.len()];
    let firm = ["Securities", "Capital", "Research", "Partners"][number % 4];
    let name = format!("{given} {}", rare(8_000 + number / 4));
    (name, format!("{} {firm}", rare(50 + number % 61)))
}
