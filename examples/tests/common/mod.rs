//! Running the examples as they are built beside a test.

use std::path::{Path, PathBuf};

/// The program of an example, of the profile of this test.
pub fn built(example: &str) -> PathBuf {
    let test = std::env::current_exe().expect("a test has a path");
    let place = test
        .parent()
        .and_then(Path::parent)
        .expect("deps has a parent");
    let program = place.join("examples").join(example);
    assert!(
        program.exists(),
        "{example} is not built: cargo build --examples"
    );
    program
}
