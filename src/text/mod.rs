//! Text analysis: one for Chinese and English, for index, query and highlights. Knows nothing of
//! calls, files or tantivy.
//!
//! The entry point is [`analyse`]. It turns a text into the tokens of two fields that share one
//! scale of positions:
//!
//! * **exact**: one token per Han character or word as written. Phrases of this field keep the
//!   literal promise: any contiguous text is found by typing it.
//! * **stemmed**: English stems and Chinese words, for ranking.

mod analysis;
mod fold;
mod form;
mod glossary;
mod han;
mod quantity;
mod question;
mod raw_token;
mod reading;
mod refusal;
mod script;
mod segment;
mod sentence;
mod stem;
mod stop;
mod token;
mod variants;
mod word_boundary;

pub use crate::character::{has_han, is_han};
pub use analysis::{Analysis, analyse};
pub(crate) use fold::fold_all;
pub use fold::{fold, fold_str};
pub use glossary::{Glossary, Group};
pub use quantity::{
    Bounds, Currency, Measure, Quantity, amount_bounds, percent_bounds, quantities,
};
pub use question::{Idle, idle_words, is_idle_chinese};
pub use raw_token::{RawToken, RawTokenKind, is_single, raw_tokens};
pub use reading::{is_read_as, syllables};
pub use refusal::{declines, refusal};
pub use script::{Script, han_share};
pub(crate) use segment::is_word;
pub use segment::{Word, cut, segment, words};
pub use sentence::sentences;
pub(crate) use stem::is_own_stem;
pub use stem::stem;
pub use stop::{is_adverb, is_function_word, is_stop_phrase, is_stop_word};
pub use token::{Token, TokenField};
pub use variants::variants;
pub(crate) use word_boundary::with_ascii_boundaries;

pub(crate) use analysis::{
    analyse_into, analyse_topics, analyse_uncut, analyse_uncut_into, literal_form,
};
use fold::{is_invisible, letters};
pub(crate) use form::{capital_form, marked_form, touching, word_form};
pub(crate) use glossary::{humps, plural, term_word};
pub(crate) use han::{EXACT, PhraseWord, any_single, lies_within, phrase_words, single};
pub(crate) use token::{STEP, Tokens};
