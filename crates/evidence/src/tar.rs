//! TAR as POSIX has it (ustar): plain files with short names, nothing else. What other kinds of entries could do
//! (links, folders, devices, sparse files, long names) is refused on reading.

use crate::PackError;

/// Most files of a pack.
pub const MOST_FILES: usize = 500;
/// Most bytes of a pack.
pub const MOST_BYTES: usize = 512 * 1024 * 1024;

const BLOCK: usize = 512;

/// Appends a file. The name must be one that [`is_name`] takes.
pub(crate) fn append(archive: &mut Vec<u8>, name: &str, bytes: &[u8], at_seconds: i64) {
    let mut header = [0u8; BLOCK];
    let mut put = |place: usize, text: &str| {
        for (to, from) in header.iter_mut().skip(place).zip(text.as_bytes()) {
            *to = *from;
        }
    };
    put(0, name);
    put(100, "0000600\0");
    put(108, "0000000\0");
    put(116, "0000000\0");
    put(124, &format!("{:011o}\0", bytes.len()));
    put(136, &format!("{:011o}\0", at_seconds.clamp(0, 0o77_777_777_777)));
    put(148, "        ");
    put(156, "0");
    put(257, "ustar\x0000");
    let sum = checksum(&header);
    for (to, from) in header.iter_mut().skip(148).zip(format!("{sum:06o}\0 ").as_bytes()) {
        *to = *from;
    }
    archive.extend_from_slice(&header);
    archive.extend_from_slice(bytes);
    archive.resize(archive.len().next_multiple_of(BLOCK), 0);
}

/// Ends an archive.
pub(crate) fn finish(archive: &mut Vec<u8>) {
    archive.resize(archive.len() + 2 * BLOCK, 0);
}

/// Cuts an archive into its files: name, bytes.
pub(crate) fn files(archive: &[u8]) -> Result<Vec<(String, &[u8])>, PackError> {
    let not_a_pack = |what: &'static str| PackError::NotAPack { what };
    if archive.len() > MOST_BYTES {
        return Err(PackError::TooLarge);
    }
    let mut files = Vec::new();
    let mut rest = archive;
    loop {
        let (header, after) = rest.split_first_chunk::<BLOCK>().ok_or(not_a_pack("it ends too early"))?;
        if header.iter().all(|byte| *byte == 0) {
            // Two empty blocks end an archive.
            rest = after;
            break;
        }
        if files.len() >= MOST_FILES {
            return Err(PackError::TooMany);
        }
        if octal(header, 148, 8) != Some(checksum(header)) {
            return Err(not_a_pack("a header has a wrong checksum"));
        }
        let name = field(header, 0, 100);
        let is_plain = matches!(header.get(156), Some(b'0' | 0)) && field(header, 345, 155).is_empty();
        let name = std::str::from_utf8(name).ok().filter(|name| is_name(name));
        let name = name.filter(|_| is_plain).ok_or(PackError::Name)?;
        let size = octal(header, 124, 12).ok_or(not_a_pack("a size is no number"))?;
        let size = usize::try_from(size).map_err(|_| PackError::TooLarge)?;
        let bytes = after.get(..size).ok_or(not_a_pack("it ends too early"))?;
        if files.iter().any(|(known, _)| known == name) {
            return Err(PackError::Name);
        }
        files.push((name.to_owned(), bytes));
        rest = after.get(size.next_multiple_of(BLOCK)..).ok_or(not_a_pack("it ends too early"))?;
    }
    if rest.len() < BLOCK {
        return Err(not_a_pack("it ends too early"));
    }
    if rest.iter().any(|byte| *byte != 0) {
        return Err(not_a_pack("something stands after its end"));
    }
    Ok(files)
}

/// Names in a pack: lower-case letters, digits, `-`, `_` and `.`, at most one folder, never `..`.
pub(crate) fn is_name(name: &str) -> bool {
    let part = |part: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && part.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.'))
    };
    name.len() < 100 && name.split('/').count() <= 2 && name.split('/').all(part)
}

fn field(header: &[u8; BLOCK], from: usize, length: usize) -> &[u8] {
    let field = header.get(from..from + length).unwrap_or_default();
    field.split(|byte| *byte == 0).next().unwrap_or_default()
}

fn octal(header: &[u8; BLOCK], from: usize, length: usize) -> Option<u64> {
    let text = std::str::from_utf8(field(header, from, length)).ok()?.trim();
    u64::from_str_radix(text, 8).ok()
}

/// The sum of a header's bytes, its own field counted as blanks.
fn checksum(header: &[u8; BLOCK]) -> u64 {
    let counted = |(place, byte): (usize, &u8)| {
        if (148..156).contains(&place) { u64::from(b' ') } else { u64::from(*byte) }
    };
    header.iter().enumerate().map(counted).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_tame_names_pass() {
        for name in ["manifest.json", "messages/01-a_b.xml"] {
            assert!(is_name(name), "{name}");
        }
        let long = "a".repeat(100);
        for name in [
            "",
            "/etc/passwd",
            "../x",
            "a/../b",
            "a//b",
            "a/b/c",
            "A",
            "a b",
            "å",
            ".x",
            "a/.x",
            "a\\b",
            &long,
        ] {
            assert!(!is_name(name), "{name}");
        }
    }

    fn one(name: &str, change: impl Fn(&mut Vec<u8>)) -> Result<usize, PackError> {
        let mut archive = Vec::new();
        append(&mut archive, name, b"hello", 0);
        change(&mut archive);
        let header: [u8; BLOCK] = archive[..BLOCK].try_into().unwrap();
        let sum = format!("{:06o}\0 ", checksum(&header));
        archive[148..156].copy_from_slice(sum.as_bytes());
        finish(&mut archive);
        files(&archive).map(|files| files.len())
    }

    #[test]
    fn links_long_names_and_wrong_sizes_are_refused() {
        assert_eq!(one("a.json", |_| {}), Ok(1));
        for kind in *b"123456789xgLKS" {
            assert_eq!(one("a.json", |archive| archive[156] = kind), Err(PackError::Name), "{kind}");
        }
        assert_eq!(one("a.json", |archive| archive[345] = b'p'), Err(PackError::Name));
        assert_eq!(one("../a", |_| {}), Err(PackError::Name));
        let huge = one("a.json", |archive| archive[124..135].copy_from_slice(b"77777777777"));
        assert!(matches!(huge, Err(PackError::NotAPack { .. })));
        let twice = one("a.json", |archive| {
            let again = archive.clone();
            archive.extend_from_slice(&again);
        });
        assert_eq!(twice, Err(PackError::Name));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(contents in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..1200), 0..5)) {
            let mut archive = Vec::new();
            for (number, bytes) in contents.iter().enumerate() {
                append(&mut archive, &format!("f/{number}"), bytes, 1_800_000_000);
            }
            finish(&mut archive);
            let read: Vec<_> = files(&archive).unwrap().into_iter().map(|(_, bytes)| bytes.to_vec()).collect();
            prop_assert_eq!(read, contents);
        }

        #[test]
        fn foreign_bytes_do_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..3000)) {
            let _ = files(&bytes);
        }
    }
}
