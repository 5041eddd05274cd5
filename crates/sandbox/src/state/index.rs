//! The index in memory: a fold over the journal.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::Timestamp;
use uuid::Uuid;

use super::Totals;
use super::account::{Waiting, WaitingKind};
use super::entry::{Channel, Entry, Facts, KombiTaken, PostStatus, PrintStatus, Receipt, Trail};
use crate::outcome::Outcome;
use crate::recipients::Operator;

/// A letter in a mailbox.
#[derive(Clone, Debug)]
pub(crate) struct Letter {
    pub(crate) channel: Channel,
    pub(crate) message_id: String,
    pub(crate) transaction: String,
    pub(crate) blob: String,
    pub(crate) at: Timestamp,
    pub(crate) facts: Facts,
    /// Which copy of the same message: 2 and more are doubled deliveries.
    pub(crate) copy: u64,
}

/// A MeMo whose business receipt is due.
#[derive(Clone, Debug)]
pub(crate) struct Pending {
    pub(crate) transmission: Uuid,
    pub(crate) system: String,
    pub(crate) message_uuid: Option<Uuid>,
    pub(crate) message_id: Option<String>,
    pub(crate) alias: Option<String>,
    pub(crate) blob: String,
    pub(crate) late: bool,
    pub(crate) double: bool,
    pub(crate) missing: bool,
}

/// A job of the print shop.
#[derive(Clone, Debug)]
pub(crate) struct Job {
    pub(crate) status: PrintStatus,
    pub(crate) code: Option<String>,
    pub(crate) pages: u32,
    pub(crate) alias: Option<String>,
    pub(crate) at: Timestamp,
    pub(crate) title: String,
    pub(crate) repeats: u32,
}

/// The first delivery of a message, and how many there were.
#[derive(Clone, Debug)]
pub(crate) struct First {
    pub(crate) alias: String,
    pub(crate) transaction: String,
    pub(crate) title: String,
    pub(crate) copies: u64,
}

/// How often one message was delivered or printed.
pub(super) struct Copies<'a> {
    pub(super) place: &'a str,
    pub(super) message_id: &'a str,
    pub(super) alias: Option<&'a str>,
    pub(super) title: &'a str,
    pub(super) copies: u64,
}

/// Everything known, ready to be asked.
#[derive(Default)]
pub(crate) struct Index {
    pub(crate) overrides: HashMap<String, (Option<Outcome>, Option<Operator>)>,
    /// Whom recipients take mail from, where they have said so.
    pub(crate) accepts: HashMap<String, Vec<String>>,
    pub(crate) waiting: HashMap<(String, WaitingKind), Waiting>,
    pub(crate) mailboxes: HashMap<String, Vec<Letter>>,
    pub(crate) jobs: BTreeMap<String, Job>,
    /// Receipts in the order in which they came to be: (sequence, id).
    pub(crate) receipts: BTreeMap<u64, (Uuid, String, Receipt)>,
    pub(crate) pending: BTreeMap<Uuid, Pending>,
    pub(crate) trails: HashMap<Uuid, Vec<(Trail, Timestamp)>>,
    /// Accepted by KombiPostAfsend and not decided yet.
    pub(crate) kombi_pending: BTreeMap<Uuid, KombiTaken>,
    /// To be pushed by Beskedfordeler, in the order in which they came to be.
    pub(crate) post_statuses: BTreeMap<u64, PostStatus>,
    /// (CVR, `AfsendelseIdentifikator`) of everything accepted.
    consignments: HashSet<(String, String)>,
    receipt_numbers: HashMap<Uuid, u64>,
    firsts: HashMap<(Channel, String), First>,
    attempts: HashMap<(String, String), u32>,
    /// Which system sent which message.
    memo_owners: HashMap<Uuid, String>,
    sequence: u64,
    repeats: u64,
}

impl Index {
    pub(crate) fn apply(&mut self, entry: &Entry) {
        match entry {
            Entry::Outcome { alias, outcome: None, operator: None } => {
                self.overrides.remove(alias);
                self.accepts.remove(alias);
            }
            Entry::Outcome { alias, outcome, operator } => {
                // Who is told to play something plays it, whatever was said before.
                if outcome.is_some() {
                    self.accepts.remove(alias);
                }
                let known = self.overrides.entry(alias.clone()).or_default();
                *known = (outcome.or(known.0), operator.or(known.1));
            }
            Entry::Accepts { alias, senders } => {
                self.accepts.insert(alias.clone(), senders.clone());
            }
            Entry::Waits { alias, request } => {
                self.waiting.insert((alias.clone(), request.what.kind()), request.clone());
            }
            Entry::WaitedFor { alias, kind } => {
                self.waiting.remove(&(alias.clone(), *kind));
            }
            Entry::Attempt { place, message_id } => {
                *self.attempts.entry((place.clone(), message_id.clone())).or_default() += 1;
            }
            Entry::Delivered { channel, alias, message_id, transaction, blob, at, facts } => {
                let key = (*channel, message_id.clone());
                let first = self.firsts.entry(key).or_insert_with(|| First {
                    alias: alias.clone(),
                    transaction: transaction.clone(),
                    title: facts.subject.clone(),
                    copies: 0,
                });
                first.copies += 1;
                let letter = Letter {
                    channel: *channel,
                    message_id: message_id.clone(),
                    transaction: transaction.clone(),
                    blob: blob.clone(),
                    at: *at,
                    facts: facts.clone(),
                    copy: first.copies,
                };
                self.mailboxes.entry(alias.clone()).or_default().push(letter);
            }
            Entry::Repeat { .. } => self.repeats += 1,
            Entry::MemoTaken {
                transmission,
                system,
                message_uuid,
                message_id,
                alias,
                blob,
                late,
                double,
                missing,
                ..
            } => {
                if let Some(uuid) = message_uuid {
                    self.memo_owners.insert(*uuid, system.clone());
                }
                self.pending.insert(
                    *transmission,
                    Pending {
                        transmission: *transmission,
                        system: system.clone(),
                        message_uuid: *message_uuid,
                        message_id: message_id.clone(),
                        alias: alias.clone(),
                        blob: blob.clone(),
                        late: *late,
                        double: *double,
                        missing: *missing,
                    },
                );
            }
            Entry::Receipt { id, system, business, receipt } => {
                self.sequence += 1;
                self.receipts.insert(self.sequence, (*id, system.clone(), receipt.clone()));
                self.receipt_numbers.insert(*id, self.sequence);
                if *business {
                    self.pending.remove(&receipt.transmission_id);
                }
            }
            Entry::ReceiptDeleted { id } => {
                if let Some(number) = self.receipt_numbers.remove(id) {
                    self.receipts.remove(&number);
                }
            }
            Entry::Trail { message_uuid, tag, at } => {
                self.trails.entry(*message_uuid).or_default().push((*tag, *at))
            }
            Entry::Print { job_id, status, code, pages, alias, at, title } => {
                let job = Job {
                    status: *status,
                    code: code.clone(),
                    pages: *pages,
                    alias: alias.clone(),
                    at: *at,
                    title: title.clone(),
                    repeats: 0,
                };
                self.jobs.insert(job_id.clone(), job);
            }
            Entry::PrintRepeat { job_id } => {
                if let Some(job) = self.jobs.get_mut(job_id) {
                    job.repeats += 1;
                }
                self.repeats += 1;
            }
            Entry::KombiTaken(taken) => {
                // The UUID is used up for the direct road, too: the mailbox is the same.
                self.memo_owners.insert(taken.message_uuid, format!("kombi {}", taken.cvr));
                if let Some(id) = &taken.consignment {
                    self.consignments.insert((taken.cvr.clone(), id.clone()));
                }
                self.kombi_pending.insert(taken.transmission, KombiTaken::clone(taken));
            }
            Entry::KombiDone { transmission } => {
                self.kombi_pending.remove(transmission);
            }
            Entry::PostStatus(status) => {
                self.sequence += 1;
                self.post_statuses.insert(self.sequence, PostStatus::clone(status));
            }
            Entry::PostStatusTaken { delivery } => {
                self.post_statuses.retain(|_, status| status.delivery != *delivery);
            }
        }
    }

    /// Whether this municipality has used this `AfsendelseIdentifikator`.
    pub(crate) fn consignment_used(&self, cvr: &str, id: &str) -> bool {
        self.consignments.contains(&(cvr.to_owned(), id.to_owned()))
    }

    pub(crate) fn attempts(&self, place: &str, message_id: &str) -> u32 {
        self.attempts.get(&(place.to_owned(), message_id.to_owned())).copied().unwrap_or(0)
    }

    /// The first delivery of this message through this channel.
    pub(crate) fn first(&self, channel: Channel, message_id: &str) -> Option<&First> {
        self.firsts.get(&(channel, message_id.to_owned()))
    }

    /// Receipts that wait for a system, oldest first.
    pub(crate) fn receipts_of(&self, system: &str) -> impl Iterator<Item = (&Uuid, &Receipt)> + Clone {
        self.receipts
            .values()
            .filter(move |(_, owner, _)| owner == system)
            .map(|(id, _, receipt)| (id, receipt))
    }

    /// The receipt with this id, if it waits for this system.
    pub(crate) fn receipt(&self, system: &str, id: &Uuid) -> Option<&Receipt> {
        let number = self.receipt_numbers.get(id)?;
        self.receipts.get(number).filter(|(_, owner, _)| owner == system).map(|(_, _, receipt)| receipt)
    }

    /// The system that has sent a message with this UUID, if any has.
    pub(crate) fn memo_owner(&self, uuid: &Uuid) -> Option<&str> {
        self.memo_owners.get(uuid).map(String::as_str)
    }

    /// Everything delivered or printed.
    pub(super) fn copies(&self) -> impl Iterator<Item = Copies<'_>> {
        let letters = self.firsts.iter().map(|((channel, id), first)| Copies {
            place: channel.code(),
            message_id: id,
            alias: Some(&first.alias),
            title: &first.title,
            copies: first.copies,
        });
        let jobs =
            self.jobs.iter().filter(|(_, job)| job.status == PrintStatus::Printed).map(|(id, job)| Copies {
                place: "print",
                message_id: id,
                alias: job.alias.as_deref(),
                title: &job.title,
                copies: 1,
            });
        letters.chain(jobs)
    }

    pub(super) fn totals(&self) -> Totals {
        let mut totals = Totals { repeats_recognised: self.repeats, ..Totals::default() };
        for Copies { place, copies, .. } in self.copies() {
            totals.unique += 1;
            totals.doubled += copies - 1;
            match place {
                "print" => totals.printed += copies,
                "digital_post" => totals.digital_post += copies,
                _ => totals.mina_meddelanden += copies,
            }
        }
        totals.print_rejected =
            self.jobs.values().filter(|job| job.status == PrintStatus::Rejected).count() as u64;
        totals
    }
}
