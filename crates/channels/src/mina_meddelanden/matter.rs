//! Invoice and case status out of a letter's business fields (D17): `invoice.*` and `matter.*`.

use crate::channel::ComposeError;
use catalogue::Code;
use jiff::civil::Date;
use letter::{Data, Fault};
use mina::{OfficialMatter, matter_from_fields};

/// What refuses the letter at intake, each at its field.
pub(super) fn faults(data: &Data, today: Date) -> Vec<Fault> {
    let problems = matter_from_fields(|name| data.get(name), today).err().unwrap_or_default();
    let fault = |problem: mina::FieldProblem| {
        let pointer = format!("/data/{}", problem.field.replace('.', "/"));
        Fault::new(Code::DataInvalid, pointer, format!("{} (D17)", problem.problem))
    };
    problems.into_iter().map(fault).collect()
}

/// The official matter of a message, when the letter's fields speak of one.
pub(super) fn of(data: &Data, today: Date) -> Result<Option<OfficialMatter>, ComposeError> {
    matter_from_fields(|name| data.get(name), today).map_err(|problems| {
        let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
        ComposeError { code: Code::ComposeFailed, detail: told.join("; ") }
    })
}
