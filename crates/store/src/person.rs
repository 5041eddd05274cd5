//! People who use the pages: where they sign in, what they may do, and by whom that was given.

use crate::access::{list, list_text};
use crate::audit::{Act, ActKind};
use crate::engine::{Row as Fetched, Statement, Value};
use crate::tables::{person, session};
use crate::time::{micros, opt_timestamp, timestamp};
use crate::{Store, StoreError, Within};
use jiff::Timestamp;
use letter::SenderId;
use serde::{Deserialize, Serialize};

/// A role that was given, for a part of all letters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Granted {
    /// Name of the role; one that a release does not know gives nothing.
    pub role: String,
    /// For this sender only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sender: Option<SenderId>,
    /// For this board or unit of the sender only; means nothing without a sender.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
}

impl Granted {
    /// A role for everything.
    pub fn everywhere(role: &str) -> Granted {
        Granted { role: role.to_owned(), sender: None, unit: None }
    }

    /// A role for a sender.
    pub fn at(role: &str, sender: impl Into<SenderId>) -> Granted {
        Granted { role: role.to_owned(), sender: Some(sender.into()), unit: None }
    }

    /// The same, for one unit of the sender.
    #[must_use]
    pub fn in_unit(mut self, unit: &str) -> Granted {
        self.unit = Some(unit.to_owned());
        self
    }

    /// The part; nothing means everything.
    pub fn within(&self) -> Option<Within> {
        Some(Within { sender: self.sender.clone()?, unit: self.unit.clone() })
    }
}

/// Where a person signs in.
#[derive(Clone, PartialEq, Eq)]
pub enum Origin {
    /// Here, with a password.
    Local,
    /// At an issuer of identities.
    Oidc {
        /// The issuer's address.
        issuer: String,
        /// A keyed hash of what the issuer calls the person: some issuers use personal numbers for it.
        subject: String,
    },
}

impl std::fmt::Debug for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Origin::Local => f.write_str("Local"),
            Origin::Oidc { issuer, .. } => f.debug_tuple("Oidc").field(issuer).finish(),
        }
    }
}

/// A person who uses the pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Name in events and in the audit trail, unique.
    pub name: String,
    /// Name for people.
    pub display_name: String,
    /// Where the person signs in.
    pub origin: Origin,
    /// Roles given here.
    pub grants: Vec<Granted>,
    /// Roles that follow from the issuer's groups, as of the last sign-in.
    pub group_grants: Vec<Granted>,
    /// Whether the person may come in.
    pub active: bool,
    /// When the gateway first knew the person.
    pub made_at: Timestamp,
    /// When the person was last here, to the minute.
    pub seen_at: Option<Timestamp>,
}

impl Person {
    /// All roles, whoever gave them.
    pub fn all_grants(&self) -> impl Iterator<Item = &Granted> {
        self.grants.iter().chain(&self.group_grants)
    }
}

/// A person to be added.
#[derive(Clone)]
pub struct NewPerson {
    /// See [`Person::name`].
    pub name: String,
    /// See [`Person::display_name`].
    pub display_name: String,
    /// See [`Person::origin`].
    pub origin: Origin,
    /// Argon2 hash of the password in PHC string form, for those who sign in here.
    pub password_hash: Option<String>,
    /// See [`Person::grants`].
    pub grants: Vec<Granted>,
    /// See [`Person::group_grants`].
    pub group_grants: Vec<Granted>,
}

impl Store {
    /// Adds a person; says whether name and subject were free.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be written.
    pub async fn add_person(&self, new: &NewPerson, by: &str, at: Timestamp) -> Result<bool, StoreError> {
        let (issuer, subject) = match &new.origin {
            Origin::Local => (None, None),
            Origin::Oidc { issuer, subject } => (Some(issuer.as_str()), Some(subject.as_str())),
        };
        let text = |text: Option<&str>| text.map_or(Value::Null, Value::from);
        let values = vec![
            new.name.as_str().into(),
            new.display_name.as_str().into(),
            text(issuer),
            text(subject),
            text(new.password_hash.as_deref()),
            list_text(&new.grants)?.into(),
            list_text(&new.group_grants)?.into(),
            micros(at).into(),
        ];
        let mut grants = new.grants.clone();
        grants.extend(new.group_grants.iter().cloned());
        let act = Act::new(ActKind::PersonMade, by, at).about(&said(&new.name, &grants)?);
        self.changed(vec![Statement::new(person::ADD, values)], act).await
    }

    /// Everybody, by name.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read.
    pub async fn people(&self) -> Result<Vec<Person>, StoreError> {
        self.readers().fetch(Statement::new(person::ALL, vec![])).await?.iter().map(read).collect()
    }

    /// The person of that name.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read.
    pub async fn person(&self, name: &str) -> Result<Option<Person>, StoreError> {
        let rows = self.readers().fetch(Statement::new(person::BY_NAME, vec![name.into()])).await?;
        rows.first().map(read).transpose()
    }

    /// The person whom an issuer knows by that subject.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read.
    pub async fn person_of(&self, issuer: &str, subject: &str) -> Result<Option<Person>, StoreError> {
        let values = vec![issuer.into(), subject.into()];
        let rows = self.readers().fetch(Statement::new(person::BY_SUBJECT, values)).await?;
        rows.first().map(read).transpose()
    }

    /// The password hash of an active person who signs in here.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be read.
    pub async fn password_hash(&self, name: &str) -> Result<Option<String>, StoreError> {
        let rows = self.readers().fetch(Statement::new(person::PASSWORD, vec![name.into()])).await?;
        rows.first().map(|row| row.text(0)).transpose()
    }

    /// Sets the password of a person who signs in here, and ends their sessions; says whether there is one.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be written.
    pub async fn set_password(
        &self,
        name: &str,
        hash: &str,
        by: &str,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let set = Statement::new(person::SET_PASSWORD, vec![name.into(), hash.into()]);
        let act = Act::new(ActKind::PersonSet, by, at).about(&format!("{name}: password"));
        self.changed(vec![set, end_of(name)], act).await
    }

    /// Changes the roles that were given here, if they are still `from`, and ends the person's sessions; says whether
    /// they were.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be written.
    pub async fn set_grants(
        &self,
        name: &str,
        from: &[Granted],
        to: &[Granted],
        by: &str,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let values = vec![name.into(), list_text(from)?.into(), list_text(to)?.into()];
        let act = Act::new(ActKind::PersonSet, by, at).about(&said(name, to)?);
        self.changed(vec![Statement::new(person::SET_GRANTS, values), end_of(name)], act).await
    }

    /// Takes over what an issuer says of a person who signs in. If other roles follow from the groups, earlier sessions
    /// end.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be written.
    pub async fn set_groups(
        &self,
        name: &str,
        display_name: &str,
        grants: &[Granted],
        by: &str,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let rename = Statement::new(person::SET_DISPLAY_NAME, vec![name.into(), display_name.into()]);
        self.write(rename).await?;
        let now = self.person(name).await?.map(|person| person.group_grants);
        if now.as_deref() == Some(grants) {
            return Ok(());
        }
        let set = Statement::new(person::SET_GROUPS, vec![name.into(), list_text(grants)?.into()]);
        let act = Act::new(ActKind::PersonSet, by, at).about(&said(name, grants)?);
        self.changed(vec![set, end_of(name)], act).await.map(|_| ())
    }

    /// Lets a person in or shuts them out, and ends their sessions; says whether that changed anything.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be written.
    pub async fn set_active(
        &self,
        name: &str,
        active: bool,
        by: &str,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let set = Statement::new(person::SET_ACTIVE, vec![name.into(), active.into()]);
        let what = if active { "let in" } else { "shut out" };
        let act = Act::new(ActKind::PersonSet, by, at).about(&format!("{name}: {what}"));
        self.changed(vec![set, end_of(name)], act).await
    }

    /// Removes a person and ends their sessions; says whether there was one.
    ///
    /// # Errors
    /// [`StoreError`] if the store cannot be written.
    pub async fn remove_person(&self, name: &str, by: &str, at: Timestamp) -> Result<bool, StoreError> {
        let remove = Statement::new(person::REMOVE, vec![name.into()]);
        let act = Act::new(ActKind::PersonRemoved, by, at).about(name);
        let changed = self.write_act(vec![end_of(name), remove], 1, act).await?;
        Ok(changed.last().is_some_and(|rows| *rows > 0))
    }

    /// Executes statements of which the first decides whether anything happened.
    pub(crate) async fn changed(&self, statements: Vec<Statement>, act: Act) -> Result<bool, StoreError> {
        let changed = self.write_act(statements, 0, act).await?;
        Ok(changed.first().is_some_and(|rows| *rows > 0))
    }
}

fn end_of(name: &str) -> Statement {
    Statement::new(session::END_OF, vec![name.into()])
}

/// A person with roles, for the audit trail.
fn said(name: &str, grants: &[Granted]) -> Result<String, StoreError> {
    Ok(format!("{name}: {}", list_text(grants)?))
}

pub(crate) fn read(row: &Fetched) -> Result<Person, StoreError> {
    let origin = match (row.opt_text(2)?, row.opt_text(3)?) {
        (Some(issuer), Some(subject)) => Origin::Oidc { issuer, subject },
        _ => Origin::Local,
    };
    Ok(Person {
        name: row.text(0)?,
        display_name: row.text(1)?,
        origin,
        grants: list(&row.text(4)?)?,
        group_grants: list(&row.text(5)?)?,
        active: row.int(6)? != 0,
        made_at: timestamp(row.int(7)?)?,
        seen_at: opt_timestamp(row.opt_int(8)?)?,
    })
}
