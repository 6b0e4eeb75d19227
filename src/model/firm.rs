//! Names of securities firms: one canonical name for all spellings in transcripts.

use std::{collections::HashMap, sync::LazyLock};

/// Canonical names by the normalized form of every name.
static CANONICAL: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let mut known = HashMap::new();
    for (canonical, others) in FIRMS {
        for name in std::iter::once(canonical).chain(*others) {
            known.entry(key(name)).or_insert(*canonical);
        }
    }
    known
});

/// Canonical names, each with other ways it is written, without departments and legal forms.
const FIRMS: &[(&str, &[&str])] = &[
    (
        "Bank of America",
        &[
            "BofA",
            "BofA Securities",
            "BofA Merrill Lynch",
            "BofAML",
            "BAML",
            "BofA Global Research",
            "Merrill Lynch",
            "Bank of America Merrill Lynch",
            "美銀",
            "美銀證券",
            "美國銀行",
            "美银证券",
        ],
    ),
    (
        "Barclays",
        &["Barclays Bank", "Barclays Capital", "巴克萊", "巴克莱"],
    ),
    (
        "Bernstein",
        &[
            "Sanford C. Bernstein",
            "Sanford Bernstein",
            "Sanford C. Bernstein & Co",
            "AllianceBernstein",
            "AB Bernstein",
            "Bernstein Research",
            "Bernstein SocGen",
            "伯恩斯坦",
        ],
    ),
    (
        "BMO",
        &[
            "BMO Capital Markets",
            "BMO Capital",
            "BMO Capital Markets Equity Research",
        ],
    ),
    (
        "BNP Paribas",
        &["BNP Paribas Exane", "Exane BNP Paribas", "法國巴黎銀行"],
    ),
    ("BTIG", &[]),
    (
        "CICC",
        &[
            "China International Capital",
            "China International Capital Corp",
            "中金",
            "中金公司",
            "中国国际金融",
        ],
    ),
    ("CITIC Securities", &["CITIC", "中信證券", "中信证券"]),
    (
        "Citi",
        &[
            "Citigroup",
            "Citigroup Global Markets",
            "Citi Research",
            "Citibank",
            "花旗",
            "花旗集團",
            "花旗集团",
        ],
    ),
    ("CLSA", &["里昂", "里昂證券"]),
    ("Credit Suisse", &["瑞信", "瑞士信貸"]),
    (
        "Deutsche Bank",
        &["Deutsche Bank Securities", "德意志銀行", "德意志银行"],
    ),
    (
        "Evercore ISI",
        &["Evercore", "Evercore ISI Institutional Equities"],
    ),
    (
        "Goldman Sachs",
        &[
            "Goldman",
            "Goldman Sachs Group",
            "The Goldman Sachs Group",
            "高盛",
        ],
    ),
    ("HSBC", &["HSBC Global Research", "匯豐", "汇丰"]),
    ("Jefferies", &["Jefferies Financial Group", "富瑞"]),
    (
        "JPMorgan",
        &[
            "JP Morgan",
            "J.P. Morgan",
            "JPMorgan Chase",
            "JPMorgan Chase & Co",
            "摩根大通",
            "小摩",
        ],
    ),
    ("KeyBanc", &["KeyBanc Capital Markets", "KeyBanc Capital"]),
    (
        "Macquarie",
        &[
            "Macquarie Research",
            "Macquarie Capital",
            "麥格理",
            "麦格理",
        ],
    ),
    (
        "Mizuho",
        &[
            "Mizuho Securities",
            "Mizuho Securities USA",
            "瑞穗",
            "瑞穗證券",
        ],
    ),
    ("Morgan Stanley", &["摩根士丹利", "大摩"]),
    (
        "Robert W. Baird",
        &["Baird", "Robert W. Baird & Co", "RW Baird"],
    ),
    (
        "Canaccord Genuity",
        &["Canaccord", "Canaccord Genuity Corp"],
    ),
    ("CIBC", &["CIBC Capital Markets", "CIBC World Markets"]),
    (
        "Craig-Hallum",
        &["Craig-Hallum Capital Group", "Craig Hallum"],
    ),
    (
        "Guggenheim",
        &["Guggenheim Securities", "Guggenheim Partners"],
    ),
    (
        "H.C. Wainwright",
        &["HC Wainwright", "H.C. Wainwright & Co"],
    ),
    (
        "JMP Securities",
        &["JMP", "Citizens JMP", "Citizens JMP Securities"],
    ),
    ("Janney Montgomery Scott", &["Janney"]),
    (
        "Keefe, Bruyette & Woods",
        &["KBW", "Keefe Bruyette & Woods", "Keefe, Bruyette, & Woods"],
    ),
    ("Loop Capital", &["Loop Capital Markets"]),
    (
        "National Bank Financial",
        &["National Bank Financial Markets", "NBF"],
    ),
    (
        "Northland",
        &["Northland Capital Markets", "Northland Securities"],
    ),
    ("Rosenblatt", &["Rosenblatt Securities"]),
    (
        "Roth Capital Partners",
        &["Roth", "Roth Capital", "Roth MKM"],
    ),
    ("Susquehanna", &["Susquehanna Financial Group", "SIG"]),
    ("TD Securities", &["TD Securities Equity Research"]),
    (
        "William Blair",
        &["William Blair & Company", "William Blair & Co"],
    ),
    ("Wedbush Securities", &["Wedbush"]),
    ("Needham", &["Needham & Company", "Needham & Co"]),
    (
        "Nomura",
        &[
            "Nomura Securities",
            "Nomura International",
            "野村",
            "野村證券",
            "野村证券",
        ],
    ),
    ("Oppenheimer", &["Oppenheimer & Co"]),
    ("Piper Sandler", &["Piper Sandler & Co", "Piper Jaffray"]),
    (
        "Raymond James",
        &["Raymond James & Associates", "Raymond James Financial"],
    ),
    ("RBC", &["RBC Capital Markets", "RBC Capital"]),
    (
        "Société Générale",
        &[
            "Societe Generale",
            "SocGen",
            "Société Générale Cross Asset Research",
            "法國興業銀行",
        ],
    ),
    (
        "Scotiabank",
        &["Scotiabank Global Banking and Markets", "Scotia Capital"],
    ),
    (
        "Stifel",
        &[
            "Stifel Nicolaus",
            "Stifel, Nicolaus & Company",
            "Stifel Nicolaus & Company",
        ],
    ),
    ("TD Cowen", &["Cowen", "Cowen and Company"]),
    ("Truist", &["Truist Securities"]),
    (
        "UBS",
        &["UBS Investment Bank", "UBS Securities", "瑞銀", "瑞银"],
    ),
    (
        "Wells Fargo",
        &["Wells Fargo Securities", "富國銀行", "富国银行"],
    ),
    ("Wolfe Research", &["Wolfe"]),
    (
        "Daiwa",
        &[
            "Daiwa Securities",
            "Daiwa Capital Markets",
            "大和",
            "大和證券",
            "大和证券",
            "大和資本",
        ],
    ),
    (
        "Fubon",
        &["Fubon Securities", "富邦", "富邦證券", "富邦投顧"],
    ),
    ("KGI", &["KGI Securities", "凱基", "凱基證券", "凯基证券"]),
    (
        "SinoPac",
        &["SinoPac Securities", "永豐金證券", "永豐投顧", "永豐金"],
    ),
    (
        "Yuanta",
        &["Yuanta Securities", "元大", "元大證券", "元大投顧"],
    ),
];

/// Legal forms at the end of a firm's name, normalized by [`key`].
const LEGAL_FORMS: [&str; 15] = [
    "incorporated",
    "gmbh",
    "inc",
    "llc",
    "ltd",
    "limited",
    "plc",
    "ag",
    "lp",
    "llp",
    "corp",
    "corporation",
    "co",
    "sa",
    "nv",
];

/// The canonical name of a firm, without department and legal form; a firm that is not in the table
/// keeps its own name.
pub fn firm_name(written: &str) -> String {
    let name = without_department(written);
    known(&name).map_or(name, str::to_owned)
}

/// Endings of the names of departments, in lower case: `Morgan Stanley, Research Division`.
const DEPARTMENTS: [&str; 6] = [
    ", research division",
    ", equity research",
    " research division",
    " equity research",
    ", research",
    ", equities",
];

/// A firm's name without department and legal form.
fn without_department(written: &str) -> String {
    let mut name = written.trim();
    loop {
        let bare = name.trim_end_matches([',', '.', ' ']);
        let lower = bare.to_lowercase();
        let department = DEPARTMENTS
            .iter()
            .find(|end| lower.len() == bare.len() && lower.ends_with(*end));
        if let Some(rest) = department.and_then(|end| bare.get(..bare.len() - end.len())) {
            name = rest;
            continue;
        }
        let last = bare.rsplit([' ', ',']).next().unwrap_or_default();
        let rest = bare.get(..bare.len() - last.len()).unwrap_or_default();
        let rest = rest.trim_end_matches([',', ' ']);
        if rest.is_empty() || rest.ends_with('&') || !LEGAL_FORMS.contains(&key(last).as_str()) {
            break;
        }
        name = rest;
    }
    name.trim_end_matches(',').to_owned()
}

/// Whether a name is one of a well-known securities firm.
pub fn is_known_firm(written: &str) -> bool {
    known(&without_department(written)).is_some()
}

/// The canonical name of a well-known firm, also with `& Co.` behind it.
fn known(name: &str) -> Option<&'static str> {
    let key = key(name);
    let partners = ["company", "co"]
        .iter()
        .find_map(|end| key.strip_suffix(end));
    let bare = partners.filter(|_| name.contains('&'));
    let found = CANONICAL.get(&key).or_else(|| CANONICAL.get(bare?));
    found.copied()
}

/// The normalized form of a name: letters and digits in lower case.
fn key(name: &str) -> String {
    let plain = |c| match c {
        'é' | 'è' | 'É' | 'È' => 'e',
        c => c,
    };
    name.chars()
        .map(plain)
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::firm_name;

    #[test]
    fn one_name_for_many() {
        for (written, name) in [
            ("Morgan Stanley, Research Division", "Morgan Stanley"),
            ("摩根士丹利", "Morgan Stanley"),
            ("JPMorgan Chase & Co, Research Division", "JPMorgan"),
            ("J.P. Morgan", "JPMorgan"),
            (
                "Goldman Sachs Group, Inc., Research Division",
                "Goldman Sachs",
            ),
            ("Citigroup Inc., Research Division", "Citi"),
            ("Deutsche Bank AG, Research Division", "Deutsche Bank"),
            ("Kestrel Capital, LLC", "Kestrel Capital"),
            ("Wells & Co.", "Wells & Co."),
            ("HSBC, RESEARCH DIVISION", "HSBC"),
            ("RBC CAPITAL MARKETS, LLC, RESEARCH DIVISION", "RBC"),
            ("Societe Generale", "Société Générale"),
            (
                "Stifel, Nicolaus & Company, Incorporated, Research Division",
                "Stifel",
            ),
            ("Morgan Stanley & Co. LLC", "Morgan Stanley"),
            ("Ostrava Partners", "Ostrava Partners"),
            ("", ""),
        ] {
            assert_eq!(firm_name(written), name, "{written}");
        }
    }
}
