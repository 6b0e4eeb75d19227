//! The arguments of `verbatim serve`.

use std::{net::SocketAddr, path::PathBuf};

use clap::Args;

const SERVE: &str = "\
The page is at http://127.0.0.1:7700, the API below /api; /api/openapi.json describes it. \
/healthz and /metrics tell how the server is. What changes in the corpus is taken in meanwhile.

Only this machine can ask, unless --addr says otherwise; then every request must carry the token, \
as `Authorization: Bearer TOKEN` or as the password that a browser asks for. Put a proxy that \
speaks TLS before it.

Examples:
  verbatim serve
  verbatim serve --addr 127.0.0.1:8080 --corpus ~/calls
  verbatim serve --addr 0.0.0.0:7700 --token-file ~/.verbatim-token
  curl -s 'http://127.0.0.1:7700/api/search?q=capex&role=executive' | jq .total";

#[derive(Debug, Args)]
#[command(after_help = SERVE)]
pub(in crate::interface::cli) struct Serve {
    /// Where to listen; port 0 takes any that is free
    #[arg(long, value_name = "HOST:PORT", default_value = "127.0.0.1:7700")]
    pub(in crate::interface::cli) addr: SocketAddr,
    /// What requests must carry, at least 16 characters; other users of this machine may see it
    #[arg(long, value_name = "TOKEN")]
    pub(in crate::interface::cli) token: Option<String>,
    /// A file that holds the token
    #[arg(long, value_name = "FILE", conflicts_with = "token")]
    pub(in crate::interface::cli) token_file: Option<PathBuf>,
    /// Let anybody ask who can reach the address
    #[arg(long, conflicts_with_all = ["token", "token_file"])]
    pub(in crate::interface::cli) insecure: bool,
    /// Another name under which the server is asked, as that of a proxy; may be given several times
    #[arg(long = "host", value_name = "NAME")]
    pub(in crate::interface::cli) hosts: Vec<String>,
    /// Change nothing from the pages: no names, terms, saved searches or files left out; --insecure implies it
    #[arg(long)]
    pub(in crate::interface::cli) read_only: bool,
    /// Answer from the index as it is, even if the corpus changes
    #[arg(long)]
    pub(in crate::interface::cli) no_refresh: bool,
}
