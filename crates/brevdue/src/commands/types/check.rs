//! `brevdue types check`

use std::path::PathBuf;

use letter::{Completeness, LetterType, TypeFault, check_type, completeness_of_type, looks_like_duplicate};
use serde::Serialize;
use serde_json::json;

use super::file;
use crate::client::{Api, block_on};
use crate::exit::{Exit, Outcome};
use crate::output::{Output, Style};
use crate::words;

/// Check letter types: what is wrong with them, how complete their markup is, which may be duplicates
///
/// Exit 1 when a type cannot be used. What is merely incomplete is told.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  brevdue types check types.toml
  brevdue types check                 # those of the running gateway")]
pub(crate) struct Args {
    /// Catalogue files; without one the types of the running gateway
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
}

/// The verdict on one type.
#[derive(Serialize)]
struct Verdict<'a> {
    code: &'a str,
    valid: bool,
    faults: Vec<TypeFault>,
    completeness: Completeness,
    /// Codes of types that may be the same letter.
    duplicates: Vec<&'a str>,
}

pub(crate) fn run(args: Args, out: &Output) -> Outcome {
    if args.files.is_empty() {
        let api = Api::new(out)?;
        let types = block_on(file::running(&api))?;
        return Ok(judge(&types, out));
    }
    let mut exit = Exit::Yes;
    let mut types = Vec::new();
    for path in &args.files {
        let catalogue = file::catalogue(path)?;
        // Faults of a type are told with it; those of the file as a whole here.
        let whole: Vec<TypeFault> = catalogue
            .check()
            .into_iter()
            .filter(|fault| !catalogue.letter_types.iter().any(|kind| is_of(fault, kind)))
            .collect();
        if !whole.is_empty() {
            show(&whole, out);
            exit = Exit::No;
        }
        types.extend(catalogue.letter_types);
    }
    Ok(exit.and(judge(&types, out)))
}

fn is_of(fault: &TypeFault, kind: &LetterType) -> bool {
    check_type(kind, None).iter().any(|own| fault.path == format!("{}.{}", kind.code, own.path))
}

fn judge(types: &[LetterType], out: &Output) -> Exit {
    let mut exit = Exit::Yes;
    for kind in types {
        let faults = check_type(kind, None);
        let like = types.iter().filter(|other| looks_like_duplicate(kind, other));
        let verdict = Verdict {
            code: &kind.code.0,
            valid: faults.is_empty(),
            faults,
            completeness: completeness_of_type(kind),
            duplicates: like.map(|other| other.code.0.as_str()).collect(),
        };
        exit = exit.and(Exit::from_answer(verdict.valid));
        if out.is_json() {
            out.json(&verdict);
        } else {
            tell(&verdict, out);
        }
    }
    exit
}

fn tell(verdict: &Verdict<'_>, out: &Output) {
    let (word, style) =
        if verdict.valid { (&words::VALID, Style::Good) } else { (&words::INVALID, Style::Bad) };
    let sums: Vec<String> = verdict
        .completeness
        .layers
        .iter()
        .map(|layer| {
            format!("{} {}/{}", layer.layer.title().get(out.language()), layer.filled, layer.expected)
        })
        .collect();
    let code = out.paint(Style::Strong, verdict.code);
    out.line(&format!("{code} {}: {}", out.paint(style, out.say(word)), sums.join(", ")));
    for fault in &verdict.faults {
        out.line(&format!("  {}", out.paint(Style::Plain, &fault.to_string())));
    }
    let missing: Vec<&str> = verdict
        .completeness
        .layers
        .iter()
        .flat_map(|layer| &layer.elements)
        .filter(|one| {
            one.want == letter::Want::Expected
                && !matches!(one.standing, letter::Standing::Present | letter::Standing::Mapped)
        })
        .map(|one| one.element.title().get(out.language()))
        .collect();
    if !missing.is_empty() {
        out.line(&format!("  {}: {}", out.say(&words::MISSING), missing.join(", ")));
    }
    if !verdict.duplicates.is_empty() {
        let codes = out.paint(Style::Plain, &verdict.duplicates.join(", "));
        out.line(&format!("  {}: {codes}", out.say(&words::DUPLICATE)));
    }
}

/// Faults, one a line.
pub(super) fn show(faults: &[TypeFault], out: &Output) {
    for fault in faults {
        if out.is_json() {
            out.json(&json!({ "valid": false, "faults": [fault] }));
        } else {
            out.line(&out.paint(Style::Plain, &fault.to_string()));
        }
    }
}
