//! Blank lines: a run of them is one, and where every line has one behind it they mean nothing.

use super::line::Line;

/// Lines with at most one blank line in a row. In a text whose every line break is doubled, single blank
/// lines go.
pub(super) fn reduced(lines: Vec<Line>) -> Vec<Line> {
    let doubled = is_doubled(&lines);
    let mut read: Vec<Line> = Vec::with_capacity(lines.len());
    let mut lines = lines.into_iter().peekable();
    while let Some(line) = lines.next() {
        if !line.text.is_empty() {
            read.push(line);
            continue;
        }
        let mut blank = 1;
        while lines.next_if(|line| line.text.is_empty()).is_some() {
            blank += 1;
        }
        if blank > 1 || !doubled {
            read.push(line);
        }
    }
    read
}

/// Whether hardly a line has text right below it, and several gaps are longer than one line.
fn is_doubled(lines: &[Line]) -> bool {
    let (mut touching, mut single, mut longer) = (0_usize, 0_usize, 0_usize);
    let mut gap: Option<usize> = None;
    for line in lines {
        match (line.text.is_empty(), gap) {
            (true, Some(blank)) => gap = Some(blank + 1),
            (true, None) => {}
            (false, before) => {
                match before {
                    Some(0) => touching += 1,
                    Some(1) => single += 1,
                    Some(_) => longer += 1,
                    None => {}
                }
                gap = Some(0);
            }
        }
    }
    longer >= 4 && single >= 4 && touching * 20 < longer && longer * 8 >= single
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let lines = (1..).zip(text.lines()).map(|(number, text)| Line {
            number,
            text: text.to_owned(),
        });
        let read = reduced(lines.collect()).into_iter();
        read.map(|line| line.text).collect()
    }

    #[test]
    fn doubled_line_breaks() {
        let text = "Ann Wu\nCFO\nHi.\n\nBo Li\nCEO\nHo.\n\n".repeat(3);
        let plain: Vec<&str> = text.trim_end().lines().collect();
        assert_eq!(shown(&text.trim_end().replace('\n', "\n\n")), plain);
        assert_eq!(shown(text.trim_end()), plain);
        assert_eq!(shown("a\n\n\n\nb\n\nc"), ["a", "", "b", "", "c"]);
    }
}
