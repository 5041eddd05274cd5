//! axe-core: what a machine can find out about accessibility.

use crate::webdriver::Browser;
use serde_json::{Value, json};
use std::path::PathBuf;

/// WCAG 2.2 AA and what the makers of axe recommend beyond.
const RULES: [&str; 6] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/// The script; nothing, with a printed reason, where it is not installed.
pub(crate) fn script() -> Option<String> {
    let installed =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../target/peers/node_modules/axe-core/axe.min.js");
    let file = std::env::var_os("BREVDUE_AXE").map_or(installed, PathBuf::from);
    match std::fs::read_to_string(&file) {
        Ok(script) => Some(script),
        Err(_) => {
            println!(
                "skipped: axe-core is not installed (scripts/test does it with npm; or set BREVDUE_AXE)"
            );
            None
        }
    }
}

/// What it finds on the page, a line for each; disclosures are opened first.
pub(crate) async fn findings(browser: &Browser, axe: &str) -> Vec<String> {
    let open = "document.querySelectorAll('details').forEach(each => each.open = true)";
    browser.run(open).await;
    browser.run(axe).await;
    let run = "const done = arguments[1]; \
        axe.run(document, { runOnly: arguments[0], resultTypes: ['violations'], preload: false }).then(found => done(found.violations.map(each => \
            each.id + ': ' + each.help + ' at ' + each.nodes.slice(0, 3).map(node => node.target.join(' ')).join('; '))), \
            error => done(['axe failed: ' + error]))";
    let found = browser.run_until_called(run, json!(RULES)).await;
    let Value::Array(found) = found else { panic!("axe says {found}") };
    found.iter().map(|line| line.as_str().unwrap_or_default().to_owned()).collect()
}
