//! Chinese speakers: `王經理`, `董事长 张三`, `中信证券张三`, `李四（财务总监）`.
//!
//! All lists are in folded (Simplified) characters; folding is character by character, so that a
//! place in the folded text is the place in the text.

use super::heading::split_heading;
use crate::{
    model::Role,
    text::{fold, is_han},
    transcript::format::Heading,
};

/// Longest speaker in characters.
const LONGEST: usize = 40;

/// First characters of surnames, those of two characters among them.
const SURNAMES: &str = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫经房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉钮龚程嵇邢裴陆荣翁荀羊甄曲家封储靳段焦巴牧车侯宁仇栾甘厉祖武符刘景詹束龙叶幸司韶黎白怀蒲从索赖卓屠池乔胥双闻党翟谭贡劳姬申扶冉桑桂牛寿通边燕浦尚农温庄晏柴瞿阎连习艾鱼容向古易慎戈廖庾居衡步都耿满匡国文寇广欧殳沃蔚越隆师巩聂晁勾敖融冷辛阚那简饶曾关肖佘涂岳游覃仝闫付代麦翦丘佟邸揭";

/// Beginnings of common words whose first character is a surname as well.
const NO_NAMES: &str = "毛利 时间 时候 时长 成本 成长 成果 成员 成交 金额 金融 单位 项目 方案 方面 方法 方式 计划 计算 \
    温馨 安全 常见 常规 向上 通知 通过 包括 包装 应收 应付 应用 平均 平台 严格 关于 何时 解答 解释 花费 从而 能源 \
    能力 高管 高端 车用 经营 水平 万元 黄金 江苏 云端 云服 季度 季节 广告 广东 那么 那个 容量 文件 文章 文字 \
    国内 国际 于是 和解 乐观 越南 路演 路线 温度 宣布 强调 党委 石油 牛市 终端 连接 步骤 都是 巩固 许可 马上 \
    元件 元器 易用 别的 柔性 费用 项下 应对 解决 解读 伍佰 余额 姓名 喻为 明确 明年 充分 家电 家庭 融资 \
    附件 查询 房产 任务 任何 游戏 冷链 红利 海外";

/// Titles, offices and forms of address.
const TITLES: &str = "董事长 副董事长 总经理 副总经理 常务副总经理 董事会秘书 董秘 财务总监 财务负责人 \
    首席执行官 首席财务官 首席运营官 首席技术官 首席科学家 执行长 财务长 营运长 技术长 \
    总裁 副总裁 资深副总 副总 总监 副总监 独立董事 执行董事 非独立董事 职工董事 董事 \
    监事会主席 监事 证券事务代表 证代 投资者关系总监 投资者关系经理 投资者关系主管 \
    投资者关系 投资人关系 公关 代理发言人 发言人 经理 协理 处长 主任 秘书 总工程师 工程师 \
    研究员 首席分析师 分析师 基金经理 主席 合伙人 主管 负责人 会计师 总会计师 保荐代表人 \
    总 先生 女士";

/// Ends of firms' names.
const FIRMS: &str = "有限公司 有限责任公司 有限合伙 证券 基金 资产 资管 资本 投资 保险 人寿 银行 信托 \
    研究所 国际 期货 理财 财富 养老 私募 控股 集团 创投 投顾 财险 金融 自营 证券研究 \
    合伙企业 公司";

/// Voices without a name; a number may follow.
const VOICES: &str = "主持人 发言人 说话人 讲者 讲话人 讲师 司仪 口译 翻译 口译员 操作员 接线员 会议助理 \
    法人 投资者 投资人 提问者 提问人 分析师 董事长 总经理 执行长 财务长 财务总监 董秘 \
    董事会秘书 公司 管理层 公司代表 公司管理层 与会者 记者 嘉宾 旁白";

/// Voices that ask.
const ASKERS: [&str; 7] = [
    "法人",
    "投资者",
    "投资人",
    "提问者",
    "提问人",
    "分析师",
    "记者",
];

/// Voices that a machine told apart.
const NUMBERED: [&str; 5] = ["发言人", "说话人", "讲者", "讲话人", "与会者"];

/// The characters of a text, folded.
pub(crate) fn folded(text: &str) -> Vec<char> {
    text.chars().map(fold).collect()
}

/// The characters of a text from one place to another.
fn piece(text: &str, from: usize, to: usize) -> String {
    let piece: String = text
        .chars()
        .skip(from)
        .take(to.saturating_sub(from))
        .collect();
    piece.trim().to_owned()
}

/// Whether a text is a whole Chinese name: two to four characters, the first a surname, or a foreign
/// name with a dot.
pub(crate) fn is_name(text: &str) -> bool {
    let chars = folded(text);
    if text.contains(['·', '‧', '•']) {
        let letters = |c: &char| is_han(*c) || "·‧•".contains(*c);
        return (4..=14).contains(&chars.len()) && chars.iter().all(letters);
    }
    let beginning: String = chars.iter().take(2).collect();
    (2..=4).contains(&chars.len())
        && !NO_NAMES.split_whitespace().any(|word| word == beginning)
        && chars.iter().copied().all(is_han)
        && chars.first().is_some_and(|&c| SURNAMES.contains(c))
        && title_prefix(text) == 0
        && firm_end(text).is_none()
}

/// Characters that titles take at the beginning of a text, `董事兼总经理`.
pub(crate) fn title_prefix(text: &str) -> usize {
    let chars = folded(text);
    let mut at = 0;
    loop {
        let rest = chars.get(at..).unwrap_or_default();
        let longest = TITLES
            .split(' ')
            .filter(|title| *title != "总" && starts_with(rest, title))
            .map(|title| title.chars().count())
            .max();
        match longest {
            Some(length) => at += length,
            None if at > 0 && rest.first().is_some_and(|c| "兼、及/和,，".contains(*c)) => {
                let more = title_prefix_once(rest.get(1..).unwrap_or_default());
                if !more {
                    return at;
                }
                at += 1;
            }
            None => return at,
        }
    }
}

fn title_prefix_once(chars: &[char]) -> bool {
    TITLES
        .split(' ')
        .any(|title| title != "总" && starts_with(chars, title))
}

fn starts_with(chars: &[char], word: &str) -> bool {
    chars.len() >= word.chars().count() && word.chars().zip(chars).all(|(a, &b)| a == b)
}

/// Where the last title begins that ends a text, in characters.
pub(crate) fn title_suffix(text: &str) -> Option<usize> {
    let chars = folded(text);
    TITLES
        .split(' ')
        .map(|title| title.chars().count())
        .filter_map(|length| {
            let from = chars.len().checked_sub(length)?;
            let rest = chars.get(from..)?;
            TITLES
                .split(' ')
                .any(|title| title.chars().count() == length && starts_with(rest, title))
                .then_some(from)
        })
        .min()
}

/// Where the last firm's name in a text ends, in characters.
fn firm_end(text: &str) -> Option<usize> {
    let chars = folded(text);
    (2..=chars.len()).rev().find(|&end| {
        FIRMS.split(' ').any(|firm| {
            let length = firm.chars().count();
            end > length
                && chars
                    .get(end - length..end)
                    .is_some_and(|tail| starts_with(tail, firm))
        })
    })
}

/// Whether a text ends as firms' names do.
pub(crate) fn is_firm(text: &str) -> bool {
    firm_end(text) == Some(text.chars().count())
}

/// Parts `中信证券张三` into firm and name.
pub(crate) fn firm_and_name(text: &str) -> Option<(String, String)> {
    let end = firm_end(text)?;
    let all = text.chars().count();
    let rest = piece(text, end, all);
    let rest = rest.trim_start_matches(['-', '—', '/', '－', ' ', '　', ':', '：']);
    is_name(rest).then(|| (piece(text, 0, end), rest.to_owned()))
}

/// Whether a text is a voice that has no name: `主持人`, `发言人 2`.
pub(crate) fn is_voice(text: &str) -> bool {
    let chars = folded(text);
    let word: String = chars.iter().take_while(|c| is_han(**c)).collect();
    let number = chars.iter().skip(word.chars().count());
    VOICES.split(' ').any(|voice| voice == word)
        && number
            .clone()
            .all(|c| c.is_ascii_alphanumeric() || c.is_whitespace())
        && number.count() <= 4
}

/// What a voice without a name is, where its word says so.
pub(crate) fn voice_role(text: &str) -> Option<Role> {
    let word: String = folded(text)
        .into_iter()
        .take_while(|c| is_han(*c))
        .collect();
    if ASKERS.contains(&word.as_str()) {
        Some(Role::Analyst)
    } else {
        (NUMBERED.contains(&word.as_str()) && word.len() < text.trim().len())
            .then_some(Role::Unidentified)
    }
}

/// Reads a speaker whose name, title or voice is Chinese; none if the text is no such thing.
pub(crate) fn heading(text: &str) -> Option<Heading> {
    let text = text.trim();
    let count = text.chars().count();
    if count == 0 || count > LONGEST || text.contains(['。', '？', '！', '；', '?', '!', ';']) {
        return None;
    }
    if is_voice(text) {
        return Some(Heading {
            name: text.to_owned(),
            role: voice_role(text),
            ..Heading::default()
        });
    }
    if let Some((name, about)) = bracketed(text).or_else(|| split_heading(text)) {
        let mut heading = simple(name)?;
        attribute(&mut heading, about);
        return Some(heading);
    }
    simple(text)
}

/// Whether a heading says more than a name, so that it is one on its own.
pub(crate) fn is_told(heading: &Heading) -> bool {
    heading.title.is_some()
        || heading.firm.is_some()
        || is_voice(&heading.name)
        || title_suffix(&heading.name).is_some()
}

/// `张三（董事长）`: what stands before and in the brackets at the end.
fn bracketed(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_suffix([')', '）'])?;
    let (name, about) = inner.split_once(['(', '（'])?;
    (!name.trim().is_empty() && !about.trim().is_empty()).then(|| (name.trim(), about.trim()))
}

/// Adds what stands in brackets or after a dash: a firm with or without a title, or a title.
fn attribute(heading: &mut Heading, about: &str) {
    if is_firm(about) {
        heading.firm = Some(about.to_owned());
        heading.role = Some(Role::Analyst);
        return;
    }
    match firm_end(about).filter(|_| title_suffix(about).is_some() && title_prefix(about) == 0) {
        Some(end) => {
            let title = piece(about, end, about.chars().count());
            heading.firm = Some(piece(about, 0, end));
            heading.title = (!title.is_empty()).then_some(title);
            heading.role = Some(Role::Analyst);
        }
        None => heading.title = Some(about.to_owned()),
    }
}

/// Reads a speaker without brackets or dashes.
fn simple(text: &str) -> Option<Heading> {
    let heading = |name: &str, title: Option<&str>, firm: Option<&str>| {
        Some(Heading {
            name: name.to_owned(),
            title: title.map(str::to_owned),
            firm: firm.map(str::to_owned),
            role: firm.map(|_| Role::Analyst),
            ..Heading::default()
        })
    };
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.as_slice() {
        [one] => {
            let all = one.chars().count();
            if is_voice(one) {
                return heading(one, None, None);
            }
            let title = title_prefix(one);
            if title > 0 && is_name(&piece(one, title, all)) {
                return heading(&piece(one, title, all), Some(&piece(one, 0, title)), None);
            }
            if let Some((firm, rest)) = firm_and_name(one) {
                return heading(&rest, None, Some(&firm));
            }
            if let Some(from) = title_suffix(one).filter(|&from| from > 0) {
                let name = piece(one, 0, from);
                let title = piece(one, from, all);
                if let Some((firm, name)) = firm_and_name(&name) {
                    return heading(&name, Some(&title), Some(&firm));
                }
                if is_name(&name) && from >= 2 {
                    return heading(&name, Some(&title), None);
                }
                let surname = from == 1 && folded(&name).iter().all(|&c| SURNAMES.contains(c));
                return if surname {
                    heading(one, None, None)
                } else {
                    None
                };
            }
            if is_firm(one) && all <= 12 && all > 2 {
                return heading("", None, Some(one));
            }
            if is_name(one) {
                return heading(one, None, None);
            }
            None
        }
        [rest @ .., last] if is_name(last) => {
            let about = rest.join(" ");
            if title_prefix(&about) > 0 {
                return heading(last, Some(&about), None);
            }
            let firm = rest.iter().position(|word| title_prefix(word) > 0);
            match firm {
                Some(at) => heading(
                    last,
                    Some(&rest.get(at..)?.join(" ")),
                    Some(&rest.get(..at)?.join(" ")),
                ),
                None if is_firm(&about) => heading(last, None, Some(&about)),
                None => None,
            }
        }
        [first, rest @ ..] if is_name(first) => {
            let about = rest.join(" ");
            if title_prefix(&about) == 0 && title_suffix(&about).is_none() && !is_firm(&about) {
                return None;
            }
            let mut found = heading(first, None, None)?;
            attribute(&mut found, &about);
            Some(found)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speakers() {
        for (text, name, title, firm) in [
            ("张三", "张三", None, None),
            ("王經理", "王經理", None, None),
            ("林总", "林总", None, None),
            ("董事長林曜辰", "林曜辰", Some("董事長"), None),
            ("董事长 林曜辰", "林曜辰", Some("董事长"), None),
            ("林曜辰董事長", "林曜辰", Some("董事長"), None),
            ("董事兼总经理林曜辰", "林曜辰", Some("董事兼总经理"), None),
            ("林曜辰（董事长）", "林曜辰", Some("董事长"), None),
            ("林曜辰 - 財務長", "林曜辰", Some("財務長"), None),
            ("岚川证券 周可", "周可", None, Some("岚川证券")),
            ("岚川证券周可", "周可", None, Some("岚川证券")),
            ("周可（岚川证券）", "周可", None, Some("岚川证券")),
            ("岚川证券分析师 周可", "", None, None),
            ("岚川证券", "", None, Some("岚川证券")),
            ("发言人 2", "发言人 2", None, None),
            ("主持人", "主持人", None, None),
        ] {
            let Some(found) = heading(text) else {
                assert!(name.is_empty() && firm.is_none(), "{text}");
                continue;
            };
            assert_eq!(found.name, name, "{text}");
            assert_eq!(found.title.as_deref(), title, "{text}");
            assert_eq!(found.firm.as_deref(), firm, "{text}");
        }
        for text in [
            "本季营收",
            "毛利率",
            "注意事项",
            "第一",
            "展望",
            "公司回复",
            "如下",
        ] {
            assert_eq!(heading(text), None, "{text}");
        }
    }
}
