//! PDF files: the characters of each page, with place, size and weight.
//!
//! `hayro-syntax` reads the objects and `hayro-cmap` the character maps; text is worked out here:
//!
//! | module | holds |
//! |---|---|
//! | `guard` | files that are refused unread |
//! | `filter`, `budget` | unpacking within bounds |
//! | `font`, `encoding`, `glyph_name`, `truetype`, `widths` | from codes to characters |
//! | `content`, `marks`, `colour`, `matrix` | from operators to characters in their places |
//! | `line`, `margin_numbers`, `page_head`, `column`, `rules`, `form`, `open_form`, `leading`, `paragraph` | from characters to paragraphs |
//! | `read` | a whole file, and why one cannot be read |

mod budget;
mod colour;
mod column;
mod content;
mod encoding;
mod filter;
mod font;
mod form;
mod glyph;
mod glyph_name;
mod guard;
mod leading;
mod line;
mod margin_numbers;
mod marks;
mod matrix;
mod open_form;
mod page_head;
mod paragraph;
mod question;
mod rare_colour;
mod read;
mod rules;
mod truetype;
mod widths;

pub(super) use read::read;
