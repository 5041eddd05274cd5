//! The list among many letters. `BREVDUE_MANY=100000 cargo test -p server --test pages many -- --nocapture` prints how
//! long each filter takes over HTTP.

use super::house::{DANE, House};
use catalogue::Code;
use jiff::{SignedDuration, Timestamp};
use letter::{ChannelKind, Event, Letter, LetterId, Route, StateName};
use party::{Country, PartyId};
use std::time::Instant;
use store::{Append, Index, LeaseAction, NewLetter};

/// Letters without being asked for more.
const FEW: usize = 400;
/// Every so manieth letter goes to print.
const RARE: usize = 100;

fn letter(number: usize, begin: Timestamp) -> Letter {
    let kind = if number.is_multiple_of(3) { "brev" } else { "hoering" };
    Letter {
        id: LetterId(uuid::Uuid::now_v7()),
        sender: "eksempel".into(),
        unit: number.is_multiple_of(7).then(|| "skole".to_owned()),
        letter_type: kind.into(),
        type_version: None,
        class: letter::ProtectionClass::Two,
        recipient: PartyId::parse(Country::Dk, DANE).unwrap(),
        recipient_name: None,
        address: None,
        protected: false,
        subject: format!("Sag {number} om noget"),
        body: None,
        contact: letter::Contact::default(),
        documents: Vec::new(),
        ready: None,
        agreements: Vec::new(),
        notice: None,
        reference: Some(format!("R-{number}")),
        case_id: Some(format!("K-{}", number / 10)),
        language: None,
        data: letter::Data::default(),
        terms: letter::Terms::default(),
        source: "fill".to_owned(),
        accepted_at: begin + SignedDuration::from_secs(number as i64),
    }
}

/// What happened to a letter: a tenth waits for a person, a tenth is cancelled, a rare one goes on paper.
fn fate(number: usize) -> (Event, Index) {
    let index = |state: StateName, channel, reason, attention| Index {
        state: state.as_str().to_owned(),
        channel,
        reason,
        attention,
        due_at: None,
        message_uuid: None,
    };
    let (print, over) = (ChannelKind::Print, Code::PatienceExceeded);
    if number.is_multiple_of(RARE) {
        let route = Event::Routed { route: Route::to(print), reason: Code::NotRegistered };
        return (route, index(StateName::Routed, Some(print), Some(Code::NotRegistered), false));
    }
    match number % 10 {
        1 => {
            let waits = Event::NeedsAttention { problem: over, detail: None };
            (waits, index(StateName::NeedsAttention, None, Some(over), true))
        }
        _ => {
            let gone = Event::Cancelled { by: "fill".to_owned() };
            (gone, index(StateName::Cancelled, None, None, false))
        }
    }
}

async fn fill(house: &House, count: usize) {
    let begin = Timestamp::now() - SignedDuration::from_secs(count as i64 + 60);
    let one = |number: usize| async move {
        let store = house.gateway.store();
        let letter = letter(number, begin);
        let (id, at) = (letter.id, letter.accepted_at);
        let due_at = at + SignedDuration::from_hours(20_000);
        let new = NewLetter { letter, blobs: Vec::new(), idempotency: None, recipient_hash: [7; 32], due_at };
        store.accept(new).await.unwrap();
        let (event, index) = fate(number);
        let append = Append {
            id,
            expected_seq: 1,
            events: vec![event],
            at,
            index,
            lease: LeaseAction::None,
            blobs: Vec::new(),
            receipt: None,
        };
        store.append(append).await.unwrap();
    };
    // Many at a time share a transaction.
    let numbers: Vec<usize> = (0..count).collect();
    for part in numbers.chunks(500) {
        futures_util::future::join_all(part.iter().map(|number| one(*number))).await;
    }
}

#[tokio::test]
async fn among_many_letters_each_filter_finds_what_it_should() {
    let count = std::env::var("BREVDUE_MANY").ok().and_then(|text| text.parse().ok()).unwrap_or(FEW);
    let house = House::open().await;
    let browser = house.case_worker().await;
    fill(&house, count).await;
    let oldest = format!("Sag {} om", 1);
    let last = count - 1;
    let (newest, rare) = (format!("Sag {last} om"), format!("Sag {} om", last - last % RARE));
    let looks = [
        ("/letters".to_owned(), newest.clone()),
        ("/letters?state=cancelled".to_owned(), newest.clone()),
        ("/letters?type=hoering&state=needs_attention".to_owned(), "om noget".to_owned()),
        ("/letters?channel=print".to_owned(), rare.clone()),
        ("/letters?channel=kombi".to_owned(), "No letters match".to_owned()),
        ("/letters?unit=skole".to_owned(), "om noget".to_owned()),
        ("/letters?unit=skole&channel=desk".to_owned(), "No letters match".to_owned()),
        ("/letters?sender=eksempel&attention=1".to_owned(), "om noget".to_owned()),
        (format!("/letters?reference=R-{last}"), newest.clone()),
        (format!("/letters?text=K-{}", last / 10), newest),
        ("/letters?text=Sag%201%20om".to_owned(), oldest.clone()),
        ("/letters?text=findes%20ikke".to_owned(), "No letters match".to_owned()),
        ("/letters?to=2020-01-01".to_owned(), "No letters match".to_owned()),
        ("/letters?from=2020-01-01&to=2199-01-01&state=expired".to_owned(), "No letters match".to_owned()),
        ("/attention".to_owned(), "waiting, by cause".to_owned()),
        (format!("/attention?code={}", Code::PatienceExceeded.as_str()), oldest),
        ("/".to_owned(), "<p class=\"count\">".to_owned()),
    ];
    for (path, expected) in looks {
        let began = Instant::now();
        let page = browser.get(&path).await;
        let took = began.elapsed();
        assert_eq!(page.status, 200, "{path}");
        page.has(&expected);
        assert!(page.body.len() < 100_000, "{path}: {} bytes", page.body.len());
        println!("{:>7} µs  {path}", took.as_micros());
    }
    let csrf = browser.get("/letters").await.hidden("csrf");
    let began = Instant::now();
    let found = browser.post("/letters", &[("csrf", &csrf), ("text", DANE)]).await;
    println!("{:>7} µs  a recipient's number", began.elapsed().as_micros());
    assert_eq!(found.status, 200);
    house.close().await;
}
