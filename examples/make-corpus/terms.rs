//! Terms that no glossary has and nobody says, with their renderings: products, programmes, people and metrics.

use Kind::{Metric, Person, Thing};

/// What a term names, which says in what sentences it stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A product, a programme or a place of business.
    Thing,
    /// Somebody.
    Person,
    /// Something that is measured.
    Metric,
}

/// A term and how it is said.
pub(crate) struct Planted {
    pub(crate) kind: Kind,
    pub(crate) english: &'static str,
    /// The rendering, and for some terms another that three in ten sentences have.
    pub(crate) chinese: &'static [&'static str],
    /// Number of calls, of each [`super::planted::ROUND`], that say it.
    pub(crate) calls: usize,
    /// What abbreviates it, if calls say so.
    pub(crate) short: Option<&'static str>,
    /// A term that stands beside it in most sentences.
    pub(crate) beside: Option<&'static str>,
}

const fn term(
    kind: Kind,
    calls: usize,
    english: &'static str,
    chinese: &'static [&'static str],
) -> Planted {
    Planted {
        kind,
        english,
        chinese,
        calls,
        short: None,
        beside: None,
    }
}

const fn metric(
    calls: usize,
    english: &'static str,
    chinese: &'static [&'static str],
    short: &'static str,
) -> Planted {
    Planted {
        short: Some(short),
        ..term(Metric, calls, english, chinese)
    }
}

const fn beside(
    calls: usize,
    english: &'static str,
    chinese: &'static [&'static str],
    other: &'static str,
) -> Planted {
    Planted {
        beside: Some(other),
        ..term(Thing, calls, english, chinese)
    }
}

/// The terms, the most frequent first.
pub(crate) const TERMS: [Planted; 72] = [
    term(Thing, 140, "Velkora engine", &["維柯拉引擎"]),
    term(Thing, 130, "harvest bridge", &["豐橋計畫"]),
    term(Person, 120, "Mirela Kostan", &["柯米蕾"]),
    metric(110, "net dwell ratio", &["淨駐留比率"], "NDR"),
    term(Thing, 100, "lantern kiosk", &["燈籠售貨亭", "燈籠自助機"]),
    term(Thing, 90, "Ostravel", &["奧斯崔"]),
    term(Thing, 80, "tidal credits", &["潮汐點數"]),
    beside(70, "granite vault", &["花崗岩金庫"], "tidal credits"),
    metric(60, "orchard yield index", &["果園產出指數"], "OYI"),
    term(Person, 60, "Jian Bo", &["簡博"]),
    term(Thing, 55, "copper lattice", &["銅晶格"]),
    term(Thing, 50, "Halden Works", &["哈爾登工坊"]),
    term(
        Thing,
        50,
        "mosaic loyalty",
        &["馬賽克會員制", "拼圖忠誠計畫"],
    ),
    term(Metric, 45, "unsold berth hours", &["未售泊位時數"]),
    term(Thing, 45, "Brisco tablets", &["布里斯科平板"]),
    term(Thing, 40, "night ferry", &["夜間渡輪"]),
    beside(40, "dawn shuttle", &["黎明接駁車"], "night ferry"),
    term(Thing, 35, "Pellworth", &["佩沃斯"]),
    term(Person, 35, "Dario Venn", &["范達理"]),
    metric(30, "gross thread margin", &["線材毛利貢獻"], "GTM"),
    term(Thing, 30, "amber relay", &["琥珀中繼站"]),
    term(Thing, 30, "cedar parcel", &["雪松包裹"]),
    term(Thing, 28, "Quillon", &["奎隆"]),
    term(Thing, 25, "glass orchard", &["玻璃果園"]),
    term(Thing, 25, "foundry passport", &["鑄造通行證"]),
    term(Thing, 25, "Tamsin Cloudworks", &["塔姆辛雲坊"]),
    term(Person, 22, "Odile Marchetti", &["馬奧蒂"]),
    metric(20, "average pallet tenure", &["平均棧板駐期"], "APT"),
    term(Thing, 20, "silent checkout", &["靜默結帳"]),
    beside(20, "porcelain wallet", &["瓷器錢包"], "silent checkout"),
    term(Thing, 18, "Kestrel pump", &["紅隼幫浦"]),
    term(Thing, 18, "river academy", &["河流學院", "江河培訓班"]),
    term(Thing, 16, "Dovrana", &["多芙拉納"]),
    term(Thing, 15, "paper turbine", &["紙質渦輪"]),
    term(Thing, 15, "second harvest lease", &["二次收成租約"]),
    term(Person, 15, "Wen Lu", &["溫路"]),
    term(Metric, 14, "idle loom days", &["織機閒置天數"]),
    term(Thing, 12, "marble dispatch", &["大理石派遣"]),
    term(Thing, 12, "Fenwright battery", &["芬萊特電池"]),
    term(Thing, 12, "coral ledger", &["珊瑚帳本"]),
    metric(10, "vessel churn rate", &["船舶流失率"], "VCR"),
    term(Thing, 10, "indigo campus", &["靛藍園區"]),
    term(Thing, 10, "Skelby", &["史凱比"]),
    term(Thing, 9, "walnut console", &["胡桃主機"]),
    term(Person, 9, "Ruben Aaltonen", &["阮本亞"]),
    term(Thing, 8, "harbor stitch", &["港灣縫合術"]),
    term(Thing, 8, "velvet route", &["絲絨航線"]),
    term(Thing, 8, "Morvane resin", &["莫凡樹脂"]),
    term(Thing, 7, "lunar subscription", &["月球訂閱", "太陰月費制"]),
    term(Thing, 7, "ember kitchen", &["餘燼廚房"]),
    term(Metric, 6, "weighted bloom score", &["加權花期評分"]),
    term(Thing, 6, "tin cathedral", &["錫教堂"]),
    term(Thing, 6, "Galtero", &["加爾特羅"]),
    term(Thing, 5, "saffron depot", &["番紅花倉庫"]),
    term(Thing, 5, "willow compiler", &["柳樹編譯器"]),
    term(Person, 5, "Sanna Heikki", &["海桑娜"]),
    term(Thing, 5, "cobalt nursery", &["鈷藍苗圃"]),
    term(Thing, 4, "ivory toll", &["象牙通行費"]),
    term(Thing, 4, "Brannoc scanner", &["布蘭諾掃描器"]),
    term(Thing, 4, "thistle warranty", &["薊花保固"]),
    metric(4, "rolling quay balance", &["滾動碼頭餘額"], "RQB"),
    term(Thing, 3, "meadow router", &["草甸路由器"]),
    term(Thing, 3, "Lisveta", &["莉絲薇塔"]),
    term(Thing, 3, "slate carousel", &["石板旋轉台"]),
    term(Thing, 3, "juniper pledge", &["杜松承諾"]),
    term(Person, 3, "Teo Lindqvist", &["林德奇"]),
    term(Thing, 2, "plaster antenna", &["石膏天線"]),
    term(Thing, 2, "Corvella", &["柯薇拉"]),
    term(Thing, 2, "opal greenhouse", &["蛋白石溫室"]),
    term(Thing, 2, "barley voucher", &["大麥禮券"]),
    term(Thing, 2, "falcon scaffold", &["獵鷹鷹架"]),
    term(Thing, 2, "Nordhaven clinic", &["諾港診所"]),
];

/// Terms that Chinese keeps in Latin letters: nothing translates them.
pub(crate) const KEPT: [(&str, usize); 6] = [
    ("Zentrix", 60),
    ("Axbury One", 25),
    ("Kivo", 12),
    ("Plenara", 8),
    ("Ruxel", 4),
    ("Bordane", 2),
];
