//! A full disk: letters are refused with words and nothing of them is kept; when there is room again, work goes on.

use crate::installation::{Installation, PATIENCE, pdf};
use serde_json::json;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Serves from a small disk of its own, filled up with ballast that goes when the file `free` appears. The disk
/// is there for this process only, and goes with it.
const SCRIPT: &str = r#"
mount -t tmpfs -o size=12m tmpfs-store "$1/gateway" || exit 77
cp -a "$1/kept/." "$1/gateway/" && head -c 6000000 /dev/zero > "$1/gateway/ballast" || exit 77
"$2" serve --config "$1/brevdue.toml" > "$1/full.out" 2> "$1/full.log" &
gateway=$!
while [ ! -e "$1/free" ]; do sleep 0.05; done
rm "$1/gateway/ballast"
while [ ! -e "$1/end" ]; do sleep 0.05; done
kill $gateway
wait $gateway
"#;

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_refuses_letters_and_loses_none() {
    let mut installation = Installation::init();
    installation.start_sandbox().await;
    let folder = installation.folder.path().to_owned();
    std::fs::rename(folder.join("gateway"), folder.join("kept")).expect("moved");
    std::fs::create_dir(folder.join("gateway")).expect("made");
    let started = Command::new("unshare")
        .args(["-m", "sh", "-c", SCRIPT, "sh"])
        .arg(&folder)
        .arg(env!("CARGO_BIN_EXE_brevdue"))
        .stdin(Stdio::null())
        .spawn();
    let Ok(mut child) = started else {
        println!("skipped: no unshare here");
        return;
    };
    let began = Instant::now();
    loop {
        if installation.client.get(installation.api("/readyz")).send().await.is_ok_and(|r| r.status() == 200)
        {
            break;
        }
        if let Some(status) = child.try_wait().expect("a status") {
            println!("skipped: no disk can be mounted here ({status})");
            return;
        }
        assert!(began.elapsed() < PATIENCE, "{}", installation.log("full"));
        tokio::time::sleep(Duration::from_millis(50)).await;
    }

    let recipient = sandbox::by_alias("dk-mette").expect("a test recipient");
    let letter = json!({
        "type": "papirbrev", "to": recipient.reveal(), "subject": "Fuld disk", "recipient": { "name": "Åse Ærø" },
    });
    let document = pdf("Fuld disk");
    let (mut accepted, mut refused) = (Vec::new(), Vec::new());
    for number in 0..3000 {
        let key = format!("full-{number}");
        let (status, _, answer) = installation.submit(&letter, &document, &key).await.expect("an answer");
        match status {
            202 => accepted.push(answer["id"].as_str().expect("an id").to_owned()),
            503 => {
                assert!(
                    ["storage_unavailable", "not_ready"].contains(&answer["code"].as_str().unwrap_or("")),
                    "{answer}"
                );
                refused.push(key);
            }
            _ => panic!("{status}: {answer}"),
        }
        if refused.len() >= 5 {
            break;
        }
    }
    assert_eq!(refused.len(), 5, "the disk did not fill up: {} letters", accepted.len());
    for id in &accepted {
        assert_eq!(installation.get(&format!("/v1/letters/{id}")).await["id"], id.as_str());
    }

    std::fs::write(folder.join("free"), b"").expect("written");
    let began = Instant::now();
    for key in refused {
        loop {
            let (status, replayed, answer) =
                installation.submit(&letter, &document, &key).await.expect("an answer");
            if status == 202 {
                assert!(!replayed, "a refused letter was kept after all");
                accepted.push(answer["id"].as_str().expect("an id").to_owned());
                break;
            }
            assert!(began.elapsed() < PATIENCE, "{answer}\n{}", installation.log("full"));
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
    let last = accepted.last().expect("a letter").clone();
    installation.until(&last, "on its way", |view| view["state"] != "accepted").await;
    let listed = installation.get("/v1/letters?limit=1").await;
    assert!(listed["letters"].is_array() || listed["items"].is_array(), "{listed}");
    std::fs::write(folder.join("end"), b"").expect("written");
    child.wait().expect("it ends");
}
