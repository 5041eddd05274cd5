//! A gateway with two Danish municipalities and a Swedish one, none of which has a digital channel: letters go to print or to
//! the desk by themselves.

use super::browser::Browser;
use jiff::Timestamp;
use letter::SenderId;
use server::{Config, Gateway, Role, Serving, new_key, random_32};
use std::os::unix::fs::PermissionsExt;
use std::sync::LazyLock;
use store::{Granted, NewPerson, Origin};
use tempfile::TempDir;

/// The password of everybody.
pub(crate) const PASSWORD: &str = "duer flyver langt";
/// Hashing takes its time: once is enough.
static PASSWORD_HASH: LazyLock<String> = LazyLock::new(|| server::hash_password(PASSWORD).unwrap());

/// A person of the official Danish examples.
pub(crate) const DANE: &str = "2211771212";
/// An official Swedish test number.
pub(crate) const SWEDE: &str = "198101052382";

const CONFIG: &str = r#"
environment = "sandbox"
data_dir = "data"
listen = "127.0.0.1:0"

[[sender]]
id = "eksempel"
country = "dk"
name = "Eksempel Kommune"
number = "12345678"
contact = { text = "Ring til borgerservice." }
agreements = [
  { name = "Tilslutningsaftale", signed_by = "Kommunaldirektør Ea Eksempel", signed_on = "2026-01-02" },
  { name = "Vilkår" },
]

[[sender]]
id = "anden"
country = "dk"
name = "Anden Kommune"
number = "87654321"
contact = { text = "Ring til os." }

[[letter_type]]
code = "brev"
sender = "eksempel"
name = { da = "Plads i børnehave", sv = "Förskoleplats", en = "Kindergarten place" }
class = 2
fallback = "print"

[[letter_type]]
code = "hoering"
sender = "eksempel"
name = { da = "Partshøring", sv = "Kommunicering", en = "Hearing of a party" }
class = 3
fallback = "desk"

[[letter_type]]
code = "boernesag"
sender = "eksempel"
name = { da = "Børnesag", sv = "Barnärende", en = "Child case" }
class = 4
fallback = "desk"

[[letter_type]]
code = "opkraevning"
sender = "eksempel"
name = { da = "Opkrævning", sv = "Avi", en = "Payment request" }
class = 2
fallback = "print"
archetype = "payment"

[letter_type.fields]
amount = { da = "Beløb i kroner", sv = "Belopp", en = "Amount in kroner" }

[letter_type.markup]
deadline = { kind = "act", by = { value = "{due}", required = true } }

[[letter_type.markup.actions]]
kind = "payment"
required = true
label = "Betal opkrævningen"
url = "https://betal.example/{invoice.number}"
amount = { value = "{amount}", required = true }

[[letter_type]]
code = "andet"
sender = "anden"
name = { da = "Andet", sv = "Annat", en = "Other" }
class = 1
fallback = "desk"

[print]
hot_folder = "print"

[[print.senders]]
sender = "eksempel"
name = "Eksempel Kommune"
return_address = "Eksempel Kommune, Torvet 1, 9999 Eksempel"
posted_in = "DK"
"#;

pub(crate) struct House {
    pub(crate) gateway: Gateway,
    pub(crate) base: String,
    serving: Option<Serving>,
    folder: TempDir,
}

impl House {
    pub(crate) async fn open() -> House {
        House::open_with("").await
    }

    /// The same with an encrypted store.
    pub(crate) async fn sealed() -> House {
        House::open_with("[encryption]\nmaster_key_file = \"master.key\"").await
    }

    /// The same with more in its configuration: tables at its end, keys at its beginning.
    pub(crate) async fn open_with(more: &str) -> House {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("print")).unwrap();
        let master_key = folder.path().join("master.key");
        std::fs::write(&master_key, format!("{}\n", "5a".repeat(32))).unwrap();
        std::fs::set_permissions(&master_key, std::fs::Permissions::from_mode(0o600)).unwrap();
        let file = folder.path().join("brevdue.toml");
        let (first, last) = if more.starts_with('[') { ("", more) } else { (more, "") };
        std::fs::write(&file, format!("{first}\n{CONFIG}\n{last}")).unwrap();
        let gateway = Gateway::open(Config::load(&file).unwrap()).await.unwrap();
        let serving = gateway.serve().await.unwrap();
        let base = format!("http://{}", serving.address);
        House { gateway, base, serving: Some(serving), folder }
    }

    pub(crate) async fn key(&self, name: &str, senders: &[&str], scopes: &[&str]) -> String {
        let key = new_key(random_32());
        let senders: Vec<SenderId> = senders.iter().map(|id| SenderId::from(*id)).collect();
        let scopes: Vec<String> = scopes.iter().map(|scope| (*scope).to_owned()).collect();
        self.gateway
            .store()
            .put_api_key(name, key.hash, &senders, &scopes, Timestamp::now(), "test")
            .await
            .unwrap();
        key.text
    }

    /// A person with these roles, with [`PASSWORD`].
    pub(crate) async fn add(&self, name: &str, grants: &[Granted]) {
        let new = NewPerson {
            name: name.to_owned(),
            display_name: name.to_owned(),
            origin: Origin::Local,
            password_hash: Some(PASSWORD_HASH.clone()),
            grants: grants.to_vec(),
            group_grants: Vec::new(),
        };
        assert!(self.gateway.store().add_person(&new, "test", Timestamp::now()).await.unwrap());
    }

    /// A person with these roles, signed in.
    pub(crate) async fn person(&self, name: &str, grants: &[Granted]) -> Browser {
        self.add(name, grants).await;
        let browser = Browser::new(&self.base);
        browser.sign_in(name, PASSWORD).await;
        browser
    }

    /// A person with every role, for these senders or, if none is named, for all; signed in.
    pub(crate) async fn everything(&self, name: &str, senders: &[&str]) -> Browser {
        let roles = || Role::ALL.iter().map(|role| role.as_str());
        let grants: Vec<Granted> = if senders.is_empty() {
            roles().map(Granted::everywhere).collect()
        } else {
            senders.iter().flat_map(|sender| roles().map(|role| Granted::at(role, *sender))).collect()
        };
        self.person(name, &grants).await
    }

    /// A case worker of Eksempel, signed in.
    pub(crate) async fn case_worker(&self) -> Browser {
        self.person("anna", &[Granted::at("case_worker", "eksempel")]).await
    }

    /// Letters that the store holds.
    pub(crate) async fn letters(&self) -> u64 {
        self.gateway.store().counts_by_state(None).await.unwrap().values().sum()
    }

    /// What the database's files hold.
    pub(crate) fn database_bytes(&self) -> Vec<u8> {
        let files = std::fs::read_dir(self.folder.path().join("data")).unwrap();
        let files = files.map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
        files.flat_map(|path| std::fs::read(path).unwrap()).collect()
    }

    pub(crate) async fn close(mut self) {
        self.serving.take().unwrap().stop().await;
        self.folder.close().unwrap();
    }
}

/// A small letter.
pub(crate) fn pdf(subject: &str) -> Vec<u8> {
    let text = paper::LetterText {
        sender: "Eksempel Kommune".to_owned(),
        subject: subject.to_owned(),
        body: "Kære borger\n\nHer er dit brev med æ, ø og å.".to_owned(),
        ..paper::LetterText::default()
    };
    paper::simple_letter(&text).unwrap()
}

/// Sends a letter and says where its page is.
pub(crate) async fn send(browser: &Browser, kind: &str, subject: &str, reference: &str) -> String {
    let form = browser.get("/send").await;
    let fields = [
        ("csrf", form.hidden("csrf")),
        ("form", form.hidden("form")),
        ("to", DANE.to_owned()),
        ("type", kind.to_owned()),
        ("subject", subject.to_owned()),
        ("text", "Læs det vedlagte.".to_owned()),
        ("reference", reference.to_owned()),
        ("do", "send".to_owned()),
    ];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    browser.post_files("/send", &fields, &[("brev.pdf", pdf(subject))]).await.location()
}
