//! The pages: what they show, where their links lead, and what may stand in them.

mod browser;
mod changes;
mod contrast;
mod file;
mod hostile;
mod kept;
mod links;
mod names;
mod page;

use crate::server::Server;

/// A server of the sample calls for all tests that only ask.
fn samples() -> &'static Server {
    Server::samples()
}

/// An address of each page, and of each state that a page can be in.
const PAGES: [&str; 28] = [
    "/",
    "/?q=capex",
    "/?q=capex&company=FCPM&speaker=-Operator&literal=true&sort=newest",
    "/?q=capex&group=none&offset=20&view=zh",
    "/?q=asked:margin",
    "/?q=declined:*",
    "/?q=margin&group=turn",
    "/?company=LMRA",
    "/?q=guidnce",
    "/?q=%22capex",
    "/call/FCPM-2025Q3",
    "/call/LMRA-2026Q1?q=capex&view=en",
    "/companies",
    "/speakers?find=analyst&sort=name",
    "/firms",
    "/calls?q=capex&sort=passages",
    "/saved",
    "/compare",
    "/compare?q=capex&call=LMRA-2025Q3&call=LMRA-2026Q1",
    "/trend",
    "/trend?q=capex&vs=guidance&by=role",
    "/mentions?q=capex&section=qa&zeros=true",
    "/audit",
    "/glossary?q=capex",
    "/edit/company?company=LMRA",
    "/edit/person?person=Toby+Hale&at=FCPM",
    "/edit/saved?q=capex&role=executive",
    "/edit/left-out",
];
