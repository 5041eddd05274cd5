//! `brevdue types diff`

use std::path::PathBuf;

use letter::{LetterType, TypeChange, diff_types};
use serde::Serialize;

use super::file;
use crate::client::{Api, block_on};
use crate::exit::{Exit, Outcome};
use crate::output::{Output, Style};
use crate::words;

/// Compare letter types, element by element: two files, or a file with the running gateway
///
/// Exit 1 when they differ. The sender of a type is not compared.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  brevdue types diff ours.toml theirs.toml
  brevdue types diff ours.toml            # with the running gateway")]
pub(crate) struct Args {
    /// Catalogue file
    #[arg(value_name = "A")]
    before: PathBuf,
    /// The other one; without it the types of the running gateway
    #[arg(value_name = "B")]
    after: Option<PathBuf>,
}

#[derive(Serialize)]
struct Difference<'a> {
    code: &'a str,
    /// `same`, `changed`, `added`, `removed`.
    result: &'static str,
    changes: Vec<TypeChange>,
}

pub(crate) fn run(args: &Args, out: &Output) -> Outcome {
    let before = file::catalogue(&args.before)?.letter_types;
    let after = match &args.after {
        Some(path) => file::catalogue(path)?.letter_types,
        None => {
            let api = Api::new(out)?;
            block_on(file::running(&api))?
        }
    };
    let mut codes: Vec<&str> = before.iter().chain(&after).map(|kind| kind.code.0.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    let mut exit = Exit::Yes;
    for code in codes {
        let of = |types: &'_ [LetterType]| types.iter().position(|kind| kind.code.0 == code);
        let pair = (of(&before).and_then(|at| before.get(at)), of(&after).and_then(|at| after.get(at)));
        let (result, changes) = match pair {
            (Some(before), Some(after)) => match diff_types(before, after) {
                changes if changes.is_empty() => ("same", changes),
                changes => ("changed", changes),
            },
            (Some(_), None) => ("removed", Vec::new()),
            _ => ("added", Vec::new()),
        };
        exit = exit.and(Exit::from_answer(result == "same"));
        tell(&Difference { code, result, changes }, out);
    }
    Ok(exit)
}

fn tell(difference: &Difference<'_>, out: &Output) {
    if out.is_json() {
        return out.json(difference);
    }
    let (word, style) = match difference.result {
        "same" => (&words::SAME, Style::Dim),
        "changed" => (&words::CHANGED, Style::Warn),
        "added" => (&words::ADDED, Style::Good),
        _ => (&words::REMOVED, Style::Bad),
    };
    let code = out.paint(Style::Strong, difference.code);
    out.line(&format!("{code} {}", out.paint(style, out.say(word))));
    for change in &difference.changes {
        out.line(&format!("  {}", out.paint(Style::Plain, &change.path)));
        for (sign, value, style) in [("-", &change.before, Style::Bad), ("+", &change.after, Style::Good)] {
            if let Some(value) = value {
                out.line(&format!("    {}", out.paint(style, &format!("{sign} {value}"))));
            }
        }
    }
}
