//! Folding of a character, except for the table of Han characters. Also used by the build script.

use crate::character::half_width;

/// Properties of a character: it stands for several characters; it is a Simplified form and no
/// Traditional character; it has a preferred variant.
pub(crate) const HAS_MEANINGS: u8 = 1;
pub(crate) const SIMPLIFIED_ONLY: u8 = 2;
pub(crate) const HAS_SPELLING: u8 = 4;

/// Base letters of U+00C0 and following, and of U+1E00 and following; a full stop if there is none.
const LATIN: &str = "\
aaaaaa.ceeeeiiiidnooooo.ouuuuy..aaaaaa.ceeeeiiiidnooooo.ouuuuy.yaaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii..jjkk.llllll..llnnnnnn...oooooo..rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzz.b...............................oo.............uu............................aaiioouuuuuuuuuu.aaaa....ggkkoooo..j...gg..nnaa....aaaaeeeeiiiioooorrrruuuusstt..hh......aaeeooooooooyy...............b............";
const LATIN_ADDITIONAL: &str = "\
aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwy......aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy......";

/// Ideographs of the radicals U+2E80 and following, and of U+2F00 and following; a full stop if
/// there is none.
const RADICALS: &str = "\
.厂乛乚乙亻冂.刀刂卜㔾小小兀尣尢尣巳幺彑.忄㣺扌攵.旡日月歺母民氵氺灬爫爫丬牛犭王.目示礻竹糹纟罓罒㓁..羊..耂肀聿肉.艹艹艹虎衤覀西见角.讠贝.车辶辶辶.钅長镸长门.阝雨青韦页风飞食.飠饣.马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟";
const KANGXI: &str = "\
一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠";

/// Replaces a radical, which text extracted from PDF may contain instead (⻓, ⼀), by the ideograph.
pub(crate) fn unified(c: char) -> char {
    let (row, first) = match c {
        '\u{2E80}'..='\u{2EF3}' => (RADICALS, 0x2E80),
        '\u{2F00}'..='\u{2FD5}' => (KANGXI, 0x2F00),
        _ => return c,
    };
    let found = row.chars().nth(c as usize - first);
    found.filter(|&ideograph| ideograph != '.').unwrap_or(c)
}

/// Lower-case base letter of a Latin letter, if it has diacritics.
fn without_marks(c: char) -> Option<char> {
    let (row, first) = match c {
        '\u{C0}'..='\u{24F}' => (LATIN, 0xC0),
        '\u{1E00}'..='\u{1EFF}' => (LATIN_ADDITIONAL, 0x1E00),
        _ => return None,
    };
    let letter = row
        .as_bytes()
        .get(c as usize - first)
        .copied()
        .map(char::from);
    letter.filter(|&letter| letter != '.')
}

/// Letters of a ligature, or of a letter that is also written as two.
pub(crate) fn letters(c: char) -> Option<&'static str> {
    Some(match c {
        'ﬀ' => "ff",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        'ﬃ' => "ffi",
        'ﬄ' => "ffl",
        'ﬅ' | 'ﬆ' => "st",
        'ß' | 'ẞ' => "ss",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'ĳ' | 'Ĳ' => "ij",
        _ => return None,
    })
}

/// Whether a character is invisible: soft hyphen, zero width, variation selector.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{300}'..='\u{36F}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206F}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0100}'..='\u{E01EF}')
}

/// Folded form of a character, where `han` folds a Han character.
pub(super) fn fold_by(c: char, han: impl Fn(char) -> char) -> char {
    match c {
        'a'..='z' | '0'..='9' | ' ' => c,
        'A'..='Z' => c.to_ascii_lowercase(),
        '\u{FF01}'..='\u{FF5E}' | '\u{3000}' => half_width(c).to_ascii_lowercase(),
        '\0'..='\u{7F}' => c,
        '\u{2E80}'.. => han(unified(c)),
        _ => {
            let mut lower = c.to_lowercase();
            let single = match (lower.next(), lower.next()) {
                (Some(single), None) => single,
                _ => c,
            };
            without_marks(single).unwrap_or(single)
        }
    }
}
