//! The document of a chart: SVG elements with coordinates in pixels, in drawing order.

use std::fmt::Write;

use unicode_width::UnicodeWidthChar;

use super::{
    UiLocale,
    font::{FAMILY, Font},
    xml::escape,
};

/// Which point of a text is at its x coordinate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// Elements drawn so far.
#[derive(Debug)]
pub(super) struct Page {
    body: String,
    locale: UiLocale,
}

impl Page {
    /// An empty page with texts in a language.
    pub(super) fn of(locale: UiLocale) -> Self {
        Self {
            body: String::new(),
            locale,
        }
    }

    /// A line of text on the baseline `y`.
    pub(super) fn text(&mut self, (x, y): (f64, f64), anchor: Anchor, font: Font, text: &str) {
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let weight = if font.bold {
            " font-weight=\"700\""
        } else {
            ""
        };
        // The language decides which regional forms of Han characters a font uses.
        let wide = text.chars().any(|c| c.width() == Some(2));
        let lang = match self.locale {
            _ if !wide => "",
            UiLocale::Hans => " lang=\"zh-Hans\"",
            UiLocale::En | UiLocale::Hant => " lang=\"zh-Hant\"",
        };
        let _ = writeln!(
            self.body,
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\" fill=\"{}\"{weight}{anchor}{lang}>{}</text>",
            px(x),
            px(y),
            px(font.size),
            font.fill,
            escape(text)
        );
    }

    /// A text in at most `max_lines` lines of `width` pixels below `y`; gives their height.
    pub(super) fn paragraph(
        &mut self,
        (x, y): (f64, f64),
        (width, max_lines): (f64, usize),
        font: Font,
        text: &str,
    ) -> f64 {
        let lines = font.wrap(text, width, max_lines);
        for (number, line) in (1..).zip(&lines) {
            let baseline = y + f64::from(number) * font.leading();
            self.text((x, baseline), Anchor::Start, font, line);
        }
        lines.len() as f64 * font.leading()
    }

    /// What an axis shows, in at most two lines of `width` pixels, the first on the baseline `y`; gives the last baseline.
    pub(super) fn axis(&mut self, (x, y): (f64, f64), width: f64, text: &str) -> f64 {
        let lines = Font::AXIS.wrap(text, width, 2);
        let baseline = |number: usize| y + number as f64 * Font::AXIS.leading();
        for (number, line) in lines.iter().enumerate() {
            self.text((x, baseline(number)), Anchor::Start, Font::AXIS, line);
        }
        baseline(lines.len().saturating_sub(1))
    }

    /// A count at a bar or point, on a white background that covers the lines of the plot.
    pub(super) fn count(&mut self, (x, y): (f64, f64), anchor: Anchor, text: &str) {
        let width = Font::COUNT.width(text);
        let left = match anchor {
            Anchor::Start => x,
            Anchor::Middle => x - width / 2.0,
            Anchor::End => x - width,
        };
        let _ = writeln!(
            self.body,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"11\" fill=\"#ffffff\"/>",
            px(left - 2.0),
            px(y - 9.5),
            px(width + 4.0)
        );
        self.text((x, y), anchor, Font::COUNT, text);
    }

    /// A grid line at a tick; the line at zero is darker.
    pub(super) fn grid(&mut self, from: (f64, f64), to: (f64, f64), zero: bool) {
        self.line(from, to, if zero { "#808080" } else { "#e2e2e2" });
    }

    /// A straight line.
    pub(super) fn line(&mut self, from: (f64, f64), to: (f64, f64), stroke: &str) {
        let _ = writeln!(
            self.body,
            "<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" stroke=\"{stroke}\"/>",
            px(from.0),
            px(from.1),
            px(to.0),
            px(to.1)
        );
    }

    /// A filled rectangle at its upper left corner, with a description that is shown when pointed at.
    pub(super) fn bar(&mut self, at: (f64, f64), size: (f64, f64), fill: &str, description: &str) {
        let _ = writeln!(
            self.body,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{fill}\"><title>{}</title></rect>",
            px(at.0),
            px(at.1),
            px(size.0.max(0.0)),
            px(size.1.max(0.0)),
            escape(description)
        );
    }

    /// A polyline; `dash` has the lengths of strokes and gaps.
    pub(super) fn path(&mut self, points: &[(f64, f64)], stroke: &str, dash: &str) {
        let points: Vec<String> = points
            .iter()
            .map(|point| format!("{},{}", px(point.0), px(point.1)))
            .collect();
        let dash = match dash {
            "" => String::new(),
            dash => format!(" stroke-dasharray=\"{dash}\""),
        };
        let _ = writeln!(
            self.body,
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{stroke}\" stroke-width=\"2.5\" stroke-linejoin=\"round\"{dash}/>",
            points.join(" ")
        );
    }

    /// A filled marker around a point, with corners relative to it; a circle if there are none.
    pub(super) fn marker(
        &mut self,
        (x, y): (f64, f64),
        corners: &[(f64, f64)],
        fill: &str,
        description: &str,
    ) {
        let corners: Vec<String> = corners
            .iter()
            .map(|corner| format!("{},{}", px(x + corner.0), px(y + corner.1)))
            .collect();
        let shape = if corners.is_empty() {
            format!("circle cx=\"{}\" cy=\"{}\" r=\"4.5\"", px(x), px(y))
        } else {
            format!("polygon points=\"{}\"", corners.join(" "))
        };
        let name = shape.split(' ').next().unwrap_or_default();
        let _ = writeln!(
            self.body,
            "<{shape} fill=\"{fill}\" stroke=\"#ffffff\"><title>{}</title></{name}>",
            escape(description)
        );
    }

    /// The document with a white background of this size; screen readers read `title` and `desc`.
    pub(super) fn finish(self, (width, height): (f64, f64), title: &str, desc: &str) -> String {
        let (width, height) = (px(width), px(height));
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{title}\" lang=\"{lang}\" \
             font-family=\"{FAMILY}\">\n<title>{title}</title>\n<desc>{}</desc>\n\
             <rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>\n{}</svg>\n",
            escape(desc),
            self.body,
            title = escape(title),
            lang = self.locale,
        )
    }
}

/// Pixels to a tenth.
fn px(value: f64) -> String {
    let tenths = if value.is_finite() {
        (value * 10.0).round()
    } else {
        0.0
    };
    // No negative zero.
    format!("{}", (tenths + 0.0) / 10.0)
}
