//! F7, F10: an operator that fails is left alone, the others go on; a sender that is refused waits.

use super::*;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

async fn told_of(
    channel: &MinaMeddelanden,
    address: &str,
    bytes: &bytes::Bytes,
) -> (&'static str, Option<Code>) {
    let told = told(&channel.deliver(deliver_job(SWEDISH, route(address), bytes.clone())).await);
    (told.0, told.1)
}

/// Waits until the channel lets a letter through again.
async fn until_admitted(channel: &MinaMeddelanden, address: &str) {
    for _ in 0..1000 {
        if channel.admits(&sender(), &route(address)).is_ok() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("never admitted again");
}

/// Rules F10.
#[tokio::test]
async fn a_failing_operator_is_left_alone_and_the_others_go_on() {
    let pki = Pki::new();
    let good = || mina::deliver_secure_response(&DeliveryResult::new("t", WireId::new(SWEDISH), true));
    let works = Arc::new(AtomicBool::new(false));
    let (switch, after) = (Arc::clone(&works), good());
    let ill = Fake::start(&pki, move |_| match switch.load(Ordering::SeqCst) {
        true => ok(after.clone()),
        false => Reply::Answer(503, b"down".to_vec()),
    })
    .await;
    let answer = good();
    let well = Fake::start(&pki, move |_| ok(answer.clone())).await;
    let mut config = config(&pki, "https://localhost:1", &[ill.host(), well.host()]);
    (config.lines.failures, config.lines.rest_ms) = (2, 300);
    let channel = MinaMeddelanden::open(config).unwrap();
    let bytes = sealed(&channel).await;
    let (ill_at, well_at) = (ill.url("/s"), well.url("/s"));
    for _ in 0..2 {
        assert!(channel.conditions().is_empty());
        assert_eq!(told_of(&channel, &ill_at, &bytes).await, ("in_doubt", Some(Code::AnswerUnusable)));
    }
    // Nothing leaves for it any more: its letters wait, they do not fail and are not printed.
    let hold = channel.admits(&sender(), &route(&ill_at)).unwrap_err();
    assert_eq!(hold.problem, Code::OperatorPaused);
    assert!(hold.wait_ms <= 300 && hold.detail.contains("status 503"), "{hold:?}");
    assert_eq!(told_of(&channel, &ill_at, &bytes).await, ("retry", Some(Code::OperatorPaused)));
    assert_eq!(ill.seen().len(), 2);
    let conditions = channel.conditions();
    assert_eq!((conditions.len(), conditions[0].level), (1, Level::Warning));
    assert!(conditions[0].subject.contains("Alfa"), "{conditions:?}");
    assert_eq!(told_of(&channel, &well_at, &bytes).await, ("delivered", None));
    // One letter finds out for all. While it is on its way the others wait.
    works.store(true, Ordering::SeqCst);
    until_admitted(&channel, &ill_at).await;
    assert_eq!(channel.admits(&sender(), &route(&ill_at)).unwrap_err().problem, Code::OperatorPaused);
    assert_eq!(told_of(&channel, &ill_at, &bytes).await, ("delivered", None));
    assert!(channel.conditions().is_empty() && channel.admits(&sender(), &route(&ill_at)).is_ok());
}

#[tokio::test]
async fn no_connection_and_no_answer_count_and_a_fault_does_not() {
    let pki = Pki::new();
    let closed = format!("localhost:{}", closed_port().await);
    let silent = Fake::start(&pki, |_| Reply::Close).await;
    let faulty = Fake::start(&pki, |_| Reply::Answer(500, fault(5000))).await;
    let mut config = config(&pki, "https://localhost:1", &[closed.clone(), silent.host(), faulty.host()]);
    (config.lines.failures, config.lines.rest_ms) = (2, 60_000);
    let channel = MinaMeddelanden::open(config).unwrap();
    let bytes = sealed(&channel).await;
    for (address, first, paused) in [
        (format!("https://{closed}/"), ("retry", Some(Code::OperatorUnavailable)), true),
        (silent.url("/"), ("in_doubt", Some(Code::AnswerLost)), true),
        (faulty.url("/"), ("retry", Some(Code::NationalSystemError)), false),
    ] {
        for _ in 0..2 {
            assert_eq!(told_of(&channel, &address, &bytes).await, first);
        }
        assert_eq!(channel.admits(&sender(), &route(&address)).is_err(), paused, "{address}");
    }
}

/// Rules F7.
#[tokio::test]
async fn a_sender_that_is_refused_again_and_again_waits() {
    let pki = Pki::new();
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    let fake = Fake::start(&pki, move |_| {
        // About the recipient, three times about the sender, then about nobody.
        let code = match counted.fetch_add(1, Ordering::SeqCst) {
            0 => 6005,
            1 => 6007,
            2 => 5002,
            3 => 5012,
            4 => 5014,
            _ => {
                return ok(mina::deliver_secure_response(&DeliveryResult::new(
                    "t",
                    WireId::new(SWEDISH),
                    true,
                )));
            }
        };
        Reply::Answer(500, fault(code))
    })
    .await;
    let mut config = config(&pki, "https://localhost:1", &[fake.host()]);
    (config.lines.refusals, config.lines.sender_rest_ms) = (3, 200);
    let channel = MinaMeddelanden::open(config).unwrap();
    let bytes = sealed(&channel).await;
    let address = fake.url("/");
    let mut codes = Vec::new();
    for _ in 0..6 {
        codes.push(told_of(&channel, &address, &bytes).await.1.unwrap());
    }
    use Code::{
        AccessDenied, DispatcherNotApproved, NotInRegister, SenderPaused, SenderUnknown, SignatureRefused,
    };
    assert_eq!(
        codes,
        [DispatcherNotApproved, NotInRegister, AccessDenied, SignatureRefused, SenderUnknown, SenderPaused]
    );
    assert_eq!(count.load(Ordering::SeqCst), 5, "nothing left for the operator");
    let conditions = channel.conditions();
    assert_eq!((conditions.len(), conditions[0].level), (1, Level::Error));
    assert!(conditions[0].found.contains("sender_unknown"), "{conditions:?}");
    until_admitted(&channel, &address).await;
    assert_eq!(told_of(&channel, &address, &bytes).await, ("delivered", None));
    assert!(channel.conditions().is_empty());
}
