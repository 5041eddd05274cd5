//! Tables `api_key`, `person`, `session`: who may come in.

/// Adds name, hash, senders, scopes, created at.
pub(crate) const ADD_KEY: &str =
    "INSERT INTO api_key (name, hash, senders, scopes, created_at_us) VALUES ($1, $2, $3, $4, $5)";

/// Gives name, hash, senders, scopes, created at, revoked at.
pub(crate) const KEYS: &str =
    "SELECT name, hash, senders, scopes, created_at_us, revoked_at_us FROM api_key ORDER BY name";

/// Revokes key $1 at $2.
pub(crate) const REVOKE_KEY: &str =
    "UPDATE api_key SET revoked_at_us = $2 WHERE name = $1 AND revoked_at_us IS NULL";

/// Sets password and roles of $1.
pub(crate) const PUT_PERSON: &str = "INSERT INTO person (name, password_hash, roles) VALUES ($1, $2, $3) \
     ON CONFLICT (name) DO UPDATE SET password_hash = excluded.password_hash, roles = excluded.roles";

/// Gives name, password hash, roles of $1.
pub(crate) const PERSON: &str = "SELECT name, password_hash, roles FROM person WHERE name = $1";

/// Gives the same of everybody.
pub(crate) const PEOPLE: &str = "SELECT name, password_hash, roles FROM person ORDER BY name";

/// Removes person $1, whose sessions have been ended.
pub(crate) const REMOVE_PERSON: &str = "DELETE FROM person WHERE name = $1";

/// Starts session $1 of person $2 until $3.
pub(crate) const START_SESSION: &str =
    "INSERT INTO session (hash, person, expires_at_us) VALUES ($1, $2, $3)";

/// Gives name, password hash, roles, end of the session $1 still alive at $2.
pub(crate) const SESSION: &str = "SELECT p.name, p.password_hash, p.roles, s.expires_at_us FROM session s \
     JOIN person p ON p.name = s.person WHERE s.hash = $1 AND s.expires_at_us > $2";

/// Ends session $1.
pub(crate) const END_SESSION: &str = "DELETE FROM session WHERE hash = $1";

/// Ends all sessions of person $1.
pub(crate) const END_SESSIONS_OF: &str = "DELETE FROM session WHERE person = $1";

/// Forgets sessions that ended by $1.
pub(crate) const END_EXPIRED: &str = "DELETE FROM session WHERE expires_at_us <= $1";
