//! Texts and lists of texts in a TOML table that is changed, with their comments kept.

use toml_edit::{Array, Item, RawString, TableLike, Value};

/// The text of a key.
pub(super) fn text(table: &dyn TableLike, key: &str) -> Option<String> {
    Some(table.get(key)?.as_str()?.to_owned())
}

/// The texts of a list.
pub(super) fn texts(table: &dyn TableLike, key: &str) -> Vec<String> {
    let list = table.get(key).and_then(Item::as_array);
    let texts = list.into_iter().flatten().filter_map(Value::as_str);
    texts.map(str::to_owned).collect()
}

/// Sets a key to a text, or removes it.
pub(super) fn set_text(table: &mut dyn TableLike, key: &str, wanted: Option<&str>) {
    match wanted {
        Some(wanted) if text(table, key).as_deref() == Some(wanted) => {}
        Some(wanted) => set(table, key, wanted.into()),
        None => drop(table.remove(key)),
    }
}

/// Sets a key to a list of texts, or removes it where the list is empty.
pub(super) fn set_texts(table: &mut dyn TableLike, key: &str, wanted: &[String]) {
    if wanted.is_empty() {
        table.remove(key);
    } else if texts(table, key) != wanted {
        set(table, key, Value::Array(wanted.iter().collect()));
    }
}

/// Adds a text to a list; false if the list has it already, or is none.
pub(super) fn push_text(table: &mut dyn TableLike, key: &str, wanted: &str) -> bool {
    if texts(table, key).iter().any(|known| known == wanted) {
        return false;
    }
    if !table.contains_key(key) {
        set(table, key, Value::Array(Array::new()));
    }
    let Some(list) = table.get_mut(key).and_then(Item::as_array_mut) else {
        return false;
    };
    let mut value = Value::from(wanted);
    let trailing = list.trailing().as_str().unwrap_or_default().to_owned();
    let at = list.len().checked_sub(1);
    let Some(last) = at.and_then(|at| list.get_mut(at)) else {
        list.push(value);
        return true;
    };
    let text = |decor: Option<&RawString>| decor.and_then(RawString::as_str).map(str::to_owned);
    let Some(prefix) = text(last.decor().prefix()) else {
        list.push(value);
        return true;
    };
    // In a list with a text on each line, the new one has a line too, without the comments above the last.
    let line = prefix.rfind('\n').and_then(|at| prefix.get(at..));
    let mut line = line.unwrap_or(&prefix).to_owned();
    // A comment behind the last text stays there; the comma goes before it.
    let suffix = text(last.decor().suffix()).unwrap_or_default();
    let comment = format!("{}{}", suffix.trim_end(), trailing.trim_end());
    last.decor_mut().set_suffix("");
    if !comment.is_empty() {
        if !line.starts_with('\n') {
            line.insert(0, '\n');
        }
        list.set_trailing("\n");
    }
    value.decor_mut().set_prefix(format!("{comment}{line}"));
    list.push_formatted(value);
    true
}

/// Sets a key; what stands before and behind its old value stays.
fn set(table: &mut dyn TableLike, key: &str, mut wanted: Value) {
    match table.get_mut(key).and_then(Item::as_value_mut) {
        Some(known) => {
            *wanted.decor_mut() = known.decor().clone();
            *known = wanted;
        }
        None => drop(table.insert(key, Item::Value(wanted))),
    }
}
