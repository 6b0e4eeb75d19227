//! The indexed fields that passages are filtered by.

/// An indexed field to filter by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Key {
    Company,
    CompanyName,
    SpeakerName,
    FirmName,
    Role,
    Office,
    Title,
    Section,
    Lang,
    Format,
    Call,
    ExchangeSide,
    Period,
    Audit,
}
