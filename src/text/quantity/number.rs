//! Written numbers: Arabic digits, Han numerals, and both with Han scales (`1兆2,000億`, `3萬8千`).

use super::{
    super::{is_han, is_single},
    cursor::Cursor,
    decimal::Decimal,
    digits::{self, FRACTION},
    notation::Form,
};

/// A number and its end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Number<'t> {
    pub(super) form: Form,
    /// The coefficient of the Han scale (3.6 in 3.6億), or the whole number.
    pub(super) bare: Decimal,
    /// Power of ten of the Han scale; 0 where there is none or more than one.
    pub(super) scale: i32,
    /// The same for the smallest possible scale: 3 × 10^9 in 三十億.
    pub(super) fine: Option<(Decimal, i32)>,
    /// The value.
    pub(super) value: Decimal,
    /// Cursor after it.
    pub(super) after: Cursor<'t>,
}

impl<'t> Number<'t> {
    /// A number without a Han scale.
    pub(super) fn new(value: Decimal, form: Form, after: Cursor<'t>) -> Self {
        Self {
            form,
            bare: value,
            scale: 0,
            fine: None,
            value,
            after,
        }
    }
}

/// The value of a Han digit.
pub(super) fn han_digit(c: char) -> Option<u8> {
    Some(match c {
        '〇' | '零' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

/// The power of ten of a Han numeral below 萬.
fn han_unit(c: char) -> Option<i32> {
    Some(match c {
        '十' => 1,
        '百' | '佰' => 2,
        '千' | '仟' => 3,
        _ => return None,
    })
}

/// The power of ten of a Han scale.
fn han_scale(c: char) -> Option<i32> {
    Some(match c {
        '万' => 4,
        '亿' => 8,
        '兆' => 12,
        _ => return None,
    })
}

/// Whether a folded character can be part of a Han number.
pub(super) fn is_numeral(c: char) -> bool {
    han_digit(c).is_some() || han_unit(c).is_some() || han_scale(c).is_some()
}

/// Whether a folded character can begin a Han number.
pub(super) fn starts_han(c: char) -> bool {
    han_digit(c).is_some() || c == '十'
}

/// The number that begins here with a digit, a decimal point, or a Han numeral.
pub(super) fn read(start: Cursor<'_>) -> Option<Number<'_>> {
    let mut reader = Reader {
        place: start,
        total: Decimal::ZERO,
        section: Decimal::ZERO,
        digit: None,
        smallest: 4,
        scale: None,
        zero: false,
        fine: None,
        form: Form::HanDigit,
        scaled: None,
    };
    reader.run()
}

/// A number as read so far: `total` + (`section` + `digit`); the section is what follows the last
/// scale.
struct Reader<'t> {
    place: Cursor<'t>,
    total: Decimal,
    section: Decimal,
    digit: Option<Decimal>,
    /// Power of ten of the last 十, 百 or 千 of the section; 4 before any, 0 after a fraction.
    smallest: i32,
    /// Power of ten of the last scale.
    scale: Option<i32>,
    /// 零 precedes the next digit: 三千零五.
    zero: bool,
    /// Coefficient and power of ten of a section of one digit and one unit.
    fine: Option<(Decimal, i32)>,
    form: Form,
    /// The number up to the last scale.
    scaled: Option<Number<'t>>,
}

impl<'t> Reader<'t> {
    fn run(&mut self) -> Option<Number<'t>> {
        while self.step().is_some() {}
        self.tail()
    }

    /// Reads one more part; `None` at the end of the number.
    fn step(&mut self) -> Option<()> {
        let part = self.place.past_blanks();
        let c = part.peek()?;
        let mut after = part;
        after.bump();
        if part.at_number() {
            if self.digit.is_some() || (self.scale.is_some() && c == '.') {
                return None;
            }
            let (value, form, after) = digits::read(part)?;
            // 3千8百萬: digits within a section have a unit or scale of their own.
            let next = after.past_blanks().peek().unwrap_or(' ');
            let counts = han_unit(next).is_some() || han_scale(next).is_some();
            if !self.section.is_zero() && !counts {
                return None;
            }
            self.form = form;
            self.digit = Some(value);
            self.place = after;
        } else if let Some(digit) = han_digit(c) {
            if self.digit.is_some() {
                return None;
            }
            let filler = digit == 0 && !(self.section.is_zero() && self.total.is_zero());
            if filler {
                self.zero = true;
            } else {
                self.digit = Some(Decimal::new(u128::from(digit), 0));
            }
            self.place = after;
        } else if let Some(unit) = han_unit(c) {
            self.unit(unit, after)?;
        } else if let Some(scale) = han_scale(c) {
            self.close(scale, after)?;
        } else if c == '点' {
            self.fraction(after)?;
        } else if c == '个' && self.is_stated() && after.past_blanks().peek() == Some('亿') {
            // 兩個億
            self.place = after;
        } else if "多余几来".contains(c) && self.is_approximate(c, after) {
            self.place = after;
        } else {
            return None;
        }
        Some(())
    }

    /// 十, 百, 千.
    fn unit(&mut self, unit: i32, after: Cursor<'t>) -> Option<()> {
        let arabic = matches!(self.form, Form::Plain | Form::Grouped);
        let next = after.peek().unwrap_or(' ');
        if unit >= self.smallest
            || (unit == 2 && next == '分')
            || (unit == 3 && arabic && "瓦克米里赫卡伏焦字位".contains(next))
        {
            return None;
        }
        let explicit = self.digit.take();
        let coefficient = match explicit {
            Some(digit) if !digit.is_zero() => digit,
            None if unit == 1 && self.section.is_zero() && self.total.is_zero() => {
                Decimal::new(1, 0)
            }
            _ => return None,
        };
        self.fine = (self.section.is_zero() && explicit.is_some()).then_some((coefficient, unit));
        self.section = self.section.plus(coefficient.scaled(unit))?;
        self.smallest = unit;
        self.zero = false;
        if self.form == Form::HanDigit {
            self.form = Form::Han;
        }
        self.place = after;
        if arabic && unit == 3 && self.scaled.is_none() {
            self.scaled = Some(Number {
                bare: coefficient,
                scale: unit,
                form: Form::Scaled,
                ..Number::new(self.section, Form::Scaled, after)
            });
        }
        Some(())
    }

    /// 萬, 億, 兆.
    fn close(&mut self, scale: i32, after: Cursor<'t>) -> Option<()> {
        if scale == 12 && after.peek().is_some_and(|c| "瓦赫帕字比焦".contains(c)) {
            return None;
        }
        let part = self.section.plus(self.digit.unwrap_or(Decimal::ZERO))?;
        let bare = match self.scale {
            None => {
                self.total = part.scaled(scale);
                Some((part, scale))
            }
            Some(last) if scale < last => {
                self.total = self.total.plus(part.scaled(scale))?;
                None
            }
            // 3萬億, 一萬二千億
            Some(4) if scale > 4 => {
                let simple = part.is_zero() && self.fine.is_none();
                let bare = self.total.scaled(-4);
                self.total = self.total.plus(part)?.scaled(scale);
                simple.then_some((bare, scale + 4))
            }
            Some(_) => return None,
        };
        if self.total.is_zero() || (part.is_zero() && bare.is_none()) {
            return None;
        }
        let fine = match (bare, self.fine.take()) {
            (Some(_), Some((digit, unit))) if self.digit.is_none() => Some((digit, unit + scale)),
            _ => None,
        };
        let (bare, shared) = bare.unwrap_or((self.total, 0));
        self.scaled = Some(Number {
            form: Form::Scaled,
            bare,
            scale: shared,
            fine,
            value: self.total,
            after,
        });
        self.section = Decimal::ZERO;
        self.digit = None;
        self.smallest = 4;
        self.scale = Some(scale);
        self.zero = false;
        self.place = after;
        Some(())
    }

    /// 點 and the digits after it.
    fn fraction(&mut self, after: Cursor<'t>) -> Option<()> {
        if self.smallest == 0 || (self.digit.is_none() && self.section.is_zero()) {
            return None;
        }
        let mut place = after;
        let (mut mantissa, mut exponent) = (0_u128, 0);
        loop {
            let part = place.past_blanks();
            let Some(digit) = part.peek().and_then(|c| match c {
                '0'..='9' => c.to_digit(10).and_then(|digit| u8::try_from(digit).ok()),
                _ => han_digit(c),
            }) else {
                break;
            };
            place = part;
            place.bump();
            mantissa = mantissa * 10 + u128::from(digit);
            exponent -= 1;
            if exponent < -FRACTION {
                return None;
            }
        }
        if exponent == 0 {
            return None;
        }
        let whole = self.section.plus(self.digit.unwrap_or(Decimal::ZERO))?;
        self.digit = whole.plus(Decimal::new(mantissa, exponent));
        self.section = Decimal::ZERO;
        self.smallest = 0;
        self.fine = None;
        self.form = Form::Han;
        self.place = place;
        Some(())
    }

    /// Whether a number follows the last scale.
    fn is_stated(&self) -> bool {
        self.digit.is_some() || !self.section.is_zero()
    }

    /// Whether an approximation word stands between a number and its unit: 三千多億, 十幾億.
    fn is_approximate(&self, c: char, after: Cursor<'t>) -> bool {
        let round = self.digit.is_none() && self.smallest < 4;
        let arabic = matches!(self.form, Form::Plain | Form::Grouped);
        let next = after.past_blanks().peek().unwrap_or(' ');
        self.is_stated()
            && (round || c == '多' || (arabic && c != '来'))
            && (is_numeral(next) && han_digit(next).is_none()
                || "成倍个%元美人港日欧块".contains(next))
    }

    /// The whole number, with what follows the last scale if it belongs to it.
    fn tail(&mut self) -> Option<Number<'t>> {
        let end = self.place;
        let Some(scaled) = self.scaled else {
            let digit = self.digit.unwrap_or(Decimal::ZERO);
            let value = self.section.plus(digit)?;
            return self.is_stated().then(|| Number::new(value, self.form, end));
        };
        let Some(last) = self.scale else {
            // 3千, 3千5百
            let value = self.section.plus(self.digit.unwrap_or(Decimal::ZERO))?;
            let simple = scaled.value == value;
            return Some(if simple && self.place.at() == scaled.after.at() {
                scaled
            } else {
                Number {
                    form: Form::Scaled,
                    ..Number::new(value, Form::Scaled, end)
                }
            });
        };
        let more = match self.digit {
            None => self.section,
            Some(digit) if matches!(self.form, Form::Plain | Form::Grouped) => {
                let close = last == 4
                    && self.section.is_zero()
                    && digit.is_whole()
                    && digit >= Decimal::new(1000, 0)
                    && digit < Decimal::new(10_000, 0)
                    && scaled.after.at_number()
                    && end.past_blanks().peek() != Some('年');
                if !close {
                    return Some(scaled);
                }
                digit
            }
            Some(digit) if self.zero || self.smallest == 1 => self.section.plus(digit)?,
            // 兩萬五, 三萬八千五: the digit counts the next smaller unit.
            Some(digit) => {
                let unit = if self.section.is_zero() {
                    last
                } else {
                    self.smallest
                } - 1;
                let ends = end
                    .raw()
                    .is_none_or(|c| !is_single(c) && !c.is_alphanumeric())
                    || end.peek().is_some_and(|c| "元块的左上".contains(c));
                if !ends || unit < 0 || self.smallest == 0 {
                    return Some(scaled);
                }
                self.section.plus(digit.scaled(unit))?
            }
        };
        if more.is_zero() {
            return Some(scaled);
        }
        let value = self.total.plus(more)?;
        Some(Number {
            form: Form::Scaled,
            ..Number::new(value, Form::Scaled, end)
        })
    }
}

/// Whether the Han numeral here belongs to a word or number before it: 第三, 統一, 唯一, 數十, 二〇二五.
pub(super) fn is_taken(start: Cursor<'_>) -> bool {
    let (Some(before), Some(c)) = (start.back().peek(), start.peek()) else {
        return false;
    };
    if start.before().is_none() || !is_han(before) {
        return false;
    }
    let one = c == '一' && "统唯合单之同均任专逐划归其周期拜初".contains(before);
    before == '第'
        || (!c.is_ascii_digit() && ("几数".contains(before) || is_numeral(before)))
        || one
}
