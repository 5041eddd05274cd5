//! The rules of the house: which crate may use which, what the core may not touch, and under which licences
//! the libraries stand.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// The crates from the ground up: each may use only those before it.
const FLOORS: &[&str] = &[
    "party",
    "catalogue",
    "html",
    "xmldsig",
    "mina",
    "memo",
    "paper",
    "letter",
    "store",
    "evidence",
    "keystore",
    "channels",
    "journey",
    "simulation",
    "sandbox",
    "server",
    "xtask",
    "brevdue",
];

/// Formats and core: no I/O, no runtime, no randomness.
const PURE: &[&str] = &["party", "catalogue", "html", "xmldsig", "mina", "memo", "paper", "letter"];

/// Libraries that bring files, sockets, clocks or a runtime, which the pure crates must not depend on even
/// indirectly.
const WORLDLY: &[&str] = &[
    "tokio",
    "hyper",
    "reqwest",
    "axum",
    "sqlx",
    "sqlx-core",
    "rustls",
    "mio",
    "socket2",
    "async-std",
    "libsqlite3-sys",
];

/// Licences that may go into an EUPL-1.2 program without a second thought.
const LICENCES: &[&str] = &[
    "MIT",
    "MIT-0",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Zlib",
    "Unlicense",
    "0BSD",
    "CC0-1.0",
    "Unicode-3.0",
    "Unicode-DFS-2016",
    "BSL-1.0",
    "MPL-2.0",
    "EUPL-1.2",
    "OpenSSL",
    "CDLA-Permissive-2.0",
    "bzip2-1.0.6",
    "LGPL-2.1-or-later",
];

fn metadata() -> Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--manifest-path"])
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/../../Cargo.toml"))
        .output()
        .expect("cargo metadata runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("cargo metadata is JSON")
}

/// For each package: name, and what it depends on outside of tests.
fn dependencies(metadata: &Value) -> BTreeMap<String, (String, BTreeSet<String>)> {
    let names: BTreeMap<&str, &str> = metadata["packages"]
        .as_array()
        .expect("packages")
        .iter()
        .map(|package| (package["id"].as_str().expect("id"), package["name"].as_str().expect("name")))
        .collect();
    metadata["resolve"]["nodes"]
        .as_array()
        .expect("nodes")
        .iter()
        .map(|node| {
            let id = node["id"].as_str().expect("id");
            let used = node["deps"]
                .as_array()
                .expect("deps")
                .iter()
                .filter(|dep| {
                    dep["dep_kinds"]
                        .as_array()
                        .is_some_and(|kinds| kinds.iter().any(|kind| kind["kind"].is_null()))
                })
                .map(|dep| dep["pkg"].as_str().expect("pkg").to_owned())
                .collect();
            (id.to_owned(), (names[id].to_owned(), used))
        })
        .collect()
}

#[test]
fn arrows_only_point_down() {
    let metadata = metadata();
    let graph = dependencies(&metadata);
    let members: BTreeSet<&str> =
        metadata["workspace_members"].as_array().expect("members").iter().filter_map(Value::as_str).collect();
    assert_eq!(members.len(), FLOORS.len(), "a crate is missing from FLOORS, or one too many");
    for id in &members {
        let (name, used) = &graph[*id];
        let floor = FLOORS
            .iter()
            .position(|crate_name| crate_name == name)
            .unwrap_or_else(|| panic!("{name} has no floor"));
        for dependency in used.iter().filter(|dependency| members.contains(dependency.as_str())) {
            let below = &graph[dependency].0;
            let its_floor = FLOORS.iter().position(|crate_name| crate_name == below).expect("a floor");
            assert!(its_floor < floor, "{name} uses {below}, which is not below it");
        }
    }
    let server = members.iter().find(|id| graph[**id].0 == "server").expect("server");
    assert!(
        graph[*server].1.iter().all(|id| graph[id].0 != "sandbox"),
        "the gateway must not know the sandbox"
    );
}

#[test]
fn formats_and_core_touch_no_runtime_no_file_no_network() {
    let metadata = metadata();
    let graph = dependencies(&metadata);
    for (id, (name, _)) in &graph {
        if !PURE.contains(&name.as_str())
            || !metadata["workspace_members"].as_array().expect("members").iter().any(|m| m == id)
        {
            continue;
        }
        let mut reached = BTreeSet::new();
        let mut open = vec![id.clone()];
        while let Some(next) = open.pop() {
            if reached.insert(next.clone()) {
                open.extend(graph[&next].1.iter().cloned());
            }
        }
        let worldly: Vec<&str> =
            reached.iter().map(|id| graph[id].0.as_str()).filter(|name| WORLDLY.contains(name)).collect();
        assert!(worldly.is_empty(), "{name} reaches {worldly:?}");
    }
}

#[test]
fn pure_crates_do_not_call_the_world() {
    // What the standard library itself offers: a look at the sources, tests aside.
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let forbidden = [
        "std::fs",
        "std::net::Tcp",
        "std::net::Udp",
        "ToSocketAddrs",
        "std::process",
        "std::env",
        "SystemTime::now",
        "Instant::now",
        "Timestamp::now",
        "Zoned::now",
        "new_v4",
        "now_v7",
        "std::thread",
    ];
    for name in PURE {
        for file in rust_files(&root.join(name).join("src")) {
            let text = std::fs::read_to_string(&file).expect("readable");
            if is_test_module(&file) {
                continue;
            }
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
                for word in forbidden {
                    assert!(!line.contains(word), "{}: {word} in a pure crate: {line}", file.display());
                }
            }
        }
    }
}

/// Whether the module above declares this file for tests only.
fn is_test_module(file: &std::path::Path) -> bool {
    let (Some(folder), Some(name)) = (file.parent(), file.file_stem().and_then(|name| name.to_str())) else {
        return false;
    };
    let above = [folder.join("mod.rs"), folder.join("lib.rs"), folder.with_extension("rs")];
    let declares = format!("#[cfg(test)]\nmod {name};");
    above.iter().any(|path| std::fs::read_to_string(path).is_ok_and(|text| text.contains(&declares)))
}

fn rust_files(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).expect("folder").flatten() {
        let path = entry.path();
        let is_test = path.file_name().is_some_and(|name| name == "tests" || name == "tests.rs");
        if path.is_dir() && !is_test {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") && !is_test {
            files.push(path);
        }
    }
    files
}

/// The deliberate bugs of the mutation tests are in no program.
#[test]
fn no_program_has_planted_bugs() {
    let metadata = metadata();
    let nodes = metadata["resolve"]["nodes"].as_array().expect("nodes");
    let graph = dependencies(&metadata);
    let journey =
        nodes.iter().find(|node| graph[node["id"].as_str().expect("id")].0 == "journey").expect("journey");
    let features = journey["features"].as_array().expect("features");
    assert!(features.iter().all(|feature| feature != "planted"), "{features:?}");
    let users = graph.values().filter(|(_, used)| used.iter().any(|id| graph[id].0 == "simulation"));
    assert_eq!(users.count(), 0, "the simulation is a test tool");
}

#[test]
fn licences_fit() {
    let metadata = metadata();
    for package in metadata["packages"].as_array().expect("packages") {
        let name = package["name"].as_str().expect("name");
        let Some(licence) = package["license"].as_str() else { panic!("{name} states no licence") };
        assert!(fits(licence), "{name} stands under {licence}");
    }
}

/// Whether a licence expression can be satisfied: every part joined by AND has an alternative that fits.
fn fits(expression: &str) -> bool {
    let flat = expression.replace('/', " OR ").replace(['(', ')'], " ");
    flat.split(" AND ").all(|part| part.split(" OR ").any(|licence| LICENCES.contains(&licence.trim())))
}

#[test]
fn licence_expressions_are_read() {
    assert!(fits("MIT OR GPL-3.0"));
    assert!(fits("(MIT OR Apache-2.0) AND Unicode-3.0"));
    assert!(!fits("GPL-3.0-only"));
    assert!(!fits("MIT AND AGPL-3.0"));
}

/// `cargo run` of the README names no program: the workspace has several, and one is meant.
#[test]
fn cargo_run_is_brevdue() {
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/../../Cargo.toml");
    let manifest: toml::Value = toml::from_str(&std::fs::read_to_string(manifest).unwrap()).unwrap();
    let default = manifest["workspace"]["default-members"].as_array().unwrap();
    assert_eq!(default, &[toml::Value::from("crates/brevdue")]);
}
