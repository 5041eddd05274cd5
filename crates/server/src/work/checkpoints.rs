//! A signed checkpoint of the audit chain, at the start and once a day: into the log, which is usually kept elsewhere,
//! and into a file to be fetched.

use crate::evidence::checkpoint;
use crate::gateway::Gateway;
use jiff::Timestamp;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

const EACH: Duration = Duration::from_secs(24 * 60 * 60);

pub(super) async fn run(gateway: Gateway, stop: CancellationToken) {
    loop {
        if let Err(error) = write(&gateway).await {
            tracing::error!(error, "no checkpoint of the audit chain was written");
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(EACH) => {}
        }
    }
}

async fn write(gateway: &Gateway) -> Result<(), String> {
    let checkpoint = checkpoint(&gateway.store, Timestamp::now()).await.map_err(|error| error.to_string())?;
    tracing::info!(n = checkpoint.n, hash = checkpoint.hash, "audit checkpoint");
    let folder = gateway.config.data_dir.join("checkpoints");
    let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
    tokio::fs::create_dir_all(&folder).await.map_err(failed)?;
    let text = serde_json::to_vec_pretty(&checkpoint).map_err(|error| error.to_string())?;
    let file = folder.join(format!("{:012}.json", checkpoint.n));
    let unfinished = file.with_extension("new");
    tokio::fs::write(&unfinished, text).await.map_err(failed)?;
    tokio::fs::rename(&unfinished, &file).await.map_err(failed)
}
