//! The arguments of `verbatim mcp`.

use clap::Args;

const MCP: &str = "\
A client starts this command and asks through its standard input and output;
people do not type it. It builds or refreshes the index first, takes in what
changes while it runs, tells both on standard error, and ends when its input
does. Name the folders in full: a client starts it anywhere.

In Claude Code:
  claude mcp add verbatim -- verbatim mcp --index ~/index --corpus ~/calls

In claude_desktop_config.json, and in most other clients:
  {\"mcpServers\": {\"verbatim\": {
    \"command\": \"verbatim\",
    \"args\": [\"mcp\", \"--index\", \"/home/me/index\",
             \"--corpus\", \"/home/me/calls\"]}}}

Over HTTP `verbatim serve` answers the same at /mcp.

Tools: search_transcripts, read_call, list_calls, list_people, trend, compare,
mentions. Every call is a resource, verbatim://call/LMRA-2026Q1. Prompts:
topic_across_companies, what_changed, unanswered_questions.

Example:
  verbatim mcp --no-refresh < questions.jsonl    a question a line";

#[derive(Debug, Args)]
#[command(after_help = MCP)]
pub(in crate::interface::cli) struct Mcp {
    /// Answer from the index as it is, and take in nothing that changes
    #[arg(long)]
    pub(in crate::interface::cli) no_refresh: bool,
}
