use super::*;
use crate::error::Location;

#[test]
fn queries_print_as_they_parse() {
    for (query, printed) in [
        ("", ""),
        ("capex guidance", "capex guidance"),
        ("a1 OR (b1 c1)", "a1 OR b1 c1"),
        ("(a1 OR b1) AND c1", "(a1 OR b1) +c1"),
        ("a1 AND \"b c\"", "+a1 \"b c\""),
        ("+a1 b1 +\"b c\"", "+a1 b1 \"b c\""),
        ("+5 c++", "+5 c++"),
        ("a1 AND 5%", "+a1 +(5%)"),
        ("a1 OR (b1 OR c1)", "a1 OR (b1 OR c1)"),
        ("NOT capex", "-capex"),
        ("--a1 NOT !b1", "--a1 --b1"),
        ("-(a1 b1)", "-(a1 b1)"),
        ("-(a1 NEAR/2 b1)", "-(a1 NEAR/2 b1)"),
        ("invest*", "invest*"),
        (
            "\"quick commerce\"-guidance",
            "\"quick commerce\" -guidance",
        ),
        (
            "Q3營收 year-over-year R&D 34%",
            "Q3營收 year-over-year R&D 34%",
        ),
        ("展望：正面", "展望：正面"),
        ("https://ir.example.com", "https://ir.example.com"),
        // Places.
        (
            "capex NEAR/5 (AI OR 雲端) x1",
            "capex NEAR/5 (AI OR 雲端) x1",
        ),
        ("a1 NEAR/2 \"b c\" NEAR/3 d1", "a1 NEAR/2 \"b c\" NEAR/3 d1"),
        // Punctuation.
        ("capex - x – • … & / + ?", "capex x"),
        ("capex -", "capex"),
        ("Q: guidance: up", "Q guidance up"),
        ("1) first a) second", "1 first a second"),
        ("capex \"never", "capex never"),
        ("* item **bold**", "item **bold**"),
        ("5\" screen", "5 screen"),
        ("對「需求」的看法", "對「需求」的看法"),
        ("“需求”怎麼看", "“需求”怎麼看"),
        // Quotation marks.
        ("“供應鏈” 『供應鏈』", "\"供應鏈\" \"供應鏈\""),
        ("「the \"plan\"」", "「the \"plan\"」"),
        ("『「x」 \"y\"』", "『「x」 \"y\"』"),
        ("\"「x」\"", "\"「x」\""),
        (
            "\"OR\" \"company:x\" \"a*\" 「-b」",
            "\"OR\" \"company:x\" \"a*\" \"-b\"",
        ),
        // Full width.
        (
            "「供應鏈」（ＡＩ　ＯＲ　雲端）",
            "\"供應鏈\" (ＡＩ OR 雲端)",
        ),
        ("－ａ１ ！ｂ１ invest＊", "-ａ１ -ｂ１ invest*"),
        ("ａ１　ＮＥＡＲ／５　ｂ１", "ａ１ NEAR/5 ｂ１"),
        (
            "company：阿里巴巴 ｌａｎｇ：ｚｈ",
            "company:阿里巴巴 lang:ｚｈ",
        ),
        ("amount：＞１００億", "amount:＞１００億"),
        // Filters.
        ("-Company:BABA", "-company:BABA"),
        ("speaker:\"Eddie Wu\"", "speaker:\"Eddie Wu\""),
        ("speaker:「吳 \"Eddie\"」", "speaker:「吳 \"Eddie\"」"),
        ("company:\" BABA \"", "company:BABA"),
        ("company:「』\"」資本", "company:「』\"」資本"),
        ("company:OR call:a:b*", "company:OR call:a:b*"),
        (
            "role:-operator firm:!\"J P\"",
            "-role:operator -firm:\"J P\"",
        ),
        ("company:\"-x\"", "company:\"-x\""),
        ("company:\"//x\"", "company:\"//x\""),
        ("percent:-5 percent:!5", "percent:-5 -percent:5"),
        ("percent：\"30 .. 40\"", "percent:\"30 .. 40\""),
        // Composed only once it is brought into NFC.
        ("spea\u{212a}er:x", "speaker:x"),
    ] {
        let expr = parse(query).unwrap_or_else(|error| panic!("{query}: {error}"));
        assert_eq!(expr.to_string(), printed, "{query}");
    }
}

#[test]
fn unreadable_queries_say_where() {
    for (query, message, at) in [
        ("compny:2330 x", "unknown field `compny`", 0..6),
        ("x ｃｏｍｐｎｙ：2330", "unknown field `compny`", 2..20),
        ("(capex", "this bracket is never closed", 0..1),
        ("（capex", "this bracket is never closed", 0..3),
        ("capex)", "this bracket closes nothing", 5..6),
        ("()", "these brackets are empty", 0..1),
        ("OR capex", "OR has nothing on one side", 0..2),
        ("AND", "AND has nothing on one side", 0..3),
        ("a1 AND OR b1", "AND has nothing on one side", 3..6),
        ("-OR b1", "nothing follows to leave out", 0..1),
        ("company: BABA", "`company:` has no value", 0..8),
        ("company:-", "`company:` has no value", 0..8),
        ("company:\" \"", "`company:` has no value", 0..8),
        (
            "company:(a1 OR b1)",
            "`company:` takes one value, not brackets",
            8..9,
        ),
        ("\"...\"", "these quotes hold nothing to look for", 0..5),
        ("NEAR/5 b1", "nothing stands before this", 0..6),
        ("a1 NEAR/5", "nothing follows to stand near", 3..9),
        ("a1 NEAR/5 OR b1", "nothing follows to stand near", 3..9),
        ("a1 NEAR/x b1", "`NEAR/` wants a number of words", 3..9),
        ("a1 NEAR b1", "`NEAR/` wants a number of words", 3..7),
        ("a1 NEAR/101 b1", "`NEAR/` wants a number of words", 3..11),
        (
            "a1 NEAR/5 (b1 c1)",
            "only words, phrases and choices among them stand near",
            10..17,
        ),
        (
            "company:BABA NEAR/5 c1",
            "only words, phrases and choices among them stand near",
            0..12,
        ),
        (
            "a1 NEAR/2 b1 NEAR/2 -c1",
            "only words, phrases and choices among them stand near",
            20..23,
        ),
        (
            "capex --role analyst",
            "`--role` is a flag, not a part of a query",
            6..12,
        ),
        (
            "in*t",
            "a star stands only at the end of a word of two letters or more",
            0..4,
        ),
    ] {
        let error = parse(query).unwrap_err();
        assert_eq!(error.message, message, "{query}");
        let place = Location::Query {
            query: query.to_owned(),
            span: at,
        };
        assert_eq!(error.location, Some(place), "{query}");
        assert!(error.hint.is_some(), "{query}");
    }
}

#[test]
fn what_is_too_much_is_named_and_placed() {
    for (query, message) in [
        ("資".repeat(2000), "bytes long"),
        ("a ".repeat(200), "more than 128 terms"),
        ("(".repeat(40) + "a", "nested deeper"),
        // As typed it is short enough, as it prints it is not.
        ("\u{958}".repeat(1300), "bytes long"),
    ] {
        let error = parse(&query).unwrap_err();
        assert!(error.message.contains(message), "{}", error.message);
        let Some(Location::Query { span, .. }) = error.location else {
            panic!("{message}: no place");
        };
        assert!(!query[span].is_empty(), "{message}");
    }
    assert!(parse(&"a ".repeat(128)).is_ok());
}

#[test]
fn places_make_no_difference() {
    let tree = |query| parse(query).unwrap();
    assert_ne!(tree("a1 b1"), tree("a1  b1"));
    let same = |one, other| tree(one).without_places() == tree(other).without_places();
    assert!(same("-(a1 OR \"b c\")  d1*", "NOT (a1 OR 「b c」) d1＊"));
    assert!(same("a1 NEAR/2 b1 role:ir", "(a1 NEAR/2 b1) role:\"ir\""));
    assert!(!same("a1 NEAR/2 b1", "a1 NEAR/3 b1"));
    assert!(!same("\"a1\"", "a1"));
}
