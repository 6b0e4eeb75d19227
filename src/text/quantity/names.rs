//! Names and signs of currencies.

use super::Currency;

/// Where the name of a currency is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stands {
    /// Before a number or after it.
    Either,
    Before,
    After,
    /// After a scale only: `3 won` may be a verb, `5 pounds` a weight.
    AfterScale,
}
use Stands::{After, AfterScale, Before, Either};

/// Names and signs of each currency, folded.
pub(super) const NAMES: [(Currency, Stands, &[&str]); 65] = [
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
