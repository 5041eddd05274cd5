//! Nodes wake each other: `NOTIFY` when one has stored work, `LISTEN` in all the others. It only hastens; every
//! node looks at its queue by the clock as well.

use super::options::options;
use super::{ANSWER, CONNECT};
use crate::config::DatabaseServer;
use sqlx::Executor;
use sqlx::postgres::{PgListener, PgPool, PgPoolOptions};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Notify, watch};
use uuid::Uuid;

const CHANNEL: &str = "brevdue_work";
/// One notice for all that was stored in this time: each takes a lock that all committing nodes share.
const GATHER: Duration = Duration::from_millis(20);
/// A line on which nothing was heard for so long may be dead; a new one is not.
const SILENCE: Duration = Duration::from_secs(120);
const PAUSE: Duration = Duration::from_secs(1);

/// Tells other nodes what `stored` rings for, and rings for what they tell. Runs until it is aborted.
pub(crate) async fn listen(
    server: DatabaseServer,
    node: Uuid,
    stored: Arc<Notify>,
    ring: watch::Sender<u64>,
) {
    let Ok(options) = options(&server) else { return };
    let one = || {
        PgPoolOptions::new().max_connections(1).acquire_timeout(CONNECT).connect_lazy_with(options.clone())
    };
    let me = node.simple().to_string();
    let teller = one();
    tokio::join!(tell(&teller, &me, &stored), hear(one, &me, &ring));
}

async fn tell(pool: &PgPool, me: &str, stored: &Notify) {
    loop {
        stored.notified().await;
        let told = async {
            let mut connection = pool.acquire().await?;
            let notice = sqlx::query("SELECT pg_notify($1, $2)").bind(CHANNEL).bind(me);
            match tokio::time::timeout(ANSWER, connection.execute(notice)).await {
                Ok(Ok(_)) => return Ok(()),
                Ok(Err(error)) => tracing::debug!(%error, "other nodes could not be told"),
                Err(_elapsed) => tracing::debug!("other nodes could not be told in time"),
            }
            drop(connection.detach());
            Ok::<_, sqlx::Error>(())
        };
        if let Err(error) = told.await {
            tracing::debug!(%error, "other nodes cannot be told");
            tokio::time::sleep(PAUSE).await;
        }
        tokio::time::sleep(GATHER).await;
    }
}

async fn hear(pool: impl Fn() -> PgPool, me: &str, ring: &watch::Sender<u64>) {
    let rings = || ring.send_modify(|rings| *rings = rings.wrapping_add(1));
    loop {
        let heard: Result<(), sqlx::Error> = async {
            let pool = pool();
            let mut listener = PgListener::connect_with(&pool).await?;
            listener.listen(CHANNEL).await?;
            // Whatever was told while nobody listened.
            rings();
            loop {
                let Ok(heard) = tokio::time::timeout(SILENCE, listener.try_recv()).await else {
                    return Ok(());
                };
                match heard? {
                    Some(notice) if notice.payload() == me => {}
                    // A notice of another node, or a new connection after a lost one.
                    Some(_) | None => rings(),
                }
            }
        }
        .await;
        if let Err(error) = heard {
            tracing::debug!(%error, "other nodes cannot be heard; the clock wakes this one");
        }
        tokio::time::sleep(PAUSE).await;
    }
}
