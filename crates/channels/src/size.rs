//! Size of a message before it is built: an estimate that is never too small (D11, L1).

use crate::channel::{SizeJob, TooLarge};

/// Subject (255 characters), contact text (1,024) and three contact fields (255 each) are written with escapes, at
/// most six bytes for one; everything else of the text is base64.
const ESCAPED_BYTES: u64 = 6 * (255 + 1_024 + 3 * 255);
/// Elements around one document, with its file name.
const DOCUMENT_BYTES: u64 = 2 * 1024;

/// Estimated bytes of documents and text in a message; the caller adds the frame of its format.
pub(crate) fn content(job: &SizeJob) -> u64 {
    let document = |size: &u64| base64(*size).saturating_add(DOCUMENT_BYTES);
    let documents = job.document_sizes.iter().map(document).fold(0, u64::saturating_add);
    documents.saturating_add(base64(job.text_size)).saturating_add(ESCAPED_BYTES)
}

/// Bytes of base64 for that many bytes.
const fn base64(bytes: u64) -> u64 {
    bytes.div_ceil(3).saturating_mul(4)
}

/// Compares with the limit.
pub(crate) fn judge(size_bytes: u64, limit_bytes: u64) -> Result<(), TooLarge> {
    if size_bytes <= limit_bytes { Ok(()) } else { Err(TooLarge { size_bytes, limit_bytes }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_do_not_overflow() {
        let job = SizeJob { document_sizes: vec![u64::MAX; 3], text_size: u64::MAX };
        assert_eq!(content(&job), u64::MAX);
        assert!(judge(content(&job), 2_097_152).is_err());
    }
}
