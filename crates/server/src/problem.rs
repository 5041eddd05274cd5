//! RFC 9457 problems: one mapping from catalogue codes to HTTP.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use catalogue::{Code, Language};
use letter::Fault;
use serde::Serialize;

/// A refusal as the caller sees it. It never carries what the caller sent.
#[derive(Clone, Debug)]
pub struct Problem {
    /// The main code.
    pub code: Code,
    /// Particulars: limits, what is missing.
    pub detail: Option<String>,
    /// Every fault, field by field.
    pub errors: Vec<Fault>,
    /// Language of the texts.
    pub language: Language,
}

/// The document.
#[derive(Serialize)]
struct Document<'a> {
    r#type: String,
    title: &'a str,
    status: u16,
    detail: String,
    code: Code,
    retryable: bool,
    owner: catalogue::Owner,
    fix: &'a str,
    errors: Vec<FieldError>,
}

/// One fault in `errors[]`.
#[derive(Clone, Debug, Serialize)]
pub struct FieldError {
    /// JSON pointer of the field.
    pub pointer: String,
    /// Catalogue code.
    pub code: Code,
    /// What is wrong there.
    pub detail: String,
    /// What to do.
    pub fix: &'static str,
}

impl Problem {
    /// A problem with one code.
    pub fn new(code: Code) -> Problem {
        Problem { code, detail: None, errors: Vec::new(), language: Language::En }
    }

    /// With particulars.
    pub fn detail(code: Code, detail: impl Into<String>) -> Problem {
        Problem { detail: Some(detail.into()), ..Problem::new(code) }
    }

    /// Several faults; the first gives the code.
    pub fn faults(faults: Vec<Fault>) -> Problem {
        let code = faults.first().map_or(Code::FieldInvalid, |fault| fault.code);
        Problem { errors: faults, ..Problem::new(code) }
    }

    /// The same problem in another language.
    #[must_use]
    pub fn in_language(mut self, language: Language) -> Problem {
        self.language = language;
        self
    }

    /// HTTP status of its code.
    pub fn status(&self) -> StatusCode {
        status_of(self.code)
    }
}

/// HTTP status of a code. Codes that never end a request fall to 500: a test lists them.
pub(crate) fn status_of(code: Code) -> StatusCode {
    match code {
        Code::KeyMissing | Code::KeyWrong => StatusCode::UNAUTHORIZED,
        Code::ScopeMissing | Code::SenderNotAllowed | Code::PushClientRefused => StatusCode::FORBIDDEN,
        Code::LetterForgotten => StatusCode::GONE,
        Code::LetterNotFound | Code::LetterTypeNotFound | Code::RouteNotFound => StatusCode::NOT_FOUND,
        Code::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
        Code::StateConflict
        | Code::CancelTooLate
        | Code::CancelInDoubt
        | Code::IdempotencyConflict
        | Code::LetterTypeInFile
        | Code::StoredInClear
        | Code::FourEyesNeeded => StatusCode::CONFLICT,
        Code::LetterMoved => StatusCode::PRECONDITION_FAILED,
        Code::BodyTooLarge | Code::DocumentTooLarge | Code::MessageTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Code::ContentTypeRefused => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Code::JsonMalformed | Code::MultipartMalformed | Code::IdempotencyKeyInvalid => {
            StatusCode::BAD_REQUEST
        }
        Code::NotReady | Code::StorageUnavailable => StatusCode::SERVICE_UNAVAILABLE,
        Code::InternalError => StatusCode::INTERNAL_SERVER_ERROR,
        code if code.entry().source == catalogue::Source::Caller => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let entry = self.code.entry();
        let status = self.status();
        let document = Document {
            r#type: format!("/problems/{}", self.code.as_str()),
            title: entry.what.get(self.language),
            status: status.as_u16(),
            detail: self.detail.unwrap_or_else(|| entry.fix.get(self.language).to_owned()),
            code: self.code,
            retryable: entry.retryable,
            owner: entry.owner,
            fix: entry.fix.get(self.language),
            errors: self
                .errors
                .into_iter()
                .map(|fault| FieldError {
                    pointer: fault.pointer,
                    code: fault.code,
                    detail: fault.detail,
                    fix: fault.code.entry().fix.get(self.language),
                })
                .collect(),
        };
        let mut response = (status, Json(document)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if status == StatusCode::SERVICE_UNAVAILABLE {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
        }
        response
    }
}
