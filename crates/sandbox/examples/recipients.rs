//! Writes the documentation of the test recipients: `cargo run -p sandbox --example recipients`.

use std::io::Write as _;

fn main() -> std::io::Result<()> {
    std::io::stdout().write_all(sandbox::recipients_markdown().as_bytes())
}
