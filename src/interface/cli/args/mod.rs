//! The command line's arguments.

mod compare;
mod filters;
mod help;
#[cfg(feature = "mcp")]
mod mcp;
mod query;
mod related;
mod saved;
#[cfg(feature = "server")]
mod serve;
mod trend;
mod values;

use std::path::{Path, PathBuf};

use clap::{ArgMatches, Args, FromArgMatches, Parser, Subcommand, ValueEnum};

#[cfg(feature = "mcp")]
pub(super) use self::mcp::Mcp;
#[cfg(feature = "server")]
pub(super) use self::serve::Serve;
pub(super) use self::{
    compare::Compare,
    filters::Filters,
    query::{ListArgs, MentionsArgs},
    related::{Related, Similar},
    saved::{Saved, SavedAdd, SavedList, SavedPreview, SavedRemove, SavedRun},
    trend::Trend,
    values::Limit,
};
use self::{
    filters::output_of_format,
    help::{
        AUDIT, CALLS, CHECK, COMPANIES, COMPLETIONS, DOCTOR, EXAMPLES, FIRMS, GLOSSARY, INDEX,
        INIT, MAN, MENTIONS, SAVED, SHOW, SPEAKERS, syntax,
    },
    values::{parse_budget, parse_languages, parse_limit, parse_section, parse_word},
};
use super::{completions, project::Project};
use crate::{
    index::{Budget, FacetField},
    interface::{languages::Languages, table::Output},
    model::DisagreementKind,
    model::Section,
    search::{CallSort, Grouping, ListSort, Matching, Sort},
};

/// Full-text search over earnings-call transcripts, Chinese and English, passage by passage.
#[derive(Debug, Parser)]
#[command(name = "verbatim", version, after_help = EXAMPLES, max_term_width = 100)]
pub(super) struct Cli {
    #[command(flatten)]
    pub(super) global: Global,
    #[command(subcommand)]
    pub(super) command: Cmd,
}

impl Cli {
    /// The arguments that clap has matched.
    pub(super) fn read(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut cli = Self::from_arg_matches(matches)?;
        cli.global.read_format(matches);
        Ok(cli)
    }
}

#[derive(Debug, Args)]
pub(super) struct Global {
    /// Folder of the index [default: as verbatim.toml says, else index]
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        env = "VERBATIM_INDEX",
        hide_env_values = true
    )]
    index: Option<PathBuf>,
    /// Folder of the transcripts [default: as verbatim.toml says, else what the index was made from, else corpus]
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        env = "VERBATIM_CORPUS",
        hide_env_values = true
    )]
    pub(super) corpus: Option<PathBuf>,
    /// Cluster that answers in place of an index, such as opensearch+https://host:9200/prefix
    #[cfg(feature = "cluster")]
    #[arg(
        long,
        global = true,
        value_name = "ADDRESS",
        env = "VERBATIM_STORE",
        hide_env_values = true,
        value_parser = values::parse_address
    )]
    pub(super) store: Option<crate::cluster::ClusterAddress>,
    /// File with headers for the cluster, one a line, such as its credentials
    #[cfg(feature = "cluster")]
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        env = "VERBATIM_STORE_HEADERS",
        hide_env_values = true
    )]
    pub(super) store_headers: Option<PathBuf>,
    /// File with the certificates (PEM) that the cluster's is signed by
    #[cfg(feature = "cluster")]
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        env = "VERBATIM_STORE_CA",
        hide_env_values = true
    )]
    pub(super) store_ca: Option<PathBuf>,
    /// When to use colour
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(super) color: Color,
    /// Form of the answer: table, plain (tabs), json, jsonl, csv, xlsx, markdown
    #[arg(short, long, global = true, value_name = "FORM", value_parser = parse_word::<Output>)]
    output: Option<Output>,
    /// Print JSON: --output json
    #[arg(long, global = true, conflicts_with = "output")]
    json: bool,
    /// Print comma-separated values: --output csv (for Excel: --output xlsx)
    #[arg(long, global = true, conflicts_with_all = ["output", "json"])]
    csv: bool,
    /// Leave cells of CSV as they are that a spreadsheet would run as formulas
    #[arg(long, global = true)]
    pub(super) raw: bool,
}

impl Global {
    /// Folder of the index.
    pub(super) fn index(&self) -> &Path {
        self.index.as_deref().unwrap_or(Path::new("index"))
    }

    /// Takes what is not given from a project. An index that is named keeps the corpus it was made from.
    pub(super) fn complete(&mut self, project: &Project) {
        if self.index.is_some() {
            return;
        }
        self.index.clone_from(&project.index);
        if self.corpus.is_none() {
            self.corpus.clone_from(&project.corpus);
        }
    }

    /// Takes `--format csv` for `--output csv`.
    pub(super) fn read_format(&mut self, matches: &ArgMatches) {
        let mut command = matches;
        while let Some((_, inner)) = command.subcommand() {
            command = inner;
        }
        let formats = command.try_get_many::<String>("format").ok().flatten();
        let mut formats = formats.into_iter().flatten();
        self.output = self
            .output
            .or(formats.find_map(|value| output_of_format(value)));
    }

    /// The form of the answer.
    pub(super) fn output(&self) -> Output {
        match self.output {
            _ if self.json => Output::Json,
            _ if self.csv => Output::Csv,
            chosen => chosen.unwrap_or(Output::Table),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(super) enum Cmd {
    /// Search the passages of all calls
    Search(Search),
    /// Say where the transcripts are, in a verbatim.toml for this folder and those below it
    #[command(after_help = INIT)]
    Init(Init),
    /// Build the index or bring it up to date
    #[command(after_help = INDEX)]
    Index(Index),
    /// Read a call
    #[command(after_help = SHOW)]
    Show(Show),
    /// List calls
    #[command(after_help = CALLS)]
    Calls(Calls),
    /// List companies
    #[command(after_help = COMPANIES)]
    Companies(List),
    /// List the people who speak
    #[command(after_help = SPEAKERS)]
    Speakers(List),
    /// List the firms of analysts
    #[command(after_help = FIRMS)]
    Firms(List),
    /// Parse files and report what was understood of each, without indexing
    #[command(after_help = CHECK)]
    Check(Check),
    /// Count by company who speaks of something, and who does not
    #[command(after_help = MENTIONS)]
    Mentions(MentionsArgs),
    /// Count how often something is said, by period, company, speaker, role, firm or section
    Trend(Trend),
    /// Show what means or accompanies a term in the calls: translations, abbreviations, companions
    Related(Related),
    /// Find passages that say the like of a passage, in either language
    Similar(Similar),
    /// Compare what two calls say of something: terms, amounts and passages
    Compare(Compare),
    /// List terms that mean the same, which a search takes for one another
    Glossary(Glossary),
    /// Keep searches: what is new of each since it last ran
    #[command(subcommand, after_help = SAVED)]
    Saved(Saved),
    /// Find passages whose two sides disagree: in a quantity, a negation or a name
    Audit(Audit),
    #[cfg(feature = "server")]
    /// Serve pages for a browser and an API for programs
    Serve(Serve),
    #[cfg(feature = "mcp")]
    /// Answer agents: Model Context Protocol on standard input and output
    Mcp(Mcp),
    /// Look whether the index is whole: what it holds, what takes its space, what could not be read
    #[command(after_help = DOCTOR)]
    Doctor,
    /// Print the manual page, or write those of all commands into a folder
    #[command(after_help = MAN)]
    Man {
        /// Folder to write them into
        #[arg(value_name = "DIR")]
        folder: Option<PathBuf>,
    },
    /// Print completions for a shell
    #[command(after_help = COMPLETIONS)]
    Completions {
        /// Shell to complete for
        shell: clap_complete::Shell,
    },
}

#[derive(Debug, Args)]
#[command(after_help = syntax())]
pub(super) struct Search {
    /// What to look for; may be left out where a filter is given
    #[arg(value_name = "QUERY")]
    pub(super) query: Vec<String>,
    #[command(flatten)]
    pub(super) filters: Filters,
    /// What a result is: call, exchange, turn, none (a passage) [default: exchange if the query asks
    /// what was asked or answered, else none]
    #[arg(long, value_name = "UNIT", value_parser = parse_word::<Grouping>)]
    pub(super) group: Option<Grouping>,
    /// Most results shown, or `all` that say all of it
    #[arg(long, value_name = "N", default_value = "10", value_parser = parse_limit)]
    pub(super) limit: Limit,
    /// Results left out before the first
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(super) offset: usize,
    /// How much of the words a passage has to say: all of them; most, all of them first; any, all first
    #[arg(long = "match", value_name = "HOW", default_value = "most", value_parser = parse_word::<Matching>)]
    pub(super) matching: Matching,
    /// Order: relevance, newest, oldest, call
    #[arg(long, value_name = "ORDER", default_value = "relevance", value_parser = parse_word::<Sort>)]
    pub(super) sort: Sort,
    /// Most results of one call; with --group call most passages shown of it
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) per_call: Option<u32>,
    /// Passages shown before and after each hit
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(super) context: usize,
    /// Count values: company,speaker,role,firm,section,period
    #[arg(long, value_name = "FIELDS", value_delimiter = ',', value_parser = parse_word::<FacetField>)]
    pub(super) facets: Vec<FacetField>,
    /// Most values of each that --json gives, the most frequent first; or `all`
    #[arg(long, value_name = "N", default_value = "100", value_parser = parse_limit)]
    pub(super) facet_limit: Limit,
    /// Find only what is typed: no stems, no other words
    #[arg(long)]
    pub(super) literal: bool,
    /// Find, too, what calls say for a term: translations and abbreviations that `related` shows
    #[arg(long, conflicts_with = "literal")]
    pub(super) related: bool,
    /// Leave out one of these; may be given several times
    #[arg(long, value_name = "TERM", requires = "related")]
    pub(super) unrelated: Vec<String>,
    /// Say which term matched what, and how
    #[arg(long)]
    pub(super) why: bool,
    /// Show passages whole, however long
    #[arg(long)]
    pub(super) full: bool,
    /// Search the index as it is, even if the corpus has changed
    #[arg(long)]
    pub(super) no_refresh: bool,
}

#[derive(Debug, Args)]
pub(super) struct Init {
    /// Folder of the transcripts [default: asks for it]
    #[arg(value_name = "FOLDER")]
    pub(super) folder: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct Index {
    /// Folders or files to index from now on [default: the corpus]
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// Read everything again and replace the index
    #[arg(long)]
    pub(super) rebuild: bool,
    /// Take out the calls of files that are gone, even if a whole folder or most files are
    #[arg(long, conflicts_with = "watch")]
    pub(super) prune: bool,
    /// Go on, and take in what changes
    #[arg(long, conflicts_with = "rebuild")]
    pub(super) watch: bool,
    /// Memory to build it with, such as 512MB or 2GB [default: 1GB]
    #[arg(long, value_name = "SIZE", value_parser = parse_budget)]
    pub(super) memory: Option<Budget>,
}

#[derive(Debug, Args)]
pub(super) struct Show {
    /// A call (LMRA-2026Q1) or a passage (LMRA-2026Q1#22)
    #[arg(value_name = "CALL", add = completions::calls())]
    pub(super) call: String,
    /// Only this section: summary, prepared, qa
    #[arg(long, value_name = "SECTION", value_parser = parse_section)]
    pub(super) section: Option<Section>,
    /// Only this exchange
    #[arg(long, value_name = "N")]
    pub(super) exchange: Option<u32>,
    /// Only the passages around this one
    #[arg(long, value_name = "N")]
    pub(super) around: Option<u32>,
    /// How many passages before and after
    #[arg(long, value_name = "N", default_value_t = 2)]
    pub(super) context: u32,
    /// Light what this query finds
    #[arg(long, value_name = "QUERY")]
    pub(super) highlight: Option<String>,
    /// Print at once, even if it is longer than the terminal is high
    #[arg(long)]
    pub(super) no_pager: bool,
    /// Language: en, zh, both
    #[arg(long, value_name = "LANG", default_value = "both", value_parser = parse_languages)]
    pub(super) lang: Languages,
}

#[derive(Debug, Args)]
pub(super) struct Calls {
    #[command(flatten)]
    pub(super) list: ListArgs,
    /// Order: call, newest, oldest, passages
    #[arg(long, value_name = "ORDER", default_value = "call", value_parser = parse_word::<CallSort>)]
    pub(super) sort: CallSort,
}

#[derive(Debug, Args)]
pub(super) struct List {
    #[command(flatten)]
    pub(super) list: ListArgs,
    /// Order: passages, calls, name, latest
    #[arg(long, value_name = "ORDER", default_value = "passages", value_parser = parse_word::<ListSort>)]
    pub(super) sort: ListSort,
}

#[derive(Debug, Args)]
pub(super) struct Check {
    /// Files or folders [default: the corpus]
    #[arg(value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,

    /// Print only the table of calls and the summary
    #[arg(long)]
    pub(super) summary: bool,
}

#[derive(Debug, Args)]
#[command(after_help = GLOSSARY)]
pub(super) struct Glossary {
    /// Only the groups of this term, in any spelling
    #[arg(value_name = "TERM")]
    pub(super) term: Vec<String>,
}

#[derive(Debug, Args)]
#[command(after_help = AUDIT)]
pub(super) struct Audit {
    /// Only these calls (LMRA-2026Q1) [default: all]
    #[arg(value_name = "CALL", add = completions::calls())]
    pub(super) calls: Vec<String>,
    /// Only what disagrees in: amount,currency,scale,percent,points,multiple,negation,name
    #[arg(long, value_name = "KINDS", value_delimiter = ',', value_parser = parse_word::<DisagreementKind>)]
    pub(super) kind: Vec<DisagreementKind>,
    /// Only terms that a passage renders otherwise than the glossary and the other passages do
    #[arg(long, conflicts_with = "kind")]
    pub(super) terms: bool,
    /// Most disagreements shown, or `all`
    #[arg(long, value_name = "N", default_value = "100", value_parser = parse_limit)]
    pub(super) limit: Limit,
    #[command(flatten)]
    pub(super) filters: Filters,
    /// Read the index as it is, even if the corpus has changed
    #[arg(long)]
    pub(super) no_refresh: bool,
}
