//! Time stamps: `00:12:31`, `12:31.500`, `1:02:03,250`.

/// Reads a time stamp at the beginning of a text; gives whole seconds and the bytes it takes.
pub(crate) fn leading(text: &str) -> Option<(u32, usize)> {
    let mut parts: Vec<u32> = Vec::new();
    let mut at = 0;
    loop {
        let digits = text[at..].bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 || digits > if parts.is_empty() { 4 } else { 2 } {
            return None;
        }
        parts.push(text[at..at + digits].parse().ok()?);
        at += digits;
        match text.as_bytes().get(at) {
            Some(b':') if parts.len() < 3 && next_is_digit(text, at) => at += 1,
            _ => break,
        }
    }
    if let Some(b'.' | b',') = text.as_bytes().get(at)
        && next_is_digit(text, at)
    {
        at += 1;
        at += text[at..].bytes().take_while(u8::is_ascii_digit).count();
    }
    let (hours, minutes, seconds) = match parts.as_slice() {
        [minutes, seconds] => (0, *minutes, *seconds),
        [hours, minutes, seconds] => (*hours, *minutes, *seconds),
        _ => return None,
    };
    let valid = seconds < 60 && (hours == 0 || minutes < 60);
    valid.then_some((hours * 3600 + minutes * 60 + seconds, at))
}

fn next_is_digit(text: &str, at: usize) -> bool {
    text.as_bytes().get(at + 1).is_some_and(u8::is_ascii_digit)
}

/// Reads a time stamp in brackets at the beginning of a text, `(00:12:31) …` or `[12:31] …`; gives
/// whole seconds and what follows.
pub(crate) fn bracketed(text: &str) -> Option<(u32, &str)> {
    let close = match text.as_bytes().first()? {
        b'(' => ')',
        b'[' => ']',
        _ => return None,
    };
    let inner = text.get(1..)?.trim_start();
    let (seconds, len) = leading(inner)?;
    let rest = inner[len..].trim_start().strip_prefix(close)?;
    Some((seconds, rest.trim_start()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_forms() {
        for (text, expected) in [
            ("00:12:31", Some((751, 8))),
            ("12:31.500 --> ", Some((751, 9))),
            ("1:02:03,250 x", Some((3723, 11))),
            ("125:09", Some((7509, 6))),
            ("12", None),
            ("12:61", None),
            ("a", None),
            ("", None),
        ] {
            assert_eq!(leading(text), expected, "{text}");
        }
        assert_eq!(bracketed("(00:00:12) Okay."), Some((12, "Okay.")));
        assert_eq!(bracketed("[01:02] Okay."), Some((62, "Okay.")));
        assert_eq!(bracketed("(12) Okay."), None);
    }
}
