//! AWS Signature Version 4.

use super::config::S3Config;
use aws_lc_rs::hmac;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// A request as far as it is signed.
pub(super) struct Signed<'r> {
    pub(super) method: &'r str,
    /// Path, encoded.
    pub(super) path: &'r str,
    /// Query parameters by name, encoded.
    pub(super) query: &'r str,
    /// Header names in lower case with their values, by name.
    pub(super) headers: &'r [(&'r str, &'r str)],
    /// SHA-256 of the body, hex.
    pub(super) body_sha256: &'r str,
}

/// The time of a request as `x-amz-date` has it.
pub(super) fn amz_date(now: Timestamp) -> String {
    now.to_zoned(TimeZone::UTC).strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// The `Authorization` header.
pub(super) fn authorization(config: &S3Config, amz_date: &str, request: &Signed<'_>) -> String {
    let names = request.headers.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(";");
    let headers: String = request.headers.iter().map(|(name, value)| format!("{name}:{value}\n")).collect();
    let canonical = format!(
        "{}\n{}\n{}\n{headers}\n{names}\n{}",
        request.method, request.path, request.query, request.body_sha256
    );
    let day = amz_date.get(..8).unwrap_or_default();
    let scope = format!("{day}/{}/s3/aws4_request", config.region);
    let digest = hex::encode(crate::blob::sha256(canonical.as_bytes()));
    let text = format!("AWS4-HMAC-SHA256\n{amz_date}\n{scope}\n{digest}");
    let first = zeroize::Zeroizing::new(format!("AWS4{}", config.secret_key.reveal()));
    let mut key = mac(first.as_bytes(), day);
    for part in [config.region.as_str(), "s3", "aws4_request"] {
        key = mac(key.as_ref(), part);
    }
    let signature = hex::encode(mac(key.as_ref(), &text));
    format!(
        "AWS4-HMAC-SHA256 Credential={}/{scope},SignedHeaders={names},Signature={signature}",
        config.access_key
    )
}

fn mac(key: &[u8], text: &str) -> hmac::Tag {
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), text.as_bytes())
}

/// Percent-encodes as the signature wants it; `/` stays where it separates.
pub(super) fn encoded(text: &str, keep_slash: bool) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                encoded.push(char::from(byte))
            }
            b'/' if keep_slash => encoded.push('/'),
            byte => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::s3::config::SecretText;

    /// The published examples of the signature: GET of an object, and of a list.
    #[test]
    fn signatures_are_those_of_the_published_examples() {
        let config = S3Config {
            endpoint: "https://s3.amazonaws.com".to_owned(),
            region: "us-east-1".to_owned(),
            bucket: "examplebucket".to_owned(),
            path_style: false,
            prefix: String::new(),
            access_key: "AKIAIOSFODNN7EXAMPLE".to_owned(),
            secret_key: std::sync::Arc::new(SecretText::new("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")),
            timeout: std::time::Duration::from_secs(1),
        };
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        let date = "20130524T000000Z";
        let object = [
            ("host", "examplebucket.s3.amazonaws.com"),
            ("range", "bytes=0-9"),
            ("x-amz-content-sha256", empty),
            ("x-amz-date", date),
        ];
        let list = [
            ("host", "examplebucket.s3.amazonaws.com"),
            ("x-amz-content-sha256", empty),
            ("x-amz-date", date),
        ];
        for (path, query, headers, wanted) in [
            (
                "/test.txt",
                "",
                &object[..],
                "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
            ),
            (
                "/",
                "max-keys=2&prefix=J",
                &list[..],
                "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
            ),
        ] {
            let request = Signed { method: "GET", path, query, headers, body_sha256: empty };
            assert!(authorization(&config, date, &request).ends_with(wanted), "{path}");
        }
        assert_eq!(amz_date("2013-05-24T00:00:00.5Z".parse().unwrap()), date);
        assert_eq!(encoded("a b/å", true), "a%20b/%C3%A5");
        assert_eq!(encoded("a/b", false), "a%2Fb");
    }
}
