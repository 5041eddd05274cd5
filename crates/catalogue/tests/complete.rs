//! The catalogue is whole: every row says something, in three languages, once.

use std::collections::{HashMap, HashSet};

use catalogue::{Code, Language, Owner, Source, Text};

fn texts(code: Code) -> [(&'static str, Text); 2] {
    [("what", code.entry().what), ("fix", code.entry().fix)]
}

#[test]
fn every_code_has_its_own_snake_case_string_and_is_found_by_it() {
    let mut seen = HashSet::new();
    for &code in Code::all() {
        let name = code.as_str();
        assert!(seen.insert(name), "{name} stands twice");
        assert!(
            name.split('_').all(|w| !w.is_empty() && w.bytes().all(|b| b.is_ascii_lowercase())),
            "{name} is not snake_case"
        );
        assert_eq!(snake(&format!("{code:?}")), name, "variant and string must be the same words");
        assert_eq!(Code::parse(name), Some(code));
        assert_eq!(name.parse::<Code>(), Ok(code));
        assert_eq!(code.entry().code, code, "the entry found must be the code's own");
    }
    assert!(seen.len() >= 130, "only {} codes", seen.len());
    assert_eq!(Code::parse("no_such_code"), None);
    assert_eq!(Code::parse("Recipient_Missing"), None);
    assert_eq!(Code::parse(""), None);
}

fn snake(camel: &str) -> String {
    let mut out = String::new();
    for c in camel.chars() {
        if c.is_ascii_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

#[test]
fn every_text_is_a_short_whole_sentence() {
    for &code in Code::all() {
        for (part, text) in texts(code) {
            for &language in Language::ALL {
                let t = text.get(language);
                let at = format!("{code} {part} {language}");
                assert!(t.chars().count() >= 8, "{at}: too short");
                assert!(t.chars().count() <= 130, "{at}: too long ({})", t.chars().count());
                assert_eq!(t.trim(), t, "{at}: white space");
                assert!(t.ends_with('.'), "{at}: no full stop");
                assert!(t.chars().next().is_some_and(char::is_uppercase), "{at}: small first letter");
                assert!(!t.contains("  ") && !t.contains('\n'), "{at}: white space inside");
            }
        }
    }
}

#[test]
fn no_language_is_a_copy_of_another() {
    for &code in Code::all() {
        for (part, Text { da, sv, en }) in texts(code) {
            assert!(da != sv && sv != en && da != en, "{code} {part}: two languages are the same");
        }
    }
}

#[test]
fn letters_fit_the_language() {
    for &code in Code::all() {
        for (part, Text { da, sv, en }) in texts(code) {
            assert!(!da.contains(['ä', 'ö', 'Ä', 'Ö']), "{code} {part}: Swedish letters in Danish");
            assert!(!sv.contains(['æ', 'ø', 'Æ', 'Ø']), "{code} {part}: Danish letters in Swedish");
            assert!(en.is_ascii(), "{code} {part}: English outside ASCII");
        }
    }
}

#[test]
fn no_two_codes_say_the_same() {
    for &language in Language::ALL {
        let mut said: HashMap<&str, Code> = HashMap::new();
        for &code in Code::all() {
            if let Some(other) = said.insert(code.entry().what.get(language), code) {
                panic!("{other} and {code} have the same text in {language}");
            }
        }
    }
}

#[test]
fn texts_hold_no_placeholders_and_no_numbers_that_could_be_someones() {
    for &code in Code::all() {
        for (part, text) in texts(code) {
            for &language in Language::ALL {
                let t = text.get(language);
                assert!(!t.contains(['{', '}', '<', '>', '%', '$']), "{code} {part}: placeholder");
                let longest = t.split(|c: char| !c.is_ascii_digit()).map(str::len).max().unwrap_or(0);
                assert!(longest <= 4, "{code} {part}: a long number");
            }
        }
    }
}

#[test]
fn owners_and_retries_agree() {
    for &code in Code::all() {
        let e = code.entry();
        if e.source == Source::Caller && e.retryable {
            assert_eq!(code, Code::RateLimited, "a caller's mistake does not mend itself");
        }
        // If nobody acts on a failure, the gateway must be able to go on by itself; the text says so.
        if e.owner == Owner::Nobody {
            for (language, nothing) in [
                (Language::Da, "Du skal ikke"),
                (Language::Sv, "Du behöver inte"),
                (Language::En, "Nothing to do"),
            ] {
                let fix = e.fix.get(language);
                let waits = matches!(code, Code::InDoubt | Code::AnswerLost);
                assert!(fix.starts_with(nothing) || waits, "{code} {language}: nobody acts, yet: {fix}");
            }
        }
    }
}

#[test]
fn names_of_small_enums_round_trip() {
    for &s in Source::ALL {
        assert_eq!(Source::parse(s.as_str()), Some(s));
    }
    for &o in Owner::ALL {
        assert_eq!(Owner::parse(o.as_str()), Some(o));
        assert!(!o.title().get(Language::Da).is_empty());
    }
    for &l in Language::ALL {
        assert_eq!(Language::parse(l.as_str()), Some(l));
    }
}

#[test]
fn serde_uses_the_string() {
    for &code in Code::all() {
        let json = serde_json::to_string(&code).unwrap();
        assert_eq!(json, format!("\"{code}\""));
        assert_eq!(serde_json::from_str::<Code>(&json).unwrap(), code);
    }
    assert!(serde_json::from_str::<Code>("\"unheard_of\"").is_err());
}

#[test]
fn the_page_holds_every_code_once_in_each_language() {
    for &language in Language::ALL {
        let page = catalogue::markdown(language);
        for &code in Code::all() {
            assert_eq!(page.matches(&format!("| `{code}` |")).count(), 1, "{code} in {language}");
            assert!(page.contains(code.entry().what.get(language)), "{code} in {language}");
        }
        let tables = page.lines().filter(|l| l.starts_with('|'));
        assert!(tables.clone().count() > Code::all().len());
        for line in tables {
            assert_eq!(line.matches('|').count() - line.matches("\\|").count(), 6, "broken row: {line}");
        }
    }
}
