//! Spans of a passage that a query matches by, in positions.

/// A span on one side of a passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Span {
    /// First position, and first position after it.
    pub(super) place: (u32, u32),
    /// Whether it is Chinese, which is written without spaces: adjacent spans are one.
    pub(super) chinese: bool,
}

/// Number of spans after overlapping ones, and adjacent Chinese ones, have been joined. Sorts them.
pub(super) fn count_separate(spans: &mut [Span]) -> u32 {
    spans.sort_unstable();
    let mut count = 0;
    let mut last: Option<Span> = None;
    for span in spans {
        match &mut last {
            Some(last)
                if span.place.0 < last.place.1
                    || (span.place.0 == last.place.1 && span.chinese && last.chinese) =>
            {
                if span.place.1 > last.place.1 {
                    last.chinese = span.chinese;
                    last.place.1 = span.place.1;
                }
            }
            _ => {
                count += 1;
                last = Some(*span);
            }
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_joined_as_highlights_are() {
        let count = |spans: &[(u32, u32, bool)]| {
            let spans = spans.iter().map(|&(start, end, chinese)| Span {
                place: (start, end),
                chinese,
            });
            count_separate(&mut spans.collect::<Vec<_>>())
        };
        assert_eq!(count(&[]), 0);
        assert_eq!(count(&[(4, 6, false), (2, 4, false)]), 2);
        assert_eq!(count(&[(4, 6, true), (2, 4, true)]), 1);
        assert_eq!(count(&[(4, 6, true), (2, 4, false)]), 2);
        assert_eq!(count(&[(2, 6, false), (2, 4, false), (5, 8, false)]), 1);
        assert_eq!(count(&[(2, 8, true), (4, 6, false), (8, 10, true)]), 1);
    }
}
