//! The engine: all that an interface calls. Builds an index from a corpus, keeps it up to date, answers
//! requests.

mod call_text;
mod change_overrides;
mod check;
#[cfg(feature = "cluster")]
mod cluster;
#[cfg(feature = "cluster")]
mod cluster_health;
mod companies_alike;
#[allow(clippy::module_inception)]
mod engine;
mod health;
mod near_duplicates;
mod overrides;
mod panic_guard;
mod queries;
mod refresh;
mod saved;
mod source_file;
mod watch;

#[cfg(feature = "cluster")]
pub use self::cluster_health::ClusterHealth;
pub use self::{
    call_text::{CallPart, CallText},
    change_overrides::TakenIn,
    companies_alike::AlikeCompanies,
    engine::Engine,
    health::{Check, Health},
    near_duplicates::NearDuplicate,
    panic_guard::panics_are_caught,
    refresh::{Clash, Deferred, KeptSources, Progress, RefreshReport},
    saved::{News, Preview, PreviewRow, SavedSearch, Wording},
    source_file::is_pdf,
};
pub use crate::transcript::{CompanyNames, OverridesChange, PersonNames, SavedSearchEntry};
