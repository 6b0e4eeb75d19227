//! The frame of every page: head, search box, menu, keys.

use maud::{DOCTYPE, Markup, html};

use super::{Body, Theme, Ui, address::Address, assets, words::UiLocale};
use crate::{model::Word, query::LONGEST_QUERY};

/// A whole page; what changes from answer to answer alone where only that is wanted.
pub(in crate::interface) fn page(ui: &Ui, body: &Body) -> Markup {
    if ui.part {
        return html! { (title(body)) (body.main) };
    }
    let words = ui.words();
    let theme = (ui.theme != Theme::Auto).then(|| ui.theme.word());
    html! {
        (DOCTYPE)
        html lang=(ui.locale) data-theme=[theme] {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                (title(body))
                link rel="icon" type="image/svg+xml" href=(assets::url("icon.svg"));
                @for style in assets::STYLES { link rel="stylesheet" href=(assets::url(style)); }
                @for script in assets::SCRIPTS { script type="module" src=(assets::url(script)) {} }
            }
            body {
                a.skip href="#main" { (words.to_content) }
                header.top {
                    a.brand href="/" {
                        span lang="zh-Hant" { "逐字稿" } " " span lang="en" { "Verbatim" }
                    }
                    (search_box(ui))
                    nav.menu aria-label=(words.main_menu) { (menu(ui)) }
                }
                main #main tabindex="-1" { (body.main) }
                footer.foot {
                    (choices(ui))
                }
                p #said.unseen role="status" {}
                (keys(ui))
            }
        }
    }
}

fn title(body: &Body) -> Markup {
    html! { title { (super::text::plain(&body.title)) " · Verbatim" } }
}

/// The form that asks; what it keeps of the page's state stands in the page, where it changes.
fn search_box(ui: &Ui) -> Markup {
    let words = ui.words();
    let query = ui.here.get("q").unwrap_or_default();
    let live = (ui.here.path() == "/").then_some("found");
    html! {
        form #ask.ask role="search" action="/" data-live=[live] {
            label.unseen for="q" { (words.query_label) }
            input #q name="q" type="search" value=(query) placeholder=(words.query)
                autocomplete="off" autocapitalize="off" spellcheck="false" enterkeyhint="search"
                maxlength=(LONGEST_QUERY) dir="auto" data-list=(words.suggestions)
                data-kinds=(kinds(ui));
            button type="submit" { (words.search) }
        }
    }
}

/// What sorts of suggestions there are, for the script that shows them.
fn kinds(ui: &Ui) -> String {
    let words = ui.words();
    [
        ("company", words.kind_company),
        ("speaker", words.kind_speaker),
        ("firm", words.kind_firm),
        ("term", words.kind_term),
        ("word", words.kind_word),
        ("field", words.kind_field),
    ]
    .map(|(kind, word)| format!("{kind}={word}"))
    .join(" ")
}

fn menu(ui: &Ui) -> Markup {
    let words = ui.words();
    let pages = [
        ("/companies", words.companies),
        ("/speakers", words.speakers),
        ("/firms", words.firms),
        ("/calls", words.calls),
        ("/saved", words.saved),
    ];
    html! {
        ul {
            @for (path, name) in pages {
                li { a href=(path) aria-current=[(ui.here.path() == path).then_some("page")] { (name) } }
            }
        }
    }
}

/// The language and the colours of the pages.
fn choices(ui: &Ui) -> Markup {
    let words = ui.words();
    let back = ui.here.href();
    let choose = |name: &str, value: &str| {
        Address::new("/ui")
            .with(name, value)
            .with("back", &back)
            .href()
    };
    let themes = [
        (Theme::Auto, words.theme_auto),
        (Theme::Light, words.theme_light),
        (Theme::Dark, words.theme_dark),
    ];
    html! {
        nav.choices aria-label=(words.interface) {
            ul {
                @for &locale in UiLocale::ALL {
                    li {
                        a href=(choose("ui", locale.word())) lang=(locale) hreflang=(locale)
                            aria-current=[(locale == ui.locale).then_some("true")] { (locale.name()) }
                    }
                }
            }
        }
        nav.choices aria-label=(words.theme) {
            ul {
                @for (theme, name) in themes {
                    li {
                        a href=(choose("theme", theme.word()))
                            aria-current=[(theme == ui.theme).then_some("true")] { (name) }
                    }
                }
            }
        }
        button.plain.scripted type="button" data-does="help" { (words.help) " " kbd { "?" } }
    }
}

fn keys(ui: &Ui) -> Markup {
    let words = ui.words();
    let rows: [(&[&str], &str); 7] = [
        (&["/"], words.key_search),
        (&["j", "k"], words.key_move),
        (&["n", "p"], words.key_hit),
        (&["Enter"], words.key_open),
        (&["c"], words.key_copy),
        (&["Esc"], words.key_close),
        (&["?"], words.key_help),
    ];
    html! {
        dialog #keys aria-labelledby="keys-title" {
            h2 #keys-title { (words.help) }
            dl {
                @for (keys, does) in rows {
                    dt { @for key in keys { kbd { (key) } " " } }
                    dd { (does) }
                }
            }
            form method="dialog" { button type="submit" { (words.close) } }
        }
    }
}
