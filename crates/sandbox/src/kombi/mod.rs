//! KOMBIT's side (`transport.md` §2, §3): security token service, Serviceplatformen with KombiPostAfsend and
//! PostForespørg, and Beskedfordeler, which pushes a PostStatus.

mod conclude;
mod consignment;
mod lookup;
mod push;
mod request;
mod send;
mod tokens;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use crate::shared::App;
pub(crate) use conclude::resume;
pub(crate) use push::{Pusher, run};
pub(crate) use tokens::Tokens;

/// Entity id of KombiPostAfsend.
const SEND: &str = "http://entityid.kombit.dk/service/kombipostafsend/1";
/// Entity id of PostForespørg.
const LOOKUP: &str = "http://entityid.kombit.dk/service/postforespoerg/1";

/// Entity id of Beskedfordeler's queue.
const RECEIPTS: &str = "http://entityid.kombit.dk/service/bfo_modtag/2";

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/runtime/api/rest/wstrust/v1/issue", post(tokens::issue))
        .route("/service/AccessTokenService_1/token", post(tokens::exchange))
        .route("/service/KombiPostAfsend_1/kombi", post(send::send))
        .route("/service/KombiPostAfsend_1/memos", post(send::send))
        .route("/service/PostForespoerg_1/digitalpost", get(lookup::digital_post))
        .route("/service/PostForespoerg_1/nemsms", get(lookup::nem_sms))
        // The handler of the large one sets its own limit.
        .layer(DefaultBodyLimit::disable())
}
