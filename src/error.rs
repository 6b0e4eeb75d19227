//! One error type: what went wrong, where, why, and what to do about it.

use std::{
    fmt,
    ops::Range,
    path::{Path, PathBuf},
};

/// The kind of an [`Error`]; interfaces map it to an exit code or a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// The request is invalid.
    Request,
    /// The request names something that does not exist.
    Unknown,
    /// A file or folder cannot be read or parsed.
    Input,
    /// The index is missing, locked, damaged or of another version.
    Index,
    /// The system refuses something that is not a file: an address, a thread, a pipe.
    System,
    /// The program is at fault.
    Internal,
    /// The answer was not ready by the deadline.
    Deadline,
    /// The request was cancelled.
    Cancelled,
}

impl Kind {
    /// Whether the request is at fault. Everything else is a fault of the machine, its files or the program.
    pub fn is_of_request(self) -> bool {
        matches!(self, Self::Request | Self::Unknown)
    }
}

/// Where an [`Error`] is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Location {
    /// A file or folder.
    Path(PathBuf),
    /// A part of a query.
    Query {
        /// The query as typed.
        query: String,
        /// The part that is at fault, in bytes.
        span: Range<usize>,
    },
}

/// A failure, described for the user.
#[derive(Debug)]
pub struct Error {
    /// The kind of failure.
    pub kind: Kind,
    /// One lower-case sentence without a full stop.
    pub message: String,
    /// Where it is, if it is in a file or a query.
    pub location: Option<Location>,
    /// One thing to do about it.
    pub hint: Option<String>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// The result of anything that can fail with an [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// A failure of this kind, described by one lower-case sentence.
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            location: None,
            hint: None,
            source: None,
        }
    }

    /// A request that cannot be answered.
    pub fn request(message: impl Into<String>) -> Self {
        Self::new(Kind::Request, message)
    }

    /// A request that names something that does not exist.
    pub fn unknown(message: impl Into<String>) -> Self {
        Self::new(Kind::Unknown, message)
    }

    /// A file or folder that cannot be used.
    pub fn input(path: impl Into<PathBuf>, message: impl Into<String>) -> Self {
        Self {
            location: Some(Location::Path(path.into())),
            ..Self::new(Kind::Input, message)
        }
    }

    /// An index that cannot be used.
    pub fn index(message: impl Into<String>) -> Self {
        Self::new(Kind::Index, message)
    }

    /// Something that the system refuses, such as an address to listen on.
    pub fn system(message: impl Into<String>) -> Self {
        Self::new(Kind::System, message)
    }

    /// A state that the program should never be in.
    pub fn internal(message: impl Into<String>) -> Self {
        Self::new(Kind::Internal, message)
    }

    /// The same error, at a part of a query (bytes).
    pub fn at(mut self, query: &str, span: Range<usize>) -> Self {
        self.location = Some(Location::Query {
            query: query.to_owned(),
            span,
        });
        self
    }

    /// The same error, with one thing to do about it.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same error, with what caused it.
    pub fn because(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }
}

impl Error {
    /// A copy of the error, with the source as part of the message.
    pub(crate) fn with_source_in_message(&self) -> Self {
        Self {
            kind: self.kind,
            message: self.sentence(),
            location: self.location.clone(),
            hint: self.hint.clone(),
            source: None,
        }
    }

    /// Whether it is about a file or folder.
    pub(crate) fn is_at(&self, path: &Path) -> bool {
        matches!(&self.location, Some(Location::Path(location)) if location == path)
    }

    /// What went wrong and why, without the location.
    pub fn sentence(&self) -> String {
        match &self.source {
            Some(source) => format!("{}: {source}", self.message),
            None => self.message.clone(),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(Location::Path(path)) = &self.location {
            write!(f, "{}: ", path.display())?;
        }
        f.write_str(&self.sentence())
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
