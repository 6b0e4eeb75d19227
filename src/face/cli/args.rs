//! The command line's arguments.

mod compare;

use std::path::PathBuf;

use clap::{
    Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches, Parser, Subcommand, ValueEnum,
};

pub(super) use self::compare::Compare;
use crate::{
    index::FacetField,
    model::{Lang, Section, Word},
    query::FIELDS,
    search::{CallSort, Discord, FilterArg, ListSort, Request, Sort},
};

const EXAMPLES: &str = "\
Examples:
  verbatim search CapEx                          every passage on it, in either language
  verbatim search 資本支出 --period 2025..2026Q1    Chinese, either script
  verbatim search '\"quick commerce\" -guidance'    a phrase, without a word
  verbatim search 雲端 --speaker \"Toby Xu\"          what one person says
  verbatim show BABA-2026Q2#57                   read on around a hit

Exit status: 0 found, 1 nothing found, 2 error.";

const SYNTAX: &str = "\
Query:
  capex guidance          all words, by stem, in either language
  \"quick commerce\"        a phrase, as typed
  a OR b, -a, (a OR b) c  any of them, without, grouped
  invest*                 beginning of a word
  capex NEAR/10 cloud     on one side, at most ten words between
  AI                      two to four capitals find capitals only
  247.8 billion, 三成四       the value, however it is written
  asked:capex -answered:capex     asked, and not answered
  amount:>100b percent:30..40     passages that state such a value
  company:BABA speaker:\"Eddie Wu\" section:qa   filters inside the query
A filter's value after - or ! excludes: --role -operator.";

const MENTIONS: &str = "\
CALLS are those that speak of it, of all; EXECUTIVES and ANALYSTS their shares of the passages.

Examples:
  verbatim mentions 關稅
  verbatim mentions 'capex OR \"free cash flow\"' --period 2025Q3.. --csv";

const TREND: &str = "\
A passage that says it in both languages counts once; mentions are the places on the side that has
more. PER 1,000 is the share among all passages that the filters leave.

Examples:
  verbatim trend CapEx                          by period
  verbatim trend 關稅 --by company --csv          a row for each company, zeros too
  verbatim trend CapEx --vs 'free cash flow' --role executive";

const GLOSSARY: &str = "\
A search for one term of a group finds the others; quotes or --literal leave them out.
Groups of your own stand in verbatim.toml, beside the corpus or in the working folder:

  [[glossary]]
  terms = [\"instant commerce\", \"即時零售\"]";

const CALLS: &str = "\
Example:
  verbatim calls 資本支出 --sort newest         the calls that speak of it, the latest first";

const COMPANIES: &str = "\
Example:
  verbatim companies capex --period 2025..     who speaks of it, the most first";

const SPEAKERS: &str = "\
Example:
  verbatim speakers --company LMRA --role executive --sort latest";

const FIRMS: &str = "\
Example:
  verbatim firms guidance --sort calls         whose analysts ask about it, on the most calls first";

const AUDIT: &str = "\
Examples:
  verbatim audit BABA-2026Q2                       one call
  verbatim audit --company BABA --kind currency,scale   figures of another currency or scale
Findings of high confidence (quantities) come before those of low (negations, names).
Exit status: 0 sides disagree, 1 none do, 2 error.";

/// Full-text search over earnings-call transcripts, Chinese and English, passage by passage.
#[derive(Debug, Parser)]
#[command(name = "verbatim", version, after_help = EXAMPLES, max_term_width = 100)]
pub(super) struct Cli {
    #[command(flatten)]
    pub(super) global: Global,
    #[command(subcommand)]
    pub(super) command: Cmd,
}

#[derive(Debug, Args)]
pub(super) struct Global {
    /// Folder of the index
    #[arg(long, global = true, value_name = "DIR", default_value = "index")]
    pub(super) index: PathBuf,
    /// Folder of the transcripts [default: what the index was made from, else corpus]
    #[arg(long, global = true, value_name = "DIR")]
    pub(super) corpus: Option<PathBuf>,
    /// When to use colour
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(super) color: Color,
    /// Print JSON
    #[arg(long, global = true)]
    pub(super) json: bool,
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
    /// Build the index or bring it up to date
    Index(Index),
    /// Read a call
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
    Check(Check),
    /// Count by company who speaks of something, and who does not
    #[command(after_help = MENTIONS)]
    Mentions(Counted),
    /// Count how often something is said, by period, company, speaker, role, firm or section
    Trend(Trend),
    /// Compare what two calls say of something: terms, amounts and passages
    Compare(Compare),
    /// List terms that mean the same, which a search takes for one another
    Glossary(Glossary),
    /// Find passages whose two sides disagree: in a quantity, a negation or a name
    Audit(Audit),
    /// Print completions for a shell
    Completions {
        /// Shell to complete for
        shell: clap_complete::Shell,
    },
}

#[derive(Debug, Args)]
#[command(after_help = SYNTAX)]
pub(super) struct Search {
    /// What to look for; may be left out where a filter is given
    #[arg(value_name = "QUERY")]
    pub(super) query: Vec<String>,
    #[command(flatten)]
    pub(super) filters: Filters,
    /// Most hits shown
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(super) limit: usize,
    /// Hits left out before the first
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(super) offset: usize,
    /// Order: relevance, newest, oldest, call
    #[arg(long, value_name = "ORDER", default_value = "relevance", value_parser = parse_sort)]
    pub(super) sort: Sort,
    /// Most hits of one call
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) per_call: Option<u32>,
    /// Passages shown before and after each hit
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(super) context: usize,
    /// Count values: company,speaker,role,firm,section,period
    #[arg(long, value_name = "FIELDS", value_delimiter = ',', value_parser = parse_facet)]
    pub(super) facets: Vec<FacetField>,
    /// Find only what is typed: no stems, no other words
    #[arg(long)]
    pub(super) literal: bool,
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
pub(super) struct Index {
    /// Folders or files to index from now on [default: the corpus]
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// Read everything again and replace the index
    #[arg(long)]
    pub(super) rebuild: bool,
}

#[derive(Debug, Args)]
pub(super) struct Show {
    /// A call (BABA-2026Q2) or a passage (BABA-2026Q2#57)
    #[arg(value_name = "CALL")]
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
    /// Language: en, zh, both
    #[arg(long, value_name = "LANG", default_value = "both", value_parser = parse_lang)]
    pub(super) lang: Langs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Langs(pub(super) Option<Lang>);

#[derive(Debug, Args)]
pub(super) struct Calls {
    #[command(flatten)]
    pub(super) what: What,
    /// Order: call, newest, oldest, passages
    #[arg(long, value_name = "ORDER", default_value = "call", value_parser = parse_word::<CallSort>)]
    pub(super) sort: CallSort,
}

#[derive(Debug, Args)]
pub(super) struct List {
    #[command(flatten)]
    pub(super) what: What,
    /// Order: passages, calls, name, latest
    #[arg(long, value_name = "ORDER", default_value = "passages", value_parser = parse_word::<ListSort>)]
    pub(super) sort: ListSort,
}

/// What to list.
#[derive(Debug, Args)]
pub(super) struct What {
    /// Count only passages on this
    #[arg(value_name = "QUERY")]
    pub(super) query: Vec<String>,
    #[command(flatten)]
    pub(super) filters: Filters,
    /// Most rows shown [default: all]
    #[arg(long, value_name = "N")]
    pub(super) limit: Option<usize>,
    /// List the index as it is, even if the corpus has changed
    #[arg(long)]
    pub(super) no_refresh: bool,
}

impl What {
    /// The request, once its query can be read.
    pub(super) fn request(&self) -> crate::Result<Request> {
        self.filters.request(&self.query.join(" "))
    }
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

/// What to count, and how.
#[derive(Debug, Args)]
pub(super) struct Counted {
    /// What to count, as for a search
    #[arg(value_name = "QUERY", required = true)]
    query: Vec<String>,
    #[command(flatten)]
    filters: Filters,
    /// Print comma-separated values, with every row
    #[arg(long, conflicts_with = "json")]
    pub(super) csv: bool,
    /// Count only what is typed: no stems, no other words
    #[arg(long)]
    literal: bool,
    /// Count the index as it is, even if the corpus has changed
    #[arg(long)]
    pub(super) no_refresh: bool,
}

impl Counted {
    /// The request, once its query can be read.
    pub(super) fn request(&self) -> crate::Result<Request> {
        self.request_of(&self.query.join(" "))
    }

    /// The same for another query.
    pub(super) fn request_of(&self, query: &str) -> crate::Result<Request> {
        Ok(Request {
            literal: self.literal,
            ..self.filters.request(query)?
        })
    }
}

#[derive(Debug, Args)]
#[command(after_help = TREND)]
pub(super) struct Trend {
    #[command(flatten)]
    pub(super) what: Counted,
    /// Another query to set beside it; may be given several times
    #[arg(long = "vs", value_name = "QUERY")]
    pub(super) versus: Vec<String>,
    /// What the rows stand for: period, company, speaker, role, firm, section
    #[arg(long, value_name = "FIELD", default_value = "period", value_parser = parse_facet)]
    pub(super) by: FacetField,
    /// Most rows shown
    #[arg(long, value_name = "N")]
    pub(super) limit: Option<usize>,
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
    /// Only these calls (BABA-2026Q2) [default: all]
    #[arg(value_name = "CALL")]
    pub(super) calls: Vec<String>,
    /// Only what disagrees in: amount,currency,scale,percent,points,multiple,negation,name
    #[arg(long, value_name = "KINDS", value_delimiter = ',', value_parser = parse_discord)]
    pub(super) kind: Vec<Discord>,
    #[command(flatten)]
    pub(super) filters: Filters,
    /// Read the index as it is, even if the corpus has changed
    #[arg(long)]
    pub(super) no_refresh: bool,
}

/// The filters of a command: one flag for each row of the table of fields.
#[derive(Debug, Default)]
pub(super) struct Filters(pub(super) Vec<FilterArg>);

impl Filters {
    /// A request of a query under the filters, once the query can be read.
    fn request(&self, query: &str) -> crate::Result<Request> {
        crate::query::parse(query)?;
        Ok(Request {
            filters: self.0.clone(),
            ..Request::new(query)
        })
    }
}

impl Args for Filters {
    fn augment_args(command: Command) -> Command {
        FIELDS.iter().fold(command, |command, info| {
            let flag = Arg::new(info.field.word())
                .long(info.field.word())
                .value_name("VALUE")
                .help(info.about)
                .help_heading("Filters")
                .action(ArgAction::Append)
                .allow_hyphen_values(true);
            command.arg(flag)
        })
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for Filters {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut filters = Self::default();
        filters.update_from_arg_matches(matches)?;
        Ok(filters)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        for info in FIELDS {
            for value in matches
                .get_many::<String>(info.field.word())
                .into_iter()
                .flatten()
            {
                let filter = FilterArg::new(info.field, value).map_err(|error| {
                    clap::Error::raw(clap::error::ErrorKind::InvalidValue, format!("{error}\n"))
                })?;
                self.0.push(filter);
            }
        }
        Ok(())
    }
}

fn parse_sort(text: &str) -> Result<Sort, String> {
    parse_word(text)
}

fn parse_facet(text: &str) -> Result<FacetField, String> {
    parse_word(text)
}

fn parse_discord(text: &str) -> Result<Discord, String> {
    parse_word(text)
}

fn parse_section(text: &str) -> Result<Section, String> {
    parse_word(text)
}

fn parse_lang(text: &str) -> Result<Langs, String> {
    if text.eq_ignore_ascii_case("both") {
        return Ok(Langs(None));
    }
    Lang::from_word(text)
        .map(|lang| Langs(Some(lang)))
        .ok_or_else(|| "one of en, zh, both".into())
}

fn parse_word<T: Word>(text: &str) -> Result<T, String> {
    T::from_word(text).ok_or_else(|| {
        let words: Vec<&str> = T::ALL.iter().map(|word| word.word()).collect();
        format!("one of {}", words.join(", "))
    })
}
