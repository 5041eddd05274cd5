//! Help, version, usage errors, completions, closed and full outputs.

mod common;

use std::io::Read;
use std::process::Stdio;

use common::{brevdue, run};

/// Every command, found by walking the help.
fn commands(prefix: &[String], found: &mut Vec<Vec<String>>) {
    let help = run(prefix.iter().cloned().chain(["--help".to_owned()])).expect(0).out;
    found.push(prefix.to_vec());
    let Some((_, list)) = help.split_once("Commands:\n") else { return };
    for line in list.lines().take_while(|line| line.starts_with("  ")) {
        let Some(name) = line.strip_prefix("  ").and_then(|line| line.split(' ').next()) else { continue };
        if !name.is_empty() && name != "help" {
            commands(&[prefix, &[name.to_owned()]].concat(), found);
        }
    }
}

#[test]
fn every_command_has_help_with_an_example() {
    let mut found = Vec::new();
    commands(&[], &mut found);
    assert!(found.len() >= 18, "{found:?}");
    for command in found {
        let help = run(command.iter().cloned().chain(["--help".to_owned()])).expect(0).out;
        assert!(help.contains("Example") && help.contains("\n  brevdue "), "{command:?}: {help}");
        assert!(!help.contains('\x1b'), "{command:?}: colours in a pipe");
    }
}

#[test]
fn version_is_the_crate_s() {
    assert_eq!(run(["--version"]).expect(0).out, format!("brevdue {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn usage_errors_leave_with_2_and_no_data() {
    let wrong: [&[&str]; 12] = [
        &[],
        &["nonsense"],
        &["memo"],
        &["memo", "check"],
        &["memo", "check", "--at", "yesterday", "x.xml"],
        &["--format", "xml", "memo", "check", "x.xml"],
        &["--lang", "no", "memo", "check", "x.xml"],
        &["letters", "show"],
        &["letters", "list", "--limit", "0"],
        &["letters", "list", "--state", "gone"],
        &["letters", "resolve", "01a0f3a5-7c1e-7d3a-9a53-2f6c1f0e8b11", "--how", "maybe"],
        &["send", "letter.pdf", "--to", "1"],
    ];
    for args in wrong {
        let run = run(args).expect(2);
        assert_eq!(run.out, "", "{args:?}");
        assert!(!run.err.is_empty(), "{args:?}");
    }
}

#[test]
fn completions_for_every_shell() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = run(["completions", shell]).expect(0).out;
        assert!(script.contains("letters") && script.contains("resolve"), "{shell}");
    }
    assert!(run(["completions", "bash"]).out.contains("needs_attention"), "values are completed too");
    run(["completions", "command.com"]).expect(2);
}

#[test]
fn a_reader_that_leaves_is_no_error() {
    let mut child =
        brevdue(["completions", "bash"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    assert_eq!((child.wait().unwrap().code(), err.as_str()), (Some(0), ""));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = brevdue(["completions", "bash"]).stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("standard output"), "{output:?}");
}
