//! Each fault of the sandbox alone, on every road it can strike, and how its letter ends. Then seeded mixtures.

use crate::installation::Installation;
use serde_json::Value;

/// How a letter ends when this goes wrong for two seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// In the mailbox or envelope, once.
    Delivered,
    /// Stored, but nobody tells us: a person asks. There is one copy.
    DoubtWithCopy,
    /// Delivered, or with a person and at most one copy: which of them depends on the moment.
    OnceOrPerson,
    /// With a person, and nothing was sent.
    PersonWithout,
}

const ALFA: (&str, &str) = ("se-reachable-alfa", "beslut");
const BETA: (&str, &str) = ("se-reachable-beta", "beslut");
const POST: (&str, &str) = ("dk-registered", "pladsanvisning");
const KOMBI: (&str, &str) = ("dk-mette", "afgoerelse");
const PAPER: (&str, &str) = ("se-not-registered", "beslut");

/// (fault, road, end). The spans of two seconds are the sandbox's; the letter is sent while they last.
#[rustfmt::skip]
const TABLE: &[(&str, (&str, &str), End)] = &[
    ("far.down", ALFA, End::Delivered),
    ("far.drop", ALFA, End::Delivered),
    ("far.slow", ALFA, End::Delivered),
    ("far.http-404", ALFA, End::Delivered),
    ("far.http-429", ALFA, End::Delivered),
    ("far.fault", ALFA, End::Delivered),
    ("far.lost", ALFA, End::Delivered),
    ("far.silent", ALFA, End::Delivered),
    ("far.half", ALFA, End::Delivered),
    ("far.drip", ALFA, End::Delivered),
    ("far.wrong", ALFA, End::Delivered),
    ("operator.alfa.down", ALFA, End::Delivered),
    ("operator.alfa.lost", ALFA, End::Delivered),
    ("operator.alfa.half", ALFA, End::Delivered),
    ("operator.alfa.silent", ALFA, End::Delivered),
    ("operator.alfa.late", ALFA, End::Delivered),
    ("operator.alfa.drip", ALFA, End::Delivered),
    ("operator.alfa.fault", ALFA, End::Delivered),
    ("operator.alfa.fault-5005", ALFA, End::OnceOrPerson),
    ("operator.alfa.wrong", ALFA, End::OnceOrPerson),
    ("operator.alfa.after-502", ALFA, End::OnceOrPerson),
    ("operator.beta.lost", BETA, End::DoubtWithCopy),
    ("operator.beta.half", BETA, End::DoubtWithCopy),
    ("operator.beta.wrong", BETA, End::OnceOrPerson),
    ("operator.beta.drop", BETA, End::OnceOrPerson),
    ("operator.beta.after-504", BETA, End::OnceOrPerson),
    ("digital_post.contacts.down", POST, End::Delivered),
    ("digital_post.contacts.wrong", POST, End::Delivered),
    ("digital_post.contacts.half", POST, End::Delivered),
    // A 503 without a receipt may be a proxy's, after the letter was taken: a doubt.
    ("digital_post.memos.down", POST, End::OnceOrPerson),
    ("digital_post.memos.http-408", POST, End::OnceOrPerson),
    ("digital_post.memos.lost", POST, End::Delivered),
    ("digital_post.memos.silent", POST, End::Delivered),
    ("digital_post.memos.half", POST, End::Delivered),
    ("digital_post.memos.wrong", POST, End::Delivered),
    ("digital_post.memos.after-502", POST, End::Delivered),
    ("digital_post.memos.duplicate", POST, End::Delivered),
    ("digital_post.memos.delayed", POST, End::Delivered),
    ("digital_post.receipts.down", POST, End::Delivered),
    ("digital_post.receipts.half", POST, End::Delivered),
    ("sts.down", KOMBI, End::Delivered),
    ("sts.wrong", KOMBI, End::Delivered),
    ("kombi.lookup.down", KOMBI, End::Delivered),
    ("kombi.lookup.wrong", KOMBI, End::Delivered),
    ("kombi.fault", KOMBI, End::Delivered),
    ("kombi.send.down", KOMBI, End::OnceOrPerson),
    ("kombi.send.lost", KOMBI, End::Delivered),
    ("kombi.send.half", KOMBI, End::Delivered),
    ("kombi.send.wrong", KOMBI, End::Delivered),
    ("kombi.send.duplicate", KOMBI, End::Delivered),
    ("kombi.send.reject", KOMBI, End::PersonWithout),
    ("push.lost", KOMBI, End::Delivered),
    ("push.drop", KOMBI, End::Delivered),
    ("push.duplicate", KOMBI, End::Delivered),
    ("print.reject", PAPER, End::PersonWithout),
    ("print.slow", PAPER, End::Delivered),
];

fn at_rest(view: &Value) -> bool {
    let with_person = matches!(view["state"].as_str(), Some("in_doubt" | "needs_attention"));
    view["final"] == true || (with_person && view["attention"].is_object())
}

/// Copies of this letter: mailboxes count by subject, the print shop by the letter's id.
fn copies(deliveries: &Value, id: &str, subject: &str) -> u64 {
    let rows = deliveries["messages"].as_array().expect("rows").iter();
    let of = rows.filter(|row| row["title"] == id || row["title"] == subject);
    of.map(|row| row["copies"].as_u64().expect("a count")).sum()
}

/// Hands in a letter with a subject of its own.
async fn send(gateway: &Installation, (alias, letter_type): (&str, &str), subject: &str) -> String {
    let recipient = sandbox::by_alias(alias).expect("a recipient");
    let letter = serde_json::json!({
        "type": letter_type, "to": recipient.reveal(), "recipient": { "name": recipient.name }, "subject": subject,
    });
    let answer =
        gateway.submit(&letter, &crate::installation::pdf(subject), subject).await.expect("an answer");
    assert_eq!(answer.0, 202, "{}", answer.2);
    answer.2["id"].as_str().expect("an id").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_alone_ends_as_expected() {
    let gateway = Installation::start().await;
    let mut wrong = Vec::new();
    for (number, (fault, road, end)) in TABLE.iter().enumerate() {
        let (place, kind) = fault.rsplit_once('.').expect("a place and a kind");
        gateway.let_go_wrong(&format!("{place}.{kind}:0s-2s=1,slow=600ms,silence=1700ms")).await;
        let subject = format!("fejl-{number:03}");
        let id = send(&gateway, *road, &subject).await;
        let view = gateway.until(&id, &format!("at rest after {fault}"), at_rest).await;
        let found = copies(&gateway.deliveries().await, &id, &subject);
        let (state, person) = (view["state"].as_str().unwrap_or(""), view["attention"].is_object());
        let fits = match end {
            End::Delivered => state == "delivered" && found == 1,
            End::DoubtWithCopy => state == "in_doubt" && person && found == 1,
            End::OnceOrPerson => (state == "delivered" && found == 1) || (person && found <= 1),
            End::PersonWithout => person && found == 0,
        };
        if !fits {
            let reason = &view["attention"]["code"];
            wrong.push(format!("{fault}: {end:?} expected, is {state} ({reason}) with {found} copies"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(gateway.deliveries().await["totals"]["doubled"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn seeded_mixtures_lose_and_double_nothing() {
    for seed in [3_u64, 17] {
        let gateway = Installation::start().await;
        let faults = TABLE.iter().map(|(fault, ..)| format!("{fault}=0.04")).collect::<Vec<_>>().join(",");
        gateway.let_go_wrong(&format!("{faults},tls.drop=0.03,slow=300ms,silence=1700ms,seed={seed}")).await;
        let mut letters = Vec::new();
        for number in 0..40_usize {
            let road = [ALFA, BETA, POST, KOMBI, PAPER][number % 5];
            let subject = format!("blandet-{seed}-{number:03}");
            letters.push((send(&gateway, road, &subject).await, subject));
        }
        tokio::time::sleep(std::time::Duration::from_secs(3)).await;
        gateway.let_go_wrong("").await;
        for (id, subject) in &letters {
            let view = gateway.until(id, &format!("at rest, {subject}"), at_rest).await;
            let found = copies(&gateway.deliveries().await, id, subject);
            let fits = match view["state"].as_str() {
                Some("delivered") => found == 1,
                Some("in_doubt") => found <= 1,
                _ => found == 0,
            };
            assert!(fits, "{found} copies: {view:#}");
        }
        assert_eq!(gateway.deliveries().await["totals"]["doubled"], 0);
    }
}
