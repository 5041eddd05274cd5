//! What an error of the driver or the server means for the caller.

use crate::StoreError;

/// SQLSTATE beginnings and what they mean; the first that fits counts.
const STATES: [(&str, fn(String) -> StoreError); 13] = [
    ("23", |detail| StoreError::Refused { detail }),
    // Messages of class 22 may repeat a value.
    ("22", |_| StoreError::Refused { detail: "a value that the database cannot hold".to_owned() }),
    ("40", |detail| StoreError::Contended { detail }),
    ("55P03", |detail| StoreError::Contended { detail }),
    ("53100", |_| StoreError::Full),
    ("53", |detail| StoreError::Unreachable { detail }),
    ("57P", |detail| StoreError::Unreachable { detail }),
    // Somebody or a timeout ended the statement: nothing of it stands.
    ("57014", |detail| StoreError::Contended { detail }),
    ("08", |detail| StoreError::Unreachable { detail }),
    ("25P03", |detail| StoreError::Unreachable { detail }),
    // After a failover this may be the old primary, or a standby that is none yet.
    ("25006", |_| StoreError::Unreachable {
        detail: "the database server takes no writes: a standby?".to_owned(),
    }),
    ("XX001", StoreError::corrupt),
    ("XX002", StoreError::corrupt),
];

/// What an SQLSTATE means.
fn meaning(code: &str, detail: String) -> StoreError {
    match STATES.iter().find(|(state, _)| code.starts_with(state)) {
        Some((_, means)) => means(detail),
        None => StoreError::Unavailable { detail },
    }
}

/// Turns an error into what the caller can do about it.
pub(super) fn judge(error: sqlx::Error) -> StoreError {
    match error {
        sqlx::Error::Database(error) => {
            let code = error.code().unwrap_or_default();
            // The message names table and constraint, never a value; the detail would.
            let detail = format!("{} (SQLSTATE {code})", error.message());
            meaning(&code, detail)
        }
        sqlx::Error::PoolClosed => StoreError::Closed,
        sqlx::Error::PoolTimedOut => StoreError::Unreachable {
            detail: "no connection to the database server could be had in time".to_owned(),
        },
        sqlx::Error::Configuration(error) => StoreError::Unavailable { detail: error.to_string() },
        sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::Protocol(_) => {
            StoreError::Unreachable { detail: error.to_string() }
        }
        other => StoreError::Unavailable { detail: other.to_string() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_mean_what_the_caller_can_do() {
        for (code, expected) in [
            ("23505", "Refused"),
            ("22021", "Refused"),
            ("40001", "Contended"),
            ("40P01", "Contended"),
            ("55P03", "Contended"),
            ("57014", "Contended"),
            ("53100", "Full"),
            ("53300", "Unreachable"),
            ("57P01", "Unreachable"),
            ("57P03", "Unreachable"),
            ("08006", "Unreachable"),
            ("25P03", "Unreachable"),
            ("25006", "Unreachable"),
            ("XX001", "Corrupt"),
            ("28P01", "Unavailable"),
            ("", "Unavailable"),
        ] {
            let told = format!("{:?}", meaning(code, "secret".to_owned()));
            assert!(told.starts_with(expected), "{code}: {told}");
            assert!(!code.starts_with("22") || !told.contains("secret"), "{told}");
        }
    }
}
