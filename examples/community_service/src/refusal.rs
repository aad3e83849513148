//! Why a request is not carried out, and the HTTP status that says so.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// A request that is refused, or that failed.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{message}")]
pub struct Refusal {
    /// The status to answer with.
    pub status: StatusCode,
    /// What the caller reads.
    pub message: String,
}

impl Refusal {
    /// A refusal with its reason.
    pub fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self {
            status,
            message: message.into(),
        }
    }

    /// Nobody is known by the token, or there is none.
    pub fn unknown_token() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "a valid token is required")
    }

    /// The thing is somebody else's.
    pub fn forbidden() -> Self {
        Self::new(StatusCode::FORBIDDEN, "this belongs to another member")
    }

    /// There is no such thing for this member. Blocked, paused and unknown people sound the same.
    pub fn not_found(what: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, format!("{what} is not available"))
    }

    /// A failure of ours: the log says what it was, the caller does not learn it.
    pub fn broken(error: impl std::fmt::Display) -> Self {
        tracing::error!(%error, "failed");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "the service failed")
    }
}

/// What the crate refuses at its door is the caller's input.
impl From<confrere::Error> for Refusal {
    fn from(error: confrere::Error) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, error.to_string())
    }
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        Self::broken(error)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (self.status, Json(json!({ "error": self.message }))).into_response()
    }
}
