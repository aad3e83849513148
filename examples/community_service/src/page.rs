//! The page of a member: suggestions, requests and answers, rendered here, without scripts.

use axum::Router;
use axum::extract::{Form, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use confrere::Network;
use maud::{DOCTYPE, Markup, html};
use serde::Deserialize;
use serde_json::Value;

use crate::members;
use crate::refusal::Refusal;
use crate::web::{self, App, Member};

const STYLE: &str = "
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
article { border: 1px solid color-mix(in srgb, currentColor 30%, transparent); border-radius: .5rem; padding: .75rem 1rem; margin: 1rem 0; }
h2 { font-size: 1.1rem; margin: 0; } form { display: inline-block; margin: .25rem .5rem .25rem 0; }
button, input { font: inherit; padding: .25rem .75rem; }";

/// The routes of the page.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/", get(home))
        .route("/sign-in", post(sign_in))
        .route("/sign-out", post(sign_out))
}

fn layout(title: &str, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                style { (maud::PreEscaped(STYLE)) }
            }
            body { main { h1 { (title) } (body) } }
        }
    }
}

fn page(markup: &Markup) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
        ),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (headers, markup.clone().into_string()).into_response()
}

async fn home(
    State(app): State<App>,
    member: Result<Member, Refusal>,
) -> Result<Response, Refusal> {
    let Ok(Member(key)) = member else {
        return Ok(page(&layout("Sign in", &sign_in_form())));
    };
    let snapshot = app.community.now();
    let network = snapshot.matcher.network().clone();
    let asker = key.clone();
    let task = tokio::task::spawn_blocking(move || web::suggest(&snapshot, &asker));
    let suggestions = task.await.map_err(Refusal::broken)??;
    let asker = key.clone();
    let requests = app
        .community
        .read(move |tables| members::requests(tables, &asker))
        .await?;
    let own = format!("/members/{}", in_path(&key));
    let body = html! {
        p { "Signed in as " strong { (label(&network, &key)) } ". " form method="post" action="/sign-out" { button { "Sign out" } } }
        @if !requests.is_empty() {
            h2 { "Waiting for your answer" }
            @for request in &requests { (request_card(request, &own, &network)) }
        }
        h2 { "People worth meeting" }
        @for suggestion in suggestions.as_array().into_iter().flatten() { (suggestion_card(suggestion, &own)) }
        @if suggestions.as_array().is_some_and(Vec::is_empty) { p { "Nobody yet. Say what you offer and what you look for." } }
    };
    Ok(page(&layout("Your peers", &body)))
}

fn sign_in_form() -> Markup {
    html! {
        form method="post" action="/sign-in" {
            label { "Your token " input name="token" type="password" required autocomplete="current-password"; }
            " " button { "Sign in" }
        }
    }
}

fn text<'v>(value: &'v Value, field: &str) -> &'v str {
    value[field].as_str().unwrap_or_default()
}

/// What a member is called; whoever has just left keeps the key.
fn label<'n>(network: &'n Network, key: &'n str) -> &'n str {
    network.id(key).map_or(key, |member| network.name(member))
}

/// A key as one part of a path.
fn in_path(key: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    let part = |byte: u8| match plain(byte) {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02X}"),
    };
    key.bytes().map(part).collect()
}

fn suggestion_card(suggestion: &Value, own: &str) -> Markup {
    let (peer, via) = (text(suggestion, "peer"), suggestion["via"].as_array());
    html! {
        article {
            h2 { (text(suggestion, "label")) }
            p { (text(suggestion, "reasons")) }
            @for (outcome, words) in [("accepted", "I would like to meet"), ("declined", "Not for me"), ("met", "We met")] {
                form method="post" action={ (own) "/answers" } {
                    input type="hidden" name="peer" value=(peer);
                    input type="hidden" name="outcome" value=(outcome);
                    button { (words) }
                }
            }
            @if via.is_some_and(|via| !via.is_empty()) {
                form method="post" action={ (own) "/introductions" } {
                    input type="hidden" name="member" value=(peer);
                    button { "Ask for an introduction" }
                }
            }
        }
    }
}

fn request_card(request: &Value, own: &str, network: &Network) -> Markup {
    let who = |field| label(network, text(request, field));
    html! {
        article {
            p {
                @if request["you_are_the_target"] == true {
                    (who("asker")) " would like to meet you; " (who("asked_by")) " introduces them."
                } @else if request["asked_by"] == request["asker"] {
                    (who("asker")) " asks whether you would introduce them to " (who("target")) "."
                } @else {
                    (who("asked_by")) " asks whether you would introduce " (who("asker")) " to " (who("target")) "."
                }
            }
            @for (yes, words) in [("true", "Yes"), ("false", "No")] {
                form method="post" action={ (own) "/requests/" (request["introduction"]) } {
                    input type="hidden" name="yes" value=(yes);
                    button { (words) }
                }
            }
        }
    }
}

#[derive(Deserialize)]
struct SignIn {
    token: String,
}

async fn sign_in(Form(body): Form<SignIn>) -> Result<Response, Refusal> {
    if body.token.is_empty() || !body.token.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(Refusal::unknown_token());
    }
    let cookie = format!("token={}; HttpOnly; SameSite=Strict; Path=/", body.token);
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to("/")).into_response())
}

async fn sign_out() -> Response {
    (
        [(
            header::SET_COOKIE,
            "token=; Max-Age=0; HttpOnly; SameSite=Strict; Path=/",
        )],
        Redirect::to("/"),
    )
        .into_response()
}

/// Forms come from this page only: a browser says where a form was sent from.
pub fn same_origin(headers: &HeaderMap) -> Result<(), Refusal> {
    let text = |name| {
        headers
            .get(name)
            .and_then(|value: &axum::http::HeaderValue| value.to_str().ok())
    };
    let host = text(header::HOST).unwrap_or_default();
    match text(header::ORIGIN) {
        Some(origin)
            if origin
                .split_once("://")
                .is_none_or(|(_, from)| from != host) =>
        {
            Err(Refusal::new(
                StatusCode::FORBIDDEN,
                "the form was sent from another site",
            ))
        }
        _ => Ok(()),
    }
}
