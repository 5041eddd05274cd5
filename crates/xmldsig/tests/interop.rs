//! Beside Apache Santuario (Java) and signxml (Python), in both directions (E4 to E6, E12).

mod common;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use common::{ALICE, LETTER, installed};
use xmldsig::{VerifyError, sign_enveloped, verify_enveloped};

/// Documents that canonicalisers tell apart, all in default-namespace form.
fn documents() -> Vec<String> {
    let mixed =
        "<?pi x?><!-- gone --><Empty/> <x xmlns=\"\" b='\"' a='&#9;&#xA;&amp;'>\r\n<![CDATA[<&>]]>&#13;</x>";
    vec![
        LETTER.to_owned(),
        LETTER.replace("<Empty></Empty>", mixed),
        "<r/>".to_owned(),
        "<?xml version='1.0'?><r xml:lang='sv' b='2' a='1'>å\u{1F600}<x xmlns='urn:x' xml:space='preserve'> </x></r>\n".to_owned(),
        format!("<r>{}</r>", "SGVq\n".repeat(40_000)),
    ]
}

/// Somebody else's implementation.
trait Peer {
    /// Signs with Alice's key so many files `0.in`, `1.in` … to `0.out` …. `more`: with exclusive canonical form as
    /// second transform.
    fn sign(&self, folder: &Path, count: usize, more: bool) -> Output;
    /// Whether each of the files is accepted.
    fn verify(&self, files: &[PathBuf]) -> Vec<bool>;
}

fn answers(output: &Output) -> Vec<bool> {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).lines().map(|line| line == "valid").collect()
}

fn both_ways(peer: &dyn Peer, folder: &Path, exclusive_too: bool) {
    let mut files = Vec::new();
    let mut expected = Vec::new();
    let mut write = |octets: &[u8], valid: bool| {
        let path = folder.join(format!("{}.xml", files.len()));
        std::fs::write(&path, octets).unwrap();
        files.push(path);
        expected.push(valid);
    };
    for document in documents() {
        // Ours there: as it is, as octets that mean the same, and changed.
        let ours = sign_enveloped(document.as_bytes(), &ALICE.key()).unwrap();
        write(&ours, true);
        let text = String::from_utf8(ours).unwrap();
        write(format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{text}\n").as_bytes(), true);
        write(text.replacen("<Signature ", " <Signature ", 1).as_bytes(), false);
        write(
            text.replacen("<SignedDelivery ", "<SignedDelivery x=\"1\" ", 1)
                .replacen("<r", "<r y=\"1\"", 1)
                .as_bytes(),
            false,
        );
    }
    assert_eq!(peer.verify(&files), expected);
    // Theirs here.
    for more in [false, true].into_iter().filter(|more| exclusive_too || !more) {
        for (number, document) in documents().iter().enumerate() {
            std::fs::write(folder.join(format!("{number}.in")), document).unwrap();
        }
        let output = peer.sign(folder, documents().len(), more);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        for (number, document) in documents().iter().enumerate() {
            theirs_here(document, &std::fs::read(folder.join(format!("{number}.out"))).unwrap());
        }
    }
}

fn theirs_here(document: &str, theirs: &[u8]) {
    let verified = verify_enveloped(theirs, &ALICE.trusting());
    let verified = verified.unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(theirs)));
    let whole = xmldsig::canonicalize(document.as_bytes(), xmldsig::Form::Inclusive, &Default::default());
    assert_eq!(
        String::from_utf8(verified.signed_octets).unwrap(),
        String::from_utf8(whole.unwrap()).unwrap()
    );
    let text = std::str::from_utf8(theirs).unwrap();
    let start = if text.contains("<ds:Signature ") { "<ds:Signature " } else { "<Signature " };
    let spaced = text.replacen(start, &format!(" {start}"), 1);
    assert_eq!(verify_enveloped(spaced.as_bytes(), &ALICE.trusting()).unwrap_err(), VerifyError::Digest);
}

struct Santuario {
    class_path: String,
    store: PathBuf,
}

const JARS: [&str; 3] = ["xmlsec.jar", "slf4j-api.jar", "commons-codec.jar"];

impl Santuario {
    fn java(&self, arguments: &[&str]) -> Output {
        let program = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/peers/Santuario.java");
        Command::new("java").args(["-cp", &self.class_path, program]).args(arguments).output().unwrap()
    }
}

impl Peer for Santuario {
    fn sign(&self, folder: &Path, count: usize, more: bool) -> Output {
        let count = count.to_string();
        let mut arguments = vec!["sign", self.store.to_str().unwrap(), "x", folder.to_str().unwrap(), &count];
        arguments.push("http://www.w3.org/2000/09/xmldsig#enveloped-signature");
        arguments.extend(more.then_some("http://www.w3.org/2001/10/xml-exc-c14n#"));
        self.java(&arguments)
    }

    fn verify(&self, files: &[PathBuf]) -> Vec<bool> {
        let files: Vec<&str> = files.iter().map(|file| file.to_str().unwrap()).collect();
        answers(&self.java(&[&["verify"], &files[..]].concat()))
    }
}

#[test]
fn apache_santuario() {
    let jar = Path::new("/usr/share/java").join(JARS[0]);
    if !jar.exists() || !installed("javac") || !installed("openssl") {
        if !jar.exists() {
            common::skipped("Apache Santuario is not installed (libxml-security-java)");
        }
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name);
    std::fs::write(file("alice.key"), &ALICE.key_pem).unwrap();
    std::fs::write(file("alice.pem"), &ALICE.cert_pem).unwrap();
    let made = Command::new("openssl")
        .args([
            "pkcs12",
            "-export",
            "-in",
            "alice.pem",
            "-inkey",
            "alice.key",
            "-passout",
            "pass:x",
            "-out",
            "alice.p12",
        ])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(made.status.success());
    let class_path = JARS.map(|jar| format!("/usr/share/java/{jar}")).join(":");
    both_ways(&Santuario { class_path, store: file("alice.p12") }, folder.path(), true);
}

struct SignXml {
    folder: PathBuf,
}

impl SignXml {
    fn python(&self, arguments: &[&str]) -> Output {
        let program = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/peers/signxml_peer.py");
        Command::new("python3").arg(program).args(arguments).current_dir(&self.folder).output().unwrap()
    }
}

impl Peer for SignXml {
    fn sign(&self, folder: &Path, count: usize, _: bool) -> Output {
        self.python(&["sign", "alice.key", "alice.pem", folder.to_str().unwrap(), &count.to_string()])
    }

    fn verify(&self, files: &[PathBuf]) -> Vec<bool> {
        let files: Vec<&str> = files.iter().map(|file| file.to_str().unwrap()).collect();
        answers(&self.python(&[&["verify", "alice.pem"], &files[..]].concat()))
    }
}

#[test]
fn signxml() {
    let found = Command::new("python3").args(["-c", "import signxml"]).output();
    if !found.is_ok_and(|output| output.status.success()) {
        common::skipped("signxml is not installed for python3 (pip install signxml)");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("alice.key"), &ALICE.key_pem).unwrap();
    std::fs::write(folder.path().join("alice.pem"), &ALICE.cert_pem).unwrap();
    // Its signatures always have the second transform.
    both_ways(&SignXml { folder: folder.path().to_owned() }, folder.path(), false);
}
