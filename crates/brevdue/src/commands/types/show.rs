//! `brevdue types show`

use letter::{LetterType, completeness_of_type};
use serde_json::Value;

use super::file;
use crate::client::{Api, Call, block_on, list, read};
use crate::commands::completeness;
use crate::exit::{Exit, Outcome};
use crate::output::{Column, Output, Table};
use crate::words;

/// Show one letter type: its definition, business fields, completeness, versions
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  brevdue types show dk-opkraevning --revision 2")]
pub(crate) struct Args {
    /// Code of the type
    #[arg(value_name = "CODE")]
    code: String,
    /// Version [default: the one that takes letters]
    #[arg(long, value_name = "N")]
    revision: Option<u32>,
}

pub(crate) fn run(args: &Args, out: &Output) -> Outcome {
    let api = Api::new(out)?;
    let path = ["letter-types", args.code.as_str()];
    let call = Call::get(&path).query("version", args.revision.map(|version| version.to_string()));
    let mut answer = block_on(api.json(call))?;
    if out.is_json() {
        out.json(&answer);
        return Ok(Exit::Yes);
    }
    let kind: Option<LetterType> = answer.get("letter_type").and_then(read);
    if let Some(kind) = kind {
        out.line(file::text(&letter::TypeCatalogue::of(None, [kind.clone()]))?.trim_end());
        fields(&list(&mut answer, "fields"), out);
        completeness::show(&completeness_of_type(&kind), out);
    }
    Ok(Exit::Yes)
}

fn fields(fields: &[Value], out: &Output) {
    if fields.is_empty() {
        return;
    }
    out.section(&words::FIELDS);
    let text =
        |field: &Value, name: &str| field.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let mut table =
        Table::new(vec![Column::new("", 100), Column::new("", 80), Column::new("", 70)]).indent(2);
    for field in fields {
        let required = field.get("required").and_then(Value::as_bool).unwrap_or_default();
        let required = if required { out.say(&words::REQUIRED) } else { "" };
        table.row(vec![text(field, "name").into(), text(field, "kind").into(), required.into()]);
    }
    out.table(&table);
}
