//! What `memo check` and `mina check` have in common: many files, one line per finding, a summary.

use crate::exit::{Exit, Failure};
use crate::input::Input;
use crate::output::{Output, Style};
use crate::words;

/// A finding of either format.
pub(crate) struct FileLine<'a> {
    rule: &'a str,
    error: bool,
    path: &'a str,
    line: u64,
    column: u64,
    message: &'a str,
}

impl<'a> From<&'a memo::Finding> for FileLine<'a> {
    fn from(finding: &'a memo::Finding) -> FileLine<'a> {
        let memo::Finding { rule, severity, path, line, column, message } = finding;
        let error = *severity == memo::Severity::Error;
        FileLine { rule, error, path, line: *line, column: *column, message }
    }
}

impl<'a> From<&'a mina::Finding> for FileLine<'a> {
    fn from(finding: &'a mina::Finding) -> FileLine<'a> {
        let mina::Finding { rule, severity, path, line, column, message } = finding;
        let error = *severity == mina::Severity::Error;
        FileLine { rule, error, path, line: *line, column: *column, message }
    }
}

/// `file:line:column: error B1 /path: text`, a form that editors follow.
pub(crate) fn line(file: &str, finding: FileLine<'_>, out: &Output) {
    let FileLine { rule, error, path, line, column, message } = finding;
    let place = if line > 0 { format!("{file}:{line}:{column}") } else { file.to_owned() };
    // The two words are part of a form that programs read, so they are the same in every language.
    let severity = if error { out.paint(Style::Bad, "error") } else { out.paint(Style::Warn, "warning") };
    let rule = out.paint(Style::Strong, rule);
    let (place, path, message) =
        (out.paint(Style::Plain, &place), out.paint(Style::Dim, path), out.paint(Style::Plain, message));
    out.line(&format!("{place}: {severity} {rule} {path}: {message}"));
}

/// Judges every file and sums up. A file that cannot be read is reported and the others are still judged.
pub(crate) fn each(
    inputs: Vec<Input>,
    out: &Output,
    mut judge: impl FnMut(&Input, &str) -> Result<Exit, Failure>,
) -> Result<Exit, Failure> {
    let many = inputs.len();
    let (mut exit, mut valid, mut invalid) = (Exit::Yes, 0_usize, 0_usize);
    for input in inputs {
        match judge(&input, &input.name()) {
            Ok(end) => {
                *(if end == Exit::Yes { &mut valid } else { &mut invalid }) += 1;
                exit = exit.and(end);
            }
            Err(failure) => {
                out.failure(&failure);
                exit = exit.and(failure.exit());
            }
        }
        if !out.is_open() {
            break;
        }
    }
    if !out.is_json() {
        let count = |number: usize, style, word| {
            let text = format!("{number} {}", out.say(word));
            if number == 0 { text } else { out.paint(style, &text) }
        };
        let mut summary =
            vec![count(valid, Style::Good, &words::VALID), count(invalid, Style::Bad, &words::INVALID)];
        if valid + invalid < many {
            summary.push(count(many - valid - invalid, Style::Bad, &words::UNREAD));
        }
        out.line(&summary.join(", "));
    }
    Ok(exit)
}
