//! Plain data: calls, passages, people, periods. Uses no files, analysis or indexes.

mod call;
mod date;
mod finding;
mod firm;
mod lang;
pub mod name;
mod office;
mod period;
mod person;
mod term_pair;
mod word;

pub use call::{
    Call, CallKind, CallNames, Company, Exchange, ExchangeSide, Passage, Section, Turn,
    UnparsedLine,
};
pub use date::{is_date, iso_date};
pub use finding::{Confidence, DisagreementKind, Finding};
pub use firm::{firm_name, is_known_firm};
pub use lang::{Lang, Sides};
pub use office::Office;
pub(crate) use period::time_quarter;
pub use period::{Period, PeriodRange};
pub use person::{Person, Role, Speaker, name_key, name_words};
#[doc(hidden)]
pub use term_pair::TermPair;
pub use term_pair::TermRelation;
pub use word::Word;
pub(crate) use word::word_enum;
