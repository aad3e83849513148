//! The doors: which request may do what, for whom.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{DefaultBodyLimit, Form, FromRequest, FromRequestParts, Path, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use confrere::Query;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::community::{Community, Snapshot, today};
use crate::members::{self, Outcome};
use crate::refusal::Refusal;
use crate::store::Profile;
use crate::{page, programme, store};

/// The largest body that is read, in bytes.
const BODY_LIMIT: usize = 64 * 1024;

/// How many suggestions a member is shown.
pub const SUGGESTIONS: u32 = 10;

/// What every handler shares.
#[derive(Clone)]
pub struct App {
    /// The live community.
    pub community: Arc<Community>,
    /// The hash of the token of whoever runs the community.
    pub admin: Arc<[u8]>,
}

/// All routes.
pub fn router(app: App) -> Router {
    Router::new()
        .route("/members", post(sign_up))
        .route("/members/{key}", get(profile).put(edit).delete(forget))
        .route("/members/{key}/export", get(export))
        .route("/members/{key}/suggestions", get(suggestions))
        .route("/members/{key}/contacts", post(contact))
        .route("/members/{key}/blocks", post(block))
        .route("/members/{key}/introductions", post(introduce))
        .route("/members/{key}/requests", get(requests))
        .route(
            "/members/{key}/requests/{introduction}",
            post(answer_request),
        )
        .route("/members/{key}/answers", post(answer))
        .route("/members/{key}/meeting", get(meeting))
        .route("/admin/rounds", post(plan_round))
        .route("/admin/shares", get(fair_shares))
        .route("/admin/learn", post(learn))
        .route("/admin/verify", get(verify))
        .merge(page::routes())
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .with_state(app)
}

/// What is kept of a token.
pub fn hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// 128 bits from the operating system, in hexadecimal.
fn new_token() -> Result<String, Refusal> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(Refusal::broken)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// The token of a request: a bearer token, or the cookie of the page.
fn token(headers: &HeaderMap) -> Option<String> {
    let bearer = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    let cookies = headers
        .get(header::COOKIE)
        .and_then(|value| value.to_str().ok());
    let cookie = cookies.and_then(|all| all.split("; ").find_map(|one| one.strip_prefix("token=")));
    bearer.or(cookie).map(str::to_string)
}

/// The member who asks, proven by the token; where the path names a member, the same one.
pub struct Member(pub String);

impl FromRequestParts<App> for Member {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        let token = token(&parts.headers).ok_or_else(Refusal::unknown_token)?;
        let member = app
            .community
            .read(move |tables| store::member_of_token(tables, &hash(&token)))
            .await?;
        let member = member.ok_or_else(Refusal::unknown_token)?;
        let path = Path::<HashMap<String, String>>::from_request_parts(parts, app).await;
        match path.ok().and_then(|path| path.0.get("key").cloned()) {
            Some(key) if key != member => Err(Refusal::forbidden()),
            _ => Ok(Self(member)),
        }
    }
}

/// Whoever runs the community.
struct Admin;

impl FromRequestParts<App> for Admin {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        let token = token(&parts.headers).ok_or_else(Refusal::unknown_token)?;
        // Hashes are compared, so the time of the comparison tells nothing of the token.
        if *hash(&token) == *app.admin {
            Ok(Self)
        } else {
            Err(Refusal::forbidden())
        }
    }
}

/// A body as JSON, or as a form of the page: one handler for both. A form is answered with the page again.
struct Body<T> {
    of: T,
    answer: fn(Value) -> Response,
}

impl<T: DeserializeOwned> FromRequest<App> for Body<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, app: &App) -> Result<Self, Refusal> {
        let kind = request.headers().get(header::CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok());
        if kind.is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded")) {
            page::same_origin(request.headers())?;
            let form = Form::<T>::from_request(request, app).await;
            let Form(of) = form.map_err(|error| Refusal::new(error.status(), error.body_text()))?;
            let answer = |_: Value| Redirect::to("/").into_response();
            return Ok(Self { of, answer });
        }
        let json = Json::<T>::from_request(request, app).await;
        let Json(of) = json.map_err(|error| Refusal::new(error.status(), error.body_text()))?;
        let answer = |value: Value| Json(value).into_response();
        Ok(Self { of, answer })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SignUp {
    key: String,
    #[serde(default)]
    profile: Profile,
}

async fn sign_up(
    State(app): State<App>,
    Json(body): Json<SignUp>,
) -> Result<impl IntoResponse, Refusal> {
    let token = new_token()?;
    let (token_hash, day) = (hash(&token), today());
    let work = move |tables: &_, touched: &mut _| {
        members::sign_up(
            tables,
            touched,
            (&body.key, &token_hash, day),
            &body.profile,
        )
    };
    let mut answer = app.community.write(work).await?;
    answer["token"] = json!(token);
    Ok((StatusCode::CREATED, Json(answer)))
}

async fn profile(State(app): State<App>, Member(key): Member) -> Result<Json<Value>, Refusal> {
    let profile = app
        .community
        .read(move |tables| store::profile(tables, &key))
        .await?;
    Ok(Json(json!(profile)))
}

async fn edit(
    State(app): State<App>,
    Member(key): Member,
    Json(body): Json<Profile>,
) -> Result<Json<Value>, Refusal> {
    app.community
        .write(move |tables, touched| members::edit(tables, touched, &key, &body))
        .await
        .map(Json)
}

async fn forget(State(app): State<App>, Member(key): Member) -> Result<Json<Value>, Refusal> {
    app.community
        .write(move |tables, touched| members::forget(tables, touched, &key))
        .await
        .map(Json)
}

async fn export(State(app): State<App>, Member(key): Member) -> Result<Json<Value>, Refusal> {
    app.community
        .read(move |tables| members::export(tables, &key))
        .await
        .map(Json)
}

async fn suggestions(State(app): State<App>, Member(key): Member) -> Result<Json<Value>, Refusal> {
    let snapshot = app.community.now();
    let task = tokio::task::spawn_blocking(move || suggest(&snapshot, &key));
    task.await.map_err(Refusal::broken)?.map(Json)
}

/// A member's suggestions with reasons, as that member may read them.
pub fn suggest(snapshot: &Snapshot, key: &str) -> Result<Value, Refusal> {
    let network = snapshot.matcher.network();
    let member = network.id(key)?;
    let picks = snapshot
        .matcher
        .recommend(Query::new(member).limit(SUGGESTIONS));
    let told = picks.iter().map(|pick| {
        let via: Vec<String> = pick.via().iter().map(ToString::to_string).collect();
        json!({ "peer": network.key(pick.peer()), "label": pick.name(), "gain": pick.gain(), "give": pick.give(),
                "reasons": pick.to_string(), "via": via })
    });
    Ok(Value::Array(told.collect()))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Contact {
    with: String,
    /// Days since 1970; today where it is left out.
    day: Option<i64>,
}

async fn contact(
    State(app): State<App>,
    Member(key): Member,
    Json(body): Json<Contact>,
) -> Result<Json<Value>, Refusal> {
    let day = body.day.unwrap_or_else(today);
    if !(0..=today()).contains(&day) {
        return Err(Refusal::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "the day of a contact lies in the future",
        ));
    }
    let work = move |tables: &_, touched: &mut _| {
        members::contact(tables, touched, (&key, &body.with), day)
    };
    app.community.write(work).await.map(Json)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Other {
    member: String,
}

async fn block(
    State(app): State<App>,
    Member(key): Member,
    Json(body): Json<Other>,
) -> Result<Json<Value>, Refusal> {
    app.community
        .write(move |tables, touched| members::block(tables, touched, &key, &body.member))
        .await
        .map(Json)
}

/// Finds the best way to a peer and asks its first introducer.
async fn introduce(
    State(app): State<App>,
    Member(key): Member,
    body: Body<Other>,
) -> Result<Response, Refusal> {
    let snapshot = app.community.now();
    let network = snapshot.matcher.network();
    let (from, target) = (
        network.id(&key)?,
        network
            .id(&body.of.member)
            .map_err(|_| Refusal::not_found("an introduction to this member"))?,
    );
    let way = network
        .introduction(from, target)
        .filter(|way| way.people().len() > 2);
    let way = way.ok_or_else(|| Refusal::not_found("an introduction to this member"))?;
    let keys: Vec<String> = way
        .people()
        .map(|person| network.key(person).to_string())
        .collect();
    let work = move |tables: &_, _: &mut _| members::introduce(tables, &keys, today());
    app.community.write(work).await.map(body.answer)
}

async fn requests(State(app): State<App>, Member(key): Member) -> Result<Json<Value>, Refusal> {
    app.community
        .read(move |tables| members::requests(tables, &key))
        .await
        .map(|found| Json(Value::Array(found)))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct YesOrNo {
    yes: bool,
}

async fn answer_request(
    State(app): State<App>,
    Member(key): Member,
    Path((_, introduction)): Path<(String, i64)>,
    body: Body<YesOrNo>,
) -> Result<Response, Refusal> {
    let work = move |tables: &_, touched: &mut _| {
        members::answer_request(tables, touched, (&key, introduction, body.of.yes), today())
    };
    app.community.write(work).await.map(body.answer)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    peer: String,
    outcome: Outcome,
}

async fn answer(
    State(app): State<App>,
    Member(key): Member,
    body: Body<Answer>,
) -> Result<Response, Refusal> {
    let work = move |tables: &_, _: &mut _| {
        members::answer(tables, (&key, &body.of.peer), body.of.outcome, today())
    };
    app.community.write(work).await.map(body.answer)
}

async fn meeting(State(app): State<App>, Member(key): Member) -> Result<Json<Value>, Refusal> {
    app.community
        .read(move |tables| programme::meeting(tables, &key))
        .await
        .map(Json)
}

async fn plan_round(State(app): State<App>, _: Admin) -> Result<Json<Value>, Refusal> {
    let community = Arc::clone(&app.community);
    app.community
        .write(move |tables, _| programme::plan_round(tables, &community.now()))
        .await
        .map(Json)
}

async fn fair_shares(State(app): State<App>, _: Admin) -> Result<Json<Value>, Refusal> {
    let snapshot = app.community.now();
    let task = tokio::task::spawn_blocking(move || programme::fair_shares(&snapshot));
    task.await.map_err(Refusal::broken)?.map(Json)
}

async fn learn(State(app): State<App>, _: Admin) -> Result<Json<Value>, Refusal> {
    let community = Arc::clone(&app.community);
    app.community
        .write(move |tables, touched| programme::learn(tables, touched, &community.now()))
        .await
        .map(Json)
}

async fn verify(State(app): State<App>, _: Admin) -> Result<Json<Value>, Refusal> {
    let snapshot = app.community.now();
    app.community
        .read(move |tables| programme::verify(tables, &snapshot))
        .await
        .map(Json)
}
