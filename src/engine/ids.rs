//! Who is called what: the ids of calls, which citations rest on.
//!
//! The first comer keeps its id for as long as its file is there. Another call that asks for it gets `-2`
//! and on behind it. Where what is stated of a company changes what an unchanged file asks for, its call
//! gets the new id, and the old one still leads to it and is given to nobody else.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::index::SourceRecord;

/// The ids that are given, and those that were.
#[derive(Debug, Default)]
pub(super) struct Ids {
    /// Every id that is not free.
    taken: HashSet<String>,
    /// Ids of calls that the commit will hold.
    live: HashSet<String>,
    /// The id that a call has now, by one that it had.
    former: BTreeMap<String, String>,
}

impl Ids {
    /// The ids of the last commit, without those of the sources that leave.
    pub(super) fn new(
        known: &HashMap<String, Vec<SourceRecord>>,
        former: &BTreeMap<String, String>,
        leaving: &HashSet<String>,
    ) -> Self {
        let staying = (known.iter()).filter(|(source, _)| !leaving.contains(*source));
        let mut taken: HashSet<String> = staying
            .flat_map(|(_, source_records)| {
                source_records
                    .iter()
                    .map(|source_record| source_record.call.clone())
            })
            .collect();
        let former: BTreeMap<String, String> = (former.iter())
            .filter(|(_, now)| taken.contains(*now))
            .map(|(old, now)| (old.clone(), now.clone()))
            .collect();
        taken.extend(former.keys().cloned());
        Self {
            taken,
            live: HashSet::new(),
            former,
        }
    }

    /// A call stays under its id.
    pub(super) fn keep(&mut self, id: &str) {
        self.live.insert(id.to_owned());
    }

    /// Whether an id is that of a call, or leads to one.
    pub(super) fn is_taken(&self, id: &str) -> bool {
        self.taken.contains(id)
    }

    /// The id of a call that has been read; `before` is what the index holds of it, under this name of its
    /// file or another.
    pub(super) fn give(
        &mut self,
        source_record: &SourceRecord,
        before: Option<&SourceRecord>,
    ) -> String {
        let same_text = before.filter(|before| before.hash == source_record.hash);
        let kept = before.filter(|before| {
            before.base == source_record.base && !self.live.contains(&before.call)
        });
        let id = match kept {
            Some(before) => before.call.clone(),
            None => {
                let own = same_text.map(|before| before.call.as_str());
                self.free(&source_record.base, own)
            }
        };
        if let Some(before) = same_text
            && before.call != id
            && !self.live.contains(&before.call)
        {
            for now in self.former.values_mut().filter(|now| **now == before.call) {
                now.clone_from(&id);
            }
            self.former.insert(before.call.clone(), id.clone());
            self.taken.insert(before.call.clone());
        }
        self.former.remove(&id);
        self.taken.insert(id.clone());
        self.live.insert(id.clone());
        id
    }

    /// The id wanted, or that with a number behind it; one that led to the call itself is free for it.
    fn free(&self, wanted: &str, own: Option<&str>) -> String {
        let is_free = |id: &str| {
            let to_own = || own.is_some() && self.former.get(id).map(String::as_str) == own;
            !self.taken.contains(id) || (!self.live.contains(id) && to_own())
        };
        let numbered = (2..).map(|number| format!("{wanted}-{number}"));
        let mut ids = std::iter::once(wanted.to_owned()).chain(numbered);
        ids.find(|id| is_free(id))
            .unwrap_or_else(|| wanted.to_owned())
    }

    /// The ids that lead to calls which have others now.
    pub(super) fn former(self) -> BTreeMap<String, String> {
        let Self { live, former, .. } = self;
        let leads = |old: &String, now: &String| live.contains(now) && !live.contains(old);
        former
            .into_iter()
            .filter(|(old, now)| leads(old, now))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source_record(source: &str, base: &str, call: &str) -> SourceRecord {
        let json = serde_json::json!({
            "source": source, "size": 1, "modified": 1, "hash": source, "company": "A",
            "base": base, "call": call,
        });
        serde_json::from_value(json).unwrap()
    }

    fn known(source_records: &[SourceRecord]) -> HashMap<String, Vec<SourceRecord>> {
        (source_records.iter())
            .map(|source_record| (source_record.source.clone(), vec![source_record.clone()]))
            .collect()
    }

    #[test]
    fn the_first_comer_keeps_its_id() {
        let a = source_record("b", "A-1", "A-1");
        let mut ids = Ids::new(
            &known(std::slice::from_ref(&a)),
            &BTreeMap::new(),
            &HashSet::new(),
        );
        assert_eq!(ids.give(&source_record("a", "A-1", ""), None), "A-1-2");
        assert_eq!(ids.give(&source_record("b", "A-1", ""), Some(&a)), "A-1");
        assert_eq!(ids.give(&source_record("c", "A-1", ""), None), "A-1-3");
    }

    #[test]
    fn one_that_leaves_makes_room() {
        let a = source_record("a", "A-1", "A-1");
        let leaving = HashSet::from(["a".to_owned()]);
        let mut ids = Ids::new(&known(&[a]), &BTreeMap::new(), &leaving);
        assert_eq!(ids.give(&source_record("b", "A-1", ""), None), "A-1");
    }

    #[test]
    fn a_former_id_leads_to_the_call_and_is_given_to_nobody_else() {
        let a = source_record("a", "A-1", "A-1");
        let mut ids = Ids::new(
            &known(std::slice::from_ref(&a)),
            &BTreeMap::new(),
            &HashSet::new(),
        );
        let b = source_record(
            "a",
            "B-1",
            &ids.give(&source_record("a", "B-1", ""), Some(&a)),
        );
        assert_eq!(b.call, "B-1");
        assert_eq!(ids.give(&source_record("c", "A-1", ""), None), "A-1-2");
        let former = ids.former();
        assert_eq!(
            former,
            BTreeMap::from([("A-1".to_owned(), "B-1".to_owned())])
        );
        // Named once more, both lead to it; named back, it has the first again.
        let mut ids = Ids::new(&known(std::slice::from_ref(&b)), &former, &HashSet::new());
        let c = source_record(
            "a",
            "C-1",
            &ids.give(&source_record("a", "C-1", ""), Some(&b)),
        );
        let former = ids.former();
        assert!(
            ["A-1", "B-1"].iter().all(|old| former[*old] == "C-1"),
            "{former:?}"
        );
        let mut ids = Ids::new(&known(std::slice::from_ref(&c)), &former, &HashSet::new());
        assert_eq!(ids.give(&source_record("a", "A-1", ""), Some(&c)), "A-1");
        let former = ids.former();
        assert_eq!(former.keys().collect::<Vec<_>>(), ["B-1", "C-1"]);
        // Where the text is another, the old id says nothing of it.
        let mut ids = Ids::new(
            &known(std::slice::from_ref(&a)),
            &BTreeMap::new(),
            &HashSet::new(),
        );
        let mut other = source_record("a", "B-1", "");
        other.hash = "other".to_owned();
        ids.give(&other, Some(&a));
        assert!(ids.former().is_empty());
    }
}
