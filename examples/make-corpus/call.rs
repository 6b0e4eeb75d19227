//! One call as a file: the bilingual layout, or StreetEvents' plain text.

use std::fmt::Write;

use super::{
    CALLS_OF_A_COMPANY,
    cast::{Company, analyst, company},
    planted,
    prose::Prose,
    random::Random,
};

/// A file of the corpus.
pub(crate) struct Made {
    pub(crate) file: String,
    pub(crate) text: String,
    pub(crate) passages: usize,
}

/// What somebody says.
struct Turn {
    speaker: String,
    title: String,
    paragraphs: Vec<(String, String)>,
}

/// The call of a number; a short one in both languages that says planted terms, or one of common length without any.
pub(crate) fn make(number: usize, english: &Prose, chinese: &Prose, is_planted: bool) -> Made {
    let mut random = Random::new(number as u64);
    let of_company = number % CALLS_OF_A_COMPANY;
    let (year, quarter) = (2023 + of_company / 4, 1 + of_company % 4);
    let company = company(number / CALLS_OF_A_COMPANY);
    let is_bilingual = is_planted || number % 3 != 2;
    let mut script = Script {
        company: &company,
        english,
        chinese,
        random: &mut random,
        turns: Vec::new(),
        questions: 0,
    };
    match is_planted {
        true => script.play_planted(number),
        false => script.play(of_company),
    }
    let Script {
        turns, questions, ..
    } = script;
    let passages = turns.iter().map(|turn| turn.paragraphs.len()).sum();
    let period = format!("{year} Q{quarter}");
    let (text, file) = if is_bilingual {
        (
            bilingual(&company, &period, &turns),
            format!("{}-{year}Q{quarter}.txt", company.ticker),
        )
    } else {
        let file = format!("Q{quarter} {year} {} Earnings Call.txt", company.english);
        (street_events(&company, &turns, questions), file)
    };
    Made {
        file,
        text,
        passages,
    }
}

/// A call as it goes on.
struct Script<'a> {
    company: &'a Company,
    english: &'a Prose,
    chinese: &'a Prose,
    random: &'a mut Random,
    turns: Vec<Turn>,
    /// The turn with which the questions begin.
    questions: usize,
}

impl Script<'_> {
    fn play(&mut self, of_company: usize) {
        let officers: Vec<(String, String)> = (self.company.officers.iter())
            .map(|(short, long, title)| {
                let name = if of_company.is_multiple_of(5) {
                    long
                } else {
                    short
                };
                (name.clone(), (*title).to_owned())
            })
            .collect();
        let greeting = format!(
            "Good day, and welcome to the {} earnings conference call. (Operator Instructions)",
            self.company.english
        );
        let chinese = format!(
            "各位好,歡迎參加{}法人說明會。(操作說明)",
            self.company.chinese
        );
        self.operator(greeting, chinese);
        for at in [3, 0, 1] {
            let paragraphs = self.random.between(6, 14);
            self.speak(&officers[at], paragraphs, 70);
        }
        self.questions = self.turns.len();
        for _ in 0..self.random.between(7, 12) {
            let (name, firm) = analyst(self.random);
            self.operator(
                format!("Our next question is from {name}, {firm}."),
                format!("下一個問題來自 {name},{firm}。"),
            );
            let asker = (name, firm);
            self.speak(&asker, 1, 45);
            for _ in 0..self.random.between(1, 3) {
                let answers = self.random.between(1, 3);
                let at = self.random.below(3);
                self.speak(&officers[at], answers, 75);
                if self.random.once_in(2) {
                    self.speak(&asker, 1, 12);
                    self.speak(&officers[at], 1, 40);
                }
            }
        }
        self.operator(
            "This concludes the call. You may now disconnect.".to_owned(),
            "會議到此結束。".to_owned(),
        );
    }

    /// A call in which three officers say the planted terms.
    fn play_planted(&mut self, number: usize) {
        let said = planted::sentences(number, self.random);
        let prose = [self.english, self.chinese];
        let mut paragraphs = planted::paragraphs(said, prose, self.random);
        let of_each = paragraphs.len().div_ceil(3);
        for (name, _, title) in self.company.officers.iter().take(3) {
            let rest = paragraphs.split_off(of_each.min(paragraphs.len()));
            self.turns.push(Turn {
                speaker: name.clone(),
                title: (*title).to_owned(),
                paragraphs: std::mem::replace(&mut paragraphs, rest),
            });
        }
    }

    fn operator(&mut self, english: String, chinese: String) {
        self.turns.push(Turn {
            speaker: "Operator".to_owned(),
            title: String::new(),
            paragraphs: vec![(english, chinese)],
        });
    }

    fn speak(&mut self, (speaker, title): &(String, String), paragraphs: usize, words: usize) {
        let paragraphs = (0..paragraphs)
            .map(|_| {
                let words = self.random.between(words / 3, words * 5 / 3);
                let english = self.english.paragraph(self.random, words);
                (english, self.chinese.paragraph(self.random, words * 3 / 2))
            })
            .collect();
        self.turns.push(Turn {
            speaker: speaker.clone(),
            title: title.clone(),
            paragraphs,
        });
    }
}

fn bilingual(company: &Company, period: &str, turns: &[Turn]) -> String {
    let mut text = format!(
        "{} ({}) {period} 法說會逐字稿\n\n完整原文\n",
        company.chinese, company.ticker
    );
    let analyst = |turn: &Turn| {
        !company
            .officers
            .iter()
            .any(|(.., title)| *title == turn.title)
    };
    for turn in turns {
        let heading = match turn.title.as_str() {
            "" => turn.speaker.clone(),
            _ if analyst(turn) => format!("{} - Analyst", turn.speaker),
            title => format!("{} - {title}", turn.speaker),
        };
        let _ = write!(text, "\n  • {heading}\n\n    {heading}\n");
        for (english, chinese) in &turn.paragraphs {
            let _ = write!(text, "\n  • {english}\n\n    {chinese}\n");
        }
    }
    text
}

fn street_events(company: &Company, turns: &[Turn], questions: usize) -> String {
    let mut text = String::from("CORPORATE PARTICIPANTS\n");
    let heading = |turn: &Turn| {
        let officer = company
            .officers
            .iter()
            .any(|(.., title)| *title == turn.title);
        if officer {
            format!("{}\n{} - {}\n", turn.speaker, company.english, turn.title)
        } else {
            format!(
                "{}\n{}, Research Division - Analyst\n",
                turn.speaker, turn.title
            )
        }
    };
    let mut listed: Vec<&str> = Vec::new();
    for (officers, title) in [(true, ""), (false, "CONFERENCE CALL PARTICIPANTS\n")] {
        text.push_str(title);
        for turn in turns.iter().filter(|turn| !turn.title.is_empty()) {
            let officer = company
                .officers
                .iter()
                .any(|(.., title)| *title == turn.title);
            if officer == officers && !listed.contains(&turn.speaker.as_str()) {
                listed.push(&turn.speaker);
                let _ = write!(text, " \n{}", heading(turn));
            }
        }
    }
    text.push_str("PRESENTATION\n");
    for (at, turn) in turns.iter().enumerate() {
        if at == questions {
            text.push_str("QUESTIONS AND ANSWERS\n");
        }
        match turn.title.as_str() {
            "" => text.push_str(" \nOperator\n"),
            _ => {
                let _ = write!(text, " \n{}", heading(turn));
            }
        }
        for (english, _) in &turn.paragraphs {
            wrap(&mut text, english);
        }
    }
    text
}

/// Writes a paragraph in lines broken at a column, as that vendor does.
fn wrap(text: &mut String, paragraph: &str) {
    let mut column = 0;
    for word in paragraph.split(' ') {
        if column > 0 && column + 1 + word.len() > 135 {
            text.push('\n');
            column = 0;
        } else if column > 0 {
            text.push(' ');
            column += 1;
        }
        text.push_str(word);
        column += word.len();
    }
    text.push('\n');
}
