//! Companies of an index that may be one: they share a ticker, a name or two executives.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    character::has_han,
    model::{Call, Company, Role, Speaker, firm_name, name_key},
};

/// Companies that may be one, and what to write into the overrides to make them one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct AlikeCompanies {
    /// Their ids.
    pub ids: Vec<String>,
    /// The ticker, name or executives that they share.
    pub shared: String,
    /// The lines to paste into `verbatim.toml`.
    pub lines: String,
}

/// The companies of some calls that share a ticker, the exchange aside, a name, legal forms aside, or two executives.
pub(super) fn companies_alike(calls: &[Call]) -> Vec<AlikeCompanies> {
    let mut companies: BTreeMap<&str, &Company> = BTreeMap::new();
    let mut executives: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for call in calls {
        companies.entry(&call.company.id).or_insert(&call.company);
        let known = executives.entry(&call.company.id).or_default();
        let executives =
            (call.speakers.iter()).filter(|who| who.role == Role::Executive && is_full(who));
        known.extend(executives.map(|who| name_key(&who.name)));
    }
    let mut by_key: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for (id, company) in &companies {
        for key in keys(company) {
            by_key.entry(key).or_default().insert(id);
        }
    }
    for (id, known) in executives {
        let known: Vec<String> = known.into_iter().collect();
        for (at, one) in known.iter().enumerate() {
            for other in known.iter().skip(at + 1) {
                let both = format!("{one} and {other}");
                by_key.entry(both).or_default().insert(id);
            }
        }
    }
    let mut seen: BTreeSet<&BTreeSet<&str>> = BTreeSet::new();
    let mut alike = Vec::new();
    for (shared, ids) in by_key.iter().filter(|(_, ids)| ids.len() > 1) {
        if seen.insert(ids) {
            let members: Vec<&Company> = ids
                .iter()
                .filter_map(|id| companies.get(id).copied())
                .collect();
            alike.push(AlikeCompanies {
                ids: ids.iter().map(|&id| id.to_owned()).collect(),
                shared: shared.clone(),
                lines: lines(&members),
            });
        }
    }
    alike
}

/// Whether a person is known by a given and a family name.
fn is_full(who: &Speaker) -> bool {
    who.has_name() && (who.name.split_whitespace().count() > 1 || has_han(&who.name))
}

/// What two entries of one company have in common.
fn keys(company: &Company) -> BTreeSet<String> {
    let ticker = company.ticker.as_deref();
    let symbol = ticker.map(|ticker| ticker.split('.').next().unwrap_or(ticker).to_lowercase());
    let names = company.names.iter().map(|name| name_key(&firm_name(name)));
    symbol
        .into_iter()
        .chain(names)
        .filter(|key| !key.is_empty())
        .collect()
}

/// A `[[company]]` with the ticker and every name.
fn lines(members: &[&Company]) -> String {
    let ticker = members.iter().find_map(|company| company.ticker.as_deref());
    let mut names: Vec<&str> = Vec::new();
    for name in members.iter().flat_map(|company| &company.names) {
        if !names.contains(&name.as_str()) && Some(name.as_str()) != ticker {
            names.push(name);
        }
    }
    let names: Vec<String> = names.iter().map(|name| format!("{name:?}")).collect();
    let ticker = ticker.map_or(String::new(), |ticker| format!("ticker = {ticker:?}\n"));
    format!("[[company]]\n{ticker}names = [{}]", names.join(", "))
}

#[cfg(test)]
mod tests {
    use super::{keys, lines};
    use crate::model::Company;

    fn company(id: &str, ticker: Option<&str>, name: &str) -> Company {
        Company {
            id: id.to_owned(),
            ticker: ticker.map(str::to_owned),
            name: name.to_owned(),
            names: vec![name.to_owned()],
        }
    }

    #[test]
    fn what_companies_share() {
        let one = company("FCPM", Some("FCPM"), "Farcape Motors");
        let two = company("farcape-motors-inc", None, "Farcape Motors, Inc.");
        let three = company("FCPM.N", Some("FCPM.N"), "Farcape");
        assert!(!keys(&one).is_disjoint(&keys(&two)));
        assert!(!keys(&one).is_disjoint(&keys(&three)));
        assert!(keys(&two).is_disjoint(&keys(&three)));
        assert_eq!(
            lines(&[&one, &two]),
            "[[company]]\nticker = \"FCPM\"\nnames = [\"Farcape Motors\", \"Farcape Motors, Inc.\"]"
        );
    }
}
