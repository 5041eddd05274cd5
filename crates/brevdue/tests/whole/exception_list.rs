//! The batch switch (R58): a whole run is asked for at once, and one list tells a named case worker what to print.

use crate::installation::{Installation, brevdue};
use std::io::Write;
use std::process::Stdio;

/// Runs `brevdue reach -` with these lines; exit code and what it said.
fn reach(installation: &Installation, lines: &str, list: &str) -> (Option<i32>, String) {
    let mut child = brevdue()
        .args(["reach", "-", "--type", "beslut", "--exceptions", list, "--for", "Karin Holm", "--config"])
        .arg(installation.config())
        .current_dir(installation.folder.path())
        .env("LANG", "sv_SE.UTF-8")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("brevdue starts");
    child.stdin.take().expect("an input").write_all(lines.as_bytes()).expect("written");
    let output = child.wait_with_output().expect("an end");
    let said = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8_lossy(&said).into_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_gives_one_list_of_what_a_case_worker_must_print() {
    let installation = Installation::start().await;
    let number = |alias: &str| sandbox::by_alias(alias).expect("a test recipient").reveal().to_owned();
    let (alfa, paper, down) =
        (number("se-reachable-alfa"), number("se-not-registered"), number("se-register-down"));
    let run = format!("{alfa};beslut-1.pdf\n\n{paper};beslut-2.pdf\n{paper}\n1912-12;=HYPERLINK(1)\n");
    let (code, said) = reach(&installation, &run, "list.csv");
    assert_eq!(code, Some(1), "{said}");
    for number in [&alfa, &paper, &down] {
        assert!(!said.contains(number), "{said}");
    }
    let file = installation.folder.path().join("list.csv");
    let text = std::fs::read_to_string(&file).expect("the list");
    let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split(';').collect()).collect();
    assert_eq!(rows.len(), 4, "a heading, and all but who can be reached: {text}");
    let column = |name: &str| {
        let place = rows[0].iter().position(|heading| heading.trim_start_matches('\u{feff}') == name);
        let place = place.expect("the column");
        rows[1..].iter().map(|row| row[place]).collect::<Vec<_>>()
    };
    assert_eq!(column("case_worker"), ["Karin Holm"; 3]);
    assert_eq!(column("line"), ["2", "3", "4"]);
    assert_eq!(column("need"), ["print", "print", "mend"]);
    assert_eq!(column("reference"), ["beslut-2.pdf", "", "'=HYPERLINK(1)"]);
    assert_eq!(column("recipient")[1], paper, "nothing else says whose letter it is");
    assert!(column("recipient")[0].contains('*'), "{text}");
    let mode =
        std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&file).expect("a file").permissions());
    assert_eq!(mode & 0o777, 0o600);

    // The same to print, in the language of whoever asks.
    let (code, said) = reach(&installation, &run, "list.html");
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("Ska skrivas ut: 2"), "{said}");
    let page = std::fs::read_to_string(installation.folder.path().join("list.html")).expect("the list");
    for part in
        ["Undantagslista", "Karin Holm", "beslut-2.pdf", "Ska skrivas ut (2)", "Numret ska rättas (1)"]
    {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert!(!page.contains("beslut-1.pdf"), "{page}");

    // The register does not answer for all of them: an outage is no reason for paper.
    let (code, said) = reach(&installation, &format!("{run}{down};beslut-5.pdf\n"), "list.html");
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("skriv inte ut ännu: 4") && said.contains("Ska skrivas ut: 0"), "{said}");
    let page = std::fs::read_to_string(installation.folder.path().join("list.html")).expect("the list");
    assert!(page.contains("skriv inte ut ännu (4)") && !page.contains(&down), "{page}");

    // Nobody is left over: the list says so.
    let (code, said) = reach(&installation, &alfa, "none.html");
    assert_eq!(code, Some(0), "{said}");
    let page = std::fs::read_to_string(installation.folder.path().join("none.html")).expect("the list");
    assert!(page.contains("inget att skriva ut"), "{page}");

    // A place that cannot be written is seen before anybody is asked.
    let (code, said) = reach(&installation, &run, "nowhere/list.html");
    assert!(code == Some(2) && said.contains("nowhere/list.html"), "{said}");

    // Half a run gives no list that could pass for a whole one.
    let mut installation = installation;
    installation.kill_gateway();
    let (code, said) = reach(&installation, &run, "half.html");
    assert_eq!(code, Some(2), "{said}");
    assert!(!installation.folder.path().join("half.html").exists());
}
