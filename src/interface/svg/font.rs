//! Fonts, and the estimated width of text in both scripts.

use std::ops::Range;

use unicode_width::UnicodeWidthChar;

/// Fonts for Latin, then for Han characters, as systems have them.
pub(super) const FAMILY: &str = "'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', \
                                 'Noto Sans', 'PingFang TC', 'Microsoft JhengHei', \
                                 'Noto Sans CJK TC', 'Noto Sans TC', sans-serif";

/// The style of a text. The font of the reader is unknown, so widths are estimated for a wide one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Font {
    /// In pixels.
    pub(super) size: f64,
    pub(super) bold: bool,
    pub(super) fill: &'static str,
}

impl Font {
    pub(super) const TITLE: Self = Self::new(20.0, true, "#1a1a1a");
    pub(super) const SUBTITLE: Self = Self::new(13.0, false, "#4d4d4d");
    pub(super) const LABEL: Self = Self::new(12.0, false, "#1a1a1a");
    pub(super) const AXIS: Self = Self::new(12.0, false, "#595959");
    pub(super) const COUNT: Self = Self::new(11.0, false, "#1a1a1a");
    pub(super) const NOTE: Self = Self::new(11.0, false, "#595959");

    const fn new(size: f64, bold: bool, fill: &'static str) -> Self {
        Self { size, bold, fill }
    }

    /// Line height in pixels.
    pub(super) fn leading(self) -> f64 {
        (self.size * 1.35).round()
    }

    /// Estimated width of a text in pixels.
    pub(super) fn width(self, text: &str) -> f64 {
        text.chars().map(|c| self.width_of(c)).sum()
    }

    fn width_of(self, c: char) -> f64 {
        let em = em(c);
        // Han characters are as wide in bold.
        let wider = if self.bold && em < 1.0 { 1.07 } else { 1.0 };
        em * wider * self.size
    }

    /// The text cut to `width` pixels, with `…` at the end if cut.
    pub(super) fn clip(self, text: &str, width: f64) -> String {
        if self.width(text) <= width {
            return text.to_owned();
        }
        let mut cut = String::new();
        let mut used = self.width_of('…');
        for c in text.chars() {
            used += self.width_of(c);
            if used > width {
                break;
            }
            cut.push(c);
        }
        cut.truncate(cut.trim_end().len());
        cut.push('…');
        cut
    }

    /// The text in at most `max_lines` lines of at most `width` pixels; the last line is cut if there is more.
    pub(super) fn wrap(self, text: &str, width: f64, max_lines: usize) -> Vec<String> {
        let mut lines = Vec::new();
        let (mut from, mut end) = (0, 0);
        for (at, _) in unicode_linebreak::linebreaks(text) {
            let line = text.get(from..at).unwrap_or_default();
            if end > from && self.width(line.trim_end()) > width {
                if lines.len() + 1 == max_lines {
                    break;
                }
                lines.push(from..end);
                from = end;
            }
            end = at;
        }
        lines.push(from..text.len());
        let line = |line: Range<usize>| {
            let line = text.get(line).unwrap_or_default();
            self.clip(line.trim(), width)
        };
        let lines = lines.into_iter().map(line);
        lines.filter(|line| !line.is_empty()).collect()
    }
}

/// Width of a character in ems.
fn em(c: char) -> f64 {
    match (c.width().unwrap_or(0), c) {
        (0, _) => 0.0,
        (2.., _) => 1.0,
        (_, 'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | ' ') => 0.33,
        (_, 'm' | 'w' | 'M' | 'W' | '@' | '%' | '…' | '—') => 0.95,
        (_, c) if c.is_uppercase() => 0.74,
        _ => 0.59,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEN: Font = Font::new(10.0, false, "#000000");

    #[test]
    fn a_han_character_is_an_em() {
        assert_eq!(TEN.width("資本"), 20.0);
        assert!(TEN.width("capex") < TEN.width("CAPEX"));
        assert_eq!(TEN.clip("資本支出狀況", 40.0), "資本支…");
        assert_eq!(TEN.clip("資本支出", 40.0), "資本支出");
        assert_eq!(TEN.clip("a b c", 19.5), "a…");
    }

    #[test]
    fn lines_break_where_they_may() {
        assert_eq!(TEN.wrap("free cash flow", 60.0, 9), ["free cash", "flow"]);
        let lines = TEN.wrap("資本支出,現金", 40.0, 9);
        assert_eq!(lines, ["資本支", "出,現金"], "no line begins with a comma");
        let cut = TEN.wrap("資本支出狀況如何", 30.0, 2);
        assert_eq!(cut, ["資本支", "出狀…"]);
        assert!(TEN.wrap("", 30.0, 2).is_empty());
        assert_eq!(TEN.wrap("unbreakable", 30.0, 2).len(), 1);
    }
}
