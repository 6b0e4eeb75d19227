//! Numbers of lines in the margin, as court reporters print them: set aside.

use super::line::Line;

/// Fewest numbered lines of a page.
const MIN_LINES: usize = 8;

/// Removes the numbers of lines if most pages have them; tells the first and last of the first page.
pub(super) fn set_aside(pages: &mut [Vec<Line>]) -> Option<(usize, String)> {
    let numbered = pages
        .iter()
        .filter(|lines| numbers(lines).is_some())
        .count();
    let full = pages
        .iter()
        .filter(|lines| lines.len() >= MIN_LINES)
        .count();
    if numbered == 0 || numbered * 10 < full * 8 {
        return None;
    }
    let mut first = None;
    for lines in pages.iter_mut() {
        let Some((from, to)) = numbers(lines) else {
            continue;
        };
        let page = lines.first().map_or(1, |line| line.page);
        first.get_or_insert((page, format!("numbers of lines, {from} to {to}")));
        for line in lines.iter_mut().filter(|line| number(line).is_some()) {
            line.spans.remove(0);
        }
        lines.retain(|line| !line.spans.is_empty());
    }
    first
}

/// The first and last number of a page whose lines are numbered one by one.
fn numbers(lines: &[Line]) -> Option<(u32, u32)> {
    let numbers: Vec<u32> = lines.iter().filter_map(number).collect();
    let rising = numbers.iter().zip(numbers.iter().skip(1));
    let rising = rising.filter(|(a, b)| **a + 1 == **b).count();
    let is_numbered = numbers.len() >= MIN_LINES
        && numbers.len() * 10 >= lines.len() * 7
        && (rising + 1) * 10 >= numbers.len() * 9;
    is_numbered.then(|| numbers.first().copied().zip(numbers.last().copied()))?
}

/// The number at the beginning of a line, apart from the text.
fn number(line: &Line) -> Option<u32> {
    let first = line.spans.first()?;
    let is_apart = (line.spans.get(1)).is_none_or(|next| next.left - first.right > first.size);
    (first.text.len() <= 4 && is_apart).then(|| first.text.parse().ok())?
}
