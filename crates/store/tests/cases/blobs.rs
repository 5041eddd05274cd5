//! Blobs in a store without encryption: kept by digest, verified on reading. `vault.rs` has the sealed ones.

use crate::common::*;
use letter::Digest;
use std::io::Cursor;
use std::path::PathBuf;
use std::time::Duration;
use store::{Blob, BlobError, Idempotency, NewLetter, ROW_LIMIT_BYTES, Swept, digest_of};

fn file_of(folder: &tempfile::TempDir, digest: &Digest) -> PathBuf {
    folder.path().join("blobs").join(&digest.0[..2]).join(&digest.0)
}

#[tokio::test]
async fn blobs_of_every_size_come_back() {
    let (folder, store) = open_clear().await;
    for size in [0, 1, ROW_LIMIT_BYTES, ROW_LIMIT_BYTES + 1, 3_000_000] {
        let bytes: Vec<u8> = (0..size).map(|position| (position % 251) as u8).collect();
        let digest = store.put_blob(OWNER, &uppsala(), bytes.clone()).await.unwrap();
        assert_eq!(digest, digest_of(&bytes));
        assert_eq!(store.put_blob(OWNER, &uppsala(), bytes.clone()).await.unwrap(), digest, "twice is once");
        assert_eq!(store.blob(OWNER, &digest).await.unwrap(), bytes);
        assert_eq!(file_of(&folder, &digest).exists(), size > ROW_LIMIT_BYTES);
    }
}

#[tokio::test]
async fn a_stream_is_stored_under_the_digest_of_its_bytes() {
    let (folder, store) = open_clear().await;
    for size in [0, 10, 1_000_000] {
        let bytes = vec![b'a'; size];
        let (digest, size_bytes) =
            store.put_blob_stream(OWNER, &uppsala(), Cursor::new(bytes.clone())).await.unwrap();
        assert_eq!((digest.clone(), size_bytes), (digest_of(&bytes), size as u64));
        assert_eq!(store.blob(OWNER, &digest).await.unwrap(), bytes);
    }
    let broken = tokio::io::join(Cursor::new(vec![b'b'; 500_000]), tokio::io::sink());
    let failing = tokio_test_reader(broken);
    assert!(matches!(store.put_blob_stream(OWNER, &uppsala(), failing).await, Err(BlobError::Source { .. })));
    assert_eq!(std::fs::read_dir(folder.path().join("blobs/partial")).unwrap().count(), 0);
}

/// Reads through to the end of the given stream, then fails.
fn tokio_test_reader(inner: impl tokio::io::AsyncRead + Unpin) -> impl tokio::io::AsyncRead + Unpin {
    use tokio::io::AsyncReadExt;
    struct Fails;
    impl tokio::io::AsyncRead for Fails {
        fn poll_read(
            self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
            _: &mut tokio::io::ReadBuf<'_>,
        ) -> std::task::Poll<std::io::Result<()>> {
            std::task::Poll::Ready(Err(std::io::Error::other("connection reset")))
        }
    }
    inner.chain(Fails)
}

#[tokio::test]
async fn damage_is_seen_and_a_second_put_mends_it() {
    let (folder, store) = open_clear().await;
    let bytes = vec![b'c'; 100_000];
    let digest = store.put_blob(OWNER, &uppsala(), bytes.clone()).await.unwrap();
    let file = file_of(&folder, &digest);

    let mut changed = bytes.clone();
    changed[50_000] ^= 1;
    std::fs::write(&file, &changed).unwrap();
    assert_eq!(store.blob(OWNER, &digest).await, Err(BlobError::BlobDamaged { digest: digest.clone() }));
    std::fs::write(&file, &bytes[..99_999]).unwrap();
    assert_eq!(store.blob(OWNER, &digest).await, Err(BlobError::BlobDamaged { digest: digest.clone() }));
    std::fs::remove_file(&file).unwrap();
    assert_eq!(store.blob(OWNER, &digest).await, Err(BlobError::BlobDamaged { digest: digest.clone() }));

    store.put_blob(OWNER, &uppsala(), bytes.clone()).await.unwrap();
    assert_eq!(store.blob(OWNER, &digest).await.unwrap(), bytes);
}

#[tokio::test]
async fn what_is_no_digest_names_no_blob() {
    let (_folder, store) = open_clear().await;
    let real = store.put_blob(OWNER, &uppsala(), vec![b'd'; 50_000]).await.unwrap();
    let shouted = real.0.to_uppercase();
    for text in ["", "../../etc/passwd", &real.0[..63], &shouted, &digest_of(b"other").0] {
        let digest = Digest::from(text);
        assert_eq!(
            store.blob(OWNER, &digest).await,
            Err(BlobError::NotFound { digest: digest.clone() }),
            "{text}"
        );
    }
}

#[tokio::test]
async fn a_letter_may_have_large_documents_and_documents_stored_before() {
    let (folder, store) = open_clear().await;
    let large = with_document(letter("uppsala", "beslut", at(0)), vec![b'e'; 200_000]);
    let digest = large.letter.documents[0].digest.clone();
    let id = store.accept(large).await.unwrap().id;
    let mut again = with_document(letter("uppsala", "beslut", at(0)), vec![b'e'; 200_000]);
    again.blobs.clear();
    store.accept(again).await.unwrap();
    store.close().await;
    std::fs::write(folder.path().join("blobs/partial/7"), b"left by a killed process").unwrap();

    let store = open_in(folder.path()).await;
    assert_eq!(store.load(id).await.unwrap().unwrap().letter.documents[0].digest, digest);
    assert_eq!(store.blob(OWNER, &digest).await.unwrap().len(), 200_000);
    // In a shared folder it may be another node's that is at work on it.
    let left = std::fs::read_dir(folder.path().join("blobs/partial")).unwrap().count();
    assert_eq!(left, usize::from(ON_SERVER && postgres::shared().is_some()));
    assert_eq!(Blob::new(vec![b'e'; 200_000]).digest(), digest);
}

#[tokio::test]
async fn a_sweep_removes_what_nothing_refers_to_and_nothing_else() {
    for (folder, store) in [open_clear().await, open().await] {
        let kept = with_document(letter("uppsala", "beslut", at(0)), vec![b'f'; 100_000]);
        let (digest, id) = (kept.letter.documents[0].digest.clone(), kept.letter.id);
        let mut repeated = with_document(letter("uppsala", "beslut", at(0)), vec![b'g'; 100_000]);
        let key = Idempotency { scope: "s".into(), key: "k".into(), fingerprint: [1; 32] };
        store.accept(NewLetter { idempotency: Some(key.clone()), ..kept }).await.unwrap();
        repeated.idempotency = Some(key);
        assert!(store.accept(repeated).await.unwrap().replayed);
        std::fs::write(folder.path().join("blobs/README"), b"not ours").unwrap();

        let hour = Duration::from_secs(3600);
        assert_eq!(store.sweep_blobs(hour, true).await.unwrap(), Swept::default(), "too young");
        let dry = store.sweep_blobs(Duration::ZERO, false).await.unwrap();
        assert_eq!(dry, Swept { looked_at: 2, orphans: 1, removed: 0 });
        let done = store.sweep_blobs(Duration::ZERO, true).await.unwrap();
        assert_eq!(done, Swept { looked_at: 2, orphans: 1, removed: 1 });
        assert_eq!(store.sweep_blobs(Duration::ZERO, true).await.unwrap().orphans, 0);
        assert_eq!(store.blob(id, &digest).await.unwrap().len(), 100_000);
        assert!(folder.path().join("blobs/README").exists());
    }
}
