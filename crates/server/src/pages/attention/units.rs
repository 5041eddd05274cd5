//! How many letters wait for a person at each unit, and for how long (R99): where deviations cost.

use crate::access::{Actor, Right};
use crate::gateway::Gateway;
use crate::pages::time::length;
use crate::pages::words::Desk;
use catalogue::Language;
use jiff::Timestamp;
use store::{AttentionGroup, StoreError, Within};

/// A unit with letters that wait.
pub(super) struct Line {
    pub(super) sender: String,
    /// The unit, or that none was named.
    pub(super) unit: String,
    pub(super) letters: u64,
    /// How long ago the oldest was handed in, where that is known.
    pub(super) oldest: Option<String>,
}

/// Letters that wait, and since when the oldest was handed in.
#[derive(Clone, Copy)]
struct Count {
    letters: u64,
    oldest: Timestamp,
}

impl Count {
    fn of(groups: &[AttentionGroup]) -> Option<Count> {
        let oldest = groups.iter().map(|group| group.oldest_accepted_at).min()?;
        Some(Count { letters: groups.iter().map(|group| group.letters).sum(), oldest })
    }
}

/// The units of which somebody may see letters; nothing when it is a single one. Who waits longest comes first.
pub(super) async fn lines(gateway: &Gateway, actor: &Actor, lang: Language) -> Result<Vec<Line>, StoreError> {
    let d = Desk::of(lang);
    let mut found: Vec<(Option<Timestamp>, u64, String, String)> = Vec::new();
    for sender in &gateway.config.senders {
        if !actor.may_use(Right::Read, &sender.id) {
            continue;
        }
        let (mut named, mut oldest_named) = (0, Timestamp::MAX);
        for unit in gateway.store.units_seen(&sender.id).await? {
            if !actor.may_for(Right::Read, &sender.id, Some(&unit)) {
                continue;
            }
            let part = Within { sender: sender.id.clone(), unit: Some(unit.clone()) };
            if let Some(count) = Count::of(&gateway.store.attention_groups(Some(&[part])).await?) {
                named += count.letters;
                oldest_named = oldest_named.min(count.oldest);
                found.push((Some(count.oldest), count.letters, sender.name.clone(), unit));
            }
        }
        if !actor.may_for(Right::Read, &sender.id, None) {
            continue;
        }
        let whole = gateway.store.attention_groups(Some(&[Within::whole(sender.id.clone())])).await?;
        if let Some(whole) = Count::of(&whole).filter(|whole| whole.letters > named) {
            // The oldest of all is one without a unit only if it is older than those of the units.
            let oldest = Some(whole.oldest).filter(|oldest| *oldest < oldest_named);
            found.push((oldest, whole.letters - named, sender.name.clone(), d.no_unit.to_owned()));
        }
    }
    if found.len() < 2 {
        return Ok(Vec::new());
    }
    found.sort_by_key(|(oldest, ..)| oldest.unwrap_or(Timestamp::MAX));
    let now = Timestamp::now();
    let age = |oldest: Timestamp| length(now.duration_since(oldest).as_secs(), lang);
    Ok(found
        .into_iter()
        .map(|(oldest, letters, sender, unit)| Line { sender, unit, letters, oldest: oldest.map(age) })
        .collect())
}
