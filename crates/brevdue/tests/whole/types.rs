//! Letter types from a catalogue file to the message of a letter, by the command line and the API.

use crate::installation::{self, Installation};
use serde_json::{Value, json};
use std::path::Path;

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).expect("a JSON line")).collect()
}

fn pdf(folder: &Path) -> String {
    let bytes =
        paper::simple_letter(&paper::LetterText { subject: "Opkrævning".into(), ..Default::default() });
    let path = folder.join("Opkrævning.pdf");
    std::fs::write(&path, bytes.expect("a PDF")).expect("written");
    path.to_string_lossy().into_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn from_a_catalogue_to_a_payment_in_the_mailbox() {
    let gateway = Installation::start().await;
    let file = gateway.folder.path().join("types.toml");
    let file = file.to_str().expect("UTF-8");
    assert_eq!(gateway.told(&["types", "archetypes", "--country", "dk", "-o", file]).0, 0);
    let (exit, said, _) = gateway.told(&["types", "check", file, "--format", "json"]);
    assert_eq!((exit, lines(&said).len()), (0, 7));

    // A request for signature needs a signing application: nothing at all is imported.
    let import = ["types", "import", file, "--sender", "eksempel"];
    let (exit, _, told) = gateway.told(&import);
    assert_eq!(exit, 1);
    assert!(told.contains("signing_application_missing"), "{told}");
    let listed = gateway.get("/v1/letter-types").await;
    assert!(!listed.to_string().contains("dk-opkraevning"));

    let only = [&import[..], &["--only", "dk-opkraevning", "--format", "json"]].concat();
    let (exit, said, told) = gateway.told(&[&only[..], &["--dry-run"]].concat());
    assert_eq!(exit, 0, "{told}");
    assert_eq!((&lines(&said)[0]["result"], &lines(&said)[0]["dry_run"]), (&json!("new"), &json!(true)));
    assert!(!gateway.get("/v1/letter-types").await.to_string().contains("dk-opkraevning"));
    let (_, said, _) = gateway.told(&only);
    assert_eq!((&lines(&said)[0]["version"], &lines(&said)[0]["state"]), (&json!(1), &json!("draft")));

    // A draft takes no letters.
    let document = pdf(gateway.folder.path());
    let send = |number: &str, data: &[&str]| {
        let mut args =
            vec!["send", &document, "--to", number, "--type", "dk-opkraevning", "--format", "json"];
        data.iter().for_each(|field| args.extend(["--data", *field]));
        gateway.told(&args)
    };
    let data = ["amount=1234,50", "due=2199-12-01", "payment_url=https://betal.example/1"];
    let number = sandbox::by_alias("dk-registered").expect("a recipient").reveal().to_owned();
    let (exit, said, _) = send(&number, &data);
    assert_eq!((exit, lines(&said)[0]["code"].as_str()), (1, Some("type_inactive")));
    assert_eq!(gateway.told(&["types", "state", "dk-opkraevning", "active"]).0, 0);

    // Missing and wrong data are refused with their places.
    let (exit, said, _) = send(&number, &["amount=tolv", "due=2199-12-01"]);
    assert_eq!(exit, 1);
    let errors: Vec<(&str, &str)> = Vec::new();
    let problem = &lines(&said)[0];
    let found = problem["errors"].as_array().expect("errors").iter().fold(errors, |mut all, error| {
        all.push((error["code"].as_str().unwrap_or(""), error["pointer"].as_str().unwrap_or("")));
        all
    });
    assert!(found.contains(&("data_invalid", "/data/amount")), "{found:?}");
    assert!(found.contains(&("data_missing", "/data/payment_url")), "{found:?}");

    let (exit, said, told) = send(&number, &data);
    assert_eq!(exit, 0, "{told}");
    let id = lines(&said)[0]["id"].as_str().expect("an id").to_owned();
    let view = gateway.until_state(&id, "delivered").await;
    assert_eq!(view["type_version"], 1);
    assert_eq!(view["markup"]["deadline"], "2199-12-01T22:59:59Z");
    assert_eq!(view["markup"]["actions"][0]["kind"], "payment");
    assert_eq!(view["markup"]["completeness"]["layers"][2]["filled"], 2);
    let composed =
        view["timeline"].as_array().expect("a timeline").iter().find(|one| one["event"] == "composed");
    let warnings = &composed.expect("it was composed")["warnings"];
    assert!(warnings.as_array().is_some_and(|rules| rules.contains(&json!("N1"))), "no KLE: {warnings}");
    assert!(!view.to_string().contains("1234"), "values of the data stay inside");
    let (_, memo, _) = gateway.told(&["letters", "message", &id]);
    assert!(memo.contains("<memo:actionCode>BETALING</memo:actionCode>"), "{memo}");
    assert!(memo.contains("1234.50 DKK"));
    let (_, shown, _) = gateway.told(&["letters", "show", &id]);
    assert!(shown.contains("Betal opkrævningen"), "{shown}");

    // A changed type is a new version; the letter under way keeps its own.
    let text = std::fs::read_to_string(file).expect("the file");
    std::fs::write(file, text.replace("Betal opkrævningen", "Betal nu")).expect("written");
    let (exit, said, _) = gateway.told(&["types", "diff", file, "--format", "json"]);
    assert_eq!(exit, 1);
    let changed = lines(&said).into_iter().find(|one| one["code"] == "dk-opkraevning").expect("compared");
    assert_eq!(changed["result"], "changed");
    assert_eq!(changed["changes"][0]["path"], "markup.actions[1].label");
    let (_, said, _) = gateway.told(&[&only[..], &["--state", "active"]].concat());
    assert_eq!((&lines(&said)[0]["result"], &lines(&said)[0]["version"]), (&json!("changed"), &json!(2)));
    let (_, said, _) = gateway.told(&[&only[..], &["--state", "active"]].concat());
    assert_eq!(lines(&said)[0]["result"], "same");
    assert_eq!(gateway.get(&format!("/v1/letters/{id}")).await["type_version"], 1);
    let shown = gateway.get("/v1/letter-types/dk-opkraevning").await;
    assert_eq!((&shown["version"], &shown["versions"][0]["state"]), (&json!(2), &json!("retired")));
    assert_eq!(shown["letter_type"]["markup"]["actions"][0]["label"], "Betal nu");

    // What the file defines is read-only.
    let export = gateway.folder.path().join("out.toml");
    let export = export.to_str().expect("UTF-8");
    assert_eq!(gateway.told(&["types", "export", "--sender", "eksempel", "-o", export]).0, 0);
    assert_eq!(gateway.told(&["types", "diff", export, export]).0, 0);
    let (exit, _, told) =
        gateway.told(&["types", "import", export, "--sender", "eksempel", "--only", "pladsanvisning"]);
    assert_eq!(exit, 1);
    assert!(told.contains("letter_type_in_file"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn types_that_cannot_be_imported_are_refused_in_words() {
    let gateway = Installation::start().await;
    let put = async |code: &str, body: &Value| {
        let url = gateway.api(&format!("/v1/letter-types/{code}"));
        let request = gateway.client.put(url).bearer_auth(&gateway.key).json(body);
        let response = request.send().await.expect("an answer");
        let status = response.status().as_u16();
        let answer: Value = response.json().await.expect("JSON");
        (status, answer["code"].as_str().unwrap_or_default().to_owned(), answer)
    };
    let sound = json!({
        "code": "ny", "sender": "eksempel", "class": 2, "name": { "da": "Ny", "sv": "", "en": "" }, "fallback": "desk",
    });
    let with = |name: &str, value: Value| {
        let mut changed = sound.clone();
        changed[name] = value;
        changed
    };
    for (body, status, code) in [
        (with("sender", json!("ukendt")), 422, "letter_type_invalid"),
        (with("code", json!("anden")), 422, "letter_type_invalid"),
        (with("class", json!(9)), 422, "letter_type_invalid"),
        (with("unknown", json!(1)), 422, "letter_type_invalid"),
        (with("markup", json!({ "deadline": {} })), 422, "letter_type_invalid"),
        (with("archetype", json!("signature_request")), 422, "signing_application_missing"),
        (sound.clone(), 200, "ny"),
    ] {
        let found = put("ny", &body).await;
        assert_eq!((found.0, found.1.as_str()), (status, code), "{body}: {}", found.2);
    }
    let missing = gateway.get("/v1/letter-types/findes-ikke").await;
    assert_eq!((&missing["code"], &missing["status"]), (&json!("letter_type_not_found"), &json!(404)));
    let (status, _, _) = put("pladsanvisning", &with("code", json!("pladsanvisning"))).await;
    assert_eq!(status, 409);
}

/// Requirement R165: a sender may demand a whole layer of every letter.
#[tokio::test(flavor = "multi_thread")]
async fn a_sender_may_demand_the_minimum_of_every_letter() {
    let mut gateway = Installation::init();
    let demanding = r#"
[[sender]]
id = "streng"
country = "dk"
name = "Streng Kommune"
number = "12345678"
require_layers = ["minimum"]
contact = { text = "Ring til os." }

[[letter_type]]
code = "streng-brev"
sender = "streng"
name = { da = "Brev", sv = "Brev", en = "Letter" }
class = 2
department = "Børn og unge"
message_code = "SB-1"
kle = { subject_key = "28.06.00", version = "2024", label = "Dagtilbud" }
fallback = "desk"
"#;
    let text = std::fs::read_to_string(gateway.config()).expect("a configuration");
    std::fs::write(gateway.config(), text + demanding).expect("written");
    gateway.start_gateway().await;
    let mut letter = json!({ "type": "streng-brev", "to": "2512489996" });
    let (status, _, answer) =
        gateway.submit(&letter, &installation::pdf("Brev"), "first").await.expect("an answer");
    let faults = answer["errors"].as_array().expect("faults").iter();
    let faults: Vec<_> = faults.map(|fault| (&fault["code"], &fault["pointer"])).collect();
    assert_eq!((status, faults), (422, vec![(&json!("data_missing"), &json!("/case_id"))]), "{answer:#}");
    letter["case_id"] = json!("S-1");
    let (status, _, answer) =
        gateway.submit(&letter, &installation::pdf("Brev"), "second").await.expect("an answer");
    assert_eq!(status, 202, "{answer:#}");
}
