//! `verbatim glossary`.

use std::fmt::Write;

use serde::Serialize;

use super::{
    args::Glossary as Args,
    command_output::{CommandOutput, Outcome},
    layout::{BOLD, DIM, RESET, counted},
    render::Render,
    session::Session,
};
use crate::{
    Result,
    engine::Engine,
    interface::{
        glossary::{self, OWN_GROUPS},
        json::TermsJson,
        table::Table,
    },
    search::Group,
};

pub(super) fn run(session: &Session, args: &Args) -> Result<CommandOutput> {
    let glossary = match session.cluster_engine()? {
        Some(engine) => engine.own_glossary()?,
        None => Engine::glossary(&session.corpus_folders(&session.engine())?)?,
    };
    let term = args.term.join(" ");
    let groups = glossary::groups(&glossary, &term);
    let outcome = Outcome::of(!groups.is_empty());
    session.render(&Groups(groups), outcome)
}

struct Groups<'a>(Vec<&'a Group>);

impl Render for Groups<'_> {
    fn records(&self) -> Vec<impl Serialize> {
        self.0.iter().map(|&group| TermsJson::from(group)).collect()
    }

    fn table(&self) -> Table {
        glossary::table(&self.0)
    }

    fn text(&self, session: &Session) -> String {
        render(session, &self.0)
    }
}

fn render(session: &Session, groups: &[&Group]) -> String {
    let mut out = String::new();
    for subject in groups.chunk_by(|a, b| a.subject == b.subject) {
        let heading = subject.first().and_then(|group| group.subject.as_deref());
        let _ = writeln!(out, "{BOLD}{}{RESET}", heading.unwrap_or(OWN_GROUPS));
        for group in subject {
            out.push_str(&session.layout.paragraph(&group.terms.join(" · "), &[], 2));
        }
        out.push('\n');
    }
    let count = counted(groups.len() as u64, "group of terms", "groups of terms");
    let _ = writeln!(out, "{DIM}{count}{RESET}");
    out
}
