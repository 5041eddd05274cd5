//! A master key that stays in a security module: SoftHSM, with keys made by `pkcs11-tool`.

use crate::installation::{Installation, brevdue};
use std::path::Path;
use std::process::Command;

const MODULES: [&str; 2] = ["/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/pkcs11/libsofthsm2.so"];

/// A token with two keys; nothing if the tools are not there.
fn make_token(folder: &Path) -> Option<&'static str> {
    let module = MODULES.into_iter().find(|module| Path::new(module).exists())?;
    let tokens = folder.join("tokens");
    std::fs::create_dir(&tokens).expect("a folder");
    std::fs::write(folder.join("softhsm2.conf"), format!("directories.tokendir = {}\n", tokens.display()))
        .expect("written");
    std::fs::write(folder.join("pin"), "kastanje\n").expect("written");
    let run = |program: &str, arguments: &[&str]| {
        let output =
            Command::new(program).args(arguments).env("SOFTHSM2_CONF", folder.join("softhsm2.conf")).output();
        let Ok(output) = output else { return false };
        assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
        true
    };
    let token = ["--init-token", "--free", "--label", "brevdue", "--so-pin", "1234", "--pin", "kastanje"];
    let made = run("softhsm2-util", &token)
        && ["master-2026", "master-2027"].into_iter().all(|label| {
            let login = ["--module", module, "--login", "--pin", "kastanje", "--token-label", "brevdue"];
            let key =
                ["--keygen", "--key-type", "GENERIC:32", "--label", label, "--usage-sign", "--sensitive"];
            run("pkcs11-tool", &[&login[..], &key[..]].concat())
        });
    made.then_some(module)
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_are_closed_by_a_key_that_nobody_holds() {
    let mut installation = Installation::init();
    let folder = installation.folder.path().to_owned();
    let Some(module) = make_token(&folder) else {
        println!("skipped: SoftHSM or pkcs11-tool is not installed");
        return;
    };
    let source = |labels: &str| {
        format!(
            "master_key_pkcs11 = {{ module = \"{module}\", token = \"brevdue\", labels = [{labels}], pin_file = \"pin\" }}"
        )
    };
    let conf = folder.join("softhsm2.conf").to_str().expect("UTF-8").to_owned();
    installation.environment = ("gateway", vec![("SOFTHSM2_CONF", conf.clone())]);
    let config = installation.config();
    let run = |args: &[&str]| {
        let mut command = brevdue();
        command.args(args).arg("--config").arg(&config).env("SOFTHSM2_CONF", &conf);
        let output = command.output().expect("brevdue runs");
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    // From the file that `init` has made into the module.
    let file = "master_key_file = \"master.key\"";
    installation.configure(file, &format!("{file}\n{}", source("\"master-2026\"")));
    let (code, err) = run(&["keys", "rotate"]);
    assert_eq!(code, Some(0), "{err}");
    installation.configure(file, "");
    std::fs::remove_file(folder.join("master.key")).expect("removed");
    installation.start_sandbox().await;
    installation.start_gateway().await;
    let letter = installation.send("dk-mette", "pladsanvisning").await;
    installation.until_state(&letter, "delivered").await;
    installation.kill_gateway();

    // A new key: the old one may go when the senders' keys are wrapped anew.
    installation.configure(&source("\"master-2026\""), &source("\"master-2027\""));
    let (code, err) = run(&["keys", "rotate"]);
    assert_eq!(code, Some(2));
    assert!(err.contains("is not at hand"), "{err}");
    installation.configure(&source("\"master-2027\""), &source("\"master-2027\", \"master-2026\""));
    assert_eq!(run(&["keys", "rotate", "--drop-old"]).0, Some(2), "there is no file to remove it from");
    let (code, err) = run(&["keys", "rotate"]);
    assert_eq!(code, Some(0), "{err}");
    installation.configure(&source("\"master-2027\", \"master-2026\""), &source("\"master-2027\""));
    installation.start_gateway().await;
    let read = installation.get(&format!("/v1/letters/{letter}")).await;
    assert_eq!(read["state"], "delivered");
    assert_eq!(read["documents"][0]["name"], "Ärende æøå.pdf");
    installation.kill_gateway();

    // A module that is not there, or a key that is not there, is told at the start.
    installation.configure(&source("\"master-2027\""), &source("\"kastanje\""));
    let (code, err) = run(&["serve"]);
    assert_eq!(code, Some(2));
    assert!(err.contains("no generic secret key of this label"), "{err}");
}
