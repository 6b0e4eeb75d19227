//! The frame of the pages: head, search box, menu, footer, keyboard shortcuts.

use maud::{DOCTYPE, Markup, html};

use super::{
    address::Address,
    assets,
    messages::UiLocale,
    ui::{Body, Theme, Ui},
};
use crate::{model::Word, query::LONGEST_QUERY};

/// The whole page, or only title and main part if the page is requested in part.
pub(in crate::interface) fn page(ui: &Ui, body: &Body) -> Markup {
    if ui.part {
        return html! { (title(body)) (body.main) };
    }
    let messages = ui.messages();
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
                a.skip href="#main" { (messages.to_content) }
                header.top {
                    a.brand href="/" {
                        span lang="zh-Hant" { "逐字稿" } " " span lang="en" { "Verbatim" }
                    }
                    (search_box(ui))
                    nav.menu aria-label=(messages.main_menu) { (menu(ui)) }
                }
                main #main tabindex="-1" {
                    @if let Some(done) = ui.done() { p.notice role="status" { (done) } }
                    (body.main)
                }
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

/// The search box; its hidden fields are in the main part, which the scripts replace.
fn search_box(ui: &Ui) -> Markup {
    let messages = ui.messages();
    let query = ui.here.get("q").unwrap_or_default();
    let live = (ui.here.path() == "/").then_some("found");
    html! {
        form #ask.ask role="search" action="/" data-live=[live] {
            label.unseen for="q" { (messages.query_label) }
            input #q name="q" type="search" value=(query) placeholder=(messages.query)
                autocomplete="off" autocapitalize="off" spellcheck="false" enterkeyhint="search"
                maxlength=(LONGEST_QUERY) dir="auto" data-list=(messages.suggestions)
                data-kinds=(kinds(ui));
            button type="submit" { (messages.search) }
        }
    }
}

/// The names of the kinds of suggestions, for the script that shows them.
fn kinds(ui: &Ui) -> String {
    let messages = ui.messages();
    [
        ("company", messages.kind_company),
        ("speaker", messages.kind_speaker),
        ("firm", messages.kind_firm),
        ("term", messages.kind_term),
        ("word", messages.kind_word),
        ("field", messages.kind_field),
    ]
    .map(|(kind, word)| format!("{kind}={word}"))
    .join(" ")
}

fn menu(ui: &Ui) -> Markup {
    let messages = ui.messages();
    let pages = [
        ("/companies", messages.companies),
        ("/speakers", messages.speakers),
        ("/firms", messages.firms),
        ("/calls", messages.calls),
        ("/trend", messages.trend),
        ("/mentions", messages.mentions),
        ("/compare", messages.compare),
        ("/audit", messages.audit_page),
        ("/glossary", messages.glossary),
        ("/related", messages.related),
        ("/saved", messages.saved_short),
    ];
    html! {
        ul {
            @for (path, name) in pages {
                li { a href=(path) aria-current=[(ui.here.path() == path).then_some("page")] { (name) } }
            }
        }
    }
}

/// The choices of language and theme.
fn choices(ui: &Ui) -> Markup {
    let messages = ui.messages();
    let back = ui.here.href();
    let choose = |name: &str, value: &str| {
        Address::new("/ui")
            .with(name, value)
            .with("back", &back)
            .href()
    };
    let themes = [
        (Theme::Auto, messages.theme_auto),
        (Theme::Light, messages.theme_light),
        (Theme::Dark, messages.theme_dark),
    ];
    html! {
        nav.choices aria-label=(messages.interface) {
            ul {
                @for &locale in UiLocale::ALL {
                    li {
                        a href=(choose("ui", locale.word())) lang=(locale) hreflang=(locale)
                            aria-current=[(locale == ui.locale).then_some("true")] { (locale.name()) }
                    }
                }
            }
        }
        nav.choices aria-label=(messages.theme) {
            ul {
                @for (theme, name) in themes {
                    li {
                        a href=(choose("theme", theme.word()))
                            aria-current=[(theme == ui.theme).then_some("true")] { (name) }
                    }
                }
            }
        }
        button.plain.scripted type="button" data-does="help" { (messages.help) " " kbd { "?" } }
    }
}

fn keys(ui: &Ui) -> Markup {
    let messages = ui.messages();
    let rows: [(&[&str], &str); 7] = [
        (&["/"], messages.key_search),
        (&["j", "k"], messages.key_move),
        (&["n", "p"], messages.key_hit),
        (&["Enter"], messages.key_open),
        (&["c"], messages.key_copy),
        (&["Esc"], messages.key_close),
        (&["?"], messages.key_help),
    ];
    html! {
        dialog #keys aria-labelledby="keys-title" {
            h2 #keys-title { (messages.help) }
            dl {
                @for (keys, does) in rows {
                    dt { @for key in keys { kbd { (key) } " " } }
                    dd { (does) }
                }
            }
            form method="dialog" { button type="submit" { (messages.close) } }
        }
    }
}
