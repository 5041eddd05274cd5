//! Lists: paging, and filters against a model.

use crate::common::*;
use letter::{ChannelKind, Event, Letter, LetterId, SenderId, TypeCode};
use proptest::prelude::*;
use std::collections::{BTreeMap, HashSet};
use store::{Append, Filter, Index, ListError, NewLetter, Page, Row, Store, Within};

async fn all(store: &Store, filter: &Filter, limit: usize) -> Vec<Row> {
    let (mut rows, mut page) = (Vec::new(), Page { limit, cursor: None });
    loop {
        let listed = store.list(filter, &page).await.unwrap();
        assert!(listed.rows.len() <= limit);
        rows.extend(listed.rows);
        match listed.next {
            Some(next) => page.cursor = Some(next),
            None => return rows,
        }
    }
}

#[tokio::test]
async fn paging_is_complete_while_letters_come_in() {
    let (_folder, store) = open().await;
    let mut before = HashSet::new();
    for number in 0..60 {
        // Several at the same instant: the id decides.
        before.insert(
            store
                .accept(new(letter(["a", "b", "c"][number % 3], "t", at(number as i64 / 10))))
                .await
                .unwrap()
                .id,
        );
    }
    let (mut seen, mut page) = (Vec::new(), Page { limit: 7, cursor: None });
    loop {
        let listed = store.list(&Filter::default(), &page).await.unwrap();
        seen.extend(listed.rows.iter().map(|row| row.id));
        for seconds in [2, 100] {
            store.accept(new(letter("b", "t", at(seconds)))).await.unwrap();
        }
        let Some(next) = listed.next else { break };
        page.cursor = Some(next);
    }
    assert_eq!(seen.iter().collect::<HashSet<_>>().len(), seen.len(), "none twice");
    assert!(before.iter().all(|id| seen.contains(id)), "none missing");
}

#[tokio::test]
async fn odd_pages_and_cursors() {
    let (_folder, store) = open().await;
    assert_eq!(all(&store, &Filter::default(), 10).await, []);
    for _ in 0..3 {
        accepted(&store).await;
    }
    let list = |limit, cursor: Option<&str>| {
        let page = Page { limit, cursor: cursor.map(str::to_owned) };
        let store = store.clone();
        async move { store.list(&Filter::default(), &page).await }
    };
    assert_eq!(list(0, None).await.unwrap().rows.len(), 1);
    assert_eq!(list(usize::MAX, None).await.unwrap().rows.len(), 3);
    assert!(list(3, None).await.unwrap().next.is_none(), "exactly full is the last");
    for bad in ["", "x", "00", &"g".repeat(48), &"0".repeat(50), "å"] {
        assert_eq!(list(3, Some(bad)).await, Err(ListError::BadCursor), "{bad}");
    }
    let nobody = Filter { within: Some(Vec::new()), ..Filter::default() };
    assert_eq!(all(&store, &nobody, 10).await, []);
    let injected = Filter { within: Some(vec![Within::whole("' OR 1=1 --".into())]), ..Filter::default() };
    assert_eq!(all(&store, &injected, 10).await, []);
    let many = Filter {
        within: Some(
            (0..300)
                .map(|n| Within::whole(SenderId(format!("s{n}"))))
                .chain([Within::whole("uppsala".into())])
                .collect(),
        ),
        ..Filter::default()
    };
    assert_eq!(all(&store, &many, 2).await.len(), 3);
}

#[derive(Clone, Debug)]
struct Modelled {
    letter: Letter,
    state: String,
    attention: bool,
    recipient_hash: [u8; 32],
}

fn a_letter() -> impl Strategy<Value = Modelled> {
    (
        (0..4usize, 0..3usize, 0..4usize, any::<bool>()),
        (0..3u8, 0..5i64, proptest::option::of(0..3usize), 0..4usize, proptest::option::of(0..2usize)),
    )
        .prop_map(
            |((sender, kind, state, attention), (recipient, seconds, reference, subject, unit))| {
                let mut letter = letter(&format!("s{sender}"), &format!("t{kind}"), at(seconds));
                letter.reference = reference.map(|number| format!("Ref_{number}"));
                letter.subject = ["Øvrige ÅR", "100 % faktura", "a_b", "axb"][subject].to_owned();
                letter.unit = unit.map(|number| format!("u{number}"));
                Modelled {
                    letter,
                    state: ["accepted", "routed", "delivered", "failed"][state].to_owned(),
                    attention,
                    recipient_hash: [recipient; 32],
                }
            },
        )
}

fn part((sender, unit): (usize, Option<usize>)) -> Within {
    Within { sender: SenderId(format!("s{sender}")), unit: unit.map(|number| format!("u{number}")) }
}

fn a_filter() -> impl Strategy<Value = Filter> {
    let maybe = |range: std::ops::Range<usize>| proptest::option::weighted(0.3, range);
    (
        (
            maybe(0..4),
            maybe(0..3),
            proptest::option::of(proptest::collection::vec((0..5usize, maybe(0..2)), 0..4)),
            maybe(0..3),
        ),
        (
            maybe(0..5),
            maybe(0..6),
            proptest::option::weighted(0.3, any::<bool>()),
            maybe(0..3),
            maybe(0..6),
            maybe(0..2),
            proptest::option::weighted(0.3, any::<bool>()),
            any::<bool>(),
        ),
    )
        .prop_map(|((state, kind, within, reference), more)| {
            let (from, to, attention, recipient, text, unit, at_desk, oldest_first) = more;
            Filter {
                state: state.map(|state| ["accepted", "routed", "delivered", "failed"][state].to_owned()),
                letter_type: kind.map(|kind| TypeCode(format!("t{kind}"))),
                within: within.map(|list| list.into_iter().map(part).collect()),
                unit: unit.map(|number| format!("u{number}")),
                reference: reference.map(|number| format!("Ref_{number}")),
                from: from.map(|seconds| at(seconds as i64)),
                to: to.map(|seconds| at(seconds as i64)),
                reason: None,
                attention,
                recipient_hash: recipient.map(|number| [number as u8; 32]),
                channel: at_desk.map(|desk| if desk { ChannelKind::Desk } else { ChannelKind::Print }),
                oldest_first,
                text: text.map(|text| ["øvrige år", "%", "A_B", "ref_1", "", "\\"][text].to_owned()),
            }
        })
}

fn matches(filter: &Filter, one: &Modelled) -> bool {
    let letter = &one.letter;
    let text = format!("{}\n{}", letter.subject, letter.reference.clone().unwrap_or_default()).to_lowercase();
    filter.state.as_ref().is_none_or(|state| *state == one.state)
        && filter.letter_type.as_ref().is_none_or(|kind| *kind == letter.letter_type)
        && filter
            .within
            .as_ref()
            .is_none_or(|parts| parts.iter().any(|part| part.holds(&letter.sender.0, letter.unit.as_deref())))
        && (filter.unit.is_none() || filter.unit == letter.unit)
        && (filter.reference.is_none() || filter.reference == letter.reference)
        && filter.from.is_none_or(|from| letter.accepted_at >= from)
        && filter.to.is_none_or(|to| letter.accepted_at < to)
        && filter.attention.is_none_or(|attention| attention == one.attention)
        && filter.recipient_hash.is_none_or(|hash| hash == one.recipient_hash)
        && filter.channel.is_none_or(|channel| channel == ChannelKind::Desk)
        && filter.text.as_ref().is_none_or(|wanted| text.contains(&wanted.to_lowercase()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn filters_and_counts_agree_with_a_model(
        letters in proptest::collection::vec(a_letter(), 0..40),
        filters in proptest::collection::vec((a_filter(), 1..9usize), 12),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let (_folder, store) = open().await;
            for one in &letters {
                let new = NewLetter { recipient_hash: one.recipient_hash, ..new(one.letter.clone()) };
                let id = store.accept(new).await.unwrap().id;
                let index = Index { attention: one.attention, channel: Some(ChannelKind::Desk), ..index(&one.state) };
                store.append(Append { index, ..append(id, 1, vec![Event::Expired]) }).await.unwrap();
            }
            for (filter, limit) in &filters {
                let mut expected: Vec<_> = letters.iter().filter(|one| matches(filter, one)).collect();
                expected.sort_by_key(|one| std::cmp::Reverse((one.letter.accepted_at, one.letter.id)));
                if filter.oldest_first {
                    expected.reverse();
                }
                let expected: Vec<LetterId> = expected.into_iter().map(|one| one.letter.id).collect();
                let found: Vec<LetterId> = all(&store, filter, *limit).await.into_iter().map(|row| row.id).collect();
                assert_eq!(found, expected, "{filter:?}");

                let mut counts = BTreeMap::new();
                let seen = Filter { within: filter.within.clone(), ..Filter::default() };
                for one in letters.iter().filter(|one| matches(&seen, one)) {
                    *counts.entry(one.state.clone()).or_insert(0) += 1;
                }
                assert_eq!(store.counts_by_state(filter.within.as_deref()).await.unwrap(), counts);
            }
            assert_eq!(store.integrity_check().await.unwrap(), Vec::<String>::new());
        });
    }
}
