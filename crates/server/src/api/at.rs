//! What a path names. A path that cannot be read names nothing, and is answered as one that nothing serves.

use super::Lang;
use crate::problem::Problem;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use catalogue::Code;
use serde::de::DeserializeOwned;

/// The names in a path.
pub(super) struct At<T>(pub(super) T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for At<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Ok(Lang(language)) = Lang::from_request_parts(parts, state).await;
        let found = Path::<T>::from_request_parts(parts, state).await;
        let Path(named) = found.map_err(|_| Problem::new(Code::RouteNotFound).in_language(language))?;
        Ok(At(named))
    }
}
