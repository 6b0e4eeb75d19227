//! Runs content streams for the characters that they show and where.

use std::{collections::HashMap, rc::Rc};

use hayro_syntax::{
    content::{TypedIter, ops::TypedInstruction},
    object::{Array, Dict, Name, Object, ObjectIdentifier, Stream, String as PdfString},
    page::{Page, Resources},
};

use super::{
    budget::{Budget, MAX_STREAM_BYTES},
    colour::{self, BLACK, Colour},
    filter::unpack,
    font::Font,
    glyph::Glyph,
    marks::Marks,
    matrix::Matrix,
    rules::Rules,
};

/// Deepest nesting of forms and of saved states.
const MAX_DEPTH: usize = 12;
const MAX_SAVED: usize = 512;

/// Most fonts that are kept; those of a file of many are read again.
const MAX_FONTS: usize = 128;

/// Inline images are searched for their end: more than this many bytes times ends are not.
const MAX_IMAGE_SEARCH: usize = 2_000_000_000;

/// The fonts of a file, each read once.
#[derive(Default)]
pub(super) struct Fonts(HashMap<ObjectIdentifier, Rc<Font>>);

/// What of a page was read.
#[derive(Default)]
pub(super) struct PageGlyphs {
    pub(super) glyphs: Vec<Glyph>,
    pub(super) rules: Rules,
    /// How many characters it shows that nothing says the text of.
    pub(super) unmapped: usize,
    /// Whether the page shows an image, as a scanned one does.
    pub(super) has_image: bool,
    /// Whether some of its content could not be read.
    pub(super) is_damaged: bool,
}

/// The characters of a page.
pub(super) fn glyphs(page: &Page<'_>, fonts: &mut Fonts, budget: &mut Budget) -> PageGlyphs {
    budget.page();
    let mut read = PageGlyphs::default();
    let content = page_content(page, budget, &mut read.is_damaged);
    let mut machine = Machine {
        fonts,
        budget,
        read,
        marks: Marks::default(),
        order: 0,
        depth: 0,
    };
    let origin = Matrix(page.initial_transform(false).as_coeffs());
    machine.run(&content, page.resources(), State::new(origin));
    machine.read
}

/// The content of a page in one piece: a page may have several streams, which are cut anywhere.
fn page_content(page: &Page<'_>, budget: &mut Budget, is_damaged: &mut bool) -> Vec<u8> {
    let streams: Vec<Option<Stream<'_>>> = match page.raw().get::<Object<'_>>("Contents") {
        Some(Object::Stream(stream)) => vec![Some(stream)],
        Some(Object::Array(array)) => array
            .iter::<Object<'_>>()
            .map(Object::into_stream)
            .collect(),
        _ => Vec::new(),
    };
    let mut content = Vec::new();
    for stream in streams {
        let unpacked = stream.and_then(|stream| unpack(&stream, budget));
        *is_damaged |= unpacked.is_none();
        content.extend(unpacked.unwrap_or_default());
        content.push(b'\n');
        if content.len() > MAX_STREAM_BYTES {
            budget.exceed();
            break;
        }
    }
    content
}

/// The graphics state as far as text needs it.
#[derive(Clone)]
struct State {
    transform: Matrix,
    text: Matrix,
    line: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    char_spacing: f64,
    word_spacing: f64,
    scaling: f64,
    leading: f64,
    rise: f64,
    /// Text that is filled and outlined looks bold.
    is_outlined: bool,
    colour: Colour,
}

impl State {
    fn new(transform: Matrix) -> Self {
        Self {
            transform,
            text: Matrix::IDENTITY,
            line: Matrix::IDENTITY,
            font: None,
            size: 0.0,
            char_spacing: 0.0,
            word_spacing: 0.0,
            scaling: 1.0,
            leading: 0.0,
            rise: 0.0,
            is_outlined: false,
            colour: BLACK,
        }
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.line = Matrix::translation(x, y).then(self.line);
        self.text = self.line;
    }
}

struct Machine<'f> {
    fonts: &'f mut Fonts,
    budget: &'f mut Budget,
    read: PageGlyphs,
    marks: Marks,
    order: usize,
    depth: usize,
}

impl Machine<'_> {
    fn run(&mut self, content: &[u8], resources: &Resources<'_>, mut state: State) {
        if is_endless(content) {
            self.read.is_damaged = true;
            return;
        }
        let mut saved: Vec<State> = Vec::new();
        let mut instructions = TypedIter::new(content);
        while let Some(instruction) = instructions.next() {
            if !self.budget.operator() {
                return;
            }
            match instruction {
                TypedInstruction::SaveState(_) if saved.len() < MAX_SAVED => {
                    saved.push(state.clone())
                }
                TypedInstruction::RestoreState(_) => state = saved.pop().unwrap_or(state),
                TypedInstruction::XObject(object) => self.object(object.0, resources, &state),
                TypedInstruction::TextFont(font) => {
                    state.font = self.font(font.0, resources);
                    state.size = font.1.as_f64();
                }
                TypedInstruction::BeginMarkedContent(mark) => {
                    self.marks.begin(mark.0.as_str(), None)
                }
                TypedInstruction::BeginMarkedContentWithProperties(mark) => {
                    let properties = match mark.1 {
                        Object::Dict(dict) => Some(dict.clone()),
                        Object::Name(name) => resources.properties.get::<Dict<'_>>(name),
                        _ => None,
                    };
                    self.marks.begin(mark.0.as_str(), properties.as_ref());
                }
                TypedInstruction::EndMarkedContent(_) => self.read.glyphs.extend(self.marks.end()),
                other => self.text_instruction(&other, &mut state),
            }
        }
    }

    fn text_instruction(&mut self, instruction: &TypedInstruction<'_, '_>, state: &mut State) {
        match instruction {
            TypedInstruction::Transform(t) => {
                let numbers = [t.0, t.1, t.2, t.3, t.4, t.5].map(|n| n.as_f64());
                state.transform = Matrix(numbers).then(state.transform);
            }
            TypedInstruction::CharacterSpacing(n) => state.char_spacing = n.0.as_f64(),
            TypedInstruction::WordSpacing(n) => state.word_spacing = n.0.as_f64(),
            TypedInstruction::HorizontalScaling(n) => state.scaling = n.0.as_f64() / 100.0,
            TypedInstruction::TextLeading(n) => state.leading = n.0.as_f64(),
            TypedInstruction::TextRise(n) => state.rise = n.0.as_f64(),
            TypedInstruction::TextRenderingMode(n) => state.is_outlined = n.0.as_i64() == 2,
            TypedInstruction::BeginText(_) => {
                state.text = Matrix::IDENTITY;
                state.line = Matrix::IDENTITY;
            }
            TypedInstruction::NextLine(by) => state.next_line(by.0.as_f64(), by.1.as_f64()),
            TypedInstruction::NextLineAndSetLeading(by) => {
                state.leading = -by.1.as_f64();
                state.next_line(by.0.as_f64(), by.1.as_f64());
            }
            TypedInstruction::SetTextMatrix(t) => {
                state.line = Matrix([t.0, t.1, t.2, t.3, t.4, t.5].map(|n| n.as_f64()));
                state.text = state.line;
            }
            TypedInstruction::NextLineUsingLeading(_) => state.next_line(0.0, -state.leading),
            TypedInstruction::ShowText(text) => self.show(text.0, state),
            TypedInstruction::ShowTexts(texts) => self.show_all(texts.0, state),
            TypedInstruction::NextLineAndShowText(text) => {
                state.next_line(0.0, -state.leading);
                self.show(text.0, state);
            }
            TypedInstruction::ShowTextWithParameters(text) => {
                state.word_spacing = text.0.as_f64();
                state.char_spacing = text.1.as_f64();
                state.next_line(0.0, -state.leading);
                self.show(text.2, state);
            }
            TypedInstruction::MoveTo(to) => {
                let (x, y) = (to.0.as_f64(), to.1.as_f64());
                self.read.rules.move_to(x, y, state.transform);
            }
            TypedInstruction::LineTo(to) => {
                let (x, y) = (to.0.as_f64(), to.1.as_f64());
                self.read.rules.line_to(x, y, state.transform);
            }
            TypedInstruction::RectPath(r) => {
                let corners = [r.0, r.1, r.2, r.3].map(|n| n.as_f64());
                self.read.rules.rectangle(corners, state.transform);
            }
            TypedInstruction::InlineImage(_) => self.read.has_image = true,
            other => state.colour = colour::set_by(other).unwrap_or(state.colour),
        }
    }

    fn font(&mut self, name: &Name<'_>, resources: &Resources<'_>) -> Option<Rc<Font>> {
        let id = resources.fonts.get_ref(name);
        let id = id.map(|id| ObjectIdentifier::new(id.obj_number, id.gen_number));
        if let Some(known) = id.and_then(|id| self.fonts.0.get(&id)) {
            return Some(Rc::clone(known));
        }
        let font = Rc::new(Font::new(&resources.get_font(name)?, self.budget));
        if self.fonts.0.len() >= MAX_FONTS {
            self.fonts.0.clear();
        }
        if let Some(id) = id {
            self.fonts.0.insert(id, Rc::clone(&font));
        }
        Some(font)
    }

    /// Runs a form; notes an image.
    fn object(&mut self, name: &Name<'_>, resources: &Resources<'_>, state: &State) {
        let Some(stream) = resources.get_x_object(name) else {
            return;
        };
        let dict = stream.dict();
        if dict
            .get::<Name<'_>>("Subtype")
            .is_none_or(|kind| kind.as_str() != "Form")
        {
            self.read.has_image = true;
            return;
        }
        if self.depth >= MAX_DEPTH || !self.budget.form() {
            return;
        }
        let Some(content) = unpack(&stream, self.budget) else {
            self.read.is_damaged = true;
            return;
        };
        let matrix = dict.get::<Array<'_>>("Matrix").map(|matrix| {
            let mut numbers = matrix.iter::<f64>();
            [1.0, 0.0, 0.0, 1.0, 0.0, 0.0].map(|default| numbers.next().unwrap_or(default))
        });
        let own = dict.get::<Dict<'_>>("Resources").map(Resources::new);
        let transform = Matrix(matrix.unwrap_or(Matrix::IDENTITY.0)).then(state.transform);
        self.depth += 1;
        let inner = State {
            transform,
            ..state.clone()
        };
        self.run(&content, own.as_ref().unwrap_or(resources), inner);
        self.depth -= 1;
    }

    fn show_all(&mut self, texts: &Array<'_>, state: &mut State) {
        for item in texts.iter::<Object<'_>>() {
            match item {
                Object::String(text) => self.show(&text, state),
                Object::Number(number) => {
                    let by = -number.as_f64() / 1_000.0 * state.size * state.scaling;
                    state.text = Matrix::translation(by, 0.0).then(state.text);
                }
                _ => {}
            }
        }
    }

    fn show(&mut self, string: &PdfString<'_>, state: &mut State) {
        let Some(font) = state.font.clone() else {
            return;
        };
        font.each(string.as_bytes(), |character| {
            let advance = character.width * state.size + state.char_spacing;
            let word = if character.is_space {
                state.word_spacing
            } else {
                0.0
            };
            let width = character.width * state.size * state.scaling;
            let place = state.text.then(state.transform);
            let (left, y) = place.apply(0.0, state.rise);
            let (right, _) = place.apply(width, state.rise);
            state.text =
                Matrix::translation((advance + word) * state.scaling, 0.0).then(state.text);
            self.read.unmapped += usize::from(character.text.is_empty());
            if !place.is_upright() || character.text.is_empty() || !self.budget.glyph() {
                return;
            }
            let glyph = Glyph {
                text: character.text,
                left,
                right,
                y,
                size: (state.size * place.height()).abs(),
                weight: font.weight.max(if state.is_outlined { 700 } else { 0 }),
                colour: state.colour,
                order: self.order,
                is_artifact: self.marks.is_artifact(),
            };
            self.order += 1;
            self.read.glyphs.extend(self.marks.replace(glyph));
        });
    }
}

/// Whether the search for the ends of inline images would take too long.
fn is_endless(content: &[u8]) -> bool {
    let ends = content.windows(2).filter(|pair| *pair == b"EI").count();
    let begins = content.windows(2).filter(|pair| *pair == b"BI").count();
    begins > 0 && (ends + begins).saturating_mul(content.len()) > MAX_IMAGE_SEARCH
}
