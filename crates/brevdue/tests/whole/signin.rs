//! Signing in as somebody who tries the demonstration does: the sandbox is the issuer, everybody there has their role.

use super::browser::Browser;
use super::installation::{Installation, brevdue};
use serde_json::Value;

/// Chooses somebody on the sandbox's page and comes back signed in.
async fn sign_in(gateway: &str, sandbox: &str, person: &str, next: &str) -> (Browser, String) {
    let (browser, there) = (Browser::new(gateway), Browser::new(sandbox));
    let question = browser.get(&format!("/sign-in/start?next={next}")).await.location();
    let question = question.strip_prefix(sandbox).expect("the sandbox's page").to_owned();
    let page = there.get(&question).await;
    assert_eq!(page.status, 200, "{}", page.body);
    let link = format!("href=\"/eid/authorize/{person}?");
    let chosen = page.body.split(&link).nth(1).expect("a link").split('"').next().expect("its end");
    let chosen = format!("/eid/authorize/{person}?{}", chosen.replace("&#38;", "&"));
    let back = there.get(&chosen).await.location();
    let back = back.strip_prefix(gateway).expect("back to the gateway").to_owned();
    let to = browser.get(&back).await.location();
    (browser, to)
}

#[tokio::test]
async fn everybody_of_the_sandbox_has_their_role() {
    let house = Installation::start().await;
    let gateway = format!("http://127.0.0.1:{}", house.gateway_port);
    let sandbox = format!("http://127.0.0.1:{}", house.sandbox_port + 1);
    for (language, heading) in [("da", "Hvem logger ind?"), ("sv", "Vem loggar in?"), ("en", "Who signs in?")]
    {
        let browser = Browser::new(&gateway).speaking(language);
        let question = browser.get("/sign-in/start").await.location();
        let page = Browser::new(&sandbox).get(question.strip_prefix(&sandbox).expect("there")).await;
        page.has(heading);
        page.has(&format!("<html lang=\"{language}\">"));
    }
    for (person, opens, not) in [
        ("anna", "/send", "/people"),
        ("mads", "/send", "/people"),
        ("freja", "/send", "/people"),
        ("karin", "/letters", "/people"),
        ("poul", "/send", "/people"),
        ("rakel", "/letters", "/send"),
        ("astrid", "/letters", "/send"),
        ("ib", "/people", "/letters"),
        ("celine", "/account", "/letters"),
    ] {
        let (browser, to) = sign_in(&gateway, &sandbox, person, opens).await;
        assert_eq!(to, opens, "{person}");
        assert_eq!(browser.get(opens).await.status, 200, "{person} at {opens}");
        assert_eq!(browser.get(not).await.status, 403, "{person} at {not}");
    }
    let (nils, to) = sign_in(&gateway, &sandbox, "nils", "/letters").await;
    assert_eq!(to, "/account");
    nils.get("/account").await.has("No role yet.");

    let (anna, _) = sign_in(&gateway, &sandbox, "anna", "/").await;
    let types = anna.get("/send").await;
    types.has("Exempelkommun");
    types.has_not("Eksempel Kommune");
    let freja = sign_in(&gateway, &sandbox, "freja", "/").await.0.get("/account").await;
    freja.has("Eksempel Kommune, Børn og Unge");

    // A sandbox that was started anew has other keys; who is signed in goes on, and others come in.
    let mut house = house;
    house.kill_sandbox();
    assert_eq!(anna.get("/send").await.status, 200);
    house.start_sandbox().await;
    assert_eq!(sign_in(&gateway, &sandbox, "anna", "/send").await.1, "/send");
    house.stop_gateway().await;
}

#[tokio::test]
async fn the_emergency_administrator_and_brevdue_people() {
    let mut house = Installation::init();
    let config = house.config().display().to_string();
    let password = std::fs::read_to_string(house.folder.path().join("admin.password")).expect("a password");
    let people = |args: &[&str]| {
        let output = brevdue()
            .args(["people", "--config", &config, "--format", "json"])
            .args(args)
            .output()
            .expect("brevdue people runs");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let rows: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        (output.status.code(), rows, String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (code, added, _) =
        people(&["add", "bo", "--role", "case_worker@eksempel/Børn", "--role", "registrar@eksempel"]);
    assert_eq!(code, Some(0));
    let bos = added[0]["password"].as_str().expect("a password").to_owned();
    for (args, hint) in [
        (&["add", "bo", "--role", "auditor"][..], "taken"),
        (&["add", "ea", "--role", "god"], "case_worker"),
        (&["add", "ea", "--role", "auditor@nowhere"], "no sender"),
        (&["add", "198101052382", "--role", "auditor"], "personal number"),
        (&["remove", "nobody"], "nobody"),
        (&["password", "nobody"], "nobody"),
    ] {
        let (code, _, told) = people(args);
        assert!(code == Some(2) && told.contains(hint), "{args:?}: {told}");
        assert!(!told.contains("198101052382"), "{told}");
    }
    let rows = people(&["list"]).1;
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[1]["roles"], serde_json::json!(["case_worker@eksempel/Børn", "registrar@eksempel"]));
    assert!(
        people(&["add", "ea", "--role", "auditor"]).0 == Some(0) && people(&["remove", "ea"]).0 == Some(0)
    );

    house.start_gateway().await;
    let gateway = format!("http://127.0.0.1:{}", house.gateway_port);
    let admin = Browser::new(&gateway);
    admin.sign_in("admin", password.trim()).await;
    admin.get("/people").await.has("bo");
    let bo = Browser::new(&gateway);
    bo.sign_in("bo", &bos).await;
    assert_eq!(bo.get("/send").await.status, 200);
    // The issuer is not there: the door says so.
    assert_eq!(Browser::new(&gateway).get("/sign-in/start").await.status, 503);
    assert_eq!(people(&["list"]).1.len(), 2, "one may look while it works");
    let busy = people(&["remove", "bo"]);
    assert!(busy.0 == Some(2) && !busy.2.is_empty(), "the store is in use");
    for secret in [password.trim(), bos.as_str()] {
        assert!(!house.log("gateway").contains(secret));
    }
    house.stop_gateway().await;
}
