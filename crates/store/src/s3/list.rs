//! The answer to a LIST: what is needed of it, by tags, since nothing else in it has their names.

use jiff::Timestamp;

/// A page of a list.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Listed {
    /// Keys with the times of their last change.
    pub(super) objects: Vec<(String, Timestamp)>,
    /// Where the next page begins.
    pub(super) next: Option<String>,
}

/// Reads a page; nothing if it is not one.
pub(super) fn read(text: &str) -> Option<Listed> {
    // A listing has no DOCTYPE; whoever sends one is no object store.
    if !text.contains("<ListBucketResult") || text.contains("<!DOCTYPE") {
        return None;
    }
    let mut listed = Listed::default();
    for part in text.split("<Contents>").skip(1) {
        let entry = part.split("</Contents>").next()?;
        let at = between(entry, "LastModified")?.parse().ok()?;
        listed.objects.push((unescaped(between(entry, "Key")?), at));
    }
    listed.next = between(text, "NextContinuationToken").map(unescaped);
    Some(listed)
}

fn between<'t>(text: &'t str, tag: &str) -> Option<&'t str> {
    let (_, after) = text.split_once(&format!("<{tag}>"))?;
    after.split_once(&format!("</{tag}>")).map(|(value, _)| value)
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_times_and_the_next_page_are_read() {
        let text = "<?xml version=\"1.0\"?><ListBucketResult xmlns=\"x\"><IsTruncated>true</IsTruncated>\
            <Contents><Key>a/1</Key><LastModified>2026-11-22T08:00:00.000Z</LastModified></Contents>\
            <Contents><LastModified>2026-11-22T09:00:00.000Z</LastModified><Key>a&amp;b</Key></Contents>\
            <NextContinuationToken>t/1=</NextContinuationToken></ListBucketResult>";
        let listed = read(text).unwrap();
        let keys: Vec<&str> = listed.objects.iter().map(|(key, _)| key.as_str()).collect();
        assert_eq!((keys, listed.next.as_deref()), (vec!["a/1", "a&b"], Some("t/1=")));
        let empty = read("<ListBucketResult></ListBucketResult>").unwrap();
        assert_eq!(empty, Listed::default());
        for wrong in [
            "",
            "<html>",
            "<!DOCTYPE x><ListBucketResult>",
            "<ListBucketResult><Contents><Key>a</Key></Contents>",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
