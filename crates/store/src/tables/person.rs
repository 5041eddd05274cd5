//! Table `person`: who may use the pages, and what they may do.

/// The columns of a person, without the password.
macro_rules! columns {
    () => {
        "p.name, p.display_name, p.issuer, p.subject, p.grants, p.group_grants, p.active, p.made_at_us, p.seen_at_us"
    };
}
pub(crate) use columns;

/// How many columns that are.
pub(crate) const COLUMNS: usize = 9;

/// Adds name, display name, issuer, subject, password hash, grants, grants from groups, made at. Does nothing if the
/// name or the subject is taken.
pub(crate) const ADD: &str = "INSERT INTO person (name, display_name, issuer, subject, password_hash, grants, \
     group_grants, made_at_us, active) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1) ON CONFLICT DO NOTHING";

/// Gives everybody.
pub(crate) const ALL: &str = concat!("SELECT ", columns!(), " FROM person p ORDER BY p.name");

/// Gives person $1.
pub(crate) const BY_NAME: &str = concat!("SELECT ", columns!(), " FROM person p WHERE p.name = $1");

/// Gives the person whom issuer $1 calls $2.
pub(crate) const BY_SUBJECT: &str =
    concat!("SELECT ", columns!(), " FROM person p WHERE p.issuer = $1 AND p.subject = $2");

/// Gives the password hash of the active person $1.
pub(crate) const PASSWORD: &str =
    "SELECT password_hash FROM person WHERE name = $1 AND active = 1 AND password_hash IS NOT NULL";

/// Sets the password hash of $1, who signs in here, to $2.
pub(crate) const SET_PASSWORD: &str =
    "UPDATE person SET password_hash = $2 WHERE name = $1 AND issuer IS NULL";

/// Sets the grants of $1 from $2 to $3.
pub(crate) const SET_GRANTS: &str = "UPDATE person SET grants = $3 WHERE name = $1 AND grants = $2";

/// Sets display name $2 of $1.
pub(crate) const SET_DISPLAY_NAME: &str = "UPDATE person SET display_name = $2 WHERE name = $1";

/// Sets grants $2, which come from groups, of $1.
pub(crate) const SET_GROUPS: &str =
    "UPDATE person SET group_grants = $2 WHERE name = $1 AND group_grants <> $2";

/// Sets whether $1 may come in to $2.
pub(crate) const SET_ACTIVE: &str = "UPDATE person SET active = $2 WHERE name = $1 AND active <> $2";

/// Notes that $1 was here at $2.
pub(crate) const SEEN: &str = "UPDATE person SET seen_at_us = $2 WHERE name = $1";

/// Removes person $1, whose sessions have been ended.
pub(crate) const REMOVE: &str = "DELETE FROM person WHERE name = $1";
