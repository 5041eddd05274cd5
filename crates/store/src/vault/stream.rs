//! Large content sealed in segments, so that it is never in memory whole: the STREAM construction over AES-256-GCM.
//!
//! A header (mark and a random salt) and then segments of 64 KiB, each with its tag. The key is derived from the
//! letter's and the salt, so no key seals twice; the nonce is the number of the segment and whether it is the last.
//! Cutting, swapping, repeating or lengthening is therefore refused. Which content of the letter it is, the reader
//! checks by its digest.

use super::master::Secret;
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::hmac;

/// Clear bytes of a segment; only the last may have fewer.
pub(crate) const SEGMENT_BYTES: usize = 64 * 1024;
/// Bytes before the first segment.
pub(crate) const HEADER_BYTES: usize = MARK.len() + SALT_BYTES;

const MARK: &[u8; 4] = b"BVB1";
const SALT_BYTES: usize = 16;
const TAG_BYTES: usize = 16;

/// Sealed content that cannot be opened, or cannot be sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum StreamError {
    /// Changed, cut, out of order, or sealed under another key.
    #[error("the sealed content was changed or is not complete")]
    Damaged,
    /// Larger than 2^32 segments, or no randomness.
    #[error("the content cannot be sealed")]
    Unsealable,
}

fn derive(key: &Secret, salt: &[u8]) -> Result<LessSafeKey, StreamError> {
    let mut mac = hmac::Context::with_key(&hmac::Key::new(hmac::HMAC_SHA256, key.bytes()));
    mac.update(b"blob");
    mac.update(salt);
    let key = UnboundKey::new(&AES_256_GCM, mac.sign().as_ref()).map_err(|_| StreamError::Unsealable)?;
    Ok(LessSafeKey::new(key))
}

/// Numbers segments and gives each its nonce.
struct Counter(Option<u32>);

impl Counter {
    fn next(&mut self, last: bool) -> Option<Nonce> {
        let number = self.0?;
        self.0 = number.checked_add(1);
        let mut nonce = [0; NONCE_LEN];
        let (_, tail) = nonce.split_last_chunk_mut::<5>()?;
        tail.copy_from_slice(&((u64::from(number) << 8) | u64::from(last)).to_be_bytes()[3..]);
        Some(Nonce::assume_unique_for_key(nonce))
    }
}

/// Seals segment by segment.
pub(crate) struct Sealer {
    key: LessSafeKey,
    counter: Counter,
}

impl Sealer {
    /// Begins; the header comes first.
    pub(crate) fn new(key: &Secret) -> Result<(Sealer, [u8; HEADER_BYTES]), StreamError> {
        let mut header = [0; HEADER_BYTES];
        let (mark, salt) = header.split_at_mut(MARK.len());
        mark.copy_from_slice(MARK);
        aws_lc_rs::rand::fill(salt).map_err(|_| StreamError::Unsealable)?;
        let key = derive(key, salt)?;
        Ok((Sealer { key, counter: Counter(Some(0)) }, header))
    }

    /// Seals one segment in place: [`SEGMENT_BYTES`], or fewer if it is the last.
    pub(crate) fn seal(&mut self, segment: &mut Vec<u8>, last: bool) -> Result<(), StreamError> {
        let nonce = self.counter.next(last).ok_or(StreamError::Unsealable)?;
        self.key.seal_in_place_append_tag(nonce, Aad::empty(), segment).map_err(|_| StreamError::Unsealable)
    }
}

/// The sealed form of bytes in memory, piece by piece: header first, then a segment at a time.
pub(crate) struct Segments<'b> {
    sealer: Sealer,
    header: Option<[u8; HEADER_BYTES]>,
    rest: Option<&'b [u8]>,
}

impl<'b> Segments<'b> {
    pub(crate) fn new(key: &Secret, clear: &'b [u8]) -> Result<Segments<'b>, StreamError> {
        let (sealer, header) = Sealer::new(key)?;
        Ok(Segments { sealer, header: Some(header), rest: Some(clear) })
    }
}

impl Iterator for Segments<'_> {
    type Item = Result<Vec<u8>, StreamError>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(header) = self.header.take() {
            return Some(Ok(header.to_vec()));
        }
        let rest = self.rest.take()?;
        let (segment, after) = rest.split_at(rest.len().min(SEGMENT_BYTES));
        let last = after.is_empty();
        let mut sealed = Vec::with_capacity(segment.len() + TAG_BYTES);
        sealed.extend_from_slice(segment);
        if !last {
            self.rest = Some(after);
        }
        Some(self.sealer.seal(&mut sealed, last).map(|()| sealed))
    }
}

/// Seals bytes under a key.
///
/// # Errors
/// [`StreamError::Unsealable`].
pub(crate) fn seal_stream(key: &Secret, clear: &[u8]) -> Result<Vec<u8>, StreamError> {
    let segments = clear.len() / SEGMENT_BYTES + 1;
    let mut sealed = Vec::with_capacity(HEADER_BYTES + clear.len() + segments * TAG_BYTES);
    for segment in Segments::new(key, clear)? {
        sealed.extend_from_slice(&segment?);
    }
    Ok(sealed)
}

/// Opens what [`seal_stream`] made, in the memory it lies in.
///
/// # Errors
/// [`StreamError::Damaged`] for anything else.
pub(crate) fn open_stream(key: &Secret, mut sealed: Vec<u8>) -> Result<Vec<u8>, StreamError> {
    let (header, _) = sealed.split_first_chunk::<HEADER_BYTES>().ok_or(StreamError::Damaged)?;
    let salt = header.strip_prefix(MARK).ok_or(StreamError::Damaged)?;
    let key = derive(key, salt)?;
    let mut counter = Counter(Some(0));
    // Clear bytes are moved to the front as they come out: one copy in memory however large.
    let (mut from, mut to) = (HEADER_BYTES, 0);
    loop {
        let end = sealed.len().min(from + SEGMENT_BYTES + TAG_BYTES);
        let last = end == sealed.len();
        let nonce = counter.next(last).ok_or(StreamError::Damaged)?;
        let segment = sealed.get_mut(from..end).ok_or(StreamError::Damaged)?;
        let clear = key.open_in_place(nonce, Aad::empty(), segment).map_err(|_| StreamError::Damaged)?.len();
        if clear == 0 && to != 0 {
            // Content that fills its last segment has no empty one after it: one content, one form.
            return Err(StreamError::Damaged);
        }
        sealed.copy_within(from..from + clear, to);
        (from, to) = (end, to + clear);
        if last {
            sealed.truncate(to);
            return Ok(sealed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SEALED_SEGMENT: usize = SEGMENT_BYTES + TAG_BYTES;

    fn secret() -> Secret {
        Secret::from_slice(&[5; 32]).unwrap()
    }

    fn content(size: usize) -> Vec<u8> {
        (0..size).map(|position| (position % 251) as u8).collect()
    }

    #[test]
    fn sizes_around_the_segment_come_back() {
        for size in [0, 1, SEGMENT_BYTES - 1, SEGMENT_BYTES, SEGMENT_BYTES + 1, 3 * SEGMENT_BYTES] {
            let sealed = seal_stream(&secret(), &content(size)).unwrap();
            assert_eq!(sealed.len(), HEADER_BYTES + size + size.div_ceil(SEGMENT_BYTES).max(1) * TAG_BYTES);
            assert_eq!(open_stream(&secret(), sealed).unwrap(), content(size));
        }
    }

    #[test]
    fn another_key_opens_nothing_and_equal_content_differs() {
        let sealed = seal_stream(&secret(), b"hej").unwrap();
        assert_ne!(sealed, seal_stream(&secret(), b"hej").unwrap());
        let other = Secret::from_slice(&[6; 32]).unwrap();
        assert_eq!(open_stream(&other, sealed), Err(StreamError::Damaged));
    }

    #[test]
    fn whole_segments_cannot_be_dropped_swapped_repeated_or_added() {
        let sealed = seal_stream(&secret(), &content(3 * SEGMENT_BYTES + 10)).unwrap();
        let (header, body) = sealed.split_at(HEADER_BYTES);
        let segments: Vec<&[u8]> = body.chunks(SEALED_SEGMENT).collect();
        assert_eq!(segments.len(), 4);
        for order in [
            vec![0, 1, 2],
            vec![0, 1, 3],
            vec![0, 2, 1, 3],
            vec![1, 2, 3],
            vec![0, 0, 1, 2, 3],
            vec![0, 1, 2, 3, 3],
            vec![3],
            vec![],
        ] {
            let mut changed = header.to_vec();
            order.iter().for_each(|number| changed.extend_from_slice(segments[*number]));
            assert_eq!(open_stream(&secret(), changed), Err(StreamError::Damaged), "{order:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn whatever_is_cut_or_changed_is_refused(
            size in 0usize..200_000,
            place in any::<prop::sample::Index>(),
            flip in 1u8..=255,
            cut in any::<prop::sample::Index>(),
            extra in 1usize..40,
        ) {
            let sealed = seal_stream(&secret(), &content(size)).unwrap();
            let mut changed = sealed.clone();
            changed[place.index(sealed.len())] ^= flip;
            prop_assert_eq!(open_stream(&secret(), changed), Err(StreamError::Damaged));
            let short = sealed[..cut.index(sealed.len())].to_vec();
            prop_assert_eq!(open_stream(&secret(), short), Err(StreamError::Damaged));
            let mut long = sealed.clone();
            long.extend(std::iter::repeat_n(flip, extra));
            prop_assert_eq!(open_stream(&secret(), long), Err(StreamError::Damaged));
            prop_assert_eq!(open_stream(&secret(), sealed).unwrap(), content(size));
        }

        #[test]
        fn foreign_bytes_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            prop_assert_eq!(open_stream(&secret(), bytes), Err(StreamError::Damaged));
        }
    }
}
