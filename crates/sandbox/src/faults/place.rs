//! Where a fault can strike: one table, with the paths by which requests find their place.

use std::fmt::Write as _;

/// A side of the national infrastructure at which a fault can strike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// The Swedish address register.
    Far,
    /// The mailbox operator Alfa Post.
    Alfa,
    /// The mailbox operator Beta Brevlåda.
    Beta,
    /// Danish Digital Post, every call.
    DigitalPost,
    /// Its contact register.
    Contacts,
    /// Its intake of messages.
    Memos,
    /// Its receipts by pull.
    Receipts,
    /// KOMBIT's Serviceplatformen, every call: KombiPostAfsend and PostForespørg.
    Kombi,
    /// KombiPostAfsend alone.
    KombiSend,
    /// PostForespørg alone.
    KombiLookup,
    /// KOMBIT's security token service and access tokens.
    Sts,
    /// The print shop.
    Print,
    /// Receipts that are pushed: Beskedfordeler, and Digital Post where it pushes.
    Push,
    /// The TLS handshake of every machine interface.
    Tls,
}

/// One row of the table.
pub(super) struct PlaceInfo {
    place: Place,
    /// Its text form.
    pub(super) name: &'static str,
    /// The larger place whose faults strike here too.
    part_of: Option<Place>,
    /// Beginnings of the paths of its requests.
    paths: &'static [&'static str],
    /// Whether a fault can be meant for one recipient here.
    pub(super) knows_recipient: bool,
    what: &'static str,
}

macro_rules! places {
    ($($place:ident $name:literal $part_of:expr, $paths:expr, $knows:literal, $what:literal;)*) => {
        /// Every place, in the order of the documentation.
        static PLACES: &[PlaceInfo] = &[$(PlaceInfo {
            place: Place::$place, name: $name, part_of: $part_of, paths: &$paths, knows_recipient: $knows, what: $what,
        }),*];
    };
}

places! {
    Far "far" None, ["/far/"], true, "the Swedish register";
    Alfa "operator.alfa" None, ["/operator/alfa/"], true, "Alfa Post";
    Beta "operator.beta" None, ["/operator/beta/"], true, "Beta Brevlåda";
    DigitalPost "digital_post" None, ["/apis/v1/"], false, "Digital Post, every call";
    Contacts "digital_post.contacts" Some(Place::DigitalPost), ["/apis/v1/contacts/"], true, "its contact register";
    Memos "digital_post.memos" Some(Place::DigitalPost), ["/apis/v1/memos/"], true, "its intake of messages";
    Receipts "digital_post.receipts" Some(Place::DigitalPost), ["/apis/v1/receipts"], false, "its receipts by pull";
    Kombi "kombi" None, ["/service/"], false, "Serviceplatformen, every call with a token";
    KombiSend "kombi.send" Some(Place::Kombi), ["/service/KombiPostAfsend_1/"], true, "KombiPostAfsend";
    KombiLookup "kombi.lookup" Some(Place::Kombi), ["/service/PostForespoerg_1/"], true, "PostForespørg";
    Sts "sts" None, ["/runtime/", "/service/AccessTokenService_1/"], false, "KOMBIT's two token services";
    Print "print" None, [], true, "the print shop, KOMBIT's too";
    Push "push" None, [], false, "receipts on their way to the gateway by push";
    Tls "tls" None, [], false, "the handshake of every machine interface, for new connections";
}

impl Place {
    /// Its text form in a fault text.
    pub fn name(self) -> &'static str {
        self.info().name
    }

    /// The place with this text form.
    pub fn parse(name: &str) -> Option<Self> {
        PLACES.iter().find(|info| info.name == name).map(|info| info.place)
    }

    pub(super) fn info(self) -> &'static PlaceInfo {
        // The test below proves that each place has a row; the first is a harmless stand-in for the compiler.
        PLACES.iter().find(|info| info.place == self).unwrap_or(&PLACES[0])
    }

    /// Whether what strikes `other` strikes here.
    pub(super) fn lies_in(self, other: Self) -> bool {
        self == other || self.info().part_of == Some(other)
    }

    /// Where a request with this path is headed: the longest beginning that fits decides.
    pub(super) fn of_path(path: &str) -> Option<Self> {
        let fits = |info: &PlaceInfo| {
            info.paths.iter().filter(|beginning| path.starts_with(**beginning)).map(|b| b.len()).max()
        };
        let found = PLACES.iter().filter_map(|info| Some((fits(info)?, info.place)));
        found.max_by_key(|(length, _)| *length).map(|(_, place)| place)
    }
}

/// The names of all places, for errors.
pub(super) fn names() -> String {
    PLACES.iter().map(|info| info.name).collect::<Vec<_>>().join(", ")
}

pub(super) fn markdown() -> String {
    let mut text = String::from("| place | what |\n|---|---|\n");
    for info in PLACES {
        let mark = if info.knows_recipient { "; also `@ALIAS`" } else { "" };
        let _ = writeln!(text, "| `{}` | {}{mark} |", info.name, info.what);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_has_a_row_and_its_requests_find_it() {
        assert_eq!(PLACES.len(), Place::Tls as usize + 1);
        for info in PLACES {
            assert_eq!((info.place.name(), Place::parse(info.name)), (info.name, Some(info.place)));
            for path in info.paths {
                assert_eq!(Place::of_path(&format!("{path}x")), Some(info.place), "{path}");
            }
        }
        assert_eq!(Place::of_path("/mailbox/x"), None);
        assert!(Place::Memos.lies_in(Place::DigitalPost) && !Place::DigitalPost.lies_in(Place::Memos));
    }
}
