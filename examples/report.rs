//! A community on one page to forward: network, gains by circle, exposure, next rounds, a card for everyone.
//!
//! `cargo run --release --example report -- --people examples/data/people.csv --ties examples/data/ties.csv --out report.html`

use std::process::ExitCode;

use clap::Parser;
use support::report::asked::Arguments;
use support::run;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    run(|out| arguments.write(out, &mut std::io::stderr()))
}
