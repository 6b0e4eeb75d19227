//! Writes text to a terminal, a pipe or a file.
//!
//! Commands mark styles and links with Unicode noncharacters, which are not used in text. They become escape
//! sequences only here, so that an escape sequence in a transcript, a file name or an argument never reaches
//! a terminal: the terminal gets a visible replacement, a pipe the unchanged character.

use std::{
    borrow::Cow,
    io::{self, Write},
};

use anstream::{
    AutoStream, ColorChoice,
    stream::{AsLockedWrite, RawStream},
};

pub(super) const RESET: &str = "\u{fdd0}";
pub(super) const BOLD: &str = "\u{fdd1}";
pub(super) const DIM: &str = "\u{fdd2}";
pub(super) const BOLD_RED: &str = "\u{fdd3}";
pub(super) const HINT: &str = "\u{fdd4}";
/// The citation of a passage.
pub(super) const CITATION: &str = "\u{fdd5}";
/// A match span: bold, legible on dark and light backgrounds.
pub(super) const MATCH: &str = "\u{fdd6}";

/// Begins the address of a link.
const LINK: char = '\u{fdd7}';
/// Begins the text of a link.
const LINKED: char = '\u{fdd8}';
/// Ends the text of a link.
const UNLINKED: char = '\u{fdd9}';

/// The properties of the stream that a text is written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Target {
    /// Whether marks become styles and links; otherwise they are removed.
    pub(super) styles: bool,
    /// Whether it is a terminal, for which control characters are made visible.
    pub(super) terminal: bool,
}

/// A text that opens a URL.
pub(super) fn link(url: &str, text: &str) -> String {
    format!("{LINK}{url}{LINKED}{text}{UNLINKED}")
}

/// The text as it is written to a target.
pub(super) fn written(text: &str, target: Target) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if let Some(style) = style(c) {
            if target.styles {
                out += style;
            }
        } else if c == LINK {
            let after = chars.as_str();
            // Our URLs are percent-encoded; anything else is not a link.
            let linked = after.split_once(LINKED).filter(|(url, _)| {
                url.starts_with("file://") && url.bytes().all(|byte| byte.is_ascii_graphic())
            });
            if let Some((url, after)) = linked {
                if target.styles {
                    out += &format!("\x1b]8;;{url}\x1b\\");
                }
                chars = after.chars();
            }
        } else if c == UNLINKED {
            if target.styles {
                out += "\x1b]8;;\x1b\\";
            }
        } else if target.terminal {
            show(c, &mut out);
        } else {
            out.push(c);
        }
    }
    out
}

/// Data as it is written: unchanged, except that control characters are made visible for a terminal.
pub(super) fn data(text: &str, terminal: bool) -> Cow<'_, str> {
    if terminal && text.chars().any(is_control) {
        return Cow::Owned(visible(text));
    }
    Cow::Borrowed(text)
}

/// The text with control characters made visible.
pub(super) fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    text.chars().for_each(|c| show(c, &mut out));
    out
}

fn style(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{fdd0}' => "\x1b[0m",
        '\u{fdd1}' => "\x1b[1m",
        '\u{fdd2}' => "\x1b[2m",
        '\u{fdd3}' => "\x1b[1;31m",
        '\u{fdd4}' => "\x1b[36m",
        '\u{fdd5}' => "\x1b[33m",
        '\u{fdd6}' => "\x1b[1;30;103m",
        _ => return None,
    })
}

/// Whether a terminal acts on a character instead of showing it: control characters except line feed and tab,
/// and characters that change the direction of the text.
fn is_control(c: char) -> bool {
    let control = c.is_control() && c != '\n' && c != '\t';
    control || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Appends a character, or its visible form: `␛` for ESC, and an escape as in JSON, `\u202e`, for characters
/// without a picture.
fn show(c: char, out: &mut String) {
    let code = u32::from(c);
    let picture = match code {
        _ if !is_control(c) => Some(c),
        0..0x20 => char::from_u32(0x2400 + code),
        _ => None,
    };
    match picture {
        Some(c) => out.push(c),
        None => *out += &format!("\\u{code:04x}"),
    }
}

/// Writes a text with marks, or data without, to a stream that may be a terminal.
pub(super) fn write(
    mut stream: impl RawStream + AsLockedWrite,
    text: &str,
    marked: bool,
    choice: ColorChoice,
) -> io::Result<()> {
    let terminal = stream.is_terminal();
    if !marked {
        stream.write_all(data(text, terminal).as_bytes())?;
        return stream.flush();
    }
    let styles = resolved(&stream, choice) != ColorChoice::Never;
    let text = written(text, Target { styles, terminal });
    if styles {
        let mut stream = AutoStream::always(stream);
        stream.write_all(text.as_bytes())?;
        return stream.flush();
    }
    stream.write_all(text.as_bytes())?;
    stream.flush()
}

/// Whether to use styles on a stream.
pub(super) fn resolved(stream: &impl RawStream, choice: ColorChoice) -> ColorChoice {
    match choice {
        ColorChoice::Auto => AutoStream::choice(stream),
        chosen => chosen,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOSTILE: &str =
        "a\u{1b}]52;c;eA==\u{7}b\u{1b}[2Jc\u{9b}31md\u{202e}e\u{7f}\r\nf\tg\u{1b}]0;never ends";

    #[test]
    fn a_terminal_shows_what_it_would_obey_and_a_pipe_gets_it_as_it_stands() {
        let pipe = Target {
            styles: false,
            terminal: false,
        };
        assert_eq!(written(HOSTILE, pipe), HOSTILE);
        assert_eq!(data(HOSTILE, false), HOSTILE);
        let shown = "a␛]52;c;eA==␇b␛[2Jc\\u009b31md\\u202ee\\u007f␍\nf\tg␛]0;never ends";
        assert_eq!(data(HOSTILE, true), shown);
        for styles in [false, true] {
            let terminal = Target {
                styles,
                terminal: true,
            };
            assert_eq!(written(HOSTILE, terminal), shown);
        }
    }

    #[test]
    fn styles_are_ours_alone() {
        let text = format!(
            "{BOLD}資本{RESET} \u{1b}[1m{}",
            link("file:///a%20b", "a b")
        );
        let write = |styles, terminal| written(&text, Target { styles, terminal });
        assert_eq!(
            write(true, true),
            "\x1b[1m資本\x1b[0m ␛[1m\x1b]8;;file:///a%20b\x1b\\a b\x1b]8;;\x1b\\"
        );
        assert_eq!(write(false, false), "資本 \u{1b}[1ma b");
        assert_eq!(write(false, true), "資本 ␛[1ma b");
    }

    #[test]
    fn only_an_address_of_ours_becomes_a_link() {
        let forged =
            format!("{LINK}https://evil.example{LINKED}x{LINK}file://\u{7}{LINKED}y{LINK}");
        let target = Target {
            styles: true,
            terminal: true,
        };
        let out = written(&forged, target);
        assert!(!out.contains('\u{1b}') && !out.contains('\u{7}'), "{out:?}");
    }
}
