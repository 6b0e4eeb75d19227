//! Boilerplate: page numbers, notices of copyright, what a page says around a call.

use std::sync::LazyLock;

use regex::Regex;

use crate::transcript::lazy_regex::lazy_regex;

/// A line of a page that is no part of the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Notice {
    /// It stands anywhere.
    Alone,
    /// It follows the call, and so does whatever stands behind it.
    EndsCall,
}

/// Longest notice, in bytes.
const MAX_NOTICE_BYTES: usize = 2_000;

/// Longest line of the head or foot of a page, in bytes.
const MAX_HEAD_BYTES: usize = 400;

/// Notices behind a call.
static ENDS_CALL: LazyLock<Regex> = lazy_regex!(
    r"(?xi)^ [\#*_\s]* (?: this \s article \s is \s a \s transcript \b
          | stocks? \s mentioned \b | symbols? \s mentioned \b
          | (?: the \s )? information \s contained \s in \s (?: event \s )? transcripts? \b
          | this \s (?: \w+ \s )? transcript \s (?: is | was | has \s been | may ) \s (?: provided | produced | prepared | edited | generated | created | not | contain )
          | legal \s (?: notice | disclaimer ) \s* :? \s* $ | disclaimers? \s* [:*]* \s* $
          | should \s you \s (?: buy | invest ) \b | read \s (?: more | next ) \b .{0,60} $ | related \s articles \b | about \s the \s author \b
          | when \s our \s analyst \s team \b | where \s to \s invest \s \$ \s? \d
          | more \s [A-Z.]{1,6} \s analysis \s* $ | all \s earnings \s call \s transcripts \s* $
          | follow \s .{2,60} \( (?: nyse | nasdaq ) | to \s continue \s reading \b .{0,80} $ | transcribed \s by \s https?:// .* $
          | 免责声明 | 免責聲明 | 郑重声明 | 鄭重聲明 | 特别声明 [:：] | 特別聲明 [:：] | (?: 风险提示 | 風險提示 ) [:：\s]* (?: $ | (?:本|以上|市场|市場|投资|投資) ) | 法律声明 | 法律聲明 | (?:本|以上)(?:文|纪要|紀要|内容|內容|转写|轉寫).{0,12}(?:仅供|僅供|不构成|不構成|由AI|未经|未經) )"
);

/// Notices within a page.
static ALONE: LazyLock<Regex> = lazy_regex!(
    r"(?xi)^ [\#*_\s]* (?: image \s source \s* : | source \s* : \s* (?:getty|the \s motley) | \* \s* average \s returns \b
          | the \s motley \s fool \s (?: has | recommends | owns | sold | is ) \b | [\w.\s]{2,60} \s has \s no \s position \s in \s any \s of \s the \s stocks
          | your \s browser \s does \s not \s support \b | (?: listen | play ) \s (?: to \s )? (?: this | the ) \s (?: article | call | audio ) \b .{0,40} $
          | \d{1,2}:\d\d (?: \s* / \s* \d{1,2}:\d\d ) .{0,20} $ | (?: sign \s up | subscribe | log \s in ) \b .{0,60} $ | advertisement \b .{0,40} $
          | .{2,60} \s (?: misses | beats | meets ) \s on \s earnings \s expectations \b | need \s a \s quote \s from \b
          | see \s also \s .{2,120} $ | \$ [^$]{2,40} \( [A-Z]{2}\d{6} \) \$
          | skip \s to \s (?: main \s )? content \s* $ | share \s (?: this | on ) \b .{0,30} $ )"
);

/// A domain or a telephone number at the foot of a page, perhaps with a page number.
static FOOT: LazyLock<Regex> = lazy_regex!(
    r"(?xi)^ (?: (?:https?://)? (?: [a-z0-9\-]+ \. )+ (?: com | net | org | cn | tw | hk | co\.uk ) (?: / \S* )? \s* \d{0,4} $
          | .{0,40} \| \s* www\. \S+ (?: \s .{0,40} )? $ | 1-877-factset \b .* $ | total \s pages \s* : \s* \d+ $ )"
);

/// What a line says around the call, if it is a notice.
pub(crate) fn notice(line: &str) -> Option<Notice> {
    if line.len() > MAX_NOTICE_BYTES {
        return None;
    }
    if ENDS_CALL.is_match(line) {
        return Some(Notice::EndsCall);
    }
    ALONE.is_match(line).then_some(Notice::Alone)
}

/// The part of a page that a line is: a page number, a copyright notice, a foot.
pub(crate) fn page_head(line: &str) -> Option<&'static str> {
    if line.len() > MAX_HEAD_BYTES {
        return None;
    }
    let lower = line.to_lowercase();
    let number = lower
        .trim_start_matches("page ")
        .trim_matches(|c: char| c.is_whitespace() || "-–—|".contains(c));
    let numbers = number.replace(" of ", "/");
    let digits = |c: char| c.is_ascii_digit() || c == '/';
    let short = line.chars().count() <= 160;
    if (number.len() <= 4 || numbers.contains('/') && number.len() <= 9)
        && !number.is_empty()
        && numbers.chars().all(digits)
    {
        Some("page number")
    } else if short
        && (lower.starts_with("copyright")
            || lower.starts_with('©')
            || lower.starts_with("(c) ")
            || lower.contains("all rights reserved") && line.chars().count() <= 120)
    {
        Some("copyright")
    } else if FOOT.is_match(line) {
        Some("page footer")
    } else {
        None
    }
}

/// The kind of boilerplate that a line is.
pub(crate) fn boilerplate(line: &str) -> Option<&'static str> {
    if line.len() > MAX_HEAD_BYTES {
        return None;
    }
    let lower = line.to_lowercase();
    if lower.starts_with("duration:") && line.chars().count() <= 40 {
        Some("duration")
    } else if lower.trim_matches(|c: char| c == '#' || c == ':' || c == ' ') == "contents" {
        Some("table of contents")
    } else {
        page_head(line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages() {
        for (line, expected) in [
            ("12", Some("page number")),
            ("Page 3 of 14", Some("page number")),
            ("- 4 -", Some("page number")),
            ("Copyright © 2025 Acme", Some("copyright")),
            ("(c) Wire Media. All Rights Reserved.", Some("copyright")),
            ("acme.com/intelligence      4", Some("page footer")),
            (
                "ACME EVENTS | www.acme.com | Contact Us",
                Some("page footer"),
            ),
            ("2025 was good.", None),
            ("See acme.com for more.", None),
        ] {
            assert_eq!(boilerplate(line), expected, "{line}");
        }
    }

    #[test]
    fn notices() {
        for (line, expected) in [
            (
                "This article is a transcript of this conference call.",
                Some(Notice::EndsCall),
            ),
            ("Stocks Mentioned", Some(Notice::EndsCall)),
            (
                "*Average returns of all recommendations.",
                Some(Notice::Alone),
            ),
            ("免责声明：本纪要仅供参考。", Some(Notice::EndsCall)),
            ("This transcript shows how we work.", None),
            ("Share buybacks will go on.", None),
        ] {
            assert_eq!(notice(line), expected, "{line}");
        }
    }
}
