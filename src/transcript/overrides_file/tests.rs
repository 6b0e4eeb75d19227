use super::{apply::MAX_LENGTH, *};
use crate::transcript::SavedSearchEntry;

const STATED: &str = "\
# my companies
[[company]]
ticker = \"FCPM\" # by its ticker
names = [\"Farcape\"]

# cuts
[[saved]]
name = \"cuts\"
query = \"capex\"

[ignore]
patterns = [
    \"drafts\", # not yet
]
";

/// What the file says after a change.
fn changed(before: &str, change: &OverridesChange) -> Result<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(Overrides::FILE);
    if !before.is_empty() {
        fs::write(&path, before).unwrap();
    }
    let mut file = OverridesFile::open(&path)?;
    file.apply(change)?;
    file.save()?;
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    Ok(fs::read_to_string(&path).unwrap())
}

fn strings(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}

#[test]
fn a_company_is_named_where_it_is_named_already() {
    let named = CompanyNames {
        ticker: Some("FCPM".to_owned()),
        name: Some("遠岬汽車".to_owned()),
        names: strings(&["Farcape", "Farcape Motors"]),
    };
    let change = OverridesChange::Company(strings(&["FARCAPE"]), named);
    let text = changed(STATED, &change).unwrap();
    let expected = STATED.replace(
        "names = [\"Farcape\"]\n",
        "names = [\"Farcape\", \"Farcape Motors\"]\nname = \"遠岬汽車\"\n",
    );
    assert_eq!(text, expected);
    assert_eq!(changed(&text, &change).unwrap(), text, "it says so already");
}

#[test]
fn an_entry_says_which_company_it_is_about() {
    let named = CompanyNames {
        name: Some("Lumira".to_owned()),
        ..CompanyNames::default()
    };
    let change = OverridesChange::Company(strings(&["LMRA", "Lumira Inc."]), named);
    let text = changed("", &change).unwrap();
    assert_eq!(text, "[[company]]\nname = \"Lumira\"\nnames = [\"LMRA\"]\n");
}

#[test]
fn a_person_is_named_at_a_company() {
    let named = PersonNames {
        name: "Tobias R. Hale".to_owned(),
        company: Some("FCPM".to_owned()),
        role: Some(Role::Executive),
        ..PersonNames::default()
    };
    let known = || "Toby Hale".to_owned();
    let change = OverridesChange::Person(known(), strings(&["FCPM"]), named.clone());
    let text = changed("", &change).unwrap();
    let expected = "[[person]]\nname = \"Tobias R. Hale\"\nnames = [\"Toby Hale\"]\n\
                    company = \"FCPM\"\nrole = \"executive\"\n";
    assert_eq!(text, expected);
    let other = PersonNames {
        company: Some("LMRA".to_owned()),
        ..named
    };
    let change = OverridesChange::Person(known(), strings(&["LMRA"]), other);
    let text = changed(&text, &change).unwrap();
    assert_eq!(text.matches("[[person]]").count(), 2, "{text}");
}

#[test]
fn searches_come_change_and_go() {
    let note = OverridesChange::NoteSearch("CUTS".to_owned(), Some("as told".to_owned()));
    let text = changed(STATED, &note).unwrap();
    let noted = "query = \"capex\"\nnote = \"as told\"\n";
    assert_eq!(text, STATED.replace("query = \"capex\"\n", noted));
    let entry = SavedSearchEntry {
        name: "new".to_owned(),
        filters: vec![("role".to_owned(), strings(&["executive", "-ir"]))],
        literal: true,
        ..SavedSearchEntry::default()
    };
    let text = changed(&text, &OverridesChange::SaveSearch(entry.clone())).unwrap();
    let saved = "[[saved]]\nname = \"new\"\nrole = [\"executive\", \"-ir\"]\nliteral = true\n";
    assert!(text.contains(saved), "{text}");
    let error = changed(&text, &OverridesChange::SaveSearch(entry)).unwrap_err();
    assert!(error.to_string().contains("already"), "{error}");
    let text = changed(&text, &OverridesChange::RemoveSearch("cuts".to_owned())).unwrap();
    assert!(!text.contains("cuts") && text.contains(saved), "{text}");
    let only = "# mine\n\n# cuts\n[[saved]]\nname = \"cuts\"\nquery = \"capex\"\n";
    let remove = OverridesChange::RemoveSearch("cuts".to_owned());
    assert_eq!(changed(only, &remove).unwrap().trim(), "# mine");
    assert!(
        text.starts_with("# my companies") && text.contains("# not yet"),
        "{text}"
    );
}

#[test]
fn files_are_left_out_and_taken_back() {
    let ignore = OverridesChange::Ignore("/old.txt".to_owned());
    let text = changed(STATED, &ignore).unwrap();
    let patterns = "[\n    \"drafts\", # not yet\n    \"/old.txt\",\n]";
    assert!(text.contains(patterns), "{text}");
    assert!(changed(&text, &ignore).is_err());
    let text = changed(&text, &OverridesChange::Unignore("/old.txt".to_owned())).unwrap();
    assert!(
        !text.contains("old.txt") && text.contains("drafts"),
        "{text}"
    );
    let text = changed("# mine\n", &ignore).unwrap();
    assert_eq!(text, "# mine\n\n[ignore]\npatterns = [\"/old.txt\"]\n");
    let text = changed("", &ignore).unwrap();
    assert_eq!(text, "[ignore]\npatterns = [\"/old.txt\"]\n");
}

#[test]
fn terms_join_the_group_that_has_one_of_them() {
    let group = |terms: &[&str]| OverridesChange::Glossary(strings(terms));
    let text =
        "# mine\ncorpus = \"calls\" # here\n\n[[glossary]]\nterms = [\"oven\", \"烤箱\"] # both\n";
    assert_eq!(
        changed(text, &group(&["Oven", "烤爐"])).unwrap(),
        text.replace("\"烤箱\"]", "\"烤箱\", \"烤爐\"]")
    );
    assert_eq!(changed(text, &group(&["oven", "烤箱"])).unwrap(), text);
    assert_eq!(
        changed(text, &group(&["cloud oven", "雲端烤箱"])).unwrap(),
        format!("{text}\n[[glossary]]\nterms = [\"cloud oven\", \"雲端烤箱\"]\n")
    );
}

#[test]
fn a_term_joins_a_list_without_its_comments() {
    let change = OverridesChange::Glossary(strings(&["quick commerce", "快速商務"]));
    for (before, after) in [
        (
            "\n  \"quick commerce\", # q\n  \"閃購\", # s\n",
            "\n  \"quick commerce\", # q\n  \"閃購\", # s\n  \"快速商務\",\n",
        ),
        (
            "\n  # head\n  \"quick commerce\",\n  # second\n  \"閃購\",\n  # tail\n",
            "\n  # head\n  \"quick commerce\",\n  # second\n  \"閃購\",\n  # tail\n  \"快速商務\",\n",
        ),
        (
            "\n  \"quick commerce\", # q\n  \"閃購\" # s\n",
            "\n  \"quick commerce\", # q\n  \"閃購\", # s\n  \"快速商務\"\n",
        ),
        (
            "\"quick commerce\", \"閃購\"",
            "\"quick commerce\", \"閃購\", \"快速商務\"",
        ),
    ] {
        let list = |terms: &str| format!("[[glossary]]\nterms = [{terms}]\n");
        assert_eq!(changed(&list(before), &change).unwrap(), list(after));
    }
}

#[test]
fn what_cannot_be_changed_stays() {
    let group = |terms: &[&str]| OverridesChange::Glossary(strings(terms));
    assert!(changed("", &group(&["a", "b"])).is_ok());
    let long = "x".repeat(MAX_LENGTH + 1);
    for terms in [
        vec!["a"],
        vec!["a", "…"],
        vec!["a", "b\nc"],
        vec!["a", &long],
    ] {
        let error = changed("", &group(&terms)).unwrap_err();
        assert!(error.kind.is_of_request(), "{error}");
    }
    assert!(
        changed(
            "glossary = [{ terms = [\"a\", \"b\"] }]",
            &group(&["c", "d"])
        )
        .is_err()
    );
    let error = changed("[[company]]\n", &group(&["c", "d"])).unwrap_err();
    assert!(
        error.to_string().contains("neither ticker nor name"),
        "{error}"
    );
    let unnamed = OverridesChange::Company(strings(&["A"]), CompanyNames::default());
    assert!(changed("", &unnamed).is_err());
}

#[test]
fn what_another_writes_meanwhile_is_not_lost() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(Overrides::FILE);
    let mut file = OverridesFile::open(&path).unwrap();
    (file.apply(&OverridesChange::Ignore("a".to_owned()))).unwrap();
    fs::write(&path, "# mine\n").unwrap();
    let error = file.save().unwrap_err();
    assert!(error.to_string().contains("meanwhile"), "{error}");
    assert_eq!(fs::read_to_string(&path).unwrap(), "# mine\n");
}

#[cfg(unix)]
#[test]
fn links_and_permissions_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = tempfile::tempdir().unwrap();
    let [path, link] = ["mine.toml", Overrides::FILE].map(|name| folder.path().join(name));
    fs::write(&path, "").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    symlink(&path, &link).unwrap();
    let mut file = OverridesFile::open(&link).unwrap();
    (file.apply(&OverridesChange::Ignore("a".to_owned()))).unwrap();
    file.save().unwrap();
    assert!(link.is_symlink());
    assert_eq!(
        fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o640
    );
    assert!(fs::read_to_string(&path).unwrap().contains("patterns"));
}
