//! Blobs: kept by digest, verified on reading.

mod common;

use common::*;
use letter::Digest;
use std::io::Cursor;
use std::path::PathBuf;
use store::{Blob, BlobError, ROW_LIMIT_BYTES, digest_of};

fn file_of(folder: &tempfile::TempDir, digest: &Digest) -> PathBuf {
    folder.path().join("blobs").join(&digest.0[..2]).join(&digest.0)
}

#[tokio::test]
async fn blobs_of_every_size_come_back() {
    let (folder, store) = open().await;
    for size in [0, 1, ROW_LIMIT_BYTES, ROW_LIMIT_BYTES + 1, 3_000_000] {
        let bytes: Vec<u8> = (0..size).map(|position| (position % 251) as u8).collect();
        let digest = store.put_blob(bytes.clone()).await.unwrap();
        assert_eq!(digest, digest_of(&bytes));
        assert_eq!(store.put_blob(bytes.clone()).await.unwrap(), digest, "twice is once");
        assert_eq!(store.blob(&digest).await.unwrap(), bytes);
        assert_eq!(file_of(&folder, &digest).exists(), size > ROW_LIMIT_BYTES);
    }
}

#[tokio::test]
async fn a_stream_is_stored_under_the_digest_of_its_bytes() {
    let (folder, store) = open().await;
    for size in [0, 10, 1_000_000] {
        let bytes = vec![b'a'; size];
        let (digest, size_bytes) = store.put_blob_stream(Cursor::new(bytes.clone())).await.unwrap();
        assert_eq!((digest.clone(), size_bytes), (digest_of(&bytes), size as u64));
        assert_eq!(store.blob(&digest).await.unwrap(), bytes);
    }
    let broken = tokio::io::join(Cursor::new(vec![b'b'; 500_000]), tokio::io::sink());
    let failing = tokio_test_reader(broken);
    assert!(matches!(store.put_blob_stream(failing).await, Err(BlobError::Source { .. })));
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
    let (folder, store) = open().await;
    let bytes = vec![b'c'; 100_000];
    let digest = store.put_blob(bytes.clone()).await.unwrap();
    let file = file_of(&folder, &digest);

    let mut changed = bytes.clone();
    changed[50_000] ^= 1;
    std::fs::write(&file, &changed).unwrap();
    assert_eq!(store.blob(&digest).await, Err(BlobError::BlobDamaged { digest: digest.clone() }));
    std::fs::write(&file, &bytes[..99_999]).unwrap();
    assert_eq!(store.blob(&digest).await, Err(BlobError::BlobDamaged { digest: digest.clone() }));
    std::fs::remove_file(&file).unwrap();
    assert_eq!(store.blob(&digest).await, Err(BlobError::BlobDamaged { digest: digest.clone() }));

    store.put_blob(bytes.clone()).await.unwrap();
    assert_eq!(store.blob(&digest).await.unwrap(), bytes);
}

#[tokio::test]
async fn what_is_no_digest_names_no_blob() {
    let (_folder, store) = open().await;
    let real = store.put_blob(vec![b'd'; 50_000]).await.unwrap();
    let shouted = real.0.to_uppercase();
    for text in ["", "../../etc/passwd", &real.0[..63], &shouted, &digest_of(b"other").0] {
        let digest = Digest::from(text);
        assert_eq!(store.blob(&digest).await, Err(BlobError::NotFound { digest: digest.clone() }), "{text}");
    }
}

#[tokio::test]
async fn a_letter_may_have_large_documents_and_documents_stored_before() {
    let (folder, store) = open().await;
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
    assert_eq!(store.blob(&digest).await.unwrap().len(), 200_000);
    // In a shared folder it may be another node's that is at work on it.
    let left = std::fs::read_dir(folder.path().join("blobs/partial")).unwrap().count();
    assert_eq!(left, usize::from(ON_SERVER && postgres::shared().is_some()));
    assert_eq!(Blob::new(vec![b'e'; 200_000]).digest(), digest);
}
