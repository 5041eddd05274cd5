//! A server that asks for a password over a verified line.

use crate::common::postgres::Server;
use crate::common::*;
use store::{DatabaseServer, DatabaseTls, OpenError, Store, StoreConfig};

const PASSWORD: &str = "correct horse";

fn settings(url: String, folder: &std::path::Path) -> StoreConfig {
    let mut server = DatabaseServer::new(url);
    server.password = Some(PASSWORD.to_owned());
    server.tls = DatabaseTls::Verify;
    server.blob_dir = folder.join("blobs");
    let mut config = StoreConfig::new(folder);
    config.server = Some(server);
    config
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_right_server_with_the_right_password_is_used() {
    let (Some(server), folder) = (Server::start_guarded(PASSWORD), tempfile::tempdir().unwrap()) else {
        return;
    };
    let mut right = settings(server.url("postgres"), folder.path());
    right.server.as_mut().unwrap().ca_file = Some(server.home.join("tls/ca.pem"));
    let store = Store::open(&right).await.unwrap();
    accepted(&store).await;
    store.close().await;
    let (version, problems) = right.server.as_ref().unwrap().about().await.unwrap();
    assert!(!version.is_empty() && problems.len() == 1, "{problems:?}");

    let refused = async |change: &dyn Fn(&mut DatabaseServer), told: &str| {
        let mut wrong = right.clone();
        change(wrong.server.as_mut().unwrap());
        let error = Store::open(&wrong).await.unwrap_err();
        let text = format!("{error} {error:?} {wrong:?}");
        assert!(matches!(error, OpenError::Store(_)), "{text}");
        assert!(text.contains(told), "{text}");
        assert!(!text.contains("horse"), "{text}");
    };
    refused(&|server| server.ca_file = None, "certificate").await;
    refused(&|server| server.url = server.url.replace("127.0.0.1", "localhost"), "certificate").await;
    refused(&|server| server.password = Some("wrong horse".to_owned()), "password authentication failed")
        .await;
    refused(&|server| server.password = None, "password").await;
}
