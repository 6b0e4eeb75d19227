use tantivy::tokenizer::{TokenStream, Tokenizer};

use super::{super::pretokenized::PretokenizedTokenizer, *};
use crate::text::analyse_into;

/// The tokens that are written for a text: exact field, stemmed field.
fn encoded(text: &str) -> [String; 2] {
    let mut encoder = TokenEncoder::default();
    analyse_into(text, &mut encoder);
    encoder.streams().map(|serialized| {
        let mut tokenizer = PretokenizedTokenizer;
        let mut tokens = tokenizer.token_stream(serialized);
        let mut shown = Vec::new();
        while tokens.advance() {
            shown.push(format!(
                "{}@{}",
                tokens.token().text,
                tokens.token().position
            ));
        }
        shown.join(" ")
    })
}

/// What matches literal tokens: terms at their offsets.
fn encode_query(tokens: &[(u32, &str)]) -> String {
    let (_, fields) = Fields::schema();
    let tokens: Vec<_> = tokens
        .iter()
        .map(|(offset, token)| (*offset, (*token).to_owned()))
        .collect();
    match fields
        .encode_query(TokenField::Exact, Lang::Zh, &tokens)
        .unwrap()
    {
        EncodedTokens::Prefix(c) => format!("{c}*"),
        EncodedTokens::Phrase(phrase) => shown(&phrase),
    }
}

fn shown(phrase: &[PhrasePosition]) -> String {
    let position = |position: &PhrasePosition| {
        let terms = position.terms.iter().map(|term| term.value());
        let terms: Vec<_> = terms
            .map(|term| term.as_str().unwrap().to_owned())
            .collect();
        format!("{}@{}", terms.join("|"), position.offset)
    };
    phrase.iter().map(position).collect::<Vec<_>>().join(" ")
}

#[test]
fn words_are_told_from_characters_that_follow_each_other() {
    let (_, fields) = Fields::schema();
    let segmented = |tokens: &[&str]| {
        let positions = (0..).step_by(STEP as usize);
        let tokens: Vec<(u32, String)> = positions
            .zip(tokens.iter().map(|token| (*token).to_owned()))
            .collect();
        let found = fields.segmented_phrase(Lang::Zh, &tokens)?;
        Some([shown(&found.words), shown(&found.characters)])
    };
    let some = |words: &str, characters: &str| Some([words.to_owned(), characters.to_owned()]);
    assert_eq!(segmented(&["利", "率"]), some("利率+@0", "利率@0"));
    assert_eq!(segmented(&["后", "宫"]), some("后宫+@0", "后宫@0"));
    assert_eq!(
        segmented(&["=後", "宫"]),
        some("后宫+@0 =後@0", "=後@0 后宫@0")
    );
    assert_eq!(
        segmented(&["毛", "利", "率", "下", "降"]),
        some("毛利率@0 下降+@6", "毛利|毛利+@0 率下@4 下降|下降+@6")
    );
    assert_eq!(
        segmented(&["5g", "手", "机"]),
        some("手机+@2 5g|5g~@0", "5g|5g~@0 手机@2")
    );
    assert_eq!(segmented(&["率"]), None);
    assert_eq!(segmented(&["capex"]), None);
}

#[test]
fn characters_are_bigrams_and_the_ends_of_a_run_alone() {
    assert_eq!(encoded("資本支出")[0], "资@0 资本+@0 本支@2 支出+@4 出@6");
    assert_eq!(encoded("資本支出")[1], "资本支出@0");
    assert_eq!(
        encoded("5G手機,法 人")[0],
        "5g@0 手@2 手机+@2 机@4 法@7 法人+@7 人@9"
    );
    assert_eq!(encoded("年")[0], "年@0");
    assert_eq!(encoded("後宮")[0], "后@0 =後@0 后宫+@0 宫@2");
    // 利率 is no word here.
    assert_eq!(encoded("毛利率")[0], "毛@0 毛利@0 利率@2 率@4");
    assert_eq!(encoded("毛利率")[1], "毛利率@0");
}

#[test]
fn a_phrase_is_looked_for_by_the_fewest_bigrams() {
    let query = |text: &str| {
        let tokens = text.chars().enumerate();
        let tokens: Vec<(u32, String)> = tokens
            .map(|(at, c)| (STEP * at as u32, c.to_string()))
            .collect();
        let tokens: Vec<_> = tokens.iter().map(|(at, c)| (*at, c.as_str())).collect();
        encode_query(&tokens)
    };
    assert_eq!(query("资"), "资*");
    assert_eq!(query("资本"), "资本|资本+@0");
    assert_eq!(query("毛利率"), "毛利|毛利+@0 利率|利率+@2");
    assert_eq!(query("资本支出"), "资本|资本+@0 支出|支出+@4");
    assert_eq!(encode_query(&[(0, "=後"), (2, "宫")]), "=後@0 后宫|后宫+@0");
    assert_eq!(encode_query(&[(0, "=後")]), "=後@0");
    // Next to a word or a pause a character is the end of its run.
    assert_eq!(encode_query(&[(0, "2025"), (2, "年")]), "2025|2025~@0 年@2");
    assert_eq!(encode_query(&[(0, "甲"), (3, "乙")]), "甲@0 乙@3");
}

#[test]
fn a_word_is_written_once() {
    assert_eq!(
        encoded("Investing to invest"),
        ["investing@0 to@2 invest@4", "invest@0"].map(str::to_owned)
    );
    // Nobody who looks for mail by its stem means e-mail.
    assert_eq!(
        encoded("e-mail"),
        ["e~@0 mail~@2", "email@0"].map(str::to_owned)
    );
}
