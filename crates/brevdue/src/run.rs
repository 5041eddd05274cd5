//! What long-running commands share: runtime, log, stop signals.

use crate::exit::{Failure, Outcome};
use tracing_subscriber::EnvFilter;

/// Runs a server's future on a multi-threaded runtime.
pub(crate) fn runtime(future: impl Future<Output = Outcome>) -> Outcome {
    // reqwest, rustls and the sandbox share this provider; it may have been set before, which is as well.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::new(format!("cannot start: {error}")))?;
    let outcome = runtime.block_on(future);
    // Requests that a dead peer holds open must not hold up the end.
    runtime.shutdown_timeout(std::time::Duration::from_secs(2));
    outcome
}

/// Logs to stderr: lines for people on a terminal, JSON otherwise; `RUST_LOG` chooses what.
pub(crate) fn log() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let done = if std::io::IsTerminal::is_terminal(&std::io::stderr()) {
        builder.with_target(false).try_init()
    } else {
        builder.json().flatten_event(true).try_init()
    };
    // A second call in one process keeps the first log.
    drop(done);
}

/// Waits for Ctrl-C or SIGTERM.
pub(crate) async fn until_stopped() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}
