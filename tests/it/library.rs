//! Passages and an engine over them, to hold what it answers against a scan.

use verbatim::{
    engine::{CallPart, Engine},
    index::CorpusFolders,
    search::{Request, Response, Sort},
    text::{fold, is_han},
};

use crate::harness::{bilingual, real_calls, samples};

/// Every passage side of a corpus, and an engine over it.
pub(crate) struct Library {
    pub(crate) engine: Engine,
    /// Citation and text of every side of every passage.
    pub(crate) sides: Vec<(String, String)>,
    _folder: tempfile::TempDir,
}

impl Library {
    pub(crate) fn of(corpora: Vec<std::path::PathBuf>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let engine = Engine::new(folder.path());
        engine
            .refresh(&CorpusFolders::new(corpora), false, &mut |_| {})
            .unwrap();
        let mut sides = Vec::new();
        let everything = Request::new("");
        for entry in engine.calls(&everything).unwrap() {
            let reading = engine.read(&entry.call.id, &CallPart::default()).unwrap();
            for passage in &reading.passages {
                for (_, text) in passage.text.iter() {
                    sides.push((entry.call.citation(passage), text.clone()));
                }
            }
        }
        Self {
            engine,
            sides,
            _folder: folder,
        }
    }

    pub(crate) fn search(&self, query: &str, limit: usize) -> Response {
        let request = Request {
            limit,
            sort: Sort::Call,
            ..Request::new(query)
        };
        self.engine
            .search(&request)
            .unwrap_or_else(|error| panic!("{query}: {error}"))
    }
}

/// The sample calls and the real ones that hold Chinese.
pub(crate) fn library() -> Library {
    let mut corpora = vec![samples()];
    corpora.extend(real_calls("bilingual"));
    corpora.extend(real_calls("alphamemo"));
    Library::of(corpora)
}

/// A text folded for a scan: spaces between two Han characters count for nothing.
pub(crate) fn folded(text: &str) -> String {
    let chars: Vec<char> = text.chars().map(fold).collect();
    let mut out = String::new();
    for (at, &c) in chars.iter().enumerate() {
        let inside = c.is_whitespace()
            && out.chars().last().is_some_and(is_han)
            && chars[at..]
                .iter()
                .find(|c| !c.is_whitespace())
                .is_some_and(|&c| is_han(c));
        if !inside {
            out.push(c);
        }
    }
    out
}

/// A call of paragraphs made at random from characters that are hard to tell apart or to cut, the
/// same at every run.
pub(crate) fn generated() -> Library {
    let alphabet: Vec<char> =
        "資资產产負负債债表後后干乾幹台臺颱裡裏里發髮发5G3nmAI%,，。 -'&.()（）「」Ｑ３ｋ"
            .chars()
            .collect();
    let mut state = 1_u64;
    let mut next = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 33) as usize % below
    };
    let mut paragraphs = Vec::new();
    for n in 0..400 {
        let length = 5 + next(60);
        let text: String = (0..length)
            .map(|_| alphabet[next(alphabet.len())])
            .collect();
        paragraphs.push((
            format!("Paragraph {n} says so."),
            format!("資{}", text.trim()),
        ));
    }
    let paragraphs: Vec<(&str, &str)> = (paragraphs.iter())
        .map(|(en, zh)| (en.as_str(), zh.as_str()))
        .collect();
    let call = bilingual(
        "亂數 (RNDM) 2025年 Q3 法說會逐字稿",
        &[("Lena Orth - Chief Executive Officer", &paragraphs)],
    );
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("RNDM-2025Q3.txt"), call).unwrap();
    Library::of(vec![folder.path().to_owned()])
}
