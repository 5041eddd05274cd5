//! The model of the store against the real one: the same calls, the same answers.

use catalogue::Code;
use jiff::{SignedDuration, Timestamp};
use letter::{ChannelKind, Event, Letter, LetterId, MessageUuid};
use simulation::Durable;
use std::collections::HashMap;
use std::time::Duration;
use store::{
    Append, Blob, Claim, Idempotency, Index, LeaseAction, LeaseToken, NewLetter, NewReceipt, ReceiptFate,
    ReceiptId, Store, StoreConfig,
};
use uuid::Uuid;

struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

fn at(minutes: i64) -> Timestamp {
    "2026-03-01T10:00:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_mins(minutes)
}

fn letter(number: u64) -> Letter {
    let id = Uuid::from_u64_pair(number, 0x8000_0000_0000_0007);
    let text = format!(
        r#"{{"id":"{id}","sender":"s{}","letter_type":"t","class":2,"country":"se","recipient":"192705178354",
        "protected":false,"subject":"Decision","contact":{{"text":"Call."}},"documents":[],"source":"test",
        "accepted_at":"{}"}}"#,
        number % 2,
        at(0)
    );
    Letter::from_stored(&text).unwrap()
}

fn id(number: u64) -> LetterId {
    LetterId(Uuid::from_u64_pair(number, 0x8000_0000_0000_0007))
}

fn message(number: u64) -> MessageUuid {
    MessageUuid(Uuid::from_u64_pair(number, 0x8000_0000_0000_0008))
}

/// The two stores, and which lease and receipt of the one is which of the other.
struct Twins {
    real: Store,
    model: Durable,
    claims: Vec<(Claim, LeaseToken)>,
    receipts: HashMap<ReceiptId, ReceiptId>,
}

impl Twins {
    async fn accept(&mut self, dice: &mut Dice) {
        let number = dice.below(6);
        let new = NewLetter {
            letter: letter(number),
            blobs: vec![Blob::new(vec![1, 2, 3])],
            idempotency: (dice.below(4) > 0).then(|| Idempotency {
                scope: "s".into(),
                key: format!("k{}", dice.below(5)),
                fingerprint: [dice.below(2) as u8; 32],
            }),
            recipient_hash: [0; 32],
            due_at: at(dice.below(4) as i64),
        };
        let (real, model) = (self.real.accept(new.clone()).await, self.model.accept(new));
        match (&real, &model) {
            (Err(store::AcceptError::Store(_)), Err(store::AcceptError::Store(_))) => {}
            _ => assert_eq!(real, model),
        }
    }

    async fn claim(&mut self, dice: &mut Dice, now: Timestamp) {
        // More than there are letters: how lanes share a short supply is the real store's own affair.
        let (limit, lease) = (100, Duration::from_secs(60 * (1 + dice.below(5))));
        let mut real = self.real.claim_due(now, limit, lease, "w").await.unwrap();
        let mut model = self.model.claim_due(now, limit, lease);
        real.sort_by_key(|claim| claim.id);
        model.sort_by_key(|claim| claim.id);
        let facts = |claims: &[Claim]| -> Vec<_> {
            claims.iter().map(|claim| (claim.id, claim.until, claim.due_at, claim.seq)).collect()
        };
        assert_eq!(facts(&real), facts(&model));
        self.claims.extend(real.into_iter().zip(model).map(|(real, model)| (real, model.token)));
    }

    async fn append(&mut self, dice: &mut Dice, now: Timestamp) {
        let number = dice.below(7);
        let seq = self.model.load(id(number)).map_or(1, |history| history.seq());
        let held = self.claims.get(dice.below(self.claims.len().max(1) as u64) as usize).cloned();
        let action = dice.below(3);
        let lease = |token: Option<LeaseToken>| match (action, token) {
            (0, Some(token)) => LeaseAction::Keep(token),
            (1, Some(token)) => LeaseAction::Release(token),
            _ => LeaseAction::None,
        };
        let at_letter = held.as_ref().map_or(id(number), |(claim, _)| claim.id);
        let seq = if held.is_some() { self.model.load(at_letter).map_or(1, |h| h.seq()) } else { seq };
        let events =
            (0..dice.below(3)).map(|n| Event::Attempted { channel: ChannelKind::Kombi, attempt: n as u32 });
        let receipt =
            (dice.below(4) == 0).then(|| self.receipts.iter().min().map(|(a, b)| (*a, *b))).flatten();
        let append = Append {
            id: at_letter,
            expected_seq: if dice.below(5) == 0 { seq + 1 } else { seq },
            events: events.collect(),
            at: now,
            index: Index {
                state: "routed".into(),
                channel: Some(ChannelKind::Kombi),
                reason: None,
                attention: false,
                due_at: (dice.below(4) > 0).then(|| now + SignedDuration::from_mins(dice.below(4) as i64)),
                message_uuid: (dice.below(2) == 0).then(|| message(dice.below(8))),
            },
            lease: lease(held.as_ref().map(|(claim, _)| claim.token)),
            blobs: vec![Blob::new(vec![dice.below(4) as u8])],
            receipt: receipt.map(|(real, _)| real),
        };
        let other = Append {
            lease: lease(held.as_ref().map(|(_, token)| *token)),
            receipt: receipt.map(|(_, model)| model),
            ..append.clone()
        };
        assert_eq!(self.real.append(append).await, self.model.append(other));
    }

    async fn extend(&mut self, dice: &mut Dice, now: Timestamp) {
        let index = dice.below(self.claims.len().max(1) as u64) as usize;
        let Some((claim, token)) = self.claims.get_mut(index) else { return };
        let lease = Duration::from_secs(120);
        let real = self.real.extend(claim, now, lease).await;
        assert_eq!(real, self.model.extend(claim.id, *token, now + lease));
    }

    async fn receive(&mut self, dice: &mut Dice, now: Timestamp) {
        let receipt = |key: u64| NewReceipt {
            channel: ChannelKind::Kombi,
            external_key: format!("r{key}"),
            message_uuid: (key != 3).then(|| message(key)),
            raw: vec![key as u8],
            received_at: now,
        };
        let new = vec![receipt(dice.below(10)), receipt(dice.below(10))];
        assert_eq!(self.real.store_receipts(new.clone()).await.unwrap(), self.model.store_receipts(new));
    }

    async fn unmatched(&mut self, now: Timestamp) -> Vec<ReceiptId> {
        let mut real = self.real.unmatched_receipts(now, 100).await.unwrap();
        let mut model = self.model.unmatched_receipts(now, 100);
        real.sort_by(|a, b| a.external_key.cmp(&b.external_key));
        model.sort_by(|a, b| a.external_key.cmp(&b.external_key));
        for (real, model) in real.iter().zip(&mut model) {
            self.receipts.insert(real.id, model.id);
            model.id = real.id;
        }
        assert_eq!(real, model);
        real.iter().map(|receipt| receipt.id).collect()
    }

    async fn mark(&mut self, dice: &mut Dice, now: Timestamp) {
        let waiting = self.unmatched(now).await;
        let Some(real) = waiting.get(dice.below(waiting.len().max(1) as u64) as usize).copied() else {
            return;
        };
        let fate = match dice.below(3) {
            0 => ReceiptFate::Later(now + SignedDuration::from_mins(dice.below(3) as i64)),
            1 => ReceiptFate::SetAside(Code::AnswerUnusable),
            _ => match self.model.load(id(0)) {
                Some(history) => ReceiptFate::Matched(history.letter.id),
                None => return,
            },
        };
        let model = self.receipts[&real];
        assert_eq!(self.real.mark_receipt(real, fate).await.unwrap(), self.model.mark_receipt(model, fate));
    }

    async fn compare(&self) {
        for number in 0..7 {
            assert_eq!(self.real.load(id(number)).await.unwrap(), self.model.load(id(number)));
        }
        assert_eq!(self.real.next_due().await.unwrap(), self.model.next_due());
        for byte in 0..4 {
            let digest = store::digest_of(&[byte]);
            assert_eq!(self.real.blob(id(0), &digest).await.ok().as_deref(), self.model.blob(&digest));
        }
    }
}

#[tokio::test]
async fn the_model_answers_as_the_store_does() {
    for seed in 0..12 {
        let folder = tempfile::tempdir().unwrap();
        let real = Store::open(&StoreConfig::new(folder.path())).await.unwrap();
        let mut twins =
            Twins { real, model: Durable::default(), claims: Vec::new(), receipts: HashMap::new() };
        let mut dice = Dice(seed);
        for step in 0..150 {
            let now = at(step / 10);
            match dice.below(10) {
                0 | 1 => twins.accept(&mut dice).await,
                2 => twins.claim(&mut dice, now).await,
                3..=5 => twins.append(&mut dice, now).await,
                6 => twins.extend(&mut dice, now).await,
                7 => twins.receive(&mut dice, now).await,
                8 => twins.mark(&mut dice, now).await,
                _ => twins.compare().await,
            }
        }
        twins.compare().await;
    }
}
