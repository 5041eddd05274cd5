//! Containers: both directions, other people's tools, wrong input of every kind.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

#[path = "support/cases.rs"]
mod cases;

use cases::BASE;
use memo::container::{
    ContainerError, ContainerLimits, Entry, EntryFault, Outgoing, looks_like_container, read_container,
    write_container,
};
use memo::{CheckOptions, Context, CountSink, Uuid, check_from};
use proptest::prelude::*;
use std::io::{Read, Write};
use std::ops::ControlFlow;
use std::path::Path;
use std::process::{Command, Stdio};

fn uuid(number: u32) -> Uuid {
    Uuid::from_text(format!("1e0b0f5a-6a3b-4c2d-8e1f-{number:012x}"))
}

fn pack(messages: &[Vec<u8>]) -> Vec<u8> {
    let entries = messages.iter().zip(0..).map(|(bytes, number)| {
        Ok(Outgoing { uuid: uuid(number), length: bytes.len() as u64, content: bytes.as_slice() })
    });
    let mut packed = Vec::new();
    assert_eq!(
        write_container(&mut packed, entries, &ContainerLimits::default()).unwrap(),
        messages.len() as u64
    );
    packed
}

fn unpack_within(
    packed: impl Read,
    limits: &ContainerLimits,
) -> Result<Vec<(String, Vec<u8>)>, ContainerError> {
    let mut found = Vec::new();
    let end = read_container(packed, limits, |entry, content| {
        let mut bytes = Vec::new();
        match content.read_to_end(&mut bytes) {
            Ok(_) => {
                assert_eq!(bytes.len() as u64, entry.length);
                found.push((entry.name.clone(), bytes));
                ControlFlow::Continue(())
            }
            Err(_) => ControlFlow::Break(()),
        }
    })?;
    assert_eq!(end, ControlFlow::Continue(found.len() as u64));
    Ok(found)
}

fn unpack(packed: &[u8]) -> Result<Vec<(String, Vec<u8>)>, ContainerError> {
    unpack_within(packed, &ContainerLimits::default())
}

/// Any octets in legacy LZMA.
fn lzma(bytes: &[u8]) -> Vec<u8> {
    let options = liblzma::stream::LzmaOptions::new_preset(1).unwrap();
    let stream = liblzma::stream::Stream::new_lzma_encoder(&options).unwrap();
    let mut encoder = liblzma::write::XzEncoder::new_stream(Vec::new(), stream);
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// An archive of entries of any kind, uncompressed.
fn archive(entries: &[(tar::EntryType, &[u8], &[u8])]) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    for (kind, name, content) in entries {
        let mut header = tar::Header::new_ustar();
        header.as_old_mut().name[..name.len()].copy_from_slice(name);
        header.set_entry_type(*kind);
        header.set_size(content.len() as u64);
        header.set_cksum();
        archive.append(&header, *content).unwrap();
    }
    archive.into_inner().unwrap()
}

use tar::EntryType as Kind;

fn fault(packed: &[u8]) -> EntryFault {
    match unpack(packed) {
        Err(ContainerError::Entry { fault, .. }) => fault,
        other => panic!("{other:?}"),
    }
}

fn pax(key: &str, value: &str) -> Vec<u8> {
    let rest = format!(" {key}={value}\n");
    let mut length = rest.len() + 1;
    while length != rest.len() + length.to_string().len() {
        length += 1;
    }
    format!("{length}{rest}").into_bytes()
}

#[test]
fn messages_come_back_and_are_judged_as_they_come() {
    let start = BASE.find("<memo:messageUUID>").unwrap() + "<memo:messageUUID>".len();
    let own = &BASE[start..start + 36];
    let messages: Vec<Vec<u8>> =
        (0..20).map(|number| BASE.replacen(own, uuid(number).as_str(), 1).into_bytes()).collect();
    let packed = pack(&messages);
    assert!(looks_like_container(&packed));
    assert_eq!(&packed[..5], b"\x5d\x00\x00\x00\x01", "a dictionary of 16 MiB");
    assert_eq!(packed, pack(&messages), "the same messages, the same octets");
    let mut judged = 0;
    let end: ControlFlow<(), u64> =
        read_container(packed.as_slice(), &ContainerLimits::default(), |entry: &Entry, content| {
            let context = Context { entry_name: Some(entry.name.clone()), ..Context::default() };
            let options = CheckOptions { context, ..CheckOptions::default() };
            let report = check_from(content, &options, &mut CountSink::default()).unwrap().1;
            assert!(report.valid && report.findings.is_empty(), "{:?}", report.findings);
            judged += 1;
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!((end, judged), (ControlFlow::Continue(20), 20));
    // One who does not read still gets every entry, and may stop when he likes.
    let mut seen = 0;
    let end = read_container(packed.as_slice(), &ContainerLimits::default(), |entry, _| {
        seen += 1;
        if entry.number == 7 { ControlFlow::Break(entry.shown()) } else { ControlFlow::Continue(()) }
    });
    assert_eq!(end.unwrap(), ControlFlow::Break(format!("{}.xml", uuid(6))));
    assert_eq!(seen, 7);
}

#[test]
fn an_entry_named_after_another_message_breaks_l3() {
    let packed = pack(&[BASE.as_bytes().to_vec()]);
    let _: ControlFlow<(), u64> =
        read_container(packed.as_slice(), &ContainerLimits::default(), |entry, content| {
            let context = Context { entry_name: Some(entry.name.clone()), ..Context::default() };
            let options = CheckOptions { context, ..CheckOptions::default() };
            let report = check_from(content, &options, &mut CountSink::default()).unwrap().1;
            assert_eq!(report.findings.iter().map(|f| f.rule).collect::<Vec<_>>(), ["L3"]);
            ControlFlow::Continue(())
        })
        .unwrap();
}

/// Runs a program with input; `None` (with the reason printed) if it is not installed.
fn pipe(program: &str, args: &[&str], folder: &Path, input: &[u8]) -> Option<Vec<u8>> {
    let mut child = Command::new(program)
        .args(args)
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .inspect_err(|_| println!("skipped: {program} is not installed"))
        .ok()?;
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(output.status.success(), "{program} {args:?}");
    Some(output.stdout)
}

#[test]
fn other_tools_read_what_we_write() {
    let messages: Vec<Vec<u8>> = vec![BASE.as_bytes().to_vec(), b"x".to_vec(), Vec::new()];
    let packed = pack(&messages);
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    if let Some(plain) = pipe("xz", &["--format=lzma", "--decompress", "--stdout"], here, &packed)
        && pipe("tar", &["-xf", "-"], here, &plain).is_some()
    {
        for (number, message) in (0..).zip(&messages) {
            assert_eq!(&std::fs::read(here.join(format!("{}.xml", uuid(number)))).unwrap(), message);
        }
    }
    let script = "import sys,lzma,tarfile,io\n\
        d=lzma.decompress(sys.stdin.buffer.read(),format=lzma.FORMAT_ALONE)\n\
        t=tarfile.open(fileobj=io.BytesIO(d))\n\
        print(len(t.getmembers()),sum(m.size for m in t.getmembers() if m.isreg()))";
    if let Some(said) = pipe("python3", &["-c", script], here, &packed) {
        assert_eq!(String::from_utf8(said).unwrap().trim(), format!("3 {}", BASE.len() + 1));
    }
}

#[test]
fn we_read_what_other_tools_write() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path();
    let name = format!("{}.xml", uuid(1));
    let long = format!("{}.xml", "æ".repeat(90));
    std::fs::write(here.join(&name), BASE).unwrap();
    std::fs::write(here.join(&long), "x").unwrap();
    for format in ["--format=gnu", "--format=pax", "--format=posix"] {
        let Some(plain) = pipe("tar", &[format, "-cf", "-", &name, &long], here, b"") else { return };
        for level in ["-0", "-9"] {
            let Some(packed) = pipe("xz", &["--format=lzma", level, "--stdout"], here, &plain) else {
                return;
            };
            let found = unpack(&packed).unwrap();
            assert_eq!(found.len(), 2);
            assert_eq!((&found[0].0, found[0].1.as_slice()), (&name, BASE.as_bytes()), "{format}");
            assert_eq!((&found[1].0, found[1].1.as_slice()), (&long, b"x".as_slice()), "{format}");
        }
        let script = "import sys,lzma\n\
            sys.stdout.buffer.write(lzma.compress(sys.stdin.buffer.read(),format=lzma.FORMAT_ALONE,preset=3))";
        let Some(packed) = pipe("python3", &["-c", script], here, &plain) else { return };
        assert_eq!(unpack(&packed).unwrap().len(), 2);
        for (program, args, said) in [
            ("xz", ["--stdout", "-1"], "xz"),
            ("gzip", ["--stdout", "-1"], "gzip"),
            ("bzip2", ["--stdout", "-1"], "bzip2"),
        ] {
            let Some(other) = pipe(program, &args, here, &plain) else { continue };
            assert!(!looks_like_container(&other));
            assert!(
                matches!(unpack(&other), Err(ContainerError::NotLzma(found)) if found == said),
                "{program}"
            );
        }
        assert!(matches!(unpack(&plain), Err(ContainerError::NotLzma("an archive without compression"))));
    }
}

#[test]
fn what_is_no_container_is_named() {
    for (bytes, text) in [
        (b"".as_slice(), "the container is empty"),
        (b"<Message/>", "the container is XML"),
        (b"\xef\xbb\xbf<Message/>", "the container is XML"),
        (b"PK\x03\x04aaaaaaaaaaaaaaaaaaaa", "the container is ZIP"),
        (b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", "the container is something else"),
        (b"\x5d\0\0\x01\0\xff\xff\xff\xff\xff\xff\xff\xff", "the container is cut off"),
    ] {
        let error = unpack(bytes).unwrap_err();
        assert!(error.to_string().starts_with(text), "{error}");
        let finding = error.finding(memo::Language::Da).unwrap();
        assert_eq!(finding.rule, "L3");
        assert!(finding.message.starts_with("Filen"), "{finding}");
    }
    for nothing in [lzma(b""), lzma(&[0; 1024]), lzma(&[0; 10240])] {
        assert!(matches!(unpack(&nothing), Err(ContainerError::Empty)), "{:?}", unpack(&nothing));
    }
    for text in [b"text".as_slice(), &b"<Message/>".repeat(100)] {
        assert!(matches!(unpack(&lzma(text)), Err(ContainerError::NotTar)), "{:?}", unpack(&lzma(text)));
    }
}

#[test]
fn a_dictionary_beyond_the_limit_is_refused_before_it_is_allocated() {
    let mut packed = pack(&[b"x".to_vec()]);
    packed[1..5].copy_from_slice(&(128_u32 << 20).to_le_bytes());
    assert!(unpack(&packed).is_ok(), "128 MiB are allowed");
    for size in [(128_u32 << 20) + 1, 1 << 30, u32::MAX] {
        packed[1..5].copy_from_slice(&size.to_le_bytes());
        let error = unpack(&packed).unwrap_err();
        assert!(matches!(error, ContainerError::Dictionary { bytes, .. } if bytes == size), "{error}");
        assert_eq!(error.rule(), Some("L4"));
    }
}

#[test]
fn cut_off_anywhere_it_is_cut_off() {
    let packed = pack(&[b"<Message/>".repeat(100), vec![b'x'; 3000]]);
    for end in 1..packed.len() {
        let error = unpack(&packed[..end]).expect_err("cut");
        assert!(matches!(error, ContainerError::Truncated), "{end}: {error:?}");
    }
    // Cut before it was compressed.
    let plain = archive(&[(Kind::Regular, b"a.xml", &[b'a'; 1500]), (Kind::Regular, b"b.xml", b"b")]);
    let sound = plain.len() - 1024;
    for end in (1..plain.len()).step_by(37).chain([512, 1024, 2560, 3072]) {
        let result = unpack(&lzma(&plain[..end]));
        if end < 512 {
            assert!(matches!(result, Err(ContainerError::NotTar)), "{end}: {result:?}");
        } else if end < sound + 512 {
            assert!(matches!(result, Err(ContainerError::Truncated)), "{end}: {result:?}");
        } else {
            assert_eq!(result.unwrap().len(), 2, "{end}");
        }
    }
}

#[test]
fn nothing_may_follow() {
    let mut packed = pack(&[b"x".to_vec()]);
    packed.push(0);
    assert!(matches!(unpack(&packed), Err(ContainerError::Trailing)));
    let mut plain = archive(&[(Kind::Regular, b"a.xml", b"a")]);
    plain.extend(archive(&[(Kind::Regular, b"b.xml", b"b")]));
    assert!(matches!(unpack(&lzma(&plain)), Err(ContainerError::Trailing)));
    let mut padded = archive(&[(Kind::Regular, b"a.xml", b"a")]);
    padded.resize(padded.len() + (2 << 20), 0);
    assert!(matches!(unpack(&lzma(&padded)), Err(ContainerError::Trailing)));
}

#[test]
fn entries_that_are_no_plain_files_are_refused() {
    for kind in
        [Kind::Directory, Kind::Symlink, Kind::Link, Kind::Char, Kind::Block, Kind::Fifo, Kind::GNUSparse]
    {
        let packed = lzma(&archive(&[(Kind::Regular, b"a.xml", b"a"), (kind, b"b.xml", b"")]));
        assert_eq!(fault(&packed), EntryFault::NotRegular, "{kind:?}");
    }
    for name in [
        "",
        ".",
        "..",
        "../a.xml",
        "/etc/passwd",
        "a/b.xml",
        "a\\b.xml",
        "c:a.xml",
        "a\nb.xml",
        "./a.xml",
        ".a",
        "a\u{1b}[2J.xml",
    ] {
        let packed = lzma(&archive(&[(Kind::Regular, name.as_bytes(), b"a")]));
        assert_eq!(fault(&packed), EntryFault::Name, "{name:?}");
        let text = unpack(&packed).unwrap_err().to_string();
        assert!(!text.contains(char::is_control), "{text:?}");
    }
    assert_eq!(fault(&lzma(&archive(&[(Kind::Regular, b"\xff\xfe", b"a")]))), EntryFault::Name);
    for (first, second) in [("a.xml", "a.xml"), ("a.xml", "A.XML")] {
        let entries =
            [(Kind::Regular, first.as_bytes(), b"a".as_slice()), (Kind::Regular, second.as_bytes(), b"b")];
        assert_eq!(fault(&lzma(&archive(&entries))), EntryFault::Duplicate);
    }
    let number = lzma(&archive(&[(Kind::Directory, b"2211771212.xml", b"")]));
    assert!(!unpack(&number).unwrap_err().to_string().contains("2211771212"));
}

#[test]
fn extended_headers_are_understood_and_bounded() {
    let long = format!("{}.xml", "n".repeat(200));
    let with =
        |kind, header: &[u8]| lzma(&archive(&[(kind, b"@", header), (Kind::Regular, b"short.xml", b"a")]));
    let named = unpack(&with(Kind::XHeader, &pax("path", &long))).unwrap();
    assert_eq!(named[0].0, long);
    let gnu = unpack(&with(Kind::GNULongName, format!("{long}\0").as_bytes())).unwrap();
    assert_eq!(gnu[0].0, long);
    assert_eq!(unpack(&with(Kind::XHeader, &pax("mtime", "1.5"))).unwrap()[0].0, "short.xml");
    assert_eq!(unpack(&with(Kind::XGlobalHeader, &pax("comment", "x"))).unwrap()[0].0, "short.xml");
    for (kind, header, expected) in [
        (Kind::XHeader, pax("path", "../../x"), EntryFault::Name),
        (Kind::GNULongName, b"/etc/passwd\0".to_vec(), EntryFault::Name),
        (Kind::XHeader, pax("size", "100000"), EntryFault::Header),
        (Kind::XHeader, pax("size", "many"), EntryFault::Header),
        (Kind::XGlobalHeader, pax("path", "x"), EntryFault::Header),
        (Kind::XHeader, pax("GNU.sparse.major", "1"), EntryFault::NotRegular),
        (Kind::XHeader, b"nonsense".to_vec(), EntryFault::Header),
        (Kind::XHeader, [b"\n".to_vec(), pax("path", "x")].concat(), EntryFault::Header),
        (Kind::XHeader, vec![b'a'; 65 << 10], EntryFault::Header),
        (Kind::GNULongName, vec![b'a'; 65 << 10], EntryFault::Header),
        (Kind::GNULongName, vec![b'a'; 300], EntryFault::Name),
        (Kind::GNULongLink, b"x".to_vec(), EntryFault::NotRegular),
    ] {
        assert_eq!(fault(&with(kind, &header)), expected, "{kind:?}");
    }
    let header = pax("mtime", "1");
    let mut many = vec![(Kind::XHeader, b"@".as_slice(), header.as_slice()); 5];
    many.push((Kind::Regular, b"a.xml", b"a"));
    assert_eq!(fault(&lzma(&archive(&many))), EntryFault::Header);
    let dangling = lzma(&archive(&[(Kind::XHeader, b"@", &header)]));
    assert!(matches!(unpack(&dangling), Err(ContainerError::Truncated)));
}

#[test]
fn bombs_and_limits() {
    let limits = ContainerLimits {
        entries: 2,
        entry_bytes: 4 << 20,
        total_bytes: 6 << 20,
        ratio: 100,
        ratio_from_bytes: 1 << 20,
        ..ContainerLimits::default()
    };
    let noise = |length: u32| -> Vec<u8> {
        let mut state = 1_u32;
        (0..length)
            .map(|_| {
                state ^= state << 13;
                state ^= state >> 17;
                state ^= state << 5;
                state as u8
            })
            .collect()
    };
    let within = |messages: &[Vec<u8>]| unpack_within(pack(messages).as_slice(), &limits);
    assert!(within(&[noise(3 << 20), noise(2 << 20)]).is_ok());
    assert!(matches!(within(&[vec![0; 3 << 20]]), Err(ContainerError::Bomb { .. })));
    assert!(matches!(within(&[noise(3 << 20), noise(4 << 20)]), Err(ContainerError::TooLarge { .. })));
    assert!(matches!(within(&vec![vec![]; 3]), Err(ContainerError::TooManyEntries { .. })));
    let large = within(&[noise((4 << 20) + 1)]).unwrap_err();
    assert_eq!(large.rule(), Some("L1"), "{large}");
    // The same by the ordinary limits: 90 MB of zeros in some 13 kB.
    let zeros = pack(&[vec![0; 90_000_000]]);
    assert!(zeros.len() < 20_000);
    assert!(matches!(unpack(&zeros), Err(ContainerError::Bomb { limit: 3_000 })));
    // A header that promises more than any disk holds.
    let mut header = tar::Header::new_gnu();
    header.set_path("a.xml").unwrap();
    for size in [u64::MAX, u64::MAX - 511, 1 << 60, 1 << 40] {
        header.set_size(size);
        header.set_cksum();
        assert!(unpack(&lzma(&[header.as_bytes().as_slice(), &[0; 4096]].concat())).is_err(), "{size}");
    }
    // The size that the LZMA header itself promises.
    let mut promised = pack(&[b"x".to_vec()]);
    promised[5..13].copy_from_slice(&(7_u64 << 20).to_le_bytes());
    assert!(matches!(unpack_within(promised.as_slice(), &limits), Err(ContainerError::TooLarge { .. })));
}

#[test]
fn what_cannot_be_packed_is_refused() {
    let limits = ContainerLimits { entry_bytes: 10, ..ContainerLimits::default() };
    let one = |uuid: Uuid, length: u64, content: &'static [u8]| Outgoing { uuid, length, content };
    let write = |entries: Vec<Outgoing<&'static [u8]>>| {
        write_container(Vec::new(), entries.into_iter().map(Ok), &limits).unwrap_err()
    };
    assert!(matches!(write(vec![]), ContainerError::Empty));
    for (entries, expected) in [
        (vec![one(uuid(1), 2, b"xy"), one(uuid(1), 2, b"xy")], EntryFault::Duplicate),
        (vec![one(uuid(1), 3, b"xy")], EntryFault::Length),
        (vec![one(uuid(1), 1, b"xy")], EntryFault::Length),
        (vec![one(uuid(1), 0, b"xy")], EntryFault::Length),
        (vec![one(uuid(1), 11, b"hello world")], EntryFault::TooLarge { limit: 10 }),
        (vec![one(Uuid::from_text("../x"), 2, b"xy")], EntryFault::Uuid),
    ] {
        assert!(
            matches!(write(entries), ContainerError::Entry { fault, .. } if fault == expected),
            "{expected:?}"
        );
    }
    struct Full(usize);
    impl Write for Full {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0 = self.0.checked_sub(bytes.len()).ok_or_else(|| std::io::Error::other("full"))?;
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let full = write_container(Full(20), [Ok(one(uuid(1), 2, b"xy"))], &limits);
    assert!(matches!(full, Err(ContainerError::Target(_))));
    let lost =
        write_container(Vec::new(), [Err::<Outgoing<&[u8]>, _>(std::io::Error::other("gone"))], &limits);
    assert!(matches!(lost, Err(ContainerError::Source(_))));
}

#[test]
fn a_source_that_fails_is_no_fault_of_the_container() {
    struct Failing(Vec<u8>, usize);
    impl Read for Failing {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            if self.1 >= self.0.len() {
                return Err(std::io::Error::other("the line is dead"));
            }
            buffer[0] = self.0[self.1];
            self.1 += 1;
            Ok(1)
        }
    }
    let packed = pack(&[BASE.as_bytes().to_vec()]);
    for end in [0, 5, 13, 100, packed.len() - 1] {
        let error =
            unpack_within(Failing(packed[..end].to_vec(), 0), &ContainerLimits::default()).unwrap_err();
        assert!(matches!(error, ContainerError::Source(_)), "{end}: {error:?}");
        assert!(error.finding(memo::Language::En).is_none());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_is_packed_comes_back(messages in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..3000), 1..8)) {
        let found = unpack(&pack(&messages)).unwrap();
        let contents: Vec<Vec<u8>> = found.into_iter().map(|(_, bytes)| bytes).collect();
        prop_assert_eq!(contents, messages);
    }

    #[test]
    fn no_octets_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        let _ = unpack(&bytes);
        let _ = unpack(&lzma(&bytes));
    }

    #[test]
    fn a_changed_octet_is_refused_or_harmless(at in any::<prop::sample::Index>(), to in any::<u8>(), inner in any::<bool>()) {
        let limits = ContainerLimits { dictionary_bytes: 32 << 20, ..ContainerLimits::default() };
        let long = pax("path", "a-long-name.xml");
        let mut bytes = archive(&[(Kind::XHeader, b"@", &long), (Kind::Regular, b"a.xml", b"hello"), (Kind::Regular, b"b.xml", b"x")]);
        if inner {
            let at = at.index(bytes.len());
            bytes[at] = to;
            bytes = lzma(&bytes);
        } else {
            bytes = lzma(&bytes);
            let at = at.index(bytes.len());
            bytes[at] = to;
        }
        let _ = unpack_within(bytes.as_slice(), &limits);
    }
}
