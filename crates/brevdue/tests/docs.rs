//! Documents that are made from the code stay what the code says. `UPDATE_DOCS=1 cargo test -p brevdue --test docs`
//! writes them anew.

use std::path::Path;

fn is_current(name: &str, made: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(name);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, made).expect("written");
    }
    let stands = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        stands == made,
        "docs/{name} is not what the code says: run UPDATE_DOCS=1 cargo test -p brevdue --test docs"
    );
}

/// A part that stands between two marks inside a text that people write.
fn part_is_current(name: &str, begin: &str, end: &str, made: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(name);
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let (before, rest) = text.split_once(begin).unwrap_or_else(|| panic!("docs/{name} lacks {begin}"));
    let (_, after) = rest.split_once(end).unwrap_or_else(|| panic!("docs/{name} lacks {end}"));
    is_current(name, &format!("{before}{begin}{made}{end}{after}"));
}

#[test]
fn codes() {
    is_current("CODES.md", &catalogue::markdown(catalogue::Language::En));
    is_current("CODES.da.md", &catalogue::markdown(catalogue::Language::Da));
    is_current("CODES.sv.md", &catalogue::markdown(catalogue::Language::Sv));
}

#[test]
fn memo_rules() {
    is_current("memo-rules.md", &memo::rules_markdown(catalogue::Language::En));
}

#[test]
fn letter_type_elements() {
    let made = format!("\n{}\n", letter::markup::markdown());
    part_is_current("LETTER-TYPES.md", "--test docs` -->\n", "<!-- /elements -->", &made);
}

/// The example of the guide is a catalogue that can be imported.
#[test]
fn letter_type_example() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/LETTER-TYPES.md");
    let text = std::fs::read_to_string(path).expect("docs/LETTER-TYPES.md");
    let example =
        text.split("```toml\n").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
    let catalogue: letter::TypeCatalogue = toml::from_str(example).expect("a catalogue");
    assert_eq!(catalogue.check(), []);
    assert_eq!(catalogue.letter_types.len(), 1);
}

#[test]
fn mina_rules() {
    is_current("mina-rules.md", &mina::rules::markdown(catalogue::Language::En));
}

#[test]
fn sandbox_recipients() {
    is_current("SANDBOX-RECIPIENTS.md", &sandbox::recipients_markdown());
}

#[test]
fn sandbox_faults() {
    part_is_current("SANDBOX.md", "<!-- faults -->\n", "<!-- /faults -->", &sandbox::faults_markdown());
}

#[test]
fn the_api_document_names_every_state_and_channel() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/API.md");
    let text = std::fs::read_to_string(path).expect("docs/API.md");
    for state in letter::StateName::ALL {
        assert!(text.contains(&format!("`{}`", state.as_str())), "docs/API.md lacks {}", state.as_str());
    }
    for channel in ["digital_post", "kombi", "mina_meddelanden", "print", "desk", "none"] {
        assert!(
            letter::ChannelKind::parse(channel).is_some() && text.contains(&format!("`{channel}`")),
            "{channel}"
        );
    }
}

/// The crates whose tests prove rules of Mina meddelanden.
const PROVING: [&str; 7] = ["party", "letter", "store", "mina", "channels", "sandbox", "brevdue"];

/// Every rule that the program judges is named by a test: after `/// Rules`, or as a case of the crate `mina`.
#[test]
fn every_mina_rule_is_named_by_a_test() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files: Vec<_> = PROVING.iter().map(|name| crates.join(name).join("tests")).collect();
    let mut named = std::collections::HashSet::new();
    while let Some(path) = files.pop() {
        if path.is_dir() {
            files.extend(std::fs::read_dir(&path).expect("a folder").flatten().map(|entry| entry.path()));
            continue;
        }
        if path.extension().is_none_or(|end| end != "rs") {
            continue;
        }
        let cases = path.starts_with(crates.join("mina"));
        for line in std::fs::read_to_string(&path).expect("a test file").lines() {
            let rules = line.trim_start().strip_prefix("/// Rules ");
            let words = rules.map(|rest| rest.split([',', ' ', '.']).collect::<Vec<_>>());
            let quoted = || line.split('"').collect::<Vec<_>>();
            let found = words.or_else(|| cases.then(quoted)).unwrap_or_default();
            named.extend(found.into_iter().map(str::to_owned));
        }
    }
    for rule in mina::rules::all().filter(|rule| rule.judge != mina::rules::Judge::People) {
        assert!(named.contains(rule.id), "no test names {}: {}", rule.id, rule.text.en);
    }
}

#[test]
fn metrics() {
    part_is_current("OPERATIONS.md", "<!-- metrics -->\n", "<!-- /metrics -->", &server::metrics::markdown());
}
