//! What entries of a configuration must agree on: each contradiction is named with its remedy.
#![allow(missing_docs, clippy::unwrap_used)]

use server::Config;

const SOUND: &str = r#"
environment = "test"
data_dir = "data"

[[sender]]
id = "by"
country = "dk"
name = "Eksempel Kommune"
number = "12345678"
digital = "kombi"
print = "kombi"
mandatory_post = true
contact = { text = "Ring til os." }

[[letter_type]]
code = "brev"
sender = "by"
name = { da = "Brev", sv = "Brev", en = "Letter" }
class = 2
mandatory = true

[[letter_type]]
code = "sms"
sender = "by"
name = { da = "SMS", sv = "SMS", en = "Text" }
class = 1
message = "nemsms"
fallback = "none"

[kombi]
base_url = "https://exttest.serviceplatformen.dk/"
sts_url = "https://n2adgangsstyring.eksterntest-stoettesystemerne.dk/"

[[kombi.senders]]
sender = "by"
cvr = "12345678"
name = "Eksempel Kommune"
certificate = "keys/by.crt.pem"
key = "keys/by.key.pem"
"#;

fn load(text: &str) -> Result<Config, String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("brevdue.toml");
    std::fs::write(&file, text).unwrap();
    Config::load(&file).map_err(|error| error.to_string())
}

#[test]
fn kombi_needs_no_print_section_and_lives_in_the_files_world() {
    let config = load(SOUND).unwrap();
    let kombi = config.kombi.unwrap();
    assert_eq!(kombi.environment, channels::Environment::Test);
    let keys = &kombi.senders[0].keys;
    assert!(keys.certificate.as_ref().is_some_and(|file| file.is_absolute()));
    assert!(keys.key.as_ref().is_some_and(|file| file.ends_with("keys/by.key.pem")));
}

#[test]
fn contradictions_are_named_with_their_remedy() {
    for (from, to, said) in [
        ("digital = \"kombi\"", "digital = \"digital_post\"", "digital must be digital_post or kombi"),
        ("digital = \"kombi\"", "digital = \"mina_meddelanden\"", "digital must be digital_post or kombi"),
        ("sender = \"by\"\ncvr", "sender = \"another\"\ncvr", "with its section in this file"),
        (
            "digital = \"kombi\"\nprint = \"kombi\"",
            "digital = \"kombi\"",
            "set print = \"kombi\" for its sender",
        ),
        ("mandatory_post = true\n", "", "set mandatory_post = true"),
        ("mandatory = true", "legal_notification = true", "set legal_notification = true"),
        ("fallback = \"none\"", "fallback = \"print\"", "a NemSMS is not printed"),
        ("fallback = \"none\"", "channels = \"paper_only\"\nfallback = \"desk\"", "a NemSMS is not printed"),
        ("class = 1", "class = 3", "set class = 1"),
        ("message = \"nemsms\"", "message = \"nemsms\"\nreply = true", "a NemSMS is a reminder"),
        ("digital = \"kombi\"\n", "", "NemSMS needs a sender"),
        ("message = \"nemsms\"", "message = \"fax\"", "unknown variant `fax`"),
        ("print = \"kombi\"", "print = \"fax\"", "unknown variant `fax`"),
        (
            "mandatory_post = true",
            "mandatory_post = true\ncontent_days = 9",
            "content_days needs [encryption]",
        ),
        (
            "mandatory_post = true",
            "mandatory_post = true\ncontent_days = 36526",
            "content_days is at most 36525",
        ),
        ("class = 1", "class = 1\ncontent_days = 9", "content_days needs [encryption]"),
        ("class = 1", "class = 1\ncontent_days = 36526", "content_days is at most 36525"),
        (
            "mandatory_post = true",
            "mandatory_post = true\nrequire_layers = [\"minimum\"]",
            "letter type `brev` lacks an element that its sender's require_layers demands",
        ),
        (
            "mandatory_post = true",
            "mandatory_post = true\nrequire_layers = [\"all\"]",
            "unknown variant `all`",
        ),
    ] {
        assert!(SOUND.contains(from), "{from}");
        let error = load(&SOUND.replacen(from, to, 1)).expect_err(said);
        assert!(error.contains(said), "{from} → {to}: {error}");
    }
}

#[test]
fn production_needs_signed_agreements_for_a_digital_channel() {
    let with = |environment: &str, agreement: &str| {
        let text = SOUND.replacen("\"test\"", &format!("\"{environment}\""), 1);
        let text =
            text.replace("exttest.", "prod.").replace("n2adgangsstyring.eksterntest-", "adgangsstyring.");
        load(&text.replacen("mandatory_post", &format!("agreements = [{agreement}]\nmandatory_post"), 1))
    };
    let unsigned = "{ name = \"Tilslutning\" }";
    let signed = "{ name = \"Tilslutning\", signed_by = \"Ea\", signed_on = \"2026-01-02\", ends_on = \"2026-03-01\" }";
    assert!(with("test", unsigned).is_ok());
    let error = with("production", unsigned).expect_err("unsigned");
    assert!(error.contains("the agreement `Tilslutning` is not signed"), "{error}");
    // Whatever else production asks for, the agreement is not it.
    assert!(!with("production", signed).err().is_some_and(|error| error.contains("not signed")));
    let config = with("test", signed).unwrap();
    let agreement = &config.senders[0].agreements[0];
    let left = |day: &str| agreement.days_left(day.parse().unwrap());
    assert_eq!((left("2026-02-27"), left("2026-03-01"), left("2026-03-04")), (Some(2), Some(0), Some(-3)));
    let wrong = with("test", "{ name = \"Tilslutning\", signed_on = \"i går\" }");
    assert!(wrong.is_err());
}
