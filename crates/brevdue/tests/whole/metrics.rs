//! Numbers for monitoring, as a scraper reads them.

use crate::installation::{Installation, numbers};
use std::collections::BTreeMap;

/// The samples of an answer, by name and labels; types and helps are left out.
fn samples(text: &str) -> BTreeMap<String, f64> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let (name, value) = line.rsplit_once(' ').expect("a value");
            (name.trim_end_matches("{}").to_owned(), value.parse().expect("a number"))
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_numbers_tell_of_letters_and_nothing_of_people() {
    let mut gateway = Installation::init();
    let ask = async |gateway: &Installation, token: Option<&str>| {
        let mut request = gateway.client.get(gateway.api("/metrics"));
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        let answer = request.send().await.expect("an answer");
        (answer.status().as_u16(), answer.text().await.expect("a text"))
    };
    gateway.start_sandbox().await;
    gateway.start_gateway().await;
    assert_eq!(ask(&gateway, Some(&gateway.key)).await.0, 404, "nobody switched them on");
    gateway.kill_gateway();
    let token = gateway.folder.path().join("metrics.token");
    std::fs::write(&token, "scrape-me\n").expect("written");
    let config = std::fs::read_to_string(gateway.config()).expect("a configuration");
    let config = format!("{config}\n[metrics]\ntoken_file = \"metrics.token\"\n");
    std::fs::write(gateway.config(), config).expect("written");
    gateway.start_gateway().await;
    let delivered = gateway.send("se-reachable-alfa", "beslut").await;
    gateway.until_state(&delivered, "delivered").await;
    let protected = gateway.send("se-protected", "beslut").await;
    gateway.until(&protected, "with a person", |view| view["attention"].is_object()).await;
    assert_eq!(ask(&gateway, None).await.0, 401);
    for wrong in ["scrape-you", "", &gateway.key] {
        assert_eq!(ask(&gateway, Some(wrong)).await.0, 401, "{wrong}");
    }
    let (status, text) = ask(&gateway, Some("scrape-me")).await;
    assert_eq!(status, 200, "{text}");
    assert!(text.ends_with("# EOF\n"), "{text}");
    let found = samples(&text);
    let of = |name: &str| found.get(name).copied().unwrap_or_else(|| panic!("no {name}: {text}"));
    assert_eq!(of("brevdue_letters{state=\"delivered\",channel=\"mina_meddelanden\"}"), 1.0);
    assert_eq!(of("brevdue_accept_seconds_count"), 2.0);
    assert!(of("brevdue_accept_seconds_sum") > 0.0);
    assert!(of("brevdue_attention_age_seconds") < 600.0);
    assert_eq!(of("brevdue_receipts_aside"), 0.0);
    assert!(
        found.iter().any(|(name, days)| name.starts_with("brevdue_certificate_days{") && *days > 1.0),
        "{text}"
    );
    assert!(
        found.iter().any(|(name, paused)| name.starts_with("brevdue_operator_paused{") && *paused == 0.0),
        "{text}"
    );
    for secret in numbers().into_iter().chain([delivered.as_str(), "Astrid", "beslut"]) {
        assert!(!text.contains(secret), "{text}");
    }
    // Prometheus' own reader agrees, where it is installed.
    let check = "import sys; from prometheus_client.openmetrics.parser import text_string_to_metric_families as p; \
                 print(len(list(p(sys.stdin.read()))))";
    let file = gateway.folder.path().join("metrics.txt");
    std::fs::write(&file, &text).expect("written");
    let there = std::process::Command::new("python3").args(["-c", "import prometheus_client"]).output();
    if !there.is_ok_and(|output| output.status.success()) {
        println!("skipped: python3 with prometheus_client is not installed");
        return;
    }
    let input = std::fs::File::open(&file).expect("a file");
    let output =
        std::process::Command::new("python3").args(["-c", check]).stdin(input).output().expect("a run");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
