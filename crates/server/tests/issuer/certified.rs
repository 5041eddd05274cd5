//! Signing in at somebody else's implementation, certified by the OpenID Foundation: `oidc-provider` on Node.

use crate::browser::Browser;
use crate::house::House;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use store::Granted;

struct Provider(Child);

impl Drop for Provider {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Where `scripts/test` puts it.
fn module() -> Option<PathBuf> {
    let path =
        concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/peers/node_modules/oidc-provider/lib/index.js");
    PathBuf::from(path).canonicalize().ok()
}

#[tokio::test]
async fn a_certified_provider_lets_people_in_and_out() {
    let Some(module) = module() else {
        println!("skipped: oidc-provider is not installed (scripts/test does it)");
        return;
    };
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let issuer = format!("http://127.0.0.1:{port}");
    let secret = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(secret.path(), "a secret+of/the=client\n").unwrap();
    let house = House::open_with(&format!(
        "[oidc]\nissuer = \"{issuer}\"\nclient_id = \"brevdue\"\nclient_secret_file = \"{}\"\n\
         [[oidc.group]]\nname = \"arbejde\"\nrole = \"case_worker\"\nsender = \"eksempel\"\n",
        secret.path().display()
    ))
    .await;
    let provider = Command::new("node")
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/issuer/provider.mjs"))
        .args([module.display().to_string(), port.to_string(), house.base.clone()])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let Ok(child) = provider else {
        println!("skipped: node is not installed");
        return;
    };
    let _provider = Provider(child);
    let (browser, there) = (Browser::new(&house.base), Browser::new(&issuer));
    let mut start = browser.get("/sign-in/start?next=/letters").await;
    for _ in 0..600 {
        if start.status == 303 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
        start = browser.get("/sign-in/start?next=/letters").await;
    }

    // To its pages: who are you, may this client know, and back.
    let local = |address: &str| address.strip_prefix(&issuer).unwrap_or(address).to_owned();
    let mut at = local(&start.location());
    for prompt in ["login", "consent"] {
        at = local(&there.get(&at).await.location());
        assert!(at.starts_with("/interaction/"), "{at}");
        let fields = [("prompt", prompt), ("login", "anna.berg"), ("password", "any")];
        at = local(&there.post(&at, &fields).await.location());
    }
    let back = there.get(&at).await.location();
    let back = back.strip_prefix(&house.base).expect("back to the gateway");
    assert_eq!(browser.get(back).await.location(), "/letters");
    // Its tokens hold the subject alone: name and groups came by userinfo.
    browser.get("/letters").await.has("<strong>Anna Berg</strong>");
    let anna = house.gateway.store().person("anna.berg").await.unwrap().unwrap();
    assert_eq!(anna.group_grants, [Granted::at("case_worker", "eksempel")]);
    // The same answer again.
    assert_eq!(browser.get(back).await.status, 403);

    let out = local(&browser.get("/sign-out/issuer").await.location());
    let page = there.get(&out).await;
    assert_eq!(page.status, 200);
    page.has("session/end/confirm");
    house.close().await;
}
