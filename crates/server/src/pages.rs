//! The plain pages of the first day: sign in, send a PDF with a text, see what became of it (R127).

use crate::gateway::Gateway;
use axum::Router;

/// All pages.
pub(crate) fn router() -> Router<Gateway> {
    Router::new()
}
