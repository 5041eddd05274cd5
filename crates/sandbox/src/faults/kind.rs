//! What can go wrong: one table.

use std::fmt;
use std::fmt::Write as _;

use super::place::Place;

/// What goes wrong. Each is explained in its row of the table (`docs/SANDBOX.md`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is explained in its row of KINDS")]
pub enum FaultKind {
    Down,
    Drop,
    Slow,
    Http,
    Fault,
    Reject,
    Lost,
    Silent,
    Late,
    Half,
    Drip,
    Wrong,
    After,
    Duplicate,
    Missing,
    Delayed,
    Expired,
    Stranger,
}

/// A kind, with its number where it has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fault {
    /// What goes wrong.
    pub kind: FaultKind,
    /// HTTP status or SOAP error code; 0 where the kind has none.
    pub code: u16,
}

impl Fault {
    /// Reads `lost`, `http-503`, `fault-5012`, …
    pub(super) fn parse(word: &str) -> Option<Self> {
        let (word, code) = match word.split_once('-') {
            Some((word, digits)) => (word, Some(digits.parse::<u16>().ok()?)),
            None => (word, None),
        };
        let info = KINDS.iter().find(|info| info.word == word)?;
        let code = match (code, info.codes) {
            (None, None) => 0,
            (None, Some((_, _, default))) => default,
            (Some(code), Some((least, most, _))) if (least..=most).contains(&code) => code,
            _ => return None,
        };
        Some(Self { kind: info.kind, code })
    }

    /// Whether it can strike there.
    pub(super) fn happens_at(self, place: Place) -> bool {
        (self.kind.info().happens_at)(place)
    }

    /// Whether something is done and the caller does not learn of it: news then comes late, by receipt.
    pub(super) fn loses_answer(self) -> bool {
        self.kind.info().moment == Moment::After
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let info = self.kind.info();
        f.write_str(info.word)?;
        if self.code == 0 { Ok(()) } else { write!(f, "-{}", self.code) }
    }
}

/// When a fault is played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moment {
    /// Before anything is read: nothing is stored.
    Before,
    /// After the work is done: the answer suffers.
    After,
    /// By whoever does the work.
    Within,
    /// While the connection is opened.
    Handshake,
}

pub(super) struct KindInfo {
    kind: FaultKind,
    word: &'static str,
    pub(super) moment: Moment,
    /// Least, most, and the number taken when none is given.
    codes: Option<(u16, u16, u16)>,
    happens_at: fn(Place) -> bool,
    what: &'static str,
}

fn by_http(place: Place) -> bool {
    !matches!(place, Place::Print | Place::Push | Place::Tls)
}

fn takes_letters(place: Place) -> bool {
    matches!(place, Place::DigitalPost | Place::Memos | Place::Kombi | Place::KombiSend)
}

macro_rules! kinds {
    ($($kind:ident $word:literal $moment:ident $codes:expr, $places:expr, $what:literal;)*) => {
        /// Every kind, in the order of the documentation.
        static KINDS: &[KindInfo] = &[$(KindInfo {
            kind: FaultKind::$kind, word: $word, moment: Moment::$moment, codes: $codes, happens_at: $places, what: $what,
        }),*];
    };
}

kinds! {
    Down "down" Before None, by_http, "HTTP 503; nothing is stored";
    Drop "drop" Before None, |place| place != Place::Print, "the connection is closed without an answer; nothing is stored. `tls`: in the handshake. `push`: not sent this time";
    Slow "slow" Before None, |place| place != Place::Tls, "they think for the time `slow=` first";
    Http "http" Before Some((400, 599, 500)), by_http, "`http-429`, `http-502`, …: this status; nothing is stored";
    Fault "fault" Before Some((1000, 9999, 5000)), |place| by_http(place) || place == Place::Print, "a fault of the passing kind: SOAP fault 5000 or, as `fault-6005`, another; HTTP 500 with an error body (Digital Post, tokens); an access token refused before its time (KOMBIT); a job refused (print). Nothing is stored";
    Reject "reject" Within None, |place| matches!(place, Place::Kombi | Place::KombiSend | Place::Print), "the request is refused by its `FejlId` (KOMBIT), the job by its acknowledgement (print shop)";
    Lost "lost" After None, |place| by_http(place) || place == Place::Push, "stored, then the connection is closed without an answer. `push`: taken, but the answer is lost, and it comes again";
    Silent "silent" After None, |place| by_http(place) || place == Place::Tls, "stored, then the line is held in silence for the time `silence=` and closed. `tls`: no word in the handshake";
    Late "late" After None, by_http, "stored, and answered after the time `slow=`";
    Half "half" After None, by_http, "stored, and the connection is cut in the middle of the answer";
    Drip "drip" After None, by_http, "stored, and the answer comes in sixteen pieces over the time `slow=`";
    Wrong "wrong" After None, by_http, "stored, and answered 200 with something else: another element, another object";
    After "after" After Some((400, 599, 502)), by_http, "`after-502`, …: stored, and answered with this status, as by a proxy";
    Duplicate "duplicate" Within None, |place| takes_letters(place) || place == Place::Push, "receipts come twice, and in the wrong order";
    Missing "missing" Within None, |place| takes_letters(place) || place == Place::Print, "delivered, but no receipt ever comes";
    Delayed "delayed" Within None, takes_letters, "the receipt comes late";
    Expired "expired" Handshake None, |place| place == Place::Tls, "the server's certificate has expired";
    Stranger "stranger" Handshake None, |place| place == Place::Tls, "the server's certificate is of an authority that nobody trusts";
}

impl FaultKind {
    pub(super) fn info(self) -> &'static KindInfo {
        // The test below proves that each kind has a row; the first is a harmless stand-in for the compiler.
        KINDS.iter().find(|info| info.kind == self).unwrap_or(&KINDS[0])
    }
}

pub(super) fn markdown() -> String {
    let mut text = String::from("| kind | what happens |\n|---|---|\n");
    for info in KINDS {
        let _ = writeln!(text, "| `{}` | {} |", info.word, info.what);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_row_and_reads_what_it_writes() {
        assert_eq!(KINDS.len(), FaultKind::Stranger as usize + 1);
        for info in KINDS {
            let fault = Fault::parse(info.word).unwrap();
            assert_eq!((fault.kind, Fault::parse(&fault.to_string())), (info.kind, Some(fault)));
        }
        assert_eq!(Fault::parse("fault-6005"), Some(Fault { kind: FaultKind::Fault, code: 6005 }));
        for word in ["http-200", "http-", "lost-3", "explode", "fault-5", "after-700"] {
            assert_eq!(Fault::parse(word), None, "{word}");
        }
    }
}
