//! Assigns ids to calls. Citations contain them, so they must not change.
//!
//! A call keeps its id for as long as its file exists. A later call with the same base id (company and
//! period) gets `-2`, `-3` and so on. Where the overrides change the base id of an unchanged file, its call
//! gets the new id; the old one is remembered as a former id and not assigned to another call.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::index::SourceRecord;

/// The present and former ids of calls.
#[derive(Debug, Default)]
pub(super) struct CallIds {
    /// Every id that is not free.
    taken: HashSet<String>,
    /// Ids of calls that the next commit will hold.
    present: HashSet<String>,
    /// The present id of a call, by former id.
    former: BTreeMap<String, String>,
}

impl CallIds {
    /// The ids of the last commit, without those of sources that are removed.
    pub(super) fn new(
        known: &HashMap<String, Vec<SourceRecord>>,
        former: &BTreeMap<String, String>,
        removed: &HashSet<String>,
    ) -> Self {
        let staying = (known.iter()).filter(|(source, _)| !removed.contains(*source));
        let mut taken: HashSet<String> = staying
            .flat_map(|(_, source_records)| source_records)
            .map(|source_record| source_record.call.clone())
            .collect();
        let former: BTreeMap<String, String> = (former.iter())
            .filter(|(_, now)| taken.contains(*now))
            .map(|(old, now)| (old.clone(), now.clone()))
            .collect();
        taken.extend(former.keys().cloned());
        Self {
            taken,
            present: HashSet::new(),
            former,
        }
    }

    /// A call keeps its id.
    pub(super) fn keep(&mut self, id: &str) {
        self.present.insert(id.to_owned());
    }

    /// Whether an id is a present or former id of a call.
    pub(super) fn is_taken(&self, id: &str) -> bool {
        self.taken.contains(id)
    }

    /// Assigns an id to a call that has been read. `before` is the record that the index has of it, under
    /// the present or an earlier name of its file.
    pub(super) fn assign(
        &mut self,
        source_record: &SourceRecord,
        before: Option<&SourceRecord>,
    ) -> String {
        let same_text = before.filter(|before| before.hash == source_record.hash);
        let reusable = before.filter(|before| {
            before.base == source_record.base && !self.present.contains(&before.call)
        });
        let id = match reusable {
            Some(before) => before.call.clone(),
            None => {
                let own = same_text.map(|before| before.call.as_str());
                self.free(&source_record.base, own)
            }
        };
        if let Some(before) = same_text
            && before.call != id
            && !self.present.contains(&before.call)
        {
            for now in self.former.values_mut().filter(|now| **now == before.call) {
                now.clone_from(&id);
            }
            self.former.insert(before.call.clone(), id.clone());
            self.taken.insert(before.call.clone());
        }
        self.former.remove(&id);
        self.taken.insert(id.clone());
        self.present.insert(id.clone());
        id
    }

    /// The first free id of `wanted`, `wanted-2` and so on. A former id of the call itself, whose present id
    /// is `own`, is free for it.
    fn free(&self, wanted: &str, own: Option<&str>) -> String {
        let is_free = |id: &str| {
            let is_own = || own.is_some() && self.former.get(id).map(String::as_str) == own;
            !self.taken.contains(id) || (!self.present.contains(id) && is_own())
        };
        let numbered = (2..).map(|number| format!("{wanted}-{number}"));
        let mut ids = std::iter::once(wanted.to_owned()).chain(numbered);
        ids.find(|id| is_free(id))
            .unwrap_or_else(|| wanted.to_owned())
    }

    /// Former ids with the present ids of their calls.
    pub(super) fn former(self) -> BTreeMap<String, String> {
        let Self {
            present, former, ..
        } = self;
        let is_former = |id: &String, now: &String| present.contains(now) && !present.contains(id);
        (former.into_iter())
            .filter(|(id, now)| is_former(id, now))
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
    fn the_first_call_keeps_its_id() {
        let a = source_record("b", "A-1", "A-1");
        let mut ids = CallIds::new(
            &known(std::slice::from_ref(&a)),
            &BTreeMap::new(),
            &HashSet::new(),
        );
        assert_eq!(ids.assign(&source_record("a", "A-1", ""), None), "A-1-2");
        assert_eq!(ids.assign(&source_record("b", "A-1", ""), Some(&a)), "A-1");
        assert_eq!(ids.assign(&source_record("c", "A-1", ""), None), "A-1-3");
    }

    #[test]
    fn the_id_of_a_removed_call_is_free() {
        let a = source_record("a", "A-1", "A-1");
        let removed = HashSet::from(["a".to_owned()]);
        let mut ids = CallIds::new(&known(&[a]), &BTreeMap::new(), &removed);
        assert_eq!(ids.assign(&source_record("b", "A-1", ""), None), "A-1");
    }

    #[test]
    fn a_former_id_leads_to_the_call_and_is_not_assigned_again() {
        let a = source_record("a", "A-1", "A-1");
        let mut ids = CallIds::new(
            &known(std::slice::from_ref(&a)),
            &BTreeMap::new(),
            &HashSet::new(),
        );
        let b = source_record(
            "a",
            "B-1",
            &ids.assign(&source_record("a", "B-1", ""), Some(&a)),
        );
        assert_eq!(b.call, "B-1");
        assert_eq!(ids.assign(&source_record("c", "A-1", ""), None), "A-1-2");
        let former = ids.former();
        assert_eq!(
            former,
            BTreeMap::from([("A-1".to_owned(), "B-1".to_owned())])
        );
        // Renamed again, both former ids lead to it; renamed back, it has the first again.
        let mut ids = CallIds::new(&known(std::slice::from_ref(&b)), &former, &HashSet::new());
        let c = source_record(
            "a",
            "C-1",
            &ids.assign(&source_record("a", "C-1", ""), Some(&b)),
        );
        let former = ids.former();
        assert!(
            ["A-1", "B-1"].iter().all(|old| former[*old] == "C-1"),
            "{former:?}"
        );
        let mut ids = CallIds::new(&known(std::slice::from_ref(&c)), &former, &HashSet::new());
        assert_eq!(ids.assign(&source_record("a", "A-1", ""), Some(&c)), "A-1");
        let former = ids.former();
        assert_eq!(former.keys().collect::<Vec<_>>(), ["B-1", "C-1"]);
        // A former id leads to the same text only.
        let mut ids = CallIds::new(
            &known(std::slice::from_ref(&a)),
            &BTreeMap::new(),
            &HashSet::new(),
        );
        let mut other = source_record("a", "B-1", "");
        other.hash = "other".to_owned();
        ids.assign(&other, Some(&a));
        assert!(ids.former().is_empty());
    }
}
