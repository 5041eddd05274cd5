//! Large blobs in a bucket, against a real S3 server (moto) that checks signatures.
#![allow(clippy::print_stdout, reason = "a skipped test says why")]

mod common;

use common::*;
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::{BlobError, S3Config, SecretText, Store, StoreConfig, StoreError, Swept};

struct Server(Child, u16);

/// One test at a time: a process that is being started holds the locks of this one for a moment.
static TURN: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A folder as prefix stands in paths as it is and, encoded, in no query of these calls. What would have to be encoded in
/// a path is refused at the start, before any letter is accepted.
#[tokio::test(flavor = "multi_thread")]
async fn a_prefix_is_a_folder_or_is_refused() {
    let _turn = TURN.lock().await;
    let folder = tempfile::tempdir().unwrap();
    let base = config(folder.path()).await;
    let settings = |s3: S3Config| StoreConfig { s3: Some(s3), ..base.clone() };
    for wild in ["\u{e5}r/", "a b/", "a+b/", "100%/", "a?b/", "a#b/", "a&b=c/"] {
        let refused =
            Store::open(&settings(S3Config { prefix: wild.to_owned(), ..bucket(1, "x", "x") })).await;
        let error = refused.expect_err("refused").to_string();
        assert!(error.contains("prefix"), "{wild}: {error}");
    }
    let Some((server, id, secret)) = server() else { return };
    let s3 = S3Config { prefix: "brevdue/2026.11_a-b/".to_owned(), ..bucket(server.1, &id, &secret) };
    let store = Store::open(&settings(s3)).await.unwrap();
    let new = with_document(letter("uppsala", "beslut", at(0)), vec![b'n'; 300_000]);
    let (letter_id, digest) = (new.letter.id, new.letter.documents[0].digest.clone());
    store.accept(new).await.unwrap();
    assert_eq!(store.blob(letter_id, &digest).await.unwrap(), vec![b'n'; 300_000]);
    store.close().await;
}

/// Starts the server and makes a bucket and a user in it; their keys. Nothing if there is no server.
fn server() -> Option<(Server, String, String)> {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    // The first calls, by which user and bucket are made, are not checked; all others are.
    let child = Command::new("moto_server")
        .args(["-H", "127.0.0.1", "-p", &port.to_string()])
        .env("INITIAL_NO_AUTH_ACTION_COUNT", "4")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let Ok(child) = child else {
        println!("skipped: no moto_server here (pip install 'moto[server]')");
        return None;
    };
    let server = Server(child, port);
    let began = Instant::now();
    while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(began.elapsed() < Duration::from_secs(60), "moto_server does not come up");
        std::thread::sleep(Duration::from_millis(50));
    }
    let script = format!(
        "import boto3\n\
         kw = dict(endpoint_url='http://127.0.0.1:{port}', region_name='us-east-1', aws_access_key_id='x', aws_secret_access_key='x')\n\
         iam = boto3.client('iam', **kw)\n\
         iam.create_user(UserName='brevdue')\n\
         iam.put_user_policy(UserName='brevdue', PolicyName='p', PolicyDocument='{{\"Version\":\"2012-10-17\",\"Statement\":[{{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}}]}}')\n\
         key = iam.create_access_key(UserName='brevdue')['AccessKey']\n\
         boto3.client('s3', **kw).create_bucket(Bucket='letters')\n\
         print(key['AccessKeyId'], key['SecretAccessKey'])\n"
    );
    // The interpreter beside the server has its libraries.
    let path = std::env::var_os("PATH").unwrap_or_default();
    let beside = std::env::split_paths(&path).find(|folder| folder.join("moto_server").exists()).unwrap();
    let python = Some(beside.join("python3")).filter(|python| python.exists()).unwrap_or("python3".into());
    let output = Command::new(python).args(["-c", &script]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let (id, secret) = text.trim().split_once(' ').unwrap();
    Some((server, id.to_owned(), secret.to_owned()))
}

fn bucket(port: u16, id: &str, secret: &str) -> S3Config {
    S3Config {
        endpoint: format!("http://127.0.0.1:{port}"),
        region: "us-east-1".to_owned(),
        bucket: "letters".to_owned(),
        path_style: true,
        // moto decodes what stands in a query before it checks the signature: nothing that is encoded, then.
        prefix: "blobs-".to_owned(),
        access_key: id.to_owned(),
        secret_key: Arc::new(SecretText::new(secret)),
        timeout: Duration::from_secs(20),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn blobs_go_to_the_bucket_and_come_back() {
    let _turn = TURN.lock().await;
    let Some((server, id, secret)) = server() else { return };
    let folder = tempfile::tempdir().unwrap();
    let s3 = bucket(server.1, &id, &secret);
    let base = config(folder.path()).await;
    let settings = |s3: Option<S3Config>| StoreConfig { s3, ..base.clone() };

    // A file from before the bucket is still found.
    let store = Store::open(&settings(None)).await.unwrap();
    let old = store.put_blob(OWNER, &uppsala(), vec![b'o'; 50_000]).await.unwrap();
    store.close().await;

    let store = Store::open(&settings(Some(s3.clone()))).await.unwrap();
    assert_eq!(store.blob(OWNER, &old).await.unwrap(), vec![b'o'; 50_000]);
    let new = with_document(letter("uppsala", "beslut", at(0)), vec![b'n'; 3_000_000]);
    let (letter_id, digest) = (new.letter.id, new.letter.documents[0].digest.clone());
    store.accept(new).await.unwrap();
    assert_eq!(store.blob(letter_id, &digest).await.unwrap(), vec![b'n'; 3_000_000]);
    let stream = std::io::Cursor::new(vec![b's'; 1_000_000]);
    let (streamed, _) = store.put_blob_stream(OWNER, &uppsala(), stream).await.unwrap();
    assert_eq!(store.blob(OWNER, &streamed).await.unwrap(), vec![b's'; 1_000_000]);
    let files = |name: &str| {
        let shelves = std::fs::read_dir(folder.path().join("blobs")).unwrap();
        shelves.map(|shelf| std::fs::read_dir(shelf.unwrap().path()).unwrap().count()).sum::<usize>()
            - name.len()
    };
    assert_eq!(files("1"), 0, "only the old file lies here");

    // No object is without a letter or an owner.
    let swept = store.sweep_blobs(Duration::ZERO, true).await.unwrap();
    assert!(swept.looked_at >= 2 && swept.orphans == 0, "{swept:?}");

    // A backup brings the objects along.
    let target = tempfile::tempdir().unwrap();
    let copy = target.path().join("copy");
    assert_eq!(store.backup(&copy, at(3)).await.unwrap().blobs, 3);
    assert_eq!(Store::verify_backup(&config(&copy).await).await.unwrap().faults, vec![]);
    store.close().await;

    // A wrong secret is refused by the server, and says so; nothing is accepted then.
    let wrong = bucket(server.1, &id, "not the secret");
    let store = Store::open(&settings(Some(wrong))).await.unwrap();
    let refused = store.blob(letter_id, &digest).await;
    assert!(matches!(refused, Err(BlobError::Store(StoreError::Unavailable { .. }))), "{refused:?}");
    let lost = with_document(letter("uppsala", "beslut", at(0)), vec![b'x'; 100_000]);
    let lost_id = lost.letter.id;
    assert!(store.accept(lost).await.is_err());
    assert_eq!(store.load(lost_id).await.unwrap(), None);
    store.close().await;

    // A server that is gone is no loss: the letter is not accepted, and the one that was is there later.
    drop(server);
    let store = Store::open(&settings(Some(s3))).await.unwrap();
    let gone = with_document(letter("uppsala", "beslut", at(0)), vec![b'x'; 100_000]);
    assert!(store.accept(gone).await.is_err());
    assert!(store.load(letter_id).await.unwrap().is_some());
    let partial = std::fs::read_dir(folder.path().join("blobs/partial")).unwrap().count();
    assert_eq!(partial, 0, "nothing half-written stays");
    assert!(matches!(store.sweep_blobs(Duration::ZERO, true).await, Err(_) | Ok(Swept { removed: 0, .. })));
}
