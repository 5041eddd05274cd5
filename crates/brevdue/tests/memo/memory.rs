//! Large documents pass through the tools without being in memory.
#![allow(clippy::print_stdout, reason = "a skipped test says why")]

use std::io::Write;
use std::path::Path;
use std::process::Command;

use super::common::{brevdue, installed};

/// Runs a command and returns the largest amount of memory that it held, in bytes.
fn peak(args: &[&str], folder: &Path) -> u64 {
    const MEASURE: &str = "import resource, subprocess, sys\n\
        end = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode\n\
        print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024)\n\
        sys.exit(end)";
    let program = brevdue(args).get_program().to_owned();
    let mut command = Command::new("python3");
    command.args(["-c", MEASURE]).arg(program).args(args).current_dir(folder).env("LANG", "C");
    // Documents on their way lie there.
    command.env("TMPDIR", folder);
    let output = command.output().unwrap();
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().parse().unwrap()
}

const DESCRIPTION: &str = r#"
label = "Et stort brev"
[sender]
id = "12345678"
name = "Eksempel Kommune"
[recipient]
id = "2211771212"
[document]
files = ["large.pdf"]
"#;

/// Size of the document: as large as a message can carry.
const SIZE: u64 = 73_000_000;
/// What a tool may hold, program and all.
const MOST: u64 = 48 << 20;

#[test]
fn documents_are_never_in_memory() {
    if !cfg!(target_os = "linux") || !installed("python3") {
        println!("skipped: memory is measured with python3 on Linux");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let mut document = std::fs::File::create(path("large.pdf")).unwrap();
    document.write_all(b"%PDF-1.7\n").unwrap();
    let mut block = vec![0_u8; 1_000_000];
    for number in 0..SIZE / 1_000_000 {
        // Not so regular that the container looks like a bomb.
        for (byte, at) in block.iter_mut().zip(0_u64..).step_by(16) {
            *byte = ((at + (number << 20)).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 56) as u8;
        }
        document.write_all(&block).unwrap();
    }
    drop(document);
    std::fs::write(path("letter.toml"), DESCRIPTION).unwrap();
    for args in [
        &["memo", "new", "letter.toml", "-o", "message.xml"][..],
        &["memo", "check", "message.xml"],
        &["memo", "show", "message.xml"],
        &["memo", "show", "message.xml", "--format", "html"],
        &["memo", "upgrade", "message.xml", "--to", "1.1", "-o", "old.xml"],
        &["memo", "upgrade", "old.xml"],
        &["memo", "extract", "old.xml", "-d", "documents"],
        &["memo", "forward", "message.xml", "--to", "87654321", "--sender-name", "Borger", "-o", "on.xml"],
        &["memo", "pack", "message.xml", "-o", "mass.tar.lzma"],
        &["memo", "unpack", "mass.tar.lzma", "-d", "unpacked"],
    ] {
        // The compressor needs some hundred megabytes for its dictionary, whatever the size of the message.
        let most = if args.contains(&"pack") { MOST + (100 << 20) } else { MOST };
        let peak = peak(args, folder.path());
        println!("{:>6} KiB {}", peak >> 10, args.join(" "));
        assert!(peak < most, "{args:?}: {} KiB", peak >> 10);
    }
    assert!(std::fs::metadata(path("message.xml")).unwrap().len() > SIZE / 3 * 4);
    let extracted = std::fs::read(path("documents/large.pdf")).unwrap();
    assert!(extracted == std::fs::read(path("large.pdf")).unwrap(), "byte for byte");
}
