//! Table `api_key`: which systems may come in.

/// Adds name, hash, senders, scopes, created at.
pub(crate) const ADD_KEY: &str =
    "INSERT INTO api_key (name, hash, senders, scopes, created_at_us) VALUES ($1, $2, $3, $4, $5)";

/// Gives name, hash, senders, scopes, created at, revoked at.
pub(crate) const KEYS: &str =
    "SELECT name, hash, senders, scopes, created_at_us, revoked_at_us FROM api_key ORDER BY name";

/// Revokes key $1 at $2.
pub(crate) const REVOKE_KEY: &str =
    "UPDATE api_key SET revoked_at_us = $2 WHERE name = $1 AND revoked_at_us IS NULL";
