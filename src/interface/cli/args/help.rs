//! The texts of `--help` below the options: examples and the query language.

use crate::{interface::cli::layout::pad, query::SYNTAX};

pub(super) const EXAMPLES: &str = "\
Examples:
  verbatim search CapEx                          every passage on it, in either language
  verbatim search 資本支出 --period 2025..2026Q1    Chinese, either script
  verbatim search '\"free cash flow\" -guidance'   a phrase, without a word
  verbatim search 雲端 --speaker \"Victor Hsieh\"     what one person says
  verbatim show LMRA-2026Q1#22                   read on around a hit
  verbatim search CapEx --limit all --csv        every hit, for a spreadsheet
  verbatim saved run                             what is new of the searches kept

Exit status: 0 found, 1 nothing found, 2 error.";

/// Width of the examples of the query language in columns.
const EXAMPLE_WIDTH: usize = 29;

/// The query language and the results of a search.
pub(super) fn syntax() -> String {
    let mut text = "\
Examples:
  verbatim search capex guidance --role executive --period 2025Q3..
  verbatim search 'asked:capex -answered:capex' --company LMRA
  verbatim search 關稅 --group call --limit all -o markdown

Query:
"
    .to_owned();
    for (typed, finds) in SYNTAX {
        text += &format!("  {}  {finds}\n", pad(typed, EXAMPLE_WIDTH));
    }
    text + "\
Results:
  --group call                   a call a result, with the passages that match best
  --group exchange               the question with its answers; what matches is highlighted
  --limit all --csv              every hit as a table; also -o jsonl, -o markdown, -o plain
A filter's value after - or ! excludes: --role -operator. Full-width signs, letters and digits,
「」 and curly quotes work like the plain ones; quotes turn syntax into words: \"OR\"."
}

pub(super) const MENTIONS: &str = "\
CALLS are the calls that mention it, of all; EXECUTIVES and ANALYSTS their shares of the passages,
blank where it is not known who speaks.

Examples:
  verbatim mentions 關稅
  verbatim mentions 關稅 --zeros                companies that do not mention it, too
  verbatim mentions 'capex OR \"free cash flow\"' --period 2025Q3.. --csv";

pub(super) const COMPARE: &str = "\
The earlier call comes first. Passages are counted; a term counts once a passage. A figure is paired
only where its words, currency, period and kind agree: read the sentences. Text is shown in the
language of the query where the call has it.

Examples:
  verbatim compare CapEx LMRA-2025Q3 LMRA-2025Q4      what one company said then and now
  verbatim compare 庫存 LMRA-2025Q4 FCPM-2025Q4         what two companies say
  verbatim compare 'gross margin' LMRA-2025Q3 LMRA-2025Q4 --role executive --json

Exit status: 0 either call says it, 1 neither does, 2 error.";

pub(super) const GLOSSARY: &str = "\
A search for one term of a group finds the others; quotes or --literal leave them out.
Groups of your own stand in verbatim.toml, beside the corpus or in the working folder:

  [[glossary]]
  terms = [\"instant commerce\", \"即時零售\"]

Examples:
  verbatim glossary                             every group
  verbatim glossary capex                       the groups of a term, in any spelling";

pub(super) const CALLS: &str = "\
Example:
  verbatim calls 資本支出 --sort newest         the calls that mention it, the latest first";

pub(super) const COMPANIES: &str = "\
Example:
  verbatim companies capex --period 2025..     who mentions it, the most first";

pub(super) const SPEAKERS: &str = "\
Example:
  verbatim speakers --company LMRA --role executive --sort latest";

pub(super) const FIRMS: &str = "\
Example:
  verbatim firms capex --sort calls            whose analysts ask about it, on the most calls first";

pub(super) const AUDIT: &str = "\
Examples:
  verbatim audit LMRA-2026Q1                       one call
  verbatim audit --company LMRA --kind currency,scale   figures of another currency or scale
Findings of high confidence (quantities) come before those of low (negations, names).
Exit status: 0 sides disagree, 1 none do, 2 error.";

pub(super) const SAVED: &str = "\
Searches are kept in verbatim.toml, in the working folder or beside the corpus; `add` and `remove` write there:

  [[saved]]
  name = \"capex-cuts\"
  query = \"capex NEAR/10 (cut OR lower OR 下修)\"
  role = [\"executive\"]            any filter: a value or a list, - excludes
  literal = false                 true finds only what is typed
  note = \"budget cuts as management tells them\"

Examples:
  verbatim saved add cuts 'capex NEAR/10 cut'     keep a search
  verbatim saved list                           what each finds
  verbatim saved run                            what is new, shown once
  verbatim saved preview 'capex NEAR/10 lower'    is it worth keeping?";

pub(super) const SAVED_ADD: &str = "\
The rest of the file stays as it is. Where there is no verbatim.toml, one is made
in the corpus folder.

Examples:
  verbatim saved add capex-cuts 'capex NEAR/10 (cut OR lower)' --role executive
  verbatim saved add hale --speaker 'Toby Hale' --note 'all that he says'";

pub(super) const SAVED_RUN: &str = "\
New is a passage that the search has not shown: one of a new call, or with
another text. What has been printed is remembered beside the index; a run that
is killed, or whose reader goes away, shows the same again. A search that is
worded otherwise than before starts anew. Into a pipe or a file nothing is
printed where nothing is new.

Examples:
  verbatim saved run capex-cuts             one of them
  verbatim saved run --dry-run -o csv       as a table, without remembering
  verbatim saved run > /dev/null            take what there is as shown
  verbatim saved run --all capex-cuts       everything it finds, new or not

In a crontab, on workdays at eight; cron mails what is printed:
  0 8 * * 1-5  cd ~/calls && verbatim saved run

Exit status: 0 something new, 1 nothing new, 2 error; the other searches still run.";

pub(super) const SAVED_PREVIEW: &str = "\
FIRES says whether the search would have found something in the calls of that
period; PER 1,000 is the share among all passages that the filters leave.

Examples:
  verbatim saved preview capex-cuts         one that is kept
  verbatim saved preview 關稅 --role analyst   one that may be worth keeping

Exit status: 0 it would have found something, 1 nothing, 2 error.";

pub(super) const INDEX: &str = "\
Every search checks for changes first; this command prints them, and sets the folder of the transcripts.

Examples:
  verbatim index ~/calls                        that folder, from now on
  verbatim index --watch                        continue, and index changes as they come
  verbatim index --rebuild --memory 4GB         read everything again
  verbatim index --prune                        remove calls of missing files, however many";

pub(super) const SHOW: &str = "\
Examples:
  verbatim show LMRA-2026Q1                     the whole call
  verbatim show LMRA-2026Q1#22                  around a passage
  verbatim show LMRA-2026Q1 --section qa --highlight capex
  verbatim show LMRA-2026Q1 --lang zh -o markdown";

pub(super) const CHECK: &str = "\
Examples:
  verbatim check corpus/LMRA-2026Q1.txt         company, period, people, every unparsed line
  verbatim check ~/calls --summary              one line per call";

pub(super) const DOCTOR: &str = "\
Exit status: 0 all is well, 1 something is wrong, 2 the index cannot be opened.

Examples:
  verbatim doctor
  verbatim doctor --json";

pub(super) const MAN: &str = "\
Examples:
  verbatim man                                  the page of the program
  verbatim man ~/.local/share/man/man1          one of each command";

pub(super) const COMPLETIONS: &str = "\
The script asks the program itself, so that companies, speakers, firms, periods, calls and saved searches are
completed from the index that the command is about.

Examples:
  verbatim completions bash > ~/.local/share/bash-completion/completions/verbatim
  verbatim completions zsh > ~/.zfunc/_verbatim
  verbatim completions fish > ~/.config/fish/completions/verbatim.fish";

pub(super) const INIT: &str = "\
A command that is run in this folder or below it takes index and corpus from the file, unless --index,
--corpus, VERBATIM_INDEX or VERBATIM_CORPUS name others. What else the file says stays as it is.

Examples:
  verbatim init                                 asks for the folder
  verbatim init ~/calls";
