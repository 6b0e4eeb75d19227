//! Currencies and the ways of writing them before and after a number.

use super::{
    super::{fold, has_han},
    cursor::{Cursor, is_latin},
};

/// A currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
#[allow(missing_docs)] // The names are the codes of ISO 4217.
pub enum Currency {
    Cny = 1,
    Usd,
    Twd,
    Hkd,
    Eur,
    Jpy,
    Krw,
    Gbp,
    Sgd,
    Inr,
    Aud,
    Cad,
    Chf,
    Thb,
    Vnd,
    Idr,
    Myr,
    Php,
    Brl,
    Mxn,
    Nzd,
    Sek,
    Nok,
    Dkk,
    Ils,
    Zar,
    Aed,
    Sar,
    Rub,
    Pln,
}

impl Currency {
    /// Every currency, by its number.
    pub const ALL: [Self; 30] = [
        Self::Cny,
        Self::Usd,
        Self::Twd,
        Self::Hkd,
        Self::Eur,
        Self::Jpy,
        Self::Krw,
        Self::Gbp,
        Self::Sgd,
        Self::Inr,
        Self::Aud,
        Self::Cad,
        Self::Chf,
        Self::Thb,
        Self::Vnd,
        Self::Idr,
        Self::Myr,
        Self::Php,
        Self::Brl,
        Self::Mxn,
        Self::Nzd,
        Self::Sek,
        Self::Nok,
        Self::Dkk,
        Self::Ils,
        Self::Zar,
        Self::Aed,
        Self::Sar,
        Self::Rub,
        Self::Pln,
    ];

    /// The code of ISO 4217, such as `USD`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Cny => "CNY",
            Self::Usd => "USD",
            Self::Twd => "TWD",
            Self::Hkd => "HKD",
            Self::Eur => "EUR",
            Self::Jpy => "JPY",
            Self::Krw => "KRW",
            Self::Gbp => "GBP",
            Self::Sgd => "SGD",
            Self::Inr => "INR",
            Self::Aud => "AUD",
            Self::Cad => "CAD",
            Self::Chf => "CHF",
            Self::Thb => "THB",
            Self::Vnd => "VND",
            Self::Idr => "IDR",
            Self::Myr => "MYR",
            Self::Php => "PHP",
            Self::Brl => "BRL",
            Self::Mxn => "MXN",
            Self::Nzd => "NZD",
            Self::Sek => "SEK",
            Self::Nok => "NOK",
            Self::Dkk => "DKK",
            Self::Ils => "ILS",
            Self::Zar => "ZAR",
            Self::Aed => "AED",
            Self::Sar => "SAR",
            Self::Rub => "RUB",
            Self::Pln => "PLN",
        }
    }

    /// A number from 1 to 32 that stays the same from version to version.
    pub fn number(self) -> u8 {
        self as u8
    }

    /// The currency with that [number](Self::number).
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number.checked_sub(1)?)).copied()
    }

    /// The currency that `typed` names, in any usual way of writing it, any case and either
    /// script: `rmb`, `us$`, `日圓`. 元 alone names none: it may be Chinese or Taiwanese.
    pub fn from_typed(typed: &str) -> Option<Self> {
        let typed = typed.trim();
        let mut place = Cursor::new(typed, 0);
        let found = typed_before(&mut place)?;
        (place.at() == typed.len()).then_some(found)
    }
}

/// Where a currency's name stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stands {
    /// Before a number or after it.
    Either,
    Before,
    After,
    /// After a scale only: what wins may be `3 won`, what weighs `5 pounds`.
    AfterScale,
}
use Stands::{After, AfterScale, Before, Either};

/// The ways of writing each currency, folded.
const NAMES: [(Currency, Stands, &[&str]); 65] = [
    (
        Currency::Cny,
        Either,
        &["rmb", "cny", "cnh", "¥", "人民币", "人民元"],
    ),
    (
        Currency::Cny,
        After,
        &["yuan", "chinese yuan", "renminbi", "元人民币", "块人民币"],
    ),
    (
        Currency::Cny,
        Before,
        &["yuan", "renminbi", "rmb¥", "cny¥", "cn¥"],
    ),
    (
        Currency::Usd,
        Either,
        &["usd", "us$", "$", "美元", "美金", "美币"],
    ),
    (Currency::Usd, Before, &["u.s.$", "u.s. $", "usd$", "us $"]),
    (
        Currency::Usd,
        After,
        &[
            "dollars",
            "dollar",
            "us dollars",
            "us dollar",
            "u.s. dollars",
            "u.s. dollar",
            "usdollars",
            "块美金",
            "块美元",
            "元美金",
        ],
    ),
    (
        Currency::Twd,
        Either,
        &["ntd", "twd", "nt$", "ntd$", "twd$", "nt", "新台币", "台币"],
    ),
    (
        Currency::Twd,
        After,
        &[
            "nt dollars",
            "nt dollar",
            "new taiwan dollars",
            "new taiwan dollar",
            "taiwan dollars",
            "元新台币",
            "元台币",
            "块台币",
        ],
    ),
    (Currency::Hkd, Either, &["hkd", "hk$", "港元", "港币"]),
    (Currency::Hkd, Before, &["hkd$"]),
    (
        Currency::Hkd,
        After,
        &[
            "hong kong dollars",
            "hong kong dollar",
            "hk dollars",
            "元港币",
        ],
    ),
    (Currency::Eur, Either, &["eur", "€", "欧元"]),
    (Currency::Eur, After, &["euros", "euro"]),
    (
        Currency::Jpy,
        Either,
        &["jpy", "jp¥", "日元", "日圆", "日币", "日円"],
    ),
    (Currency::Jpy, After, &["yen", "japanese yen", "円"]),
    (Currency::Jpy, Before, &["yen", "jpy¥"]),
    (
        Currency::Krw,
        Either,
        &["krw", "₩", "韩元", "韩圆", "韩币", "韩圜", "韩国圜"],
    ),
    (Currency::Krw, AfterScale, &["won", "korean won"]),
    (Currency::Gbp, Either, &["gbp", "£", "英镑"]),
    (
        Currency::Gbp,
        After,
        &["pounds sterling", "british pounds", "sterling"],
    ),
    (Currency::Gbp, AfterScale, &["pounds"]),
    (
        Currency::Sgd,
        Either,
        &["sgd", "s$", "新加坡元", "新加坡币", "新币", "坡币", "新元"],
    ),
    (Currency::Sgd, Before, &["sg$", "sgd$"]),
    (Currency::Sgd, After, &["singapore dollars"]),
    (Currency::Inr, Either, &["inr", "₹", "印度卢比", "卢比"]),
    (Currency::Inr, Before, &["rs", "rs."]),
    (Currency::Inr, After, &["rupees", "rupee", "indian rupees"]),
    (Currency::Aud, Either, &["aud", "a$", "澳元", "澳币"]),
    (Currency::Aud, Before, &["au$", "aud$"]),
    (Currency::Aud, After, &["australian dollars"]),
    (
        Currency::Cad,
        Either,
        &["cad", "c$", "加元", "加币", "加拿大元"],
    ),
    (Currency::Cad, Before, &["ca$", "cad$", "cdn$"]),
    (Currency::Cad, After, &["canadian dollars"]),
    (Currency::Chf, Either, &["chf", "瑞士法郎", "瑞郎"]),
    (Currency::Chf, After, &["swiss francs"]),
    (Currency::Thb, Either, &["thb", "฿", "泰铢", "泰币"]),
    (Currency::Thb, After, &["baht"]),
    (Currency::Vnd, Either, &["vnd", "₫", "越南盾", "越南币"]),
    (Currency::Vnd, After, &["vietnamese dong"]),
    (Currency::Vnd, AfterScale, &["dong"]),
    (Currency::Idr, Either, &["idr", "印尼盾", "印尼卢比"]),
    (Currency::Idr, Before, &["rp", "rp."]),
    (Currency::Idr, After, &["rupiah"]),
    (
        Currency::Myr,
        Either,
        &["myr", "rm", "马币", "令吉", "马来西亚令吉"],
    ),
    (Currency::Myr, After, &["ringgit"]),
    (
        Currency::Php,
        Either,
        &["php", "₱", "菲律宾披索", "菲律宾比索"],
    ),
    (Currency::Php, After, &["philippine pesos"]),
    (
        Currency::Brl,
        Either,
        &["brl", "r$", "巴西雷亚尔", "雷亚尔"],
    ),
    (
        Currency::Brl,
        After,
        &["reais", "brazilian reals", "brazilian real"],
    ),
    (
        Currency::Mxn,
        Either,
        &["mxn", "mx$", "墨西哥披索", "墨西哥比索"],
    ),
    (Currency::Mxn, After, &["mexican pesos"]),
    (
        Currency::Nzd,
        Either,
        &["nzd", "nz$", "纽元", "纽币", "新西兰元"],
    ),
    (Currency::Nzd, After, &["new zealand dollars"]),
    (Currency::Sek, Either, &["sek", "瑞典克朗"]),
    (Currency::Sek, After, &["swedish kronor", "swedish krona"]),
    (Currency::Nok, Either, &["nok", "挪威克朗"]),
    (Currency::Nok, After, &["norwegian kroner"]),
    (Currency::Dkk, Either, &["dkk", "丹麦克朗"]),
    (Currency::Dkk, After, &["danish kroner"]),
    (Currency::Ils, Either, &["ils", "nis", "₪", "以色列谢克尔"]),
    (Currency::Zar, Either, &["zar", "南非兰特"]),
    (Currency::Aed, Either, &["aed", "阿联酋迪拉姆", "迪拉姆"]),
    (Currency::Sar, Either, &["sar", "沙特里亚尔"]),
    (Currency::Rub, Either, &["rub", "₽", "卢布", "俄罗斯卢布"]),
    (Currency::Pln, Either, &["pln", "兹罗提"]),
];

/// Every name that stands in such a place, with its currency.
fn names(fits: fn(Stands) -> bool) -> impl Iterator<Item = (&'static str, Currency)> {
    NAMES
        .iter()
        .filter(move |&&(_, stands, _)| fits(stands))
        .flat_map(|&(currency, _, names)| names.iter().map(move |&name| (name, currency)))
}

/// ￥ (U+FFE5) is no full-width form of ¥ to the fold.
fn fold_sign(c: char) -> char {
    match c {
        '\u{FFE5}' => '¥',
        '\u{FFE1}' => '£',
        '\u{FFE6}' => '₩',
        _ => fold(c),
    }
}

/// Whether letters are a code only in capitals: `cad`, `nt` and `rs` are other words, too.
fn wants_capitals(name: &str) -> bool {
    let short = name.len() <= 3 && name.bytes().all(|c| c.is_ascii_lowercase());
    short && !matches!(name, "rmb" | "cny" | "usd" | "twd" | "ntd" | "yen")
}

/// Takes the currency's name that follows a number; `scaled` when a scale stands before it.
pub(super) fn after(place: &mut Cursor<'_>, scaled: bool) -> Option<Currency> {
    let next = place.past_joint();
    let raw = next.raw()?;
    let first = fold_sign(raw);
    let mut longest: Option<(Cursor<'_>, Currency)> = None;
    let fits = if scaled {
        |stands| stands != Before
    } else {
        |stands| matches!(stands, Either | After)
    };
    for (name, currency) in names(fits) {
        if !name.starts_with(first) {
            continue;
        }
        if !scaled && wants_capitals(name) && !raw.is_uppercase() {
            continue;
        }
        let mut end = next;
        if forward(&mut end, name) && longest.is_none_or(|(best, _)| best.at() < end.at()) {
            longest = Some((end, currency));
        }
    }
    let (end, currency) = longest?;
    // A sign before the next number belongs to that: `up 5 $7`.
    if !first.is_alphanumeric() && (end.past_blanks().at_number() || next.at() > place.at()) {
        return None;
    }
    *place = end;
    Some(currency)
}

/// Takes the currency's name at the start of what was typed.
pub(super) fn typed_before(place: &mut Cursor<'_>) -> Option<Currency> {
    let mut longest: Option<(Cursor<'_>, Currency)> = None;
    for (name, currency) in names(|_| true) {
        let mut end = *place;
        if forward(&mut end, name) && longest.is_none_or(|(best, _)| best.at() < end.at()) {
            longest = Some((end, currency));
        }
    }
    let (end, currency) = longest?;
    *place = end;
    Some(currency)
}

fn forward(place: &mut Cursor<'_>, name: &str) -> bool {
    if has_han(name) {
        return place.eat_han(name);
    }
    if name.ends_with(|c: char| c.is_ascii_alphabetic()) {
        let mut end = *place;
        let eaten = name.bytes().all(|c| match c {
            b' ' => {
                let next = end.past_joint();
                let moved = next.at() > end.at();
                end = next;
                moved
            }
            _ => end.eat(char::from(c)),
        });
        // `rmb100` ends where the digit starts.
        let ends = end.raw().is_none_or(|c| !is_latin(c) || c.is_numeric());
        if eaten && ends {
            *place = end;
        }
        return eaten && ends;
    }
    let mut end = *place;
    for c in name.chars() {
        if end.raw().map(fold_sign) != Some(c) {
            return false;
        }
        end.bump();
    }
    *place = end;
    true
}

/// The currency whose name ends right before a number, blanks between allowed, and the place where
/// the name starts, not before byte `floor`. The currency is `None` for a `$` of a country unknown.
pub(super) fn before(number: Cursor<'_>, floor: usize) -> Option<(Option<Currency>, Cursor<'_>)> {
    let end = number.back_over_blanks();
    let last = fold_sign(end.before()?);
    let mut longest: Option<(Cursor<'_>, Currency)> = None;
    for (name, currency) in names(|stands| matches!(stands, Either | Before)) {
        if !name.ends_with(last) {
            continue;
        }
        if let Some(start) = backward(end, name)
            && start.at() >= floor
            && (!wants_capitals(name) || start.raw().is_some_and(char::is_uppercase))
            && longest.is_none_or(|(best, _)| start.at() < best.at())
        {
            longest = Some((start, currency));
        }
    }
    let (start, currency) = longest?;
    let foreign = last == '$' && start.before().is_some_and(|c| c.is_ascii_alphabetic());
    Some(((!foreign).then_some(currency), start))
}

fn backward<'t>(end: Cursor<'t>, name: &str) -> Option<Cursor<'t>> {
    let han = has_han(name);
    let mut place = end;
    for c in name.chars().rev() {
        if han {
            place = place.back_over_blanks();
        }
        if place.before().map(fold_sign) != Some(c) {
            return None;
        }
        place = place.back();
    }
    let word = name.starts_with(|c: char| c.is_ascii_alphabetic());
    let inside = word && place.before().is_some_and(is_latin);
    (!inside).then_some(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_codes_stay() {
        for (at, currency) in Currency::ALL.into_iter().enumerate() {
            assert_eq!(usize::from(currency.number()), at + 1);
            assert_eq!(Currency::from_number(currency.number()), Some(currency));
            assert_eq!(Currency::from_typed(currency.code()), Some(currency));
        }
        assert_eq!(Currency::from_number(0), None);
        assert_eq!(Currency::from_number(31), None);
    }

    #[test]
    fn typed_in_any_usual_way() {
        for (code, typed) in [
            ("CNY", "rmb RMB cny yuan renminbi 人民幣 人民币 ¥ ￥ ＲＭＢ"),
            ("USD", "usd us$ US$ $ 美元 美金 dollars ＄"),
            ("TWD", "nt$ NTD twd nt 新台幣 新臺幣 台幣 臺幣"),
            ("HKD", "hk$ hkd 港元 港幣"),
            ("EUR", "eur € euro euros 歐元 欧元"),
            ("JPY", "jpy yen 日圓 日元 円"),
            ("KRW", "krw ₩ won 韓元 韓圜"),
            ("GBP", "gbp £ 英鎊 sterling"),
        ] {
            for typed in typed.split(' ') {
                let found = Currency::from_typed(typed).map(Currency::code);
                assert_eq!(found, Some(code), "{typed}");
            }
        }
        for typed in ["", "元", "usdx", "x", "us", "5", "美"] {
            assert_eq!(Currency::from_typed(typed), None, "{typed}");
        }
        assert_eq!(
            Currency::from_typed("Hong Kong dollars"),
            Some(Currency::Hkd)
        );
    }

    #[test]
    fn names_are_folded() {
        for (name, _) in names(|_| true) {
            assert_eq!(name.chars().map(fold_sign).collect::<String>(), name);
        }
    }
}
