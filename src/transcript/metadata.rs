//! Facts about a call from a sidecar file or from the front matter of its text.

use std::path::Path;

use toml::Value;

use crate::{
    Error, Result,
    model::{self, CallKind, Period, Word},
};

/// ExternalFacts facts; they outweigh what the text and the file name say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Metadata {
    /// Company names, the one to show first.
    pub names: Vec<String>,
    /// Stock-exchange symbol.
    pub ticker: Option<String>,
    /// Fiscal period.
    pub period: Option<Period>,
    /// ISO date.
    pub date: Option<String>,
    /// Title of the call.
    pub title: Option<String>,
    /// Sort of event.
    pub kind: Option<CallKind>,
}

/// The keys of a sidecar, for messages.
const KEYS: &str = "company, names, ticker, period, date, title, kind";

/// Most lines of front matter.
const MAX_FRONT_MATTER_LINES: usize = 60;

impl Metadata {
    /// Reads a sidecar, a TOML file such as
    ///
    /// ```toml
    /// company = "Lumora Technologies"
    /// ticker = "LMRA"
    /// period = "2025Q3"
    /// date = 2025-10-30
    /// ```
    pub(super) fn from_sidecar(path: &Path, text: &str) -> Result<Self> {
        let invalid =
            |what: String| Error::input(path, what).hint(format!("a sidecar states {KEYS}"));
        let table: toml::Table = text
            .parse()
            .map_err(|error| invalid(toml_message(text, &error)))?;
        let mut metadata = Self::default();
        for (key, value) in &table {
            let values: Vec<String> = match value {
                Value::Array(values) => values.iter().filter_map(scalar).collect(),
                value => scalar(value).into_iter().collect(),
            };
            if values.is_empty() {
                return Err(invalid(format!("`{key}` has no value that can be read")));
            }
            for value in values {
                if !metadata.set(key, &value).map_err(&invalid)? {
                    return Err(invalid(format!("unknown key `{key}`")));
                }
            }
        }
        Ok(metadata)
    }

    /// Reads the front matter of a text: lines of `key: value` between two lines of `---` (or `+++`).
    /// Returns it with the number of lines it takes; none without a known key.
    pub(super) fn from_front_matter(text: &str) -> Option<(Self, usize)> {
        let mut lines = text.lines();
        let fence = lines.next().map(str::trim_end)?;
        if fence != "---" && fence != "+++" {
            return None;
        }
        let mut metadata = Self::default();
        for (count, line) in (2..=MAX_FRONT_MATTER_LINES).zip(lines) {
            if line.trim_end() == fence {
                return (metadata != Self::default()).then_some((metadata, count));
            }
            if let Some((key, value)) = line.split_once([':', '=', '：']) {
                let value = value.trim().trim_matches(['"', '\'']);
                // Unlike in a sidecar, a bad value is ignored: the text and the file name may state the fact.
                let _ = metadata.set(key.trim(), value);
            }
        }
        None
    }

    /// Sets a fact. Returns whether the key is known, or what is wrong with the value.
    fn set(&mut self, key: &str, value: &str) -> std::result::Result<bool, String> {
        let value = value.trim();
        if value.is_empty() {
            return Ok(false);
        }
        match key.to_lowercase().as_str() {
            "company" | "公司" => self.names.insert(0, value.to_owned()),
            "names" => self.names.push(value.to_owned()),
            "ticker" | "symbol" | "代號" | "代号" | "股票代號" => {
                self.ticker = Some(value.to_uppercase());
            }
            "period" | "quarter" => {
                let period = value.parse();
                self.period = Some(period.map_err(|()| {
                    format!("`{value}` is no fiscal period; write 2025Q3, 2025H1 or 2025")
                })?);
            }
            "date" | "日期" => {
                let date = iso_date(value);
                self.date = Some(date.ok_or(format!("`{value}` is no date; write 2025-10-30"))?);
            }
            "title" | "標題" | "标题" => self.title = Some(value.to_owned()),
            "kind" => {
                let kind = CallKind::from_word(value);
                self.kind = Some(kind.ok_or_else(|| {
                    let words: Vec<&str> = CallKind::ALL.iter().map(|kind| kind.word()).collect();
                    format!(
                        "`{value}` is no kind of call; it is one of {}",
                        words.join(", ")
                    )
                })?);
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Fills in from `further` what this lacks, and appends its names.
    pub(super) fn or(mut self, further: Self) -> Self {
        self.names.extend(further.names);
        self.ticker = self.ticker.or(further.ticker);
        self.period = self.period.or(further.period);
        self.date = self.date.or(further.date);
        self.title = self.title.or(further.title);
        self.kind = self.kind.or(further.kind);
        self
    }
}

/// The message of a TOML error, with the line.
pub(super) fn toml_message(text: &str, error: &toml::de::Error) -> String {
    let before = error.span().and_then(|span| text.get(..span.start));
    let message = error.message().replace('\n', ", ");
    match before {
        Some(before) => {
            let line = before.bytes().filter(|&byte| byte == b'\n').count() + 1;
            format!("line {line}: {message}")
        }
        None => message,
    }
}

/// A string, integer or date as text.
pub(super) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Integer(number) => Some(number.to_string()),
        Value::Datetime(date) => Some(date.to_string()),
        _ => None,
    }
}

/// `2025-10-30` out of that, `2025/10/30` or a date with a time.
fn iso_date(text: &str) -> Option<String> {
    let date = text.split(['T', ' ']).next()?.replace(['/', '.'], "-");
    let parts: Vec<u32> = (date.split('-').map(|part| part.parse().ok())).collect::<Option<_>>()?;
    match parts[..] {
        [year, month, day] => model::iso_date(year, month, day),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sidecars() {
        let read = |text: &str| Metadata::from_sidecar(Path::new("a.toml"), text);
        let metadata = read(
            "company = \"遠岬汽車\"\nnames = [\"Farcape Motors\"]\nticker = 2999\n\
             period = \"2025Q3\"\ndate = 2025-10-30\nkind = \"agm\"\n",
        )
        .unwrap();
        assert_eq!(metadata.names, ["遠岬汽車", "Farcape Motors"]);
        assert_eq!(metadata.ticker.as_deref(), Some("2999"));
        assert_eq!(metadata.period, "2025Q3".parse().ok());
        assert_eq!(metadata.date.as_deref(), Some("2025-10-30"));
        assert_eq!(metadata.kind, Some(CallKind::Agm));
        for (text, fault) in [
            ("ticker = ", "a.toml: line 1: "),
            ("compny = \"A\"", "a.toml: unknown key `compny`"),
            ("period = \"soon\"", "a.toml: `soon` is no fiscal period"),
            ("date = \"soon\"", "a.toml: `soon` is no date"),
            ("date = \"2024-02-31\"", "a.toml: `2024-02-31` is no date"),
            ("date = \"30-10-25\"", "a.toml: `30-10-25` is no date"),
            ("ticker = []", "a.toml: `ticker` has no value"),
        ] {
            let error = read(text).unwrap_err().to_string();
            assert!(error.starts_with(fault), "{error}");
        }
    }

    #[test]
    fn front_matter() {
        let (metadata, lines) = Metadata::from_front_matter(
            "---\ncompany: \"Lumora: the maker\"\nquarter: Q3 2025\ntags: a\n---\n# Text\n",
        )
        .unwrap();
        assert_eq!(metadata.names, ["Lumora: the maker"]);
        assert_eq!(metadata.period, "2025Q3".parse().ok());
        assert_eq!(lines, 5);
        for text in [
            "---\n\nAnn: Hello\n---\n",
            "---\ncompany: A\n",
            "company: A\n",
        ] {
            assert!(Metadata::from_front_matter(text).is_none(), "{text}");
        }
    }
}
