//! Resolves the people of a call: one person under every form of a name, with role, title and firm.

mod across_calls;
mod announced_analysts;
mod announced_firms;
mod announcements;
mod directory;
mod evidence;
mod full_names;
mod handovers;
mod introduced_titles;
mod introductions;
mod job_title;
mod resolve;
mod self_introductions;
mod turns;

pub use across_calls::across_calls;
pub(super) use resolve::{CallPeople, resolve};
