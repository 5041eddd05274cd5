//! How good the data of source systems are (R100, R101, R177): what was refused and why, which recipients' addresses were
//! wrong, and how complete the markup of the letter types is that a system uses.

use crate::gateway::Gateway;
use crate::traffic::day;
use catalogue::{Code, Language};
use jiff::{SignedDuration, Timestamp};
use letter::{Completeness, LayerName, LetterType, SenderId, TypeCode, completeness_of_type};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::{StoreError, Stuck};

/// Days looked back.
pub(crate) const DAYS: i64 = 30;
/// Reasons that say that the address or number in the system's own register is wrong.
const WRONG_ADDRESS: [Code; 3] = [Code::Returned, Code::NotInRegister, Code::NoPostalAddress];
/// Letters with a wrong address that are named for each system; the number of all stands beside.
const NAMED_MAX: usize = 100;

/// The data of one system.
#[derive(Default)]
pub(crate) struct Quality {
    /// Name of its key or certificate.
    pub(crate) system: String,
    /// Letters that were accepted from it.
    pub(crate) letters: u64,
    /// Why letters of it were refused, and how often; most first.
    pub(crate) refusals: Vec<(Code, u64)>,
    /// Letters whose recipient could not be found where the system says, newest first.
    pub(crate) wrong: Vec<Stuck>,
    /// How many there are, named or not.
    pub(crate) wrong_count: usize,
    /// The letter types it uses, most used first.
    pub(crate) types: Vec<TypeUsed>,
}

/// A letter type that a system uses.
pub(crate) struct TypeUsed {
    pub(crate) code: TypeCode,
    pub(crate) letters: u64,
    /// Absent if there is no such type any more.
    pub(crate) known: Option<(Arc<LetterType>, Completeness)>,
}

impl TypeUsed {
    /// Names of the elements that its letters should have and that nothing fills.
    pub(crate) fn missing(&self, language: Language) -> Vec<&'static str> {
        const LAYERS: [LayerName; 3] =
            [LayerName::TechnicalMandatory, LayerName::Minimum, LayerName::TypeSpecific];
        let lacks = |(_, found): &(Arc<LetterType>, Completeness)| found.lacks(&LAYERS).collect::<Vec<_>>();
        let elements = self.known.as_ref().map(lacks).unwrap_or_default();
        elements.into_iter().map(|element| element.title().get(language)).collect()
    }
}

impl Quality {
    /// Whether there is something for the system to mend.
    pub(crate) fn is_clean(&self) -> bool {
        self.refusals.is_empty() && self.wrong_count == 0
    }
}

impl Gateway {
    /// The data of all systems that may be seen, as far as they are about letters of these senders; by name.
    ///
    /// # Errors
    /// The store cannot be read.
    pub(crate) async fn quality(
        &self,
        senders: &[SenderId],
        visible: impl Fn(&str) -> bool,
        now: Timestamp,
    ) -> Result<Vec<Quality>, StoreError> {
        self.write_refusals().await?;
        let since = now.checked_sub(SignedDuration::from_hours(24 * DAYS)).unwrap_or(Timestamp::MIN);
        let mut found: BTreeMap<String, Quality> = BTreeMap::new();
        for one in self.store.refusals(day(now) - DAYS).await? {
            if visible(&one.system) {
                of(&mut found, &one.system).refusals.push((one.code, one.refused));
            }
        }
        for sender in senders {
            for used in self.store.types_by_system(sender, since).await? {
                if let Some(system) = used.system.filter(|system| visible(system)) {
                    let quality = of(&mut found, &system);
                    quality.letters += used.letters;
                    let known = self.letter_type(&used.letter_type).map(|kind| {
                        let complete = completeness_of_type(&kind);
                        (kind, complete)
                    });
                    quality.types.push(TypeUsed { code: used.letter_type, letters: used.letters, known });
                }
            }
            for mut stuck in self.store.letters_stuck(sender, since, &WRONG_ADDRESS).await? {
                if let Some(system) = stuck.system.take().filter(|system| visible(system)) {
                    let quality = of(&mut found, &system);
                    quality.wrong_count += 1;
                    if quality.wrong.len() < NAMED_MAX {
                        quality.wrong.push(stuck);
                    }
                }
            }
        }
        Ok(found.into_values().collect())
    }
}

fn of<'q>(found: &'q mut BTreeMap<String, Quality>, system: &str) -> &'q mut Quality {
    let empty = || Quality { system: system.to_owned(), ..Quality::default() };
    found.entry(system.to_owned()).or_insert_with(empty)
}
