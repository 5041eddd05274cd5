//! Letters that are too large, and files that can be packed tighter.

use crate::installation::Installation;
use serde_json::{Value, json};

/// A PDF with one page whose content is plain and padded: what some programs write.
fn wasteful(bytes: usize) -> Vec<u8> {
    let content = format!("BT ET\n{}", "% padding\n".repeat(bytes / 10));
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << >> /Contents 4 0 R >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
    ];
    let mut pdf = "%PDF-1.4\n".to_owned();
    let mut xref = "xref\n0 5\n0000000000 65535 f \n".to_owned();
    for (number, object) in (1..).zip(objects) {
        xref += &format!("{:010} 00000 n \n", pdf.len());
        pdf += &format!("{number} 0 obj\n{object}\nendobj\n");
    }
    let start = pdf.len();
    (pdf + &xref + &format!("trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n")).into_bytes()
}

async fn submit(gateway: &Installation, pdf: &[u8]) -> (u16, Value) {
    let to = sandbox::by_alias("se-reachable-alfa").expect("a test recipient").reveal();
    let letter = json!({ "type": "beslut", "to": to });
    let key = uuid::Uuid::new_v4().to_string();
    let (status, _, answer) = gateway.submit(&letter, pdf, &key).await.expect("an answer");
    (status, answer)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_is_too_large_says_what_to_shrink_and_its_type_may_do_it() {
    let mut gateway = Installation::init();
    gateway.start_sandbox().await;
    gateway.start_gateway().await;
    let pdf = wasteful(2_000_000);
    let (status, problem) = submit(&gateway, &pdf).await;
    let detail = problem["errors"][0]["detail"].as_str().unwrap_or_default();
    assert_eq!((status, &problem["code"]), (413, &json!("message_too_large")), "{problem}");
    assert!(detail.contains("document 1 has") && detail.contains("shrink = true"), "{detail}");
    gateway.kill_gateway();
    let config = std::fs::read_to_string(gateway.config()).expect("brevdue.toml");
    let config = config.replacen("code = \"beslut\"", "code = \"beslut\"\nshrink = true", 1);
    std::fs::write(gateway.config(), config).expect("written");
    gateway.start_gateway().await;
    let (status, answer) = submit(&gateway, &pdf).await;
    assert_eq!(status, 202, "{answer}");
    let view = gateway.until_state(answer["id"].as_str().expect("an id"), "delivered").await;
    assert!(view["documents"][0]["size_bytes"].as_u64().is_some_and(|size| size < 100_000), "{view:#}");
}
