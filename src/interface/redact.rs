//! What of an error is told to whoever asks from elsewhere: an error in the request as it is, any other
//! without its paths and causes, which only the keeper of the server is told.

use crate::{Error, error::Kind};

/// The error as it is told, and what is kept from whoever asks.
pub(super) fn redact(error: Error) -> (Error, Option<String>) {
    let told = match error.kind {
        Kind::Request | Kind::Unknown | Kind::Deadline | Kind::Cancelled => return (error, None),
        Kind::Internal => "the answer could not be made",
        Kind::Input | Kind::Index => "the index cannot be read at the moment",
        Kind::System => "the server cannot do that at the moment",
    };
    (Error::new(error.kind, told), Some(error.to_string()))
}
