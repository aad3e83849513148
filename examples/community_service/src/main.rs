//! A community over HTTP: members, suggestions with reasons, introductions with consent, rounds. See README.md.

#![forbid(unsafe_code)]

mod community;
mod members;
mod page;
mod programme;
mod refusal;
mod store;
mod web;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser;

use crate::community::Community;
use crate::web::App;

/// Serves a community from a SQLite database.
#[derive(Parser)]
struct Arguments {
    /// The database; made where there is none
    #[arg(long, default_value = "community.sqlite")]
    database: PathBuf,
    /// Where to listen; port 0 takes a free one
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// The token of whoever runs the community, at least 16 characters
    #[arg(long, env = "COMMUNITY_ADMIN_TOKEN", hide_env_values = true)]
    admin_token: String,
}

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .init();
    match serve(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(%error, "cannot serve");
            ExitCode::FAILURE
        }
    }
}

async fn serve(arguments: Arguments) -> Result<(), Box<dyn std::error::Error>> {
    if arguments.admin_token.len() < 16 {
        return Err("the admin token is too short, expected at least 16 characters".into());
    }
    let community = Arc::new(Community::open(&arguments.database)?);
    let app = App {
        community,
        admin: web::hash(&arguments.admin_token).into(),
    };
    let listener = tokio::net::TcpListener::bind(arguments.listen).await?;
    // The first line of stdout is for whoever started us on port 0.
    println!("listening on http://{}", listener.local_addr()?);
    axum::serve(listener, web::router(app))
        .with_graceful_shutdown(stopped())
        .await?;
    Ok(())
}

/// Waits for an interrupt or a request to end. A kill needs no farewell: every answered change is on disk.
async fn stopped() {
    let interrupt = tokio::signal::ctrl_c();
    match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(mut terminate) => tokio::select! {
            _ = interrupt => {}
            _ = terminate.recv() => {}
        },
        Err(_) => {
            let _ = interrupt.await;
        }
    }
}
