//! Errors as remote clients see them: an error in the request as it is, any other without paths and causes,
//! which are only logged.

use crate::{Error, error::Kind};

/// The error for the client, and the full error for the log if it was redacted.
pub(super) fn redact(error: Error) -> (Error, Option<String>) {
    let message = match error.kind {
        Kind::Request | Kind::Unknown | Kind::Deadline | Kind::Cancelled => return (error, None),
        Kind::Internal => "the answer could not be made",
        Kind::Input | Kind::Index => "the index cannot be read at the moment",
        Kind::System => "the server cannot do that at the moment",
    };
    (Error::new(error.kind, message), Some(error.to_string()))
}
