//! The road through KOMBIT: its token services, its print vendor, NemSMS, and mandatory post.

use crate::installation::{Installation, pdf};
use serde_json::{Value, json};

fn details(view: &Value) -> String {
    view["timeline"].to_string()
}

/// A letter with an address, for paper.
async fn addressed(gateway: &Installation, alias: &str, letter_type: &str) -> String {
    let recipient = sandbox::by_alias(alias).expect("a test recipient");
    let [street, postcode, city] = recipient.address.expect("an address");
    let address = json!({ "lines": [street], "postcode": postcode, "city": city, "country_code": "DK" });
    let letter = json!({
        "type": letter_type, "to": recipient.reveal(), "recipient": { "name": recipient.name, "address": address }
    });
    let key = uuid::Uuid::new_v4().to_string();
    let (status, _, answer) = gateway.submit(&letter, &pdf("Afgørelse"), &key).await.expect("an answer");
    assert_eq!(status, 202, "{answer}");
    answer["id"].as_str().expect("an id").to_owned()
}

async fn text(gateway: &Installation, letter_type: &str, alias: &str, text: &str) -> (u16, Value) {
    let to = sandbox::by_alias(alias).expect("a test recipient").reveal();
    gateway.post("/v1/letters", &json!({ "type": letter_type, "to": to, "text": text })).await
}

#[tokio::test(flavor = "multi_thread")]
async fn without_tokens_letters_wait_and_say_so() {
    for (faults, waiting_digital, waiting_paper) in [
        ("sts.down=1", "register_unavailable", "digital_post_unavailable"),
        ("sts.drop=1", "register_unavailable", "digital_post_unavailable"),
        // Every token is refused at once, also the renewed one.
        ("kombi.fault=1", "digital_post_unauthorised", "digital_post_unauthorised"),
    ] {
        let mut gateway = Installation::init();
        gateway.start_sandbox_with(faults).await;
        gateway.start_gateway().await;
        let digital = gateway.send("dk-mette", "afgoerelse").await;
        let paper = addressed(&gateway, "dk-exempt", "papirafgoerelse").await;
        for (id, reason) in [(&digital, waiting_digital), (&paper, waiting_paper)] {
            let view = gateway.until(id, reason, |view| view["reason"]["code"] == reason).await;
            assert_eq!((&view["final"], &view["attention"]), (&json!(false), &Value::Null), "{faults}");
            assert!(view["wait_until"].is_string(), "{faults}: it does not say until when: {view:#}");
        }
        let totals = &gateway.deliveries().await["totals"];
        assert_eq!((&totals["unique"], &totals["printed"]), (&json!(0), &json!(0)), "{faults}");
        // A restart of the other side also forgets every token it gave.
        gateway.kill_sandbox();
        gateway.start_sandbox().await;
        gateway.until_state(&digital, "delivered").await;
        gateway.until_state(&paper, "delivered").await;
        let totals = &gateway.deliveries().await["totals"];
        assert_eq!((&totals["printed"], &totals["doubled"]), (&json!(1), &json!(0)), "{faults}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn paper_goes_through_kombit_with_its_events() {
    let mut gateway = Installation::start().await;
    let id = addressed(&gateway, "dk-mette", "papirafgoerelse").await;
    let view = gateway.until_state(&id, "delivered").await;
    assert_eq!((&view["channel"], &view["reason"]["code"]), (&json!("print"), &json!("paper_only")));
    let all_told = |view: &Value| {
        ["Modtaget fjernprint", "Afleveret til print og kuvertering", "Afsendt"]
            .iter()
            .all(|word| details(view).contains(word))
    };
    let view = gateway.until(&id, "told of every print event", all_told).await;
    assert!(details(&view).contains("printed, put in an envelope"), "{view:#}");
    let message =
        gateway.client.get(gateway.api(&format!("/v1/letters/{id}/message"))).bearer_auth(&gateway.key);
    let message = message.send().await.expect("an answer");
    assert_eq!(message.headers()["content-type"], "application/xml");
    let message = message.text().await.expect("text");
    assert!(message.contains("<KombiValgKode>Fysisk Post<") && !message.contains("memo:Message"));

    // The platform's own choice, for one without a mailbox, is told as what it was: paper.
    let id = addressed(&gateway, "dk-exempt", "afgoerelse").await;
    let view = gateway.until_state(&id, "delivered").await;
    assert_eq!((&view["channel"], &view["reason"]["code"]), (&json!("print"), &json!("no_open_mailbox")));
    gateway.until(&id, "posted", |view| details(view).contains("Afsendt")).await;

    let to = sandbox::by_alias("dk-exempt").expect("a recipient").reveal();
    let (_, answer) =
        gateway.post("/v1/reachability", &json!({ "type": "afgoerelse", "recipients": [to] })).await;
    let row = &answer["results"][0];
    assert_eq!(
        (&row["answer"], &row["channel"]),
        (&json!("no"), &json!("kombi")),
        "paper is not digital: {answer}"
    );

    // Without an address nobody can print: a person is told why.
    let id = gateway.send("dk-mette", "papirafgoerelse").await;
    let view = gateway.until_state(&id, "needs_attention").await;
    assert_eq!(view["attention"]["code"], "no_postal_address");

    gateway.kill_sandbox();
    gateway.start_sandbox_with("print.reject=1").await;
    let id = addressed(&gateway, "dk-mette", "papirafgoerelse").await;
    let view = gateway.until_state(&id, "needs_attention").await;
    assert_eq!(view["attention"]["code"], "print_rejected");
    assert_eq!(gateway.deliveries().await["totals"]["doubled"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_nemsms_is_a_short_text_on_both_roads() {
    let gateway = Installation::start().await;
    for (letter_type, channel) in [("sms", "digital_post"), ("aftalesms", "kombi")] {
        // The exempt may still have NemSMS (J5); companies have none.
        let (status, answer) =
            text(&gateway, letter_type, "dk-exempt", "Husk din tid på fredag kl. 13. Æ Ø Å").await;
        assert_eq!(status, 202, "{answer}");
        let id = answer["id"].as_str().expect("an id");
        let view = gateway.until_state(id, "delivered").await;
        assert_eq!((&view["channel"], &view["reason"]["code"]), (&json!(channel), &json!("nem_sms_open")));
        let (_, answer) = text(&gateway, letter_type, "dk-company", "Husk").await;
        let view = gateway.until_state(answer["id"].as_str().expect("an id"), "cancelled").await;
        assert_eq!((&view["channel"], &view["reason"]["code"]), (&json!("none"), &json!("no_nem_sms")));
        // Refused at the door.
        let (status, problem) = text(&gateway, letter_type, "dk-mette", &"æ".repeat(151)).await;
        assert_eq!((status, &problem["code"]), (422, &json!("nem_sms_too_long")), "{problem}");
        let (status, problem) = text(&gateway, letter_type, "dk-mette", " ").await;
        assert_eq!((status, &problem["code"]), (422, &json!("nem_sms_empty")), "{problem}");
        let to = sandbox::by_alias("dk-mette").expect("a recipient").reveal();
        let letter = json!({ "type": letter_type, "to": to, "text": "Husk" });
        let (status, _, problem) =
            gateway.submit(&letter, &pdf("Bilag"), letter_type).await.expect("an answer");
        assert_eq!((status, &problem["code"]), (422, &json!("nem_sms_with_documents")), "{problem}");
        assert_eq!(problem["errors"].as_array().expect("errors").len(), 1, "{problem}");
    }
    let totals = &gateway.deliveries().await["totals"];
    assert_eq!(
        (&totals["unique"], &totals["printed"], &totals["doubled"]),
        (&json!(2), &json!(0), &json!(0))
    );
    let mailbox = gateway.client.get(format!("{}mailbox/dk-exempt", gateway.web())).send().await;
    let page = mailbox.expect("an answer").text().await.expect("a page");
    assert!(page.contains("Husk din aftale") || page.contains("Påmindelse"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn mandatory_post_reaches_the_exempt_on_both_roads() {
    let mut gateway = Installation::init();
    // Not without the right.
    gateway.configure("code = \"afgoerelse\"", "code = \"afgoerelse\"\nmandatory = true");
    let refused = crate::installation::brevdue()
        .args(["config", "check", "--config"])
        .arg(gateway.config())
        .output()
        .expect("brevdue config check runs");
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(!refused.status.success() && said.contains("mandatory_post = true"), "{said}");
    gateway.configure("# mandatory_post = false", "mandatory_post = true");
    gateway.configure("digital = \"digital_post\"", "digital = \"digital_post\"\nmandatory_post = true");
    gateway.configure("code = \"pladsanvisning\"", "code = \"pladsanvisning\"\nmandatory = true");
    gateway.start_sandbox().await;
    gateway.start_gateway().await;
    for (letter_type, channel) in [("afgoerelse", "kombi"), ("pladsanvisning", "digital_post")] {
        let id = addressed(&gateway, "dk-exempt", letter_type).await;
        let view = gateway.until_state(&id, "delivered").await;
        assert_eq!((&view["channel"], &view["reason"]["code"]), (&json!(channel), &json!("mandatory_post")));
    }
    // KOMBIT does not say that this one is closed: it is tried once, and then a person decides.
    let id = addressed(&gateway, "dk-closed", "afgoerelse").await;
    let view = gateway.until_state(&id, "needs_attention").await;
    assert_eq!(view["attention"]["code"], "sending_not_allowed");
    let tries = view["timeline"].as_array().expect("a timeline").iter();
    assert_eq!(tries.filter(|moment| moment["event"] == "attempted").count(), 1, "{view:#}");
    let totals = &gateway.deliveries().await["totals"];
    assert_eq!((&totals["printed"], &totals["doubled"]), (&json!(0), &json!(0)));
}
