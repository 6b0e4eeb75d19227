//! The plan of a query: which tokens to match in which stream of which sides, under which filters.
//! Engine-neutral, and the one source of both the compiled query and the highlights.

use super::{By, filter::Condition, question};
use crate::{
    model::Lang,
    query::{Expr, Text},
    text::{Lexeme, LexemeKind, Stream, capital_form, lexemes, literal_form, stem},
};

/// What a passage must fulfil.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    /// Every one.
    All(Vec<Node>),
    /// At least one.
    Any(Vec<Node>),
    /// At least so many.
    AtLeast(usize, Vec<Node>),
    /// Not this.
    Not(Box<Node>),
    /// A term, in any of its forms.
    Term(Term),
    /// The node; passages that fulfil the term as well rank higher.
    Prefer(Box<Node>, Term),
    /// A filter.
    Filter(Condition),
}

/// A term of the query and the forms in which it is looked for.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Term {
    /// As typed.
    pub(super) typed: String,
    /// Any of these matches.
    pub(super) forms: Vec<Form>,
    /// Sides on which it is looked for.
    pub(super) sides: Vec<Lang>,
}

/// Tokens in a row.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Form {
    pub(super) stream: Stream,
    /// Tokens with their distance from the first.
    pub(super) tokens: Vec<(u32, String)>,
    /// The last token is only the beginning of a word.
    pub(super) prefix: bool,
    /// How a match comes about where the text is not as typed.
    pub(super) by: By,
    /// Weight in ranking, 1 for the plain form.
    pub(super) weight: f32,
}

/// What holds for a whole query.
#[derive(Debug, Clone)]
pub(super) struct Options {
    pub(super) literal: bool,
    pub(super) sides: Vec<Lang>,
}

/// Plans an expression; `filter` turns a field and its value into a condition.
pub(super) fn plan<E>(
    expr: &Expr,
    options: &Options,
    filter: &mut impl FnMut(&Expr) -> Result<Condition, E>,
) -> Result<Node, E> {
    Ok(match expr {
        Expr::Term(text) => term(text, options),
        Expr::Phrase(text) => Node::Term(phrase(text, options)),
        Expr::Prefix(text) => Node::Term(prefix(text, options)),
        Expr::Filter(..) => Node::Filter(filter(expr)?),
        Expr::Not(inner) => Node::Not(Box::new(plan(inner, options, filter)?)),
        Expr::Any(parts) => Node::Any(
            parts
                .iter()
                .map(|part| plan(part, options, filter))
                .collect::<Result<_, E>>()?,
        ),
        Expr::All(parts) => {
            let nodes = join_filters(parts, options, filter)?;
            let node = Node::All(nodes);
            match side_by_side(parts, options) {
                Some(together) => Node::Prefer(Box::new(node), together),
                None => node,
            }
        }
    })
}

/// The parts of a conjunction; filters of one field are alternatives.
fn join_filters<E>(
    parts: &[Expr],
    options: &Options,
    filter: &mut impl FnMut(&Expr) -> Result<Condition, E>,
) -> Result<Vec<Node>, E> {
    let mut nodes = Vec::new();
    let mut fields = Vec::new();
    for part in parts {
        let Expr::Filter(field, _) = part else {
            nodes.push(plan(part, options, filter)?);
            continue;
        };
        if fields.contains(field) {
            continue;
        }
        fields.push(*field);
        let same = parts
            .iter()
            .filter(|part| matches!(part, Expr::Filter(f, _) if f == field));
        let mut alternatives = same
            .map(|part| filter(part).map(Node::Filter))
            .collect::<Result<Vec<_>, E>>()?;
        nodes.push(match alternatives.len() {
            1 => alternatives.remove(0),
            _ => Node::Any(alternatives),
        });
    }
    Ok(nodes)
}

/// A bare term: by stem, as a compound in any spelling, as literal Chinese, or as a question.
fn term(text: &Text, options: &Options) -> Node {
    if options.literal {
        return Node::Term(phrase(text, options));
    }
    let lexemes = lexemes(&text.text);
    let forms = match lexemes.as_slice() {
        [word] if word.kind == LexemeKind::Word => word_forms(source(text, word)),
        parts if is_compound(parts) => compound_forms(text, parts),
        parts if question::is_question(parts) => return question::node(text, parts, options),
        parts => vec![literal_row(text, parts)],
    };
    Node::Term(Term {
        typed: text.text.clone(),
        forms,
        sides: options.sides.clone(),
    })
}

/// A quoted phrase: literal tokens in a row.
pub(super) fn phrase(text: &Text, options: &Options) -> Term {
    let lexemes = lexemes(&text.text);
    let form = match lexemes.as_slice() {
        [word] if word.kind == LexemeKind::Word => {
            let typed = source(text, word);
            let token = capitals(typed).unwrap_or_else(|| literal_form(typed, word.kind));
            form(Stream::Literal, vec![(0, token)])
        }
        parts => literal_row(text, parts),
    };
    Term {
        typed: text.text.clone(),
        forms: vec![form],
        sides: options.sides.clone(),
    }
}

fn prefix(text: &Text, options: &Options) -> Term {
    let lexemes = lexemes(&text.text);
    let latin = lexemes
        .last()
        .is_some_and(|last| last.kind == LexemeKind::Word);
    let form = Form {
        prefix: latin,
        by: By::Prefix,
        ..literal_row(text, &lexemes)
    };
    Term {
        typed: format!("{}*", text.text),
        forms: vec![form],
        sides: options.sides.clone(),
    }
}

/// The forms of one word: its stem, or capitals only where it is typed so; a word with a capital
/// inside (`CapEx`) also as two.
pub(super) fn word_forms(typed: &str) -> Vec<Form> {
    if let Some(capitals) = capitals(typed) {
        return vec![form(Stream::Literal, vec![(0, capitals)])];
    }
    let whole = literal_form(typed, LexemeKind::Word);
    let mut forms = vec![Form {
        by: By::Stem,
        ..form(Stream::Words, vec![(0, stem(&whole))])
    }];
    let humps = humps(typed);
    if humps.len() > 1 {
        let tokens = (0..)
            .zip(humps.iter().map(|hump| stem(&hump.to_lowercase())))
            .collect();
        forms.push(Form {
            by: By::Stem,
            ..form(Stream::Words, tokens)
        });
    }
    forms
}

/// Two to four capitals, which find capitals only.
fn capitals(typed: &str) -> Option<String> {
    let upper = !typed.chars().any(char::is_lowercase);
    capital_form(typed).filter(|_| upper)
}

/// `CapEx` as `Cap`, `Ex`; no cut within capitals or before a single letter.
fn humps(word: &str) -> Vec<&str> {
    let mut cuts = vec![0];
    let chars: Vec<(usize, char)> = word.char_indices().collect();
    for pair in chars.windows(2) {
        if let [(_, before), (at, c)] = *pair
            && before.is_lowercase()
            && c.is_uppercase()
        {
            cuts.push(at);
        }
    }
    cuts.push(word.len());
    let humps: Vec<&str> = cuts
        .windows(2)
        .filter_map(|cut| word.get(cut[0]..cut[1]))
        .collect();
    if humps.iter().all(|hump| hump.len() > 1) {
        humps
    } else {
        vec![word]
    }
}

fn is_compound(parts: &[Lexeme]) -> bool {
    parts.len() > 1
        && parts.iter().all(|part| part.kind == LexemeKind::Word)
        && parts.iter().skip(1).all(|part| part.joined)
}

/// A hyphenated compound or a word with an apostrophe: written so, as separate words, or as one.
fn compound_forms(text: &Text, parts: &[Lexeme]) -> Vec<Form> {
    let words: Vec<String> = parts
        .iter()
        .map(|part| literal_form(source(text, part), part.kind))
        .collect();
    if let [first, last] = words.as_slice()
        && last == "s"
    {
        return vec![Form {
            by: By::Stem,
            ..form(Stream::Words, vec![(0, stem(first))])
        }];
    }
    let row = (0..).zip(words.iter().map(|word| stem(word))).collect();
    let as_one = vec![(0, stem(&words.concat()))];
    vec![
        Form {
            by: By::Stem,
            ..form(Stream::Words, as_one)
        },
        Form {
            by: By::Stem,
            ..form(Stream::Words, row)
        },
        form(Stream::Literal, (0..).zip(words).collect()),
    ]
}

/// Literal tokens as they are typed, with the gaps that punctuation leaves.
pub(super) fn literal_row(text: &Text, parts: &[Lexeme]) -> Form {
    let mut tokens = Vec::with_capacity(parts.len());
    let mut at = 0;
    for (place, part) in parts.iter().enumerate() {
        if place > 0 {
            at += 1 + u32::from(part.gap);
        }
        tokens.push((at, literal_form(source(text, part), part.kind)));
    }
    form(Stream::Literal, tokens)
}

/// Words typed side by side, to prefer passages that have them side by side.
fn side_by_side(parts: &[Expr], options: &Options) -> Option<Term> {
    let mut tokens = Vec::new();
    for part in parts {
        let Expr::Term(text) = part else { continue };
        match lexemes(&text.text).as_slice() {
            [word] if word.kind == LexemeKind::Word => {
                tokens.push(stem(&literal_form(source(text, word), word.kind)));
            }
            _ => return None,
        }
    }
    if tokens.len() < 2 || options.literal {
        return None;
    }
    let typed = tokens.join(" ");
    let forms = vec![form(Stream::Words, (0..).zip(tokens).collect())];
    Some(Term {
        typed,
        forms,
        sides: options.sides.clone(),
    })
}

pub(super) fn source<'a>(text: &'a Text, lexeme: &Lexeme) -> &'a str {
    text.text.get(lexeme.start..lexeme.end).unwrap_or_default()
}

pub(super) fn form(stream: Stream, tokens: Vec<(u32, String)>) -> Form {
    Form {
        stream,
        tokens,
        prefix: false,
        by: By::Literal,
        weight: 1.0,
    }
}

impl Node {
    /// The terms whose matches make a passage a hit: none below a negation.
    pub(super) fn terms(&self) -> Vec<&Term> {
        match self {
            Self::All(nodes) | Self::Any(nodes) | Self::AtLeast(_, nodes) => {
                nodes.iter().flat_map(Self::terms).collect()
            }
            Self::Prefer(node, _) => node.terms(),
            Self::Term(term) => vec![term],
            Self::Not(_) | Self::Filter(_) => Vec::new(),
        }
    }

    /// Whether only passages can fulfil it, since it asks for some text.
    pub(super) fn asks_for_text(&self) -> bool {
        match self {
            Self::All(nodes) => nodes.iter().any(Self::asks_for_text),
            Self::Any(nodes) => !nodes.is_empty() && nodes.iter().all(Self::asks_for_text),
            Self::AtLeast(..) | Self::Term(_) => true,
            Self::Prefer(node, _) => node.asks_for_text(),
            Self::Not(_) | Self::Filter(_) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::parse;

    fn shown(query: &str) -> String {
        let options = Options {
            literal: false,
            sides: vec![Lang::En],
        };
        let node = plan::<()>(&parse(query).unwrap(), &options, &mut |_| Err(())).unwrap();
        show(&node)
    }

    fn show(node: &Node) -> String {
        let list = |nodes: &[Node]| nodes.iter().map(show).collect::<Vec<_>>().join(" ");
        match node {
            Node::All(nodes) => format!("all({})", list(nodes)),
            Node::Any(nodes) => format!("any({})", list(nodes)),
            Node::AtLeast(count, nodes) => format!("{count}of({})", list(nodes)),
            Node::Not(node) => format!("not({})", show(node)),
            Node::Prefer(node, term) => format!("{} prefer {}", show(node), show_term(term)),
            Node::Filter(_) => "filter".to_owned(),
            Node::Term(term) => show_term(term),
        }
    }

    fn show_term(term: &Term) -> String {
        let forms: Vec<String> = term
            .forms
            .iter()
            .map(|form| {
                let mark = match form.stream {
                    Stream::Literal => "=",
                    Stream::Words => "~",
                };
                let tokens: Vec<&str> = form
                    .tokens
                    .iter()
                    .map(|(_, token)| token.as_str())
                    .collect();
                format!(
                    "{mark}{}{}",
                    tokens.join("+"),
                    if form.prefix { "*" } else { "" }
                )
            })
            .collect();
        forms.join("|")
    }

    #[test]
    fn terms_take_their_forms() {
        for (query, expected) in [
            ("investing", "~invest"),
            ("\"investing\"", "=investing"),
            ("CapEx", "~capex|~cap+ex"),
            ("AI", "=AI"),
            ("U.S.", "=US"),
            ("us", "~us"),
            ("EBITDA", "~ebitda"),
            (
                "year-over-year",
                "~yearoveryear|~year+over+year|=year+over+year",
            ),
            ("company's", "~compani"),
            ("資本支出", "=资+本+支+出"),
            ("5G手機", "=5g+手+机"),
            ("第3季", "=第+3+季"),
            ("後", "==後"),
            ("RMB247.8", "=rmb+247.8"),
            ("invest*", "=invest*"),
            ("供應*", "=供+应"),
            (
                "quick commerce",
                "all(~quick ~commerc) prefer ~quick+commerc",
            ),
            ("-guidance", "not(~guidanc)"),
        ] {
            assert_eq!(shown(query), expected, "{query}");
        }
    }

    #[test]
    fn a_question_is_taken_word_by_word() {
        let plan = shown("管理層怎麼看未來三年的資本支出");
        assert!(plan.starts_with("any(=管+理"), "{plan}");
        assert!(plan.contains("of(") && plan.contains("~资本"), "{plan}");
    }
}
