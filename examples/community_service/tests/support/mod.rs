//! Starts the real binary on a free port of the loopback address, and talks to it over HTTP.

// The bench uses other parts of this than the tests.
#![allow(dead_code)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

/// The token of whoever runs the community.
pub const ADMIN: &str = "an admin token for tests";

/// A folder that goes with its owner.
pub struct Folder(pub PathBuf);

impl Folder {
    /// A new folder for one test.
    pub fn new(name: &str) -> Self {
        let folder =
            std::env::temp_dir().join(format!("community_service-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("a temporary folder");
        Self(folder)
    }

    /// The database in it.
    pub fn database(&self) -> PathBuf {
        self.0.join("community.sqlite")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A running service; killed when dropped.
pub struct Service {
    child: Child,
    /// Where it listens.
    pub address: String,
    agent: ureq::Agent,
}

impl Service {
    /// Starts the binary on a database and waits until it listens.
    pub fn start(database: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_community_service"))
            .args([
                "--listen",
                "127.0.0.1:0",
                "--admin-token",
                ADMIN,
                "--database",
            ])
            .arg(database)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the service starts");
        let stdout = child.stdout.take().expect("piped");
        let mut line = String::new();
        BufReader::new(stdout).read_line(&mut line).expect("a line");
        let address = line
            .trim()
            .strip_prefix("listening on ")
            .expect("the address")
            .to_string();
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(60)))
            .max_idle_connections_per_host(64)
            .build()
            .into();
        Self {
            child,
            address,
            agent,
        }
    }

    /// Ends it at once, as `kill -9` does.
    pub fn kill(mut self) {
        self.child.kill().expect("running");
        self.child.wait().expect("ended");
    }

    /// The process, to be killed while others ask.
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// One request; `None` where the service is gone.
    pub fn try_call(
        &self,
        method: &str,
        path: &str,
        token: &str,
        body: Option<&Value>,
    ) -> Option<(u16, Value)> {
        let uri = format!("{}{path}", self.address);
        let request = ureq::http::Request::builder().method(method).uri(uri);
        let request = request.header("authorization", format!("Bearer {token}"));
        let response = match body {
            Some(body) => {
                let request = request.header("content-type", "application/json");
                self.agent
                    .run(request.body(body.to_string()).expect("a request"))
            }
            None => self.agent.run(request.body(()).expect("a request")),
        };
        let mut response = response.ok()?;
        let status = response.status().as_u16();
        let text = response.body_mut().read_to_string().ok()?;
        Some((
            status,
            serde_json::from_str(&text).unwrap_or(Value::String(text)),
        ))
    }

    /// Sends a form as the page does, from a site; the answer is the status.
    pub fn submit(&self, path: &str, token: &str, site: &str, form: &str) -> u16 {
        let host = self.address.trim_start_matches("http://");
        let mut stream = TcpStream::connect(host).expect("the service listens");
        let length = form.len();
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: {site}\r\nCookie: token={token}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\
             Connection: close\r\n\r\n{form}"
        );
        stream.write_all(request.as_bytes()).expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        let status = answer.split(' ').nth(1).expect("a status line");
        status.parse().expect("a status")
    }

    /// One request that must be answered.
    pub fn call(
        &self,
        method: &str,
        path: &str,
        token: &str,
        body: Option<&Value>,
    ) -> (u16, Value) {
        self.try_call(method, path, token, body).expect("an answer")
    }

    /// Signs someone up; the answer is the token.
    pub fn sign_up(&self, key: &str, profile: &Value) -> String {
        let (status, answer) = self.call(
            "POST",
            "/members",
            "",
            Some(&json!({ "key": key, "profile": profile })),
        );
        assert_eq!(status, 201, "{answer}");
        answer["token"].as_str().expect("a token").to_string()
    }

    /// Two members report that they met.
    pub fn meet(&self, (a, token_a): (&str, &str), (b, token_b): (&str, &str)) {
        for (key, token, with) in [(a, token_a, b), (b, token_b, a)] {
            let (status, answer) = self.call(
                "POST",
                &format!("/members/{key}/contacts"),
                token,
                Some(&json!({ "with": with })),
            );
            assert_eq!(status, 200, "{answer}");
        }
    }

    /// Whether the network in memory is the one of the database, and how many people it has.
    pub fn verify(&self) -> (bool, u64) {
        let (status, answer) = self.call("GET", "/admin/verify", ADMIN, None);
        assert_eq!(status, 200, "{answer}");
        (
            answer["equal"] == true,
            answer["people"].as_u64().expect("a number"),
        )
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The profile of member `number` of a made-up community: three offers and two needs out of 40 skills, one circle of 12.
pub fn made_up(number: u64) -> Value {
    // The finaliser of SplitMix64.
    let draw = |salt: u64, below: u64| {
        let mut mixed = (number * 8 + salt).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % below
    };
    let skill = |salt| format!("skill {}", draw(salt, 40));
    json!({
        "label": format!("Member {number}"),
        "offers": { skill(1): 0.9, skill(2): 0.6, skill(3): 0.4 },
        "needs": { skill(4): 0.8, skill(5): 0.5 },
        "circles": [[format!("team {}", draw(6, 12))]],
    })
}
