//! The line between a node and its database, to be cut: a TCP proxy on this machine.
#![allow(dead_code, reason = "each test binary uses a part")]

use std::sync::Arc;
use std::sync::Mutex;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// What the line does with connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Line {
    /// Carries.
    Whole,
    /// Ends those that are open, and new ones at once.
    Cut,
    /// Carries nothing and says nothing: what a dead switch does.
    Silent,
}

/// A line that a test can cut.
#[derive(Clone)]
pub(crate) struct Proxy {
    pub(crate) port: u16,
    line: Arc<watch::Sender<Line>>,
    cut_at: Arc<Mutex<Option<&'static [u8]>>>,
}

impl Proxy {
    /// Starts a line to a port of this machine.
    pub(crate) async fn to(port: u16) -> Proxy {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let (line, _) = watch::channel(Line::Whole);
        let proxy = Proxy {
            port: listener.local_addr().unwrap().port(),
            line: Arc::new(line),
            cut_at: Arc::default(),
        };
        let carried = proxy.clone();
        tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                tokio::spawn(carry(carried.clone(), near, port));
            }
        });
        proxy
    }

    pub(crate) fn set(&self, line: Line) {
        self.line.send_replace(line);
    }

    /// Cuts one connection when the server says these words, before they arrive; others are not touched.
    pub(crate) fn cut_at(&self, words: &'static [u8]) {
        *self.cut_at.lock().unwrap() = Some(words);
    }

    /// Whether the cut that was asked for has been made.
    pub(crate) fn has_cut(&self) -> bool {
        self.cut_at.lock().unwrap().is_none()
    }

    /// Whether the connection ends here, because the server said what it was to end at.
    fn ends_at(&self, bytes: &[u8]) -> bool {
        let mut cut_at = self.cut_at.lock().unwrap();
        let said = cut_at.is_some_and(|words| bytes.windows(words.len()).any(|window| window == words));
        if said {
            *cut_at = None;
        }
        said
    }
}

async fn carry(proxy: Proxy, near: TcpStream, port: u16) {
    let mut line = proxy.line.subscribe();
    if *line.borrow() == Line::Cut {
        return;
    }
    let Ok(far) = TcpStream::connect(("127.0.0.1", port)).await else { return };
    let _ = (near.set_nodelay(true), far.set_nodelay(true));
    let ((near_in, near_out), (far_in, far_out)) = (near.into_split(), far.into_split());
    let there = pump(proxy.clone(), near_in, far_out, false);
    let back = pump(proxy.clone(), far_in, near_out, true);
    tokio::select! {
        () = there => {}
        () = back => {}
        _ = line.wait_for(|line| *line == Line::Cut) => {}
    }
}

async fn pump(
    proxy: Proxy,
    mut from: tokio::net::tcp::OwnedReadHalf,
    mut to: tokio::net::tcp::OwnedWriteHalf,
    watched: bool,
) {
    let mut line = proxy.line.subscribe();
    let mut bytes = vec![0; 64 * 1024];
    // What a connection lost while the line was silent never comes.
    let mut dead = false;
    loop {
        let Ok(read @ 1..) = from.read(&mut bytes).await else { return };
        dead |= *line.borrow_and_update() == Line::Silent;
        if dead {
            continue;
        }
        if watched && proxy.ends_at(&bytes[..read]) {
            return;
        }
        if to.write_all(&bytes[..read]).await.is_err() {
            return;
        }
    }
}
