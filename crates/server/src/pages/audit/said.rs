//! Acts in the reader's words: by whom, what, and about what. The chain keeps them as short texts for machines.

use crate::access::Role;
use crate::gateway::Gateway;
use crate::pages::words::{Account, AuditTrail, Deeds};
use crate::pages::{citizen, issuer, roles, types};
use catalogue::Language;
use letter::TypeState;
use store::{ActEntry, ActKind, Granted};

/// Characters of a digest that tell two apart.
const DIGEST_SHOWN: usize = 12;

/// Who acted. What acts by itself is named in words; people, keys and commands have names of their own.
pub(super) fn by(name: &str, lang: Language) -> String {
    match name {
        issuer::BY => Account::of(lang).from_group.to_owned(),
        "gateway" | "store" => AuditTrail::of(lang).ourselves.to_owned(),
        _ => name.to_owned(),
    }
}

/// What an act is about. Nothing where the kind says it all.
pub(super) fn about(gateway: &Gateway, act: &ActEntry, lang: Language) -> Option<String> {
    let about = act.about.as_deref()?;
    match ActKind::ALL.iter().find(|known| known.as_str() == act.kind) {
        Some(ActKind::ChainBegun) => None,
        Some(ActKind::ConfigurationLoaded) => Some(short(about)),
        Some(ActKind::CitizenLooked) => {
            // What tells two citizens apart, without being a number.
            let hash = about.rsplit_once("recipient ").map_or("", |(_, hash)| hash);
            Some(format!("{} ({})", citizen::reason_of(about, lang), short(hash)))
        }
        Some(ActKind::LettersSearched) => {
            Some(short(about.rsplit_once("recipient ").map_or("", |(_, hash)| hash)))
        }
        Some(ActKind::PersonMade | ActKind::PersonSet) => Some(person(gateway, about, lang)),
        Some(ActKind::LetterTypeChanged) => Some(letter_type(about, lang)),
        _ => Some(about.to_owned()),
    }
}

fn short(digest: &str) -> String {
    digest.get(..DIGEST_SHOWN).map_or_else(|| digest.to_owned(), |start| format!("{start}…"))
}

/// "name: roles", or what else was set of a person.
fn person(gateway: &Gateway, about: &str, lang: Language) -> String {
    let t = AuditTrail::of(lang);
    let Some((name, set)) = about.split_once(": ") else { return about.to_owned() };
    let set = match set {
        "password" => t.password.to_owned(),
        "shut out" => t.shut.to_owned(),
        "let in" => t.let_in.to_owned(),
        _ => match serde_json::from_str::<Vec<Granted>>(set) {
            Ok(granted) if granted.is_empty() => t.no_roles.to_owned(),
            Ok(granted) => {
                let roles: Vec<String> = granted.iter().map(|one| role(gateway, one, lang)).collect();
                roles.join("; ")
            }
            Err(_) => set.to_owned(),
        },
    };
    format!("{name}: {set}")
}

fn role(gateway: &Gateway, granted: &Granted, lang: Language) -> String {
    let t = Account::of(lang);
    let title = Role::parse(&granted.role).map_or(t.unknown_role, |role| role.title().get(lang));
    format!("{title}, {}", roles::place(gateway, granted.within().as_ref(), t.everywhere))
}

/// "code version 3: state".
fn letter_type(about: &str, lang: Language) -> String {
    let split = about.rsplit_once(": ").and_then(|(which, state)| Some((which, TypeState::parse(state)?)));
    split.map_or_else(
        || about.to_owned(),
        |(which, state)| format!("{which}: {}", types::state_words(state, lang)),
    )
}

/// A kind of act in words; of a kind that this release does not know, that it is one.
pub(super) fn deed(kind: &str, lang: Language) -> &'static str {
    let d = Deeds::of(lang);
    let known = ActKind::ALL.iter().find(|known| known.as_str() == kind);
    match known {
        Some(ActKind::ChainBegun) => d.chain_begun,
        Some(ActKind::ConfigurationLoaded) => d.configuration_loaded,
        Some(ActKind::ApiKeyMade) => d.api_key_made,
        Some(ActKind::ApiKeyRevoked) => d.api_key_revoked,
        Some(ActKind::PersonMade) => d.person_made,
        Some(ActKind::SignedInLocally) => d.signed_in_locally,
        Some(ActKind::SessionsEnded) => d.sessions_ended,
        Some(ActKind::PersonSet) => d.person_set,
        Some(ActKind::PersonRemoved) => d.person_removed,
        Some(ActKind::LetterTypeImported) => d.letter_type_imported,
        Some(ActKind::LetterTypeChanged) => d.letter_type_changed,
        Some(ActKind::MasterKeyRotated) => d.master_key_rotated,
        Some(ActKind::LetterForgotten) => d.letter_forgotten,
        Some(ActKind::CitizenLooked) => d.citizen_looked,
        Some(ActKind::LettersSearched) => d.letters_searched,
        Some(ActKind::BackupTaken) => d.backup_taken,
        Some(ActKind::Restored) => d.restored,
        None => d.unknown,
    }
}
