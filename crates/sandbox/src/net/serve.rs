//! Accepting connections and giving their requests to a router.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use hyper::body::Incoming;
use hyper::{Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tower::ServiceExt as _;

use super::peer::{HangUp, Peer};
use super::tls::Handshakes;
use crate::error::SandboxError;
use crate::faults::{FaultKind, Place};
use crate::shared::App;

/// How long a client may take for a handshake or for the head of a request.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long open requests may finish after the stop.
const GRACE: Duration = Duration::from_secs(2);

/// Tells the servers to stop; dropping it tells them as well.
pub(crate) struct Stopper(watch::Sender<bool>);

impl Stopper {
    pub(crate) fn new() -> (Self, watch::Receiver<bool>) {
        let (sender, receiver) = watch::channel(false);
        (Self(sender), receiver)
    }

    pub(crate) fn stop(&self) {
        self.0.send_replace(true);
    }
}

/// Waits until the sandbox is told to stop, or is dropped.
pub(crate) async fn stopped(stop: &mut watch::Receiver<bool>) {
    let _ = stop.wait_for(|stopped| *stopped).await;
}

pub(crate) async fn listen(address: SocketAddr) -> Result<(TcpListener, SocketAddr), SandboxError> {
    let open = async {
        let listener = TcpListener::bind(address).await?;
        let local = listener.local_addr()?;
        Ok((listener, local))
    };
    open.await.map_err(|source: io::Error| SandboxError::Listen { address, source })
}

pub(crate) async fn serve_tls(
    listener: TcpListener,
    handshakes: Handshakes,
    app: App,
    router: Router,
    stop: watch::Receiver<bool>,
) {
    let handshakes = Arc::new(handshakes);
    accept_loop(listener, stop, move |stream, stop| {
        let (handshakes, app, router) = (Arc::clone(&handshakes), Arc::clone(&app), router.clone());
        async move {
            let struck = app.dice.strike(Place::Tls, None).map(|fault| fault.kind);
            if struck == Some(FaultKind::Silent) {
                tokio::time::sleep(app.silence_time()).await;
            }
            if matches!(struck, Some(FaultKind::Drop | FaultKind::Silent)) {
                return;
            }
            let acceptor = match handshakes.acceptor(struck).await {
                Ok(acceptor) => acceptor,
                Err(error) => return tracing::error!(%error, "no certificate for this handshake"),
            };
            match tokio::time::timeout(PATIENCE, acceptor.accept(stream)).await {
                Ok(Ok(stream)) => {
                    let peer = Peer::from_chain(stream.get_ref().1.peer_certificates());
                    connection(stream, router, peer, stop).await;
                }
                Ok(Err(error)) => tracing::info!(%error, "TLS handshake refused"),
                Err(_) => tracing::info!("TLS handshake took too long"),
            }
        }
    })
    .await;
}

pub(crate) async fn serve_plain(listener: TcpListener, router: Router, stop: watch::Receiver<bool>) {
    accept_loop(listener, stop, move |stream, stop| {
        connection(stream, router.clone(), Peer::default(), stop)
    })
    .await;
}

async fn accept_loop<F, Fut>(listener: TcpListener, stop: watch::Receiver<bool>, mut handle: F)
where
    F: FnMut(TcpStream, watch::Receiver<bool>) -> Fut + Send,
    Fut: Future<Output = ()> + Send + 'static,
{
    let mut connections = JoinSet::new();
    let mut watch = stop.clone();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    let _ = stream.set_nodelay(true);
                    connections.spawn(handle(stream, stop.clone()));
                }
                Err(error) => {
                    // Out of file handles, mostly: give the open connections a moment to end.
                    tracing::warn!(%error, "connection not accepted");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            },
            Some(_) = connections.join_next() => {}
            () = stopped(&mut watch) => break,
        }
    }
    let _ = tokio::time::timeout(GRACE, async { while connections.join_next().await.is_some() {} }).await;
}

async fn connection<S>(stream: S, router: Router, peer: Peer, mut stop: watch::Receiver<bool>)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let service = hyper::service::service_fn(move |request| answer(router.clone(), peer.clone(), request));
    let served = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(PATIENCE)
        .serve_connection(TokioIo::new(stream), service);
    tokio::pin!(served);
    tokio::select! {
        result = served.as_mut() => {
            if let Err(error) = result {
                tracing::debug!(%error, "connection ended");
            }
            return;
        }
        () = stopped(&mut stop) => served.as_mut().graceful_shutdown(),
    }
    let _ = served.await;
}

async fn answer(router: Router, peer: Peer, request: Request<Incoming>) -> Result<Response<Body>, io::Error> {
    let mut request = request.map(Body::new);
    request.extensions_mut().insert(peer);
    let response = router.oneshot(request).await.unwrap_or_else(|never: Infallible| match never {});
    if response.extensions().get::<HangUp>().is_some() {
        return Err(io::Error::other("closed without an answer, as asked"));
    }
    Ok(response)
}
