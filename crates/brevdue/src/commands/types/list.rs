//! `brevdue types list`

use serde_json::Value;

use crate::client::{Api, Call, block_on, list};
use crate::exit::{Exit, Outcome};
use crate::output::{Column, Output, Table};
use crate::words;

/// List the letter types of the running gateway, with version, state and completeness
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  brevdue types list --sender eksempel")]
pub(crate) struct Args {
    /// The types of this sender only
    #[arg(long, value_name = "SENDER")]
    sender: Option<String>,
}

pub(crate) fn run(args: &Args, out: &Output) -> Outcome {
    let api = Api::new(out)?;
    let mut answer = block_on(api.json(Call::get(&["letter-types"])))?;
    let text =
        |entry: &Value, name: &str| entry.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let mut entries = list(&mut answer, "letter_types");
    entries.retain(|entry| args.sender.as_ref().is_none_or(|sender| text(entry, "sender") == *sender));
    if out.is_json() {
        entries.iter().for_each(|entry| out.json(entry));
        return Ok(Exit::Yes);
    }
    let mut table = Table::new(vec![
        Column::new(out.say(&words::TYPE), 100),
        Column::flexible(out.say(&words::NAME), 90),
        Column::new(out.say(&words::SENDER), 70),
        Column::new(out.say(&words::ARCHETYPE), 60),
        Column::new(out.say(&words::VERSION), 40),
        Column::new(out.say(&words::STATE), 80),
        Column::new(out.say(&words::COMPLETE), 50),
    ]);
    for entry in &entries {
        let version = entry.get("version").and_then(Value::as_u64).map(|version| version.to_string());
        table.row(vec![
            text(entry, "code").into(),
            text(entry, "name").into(),
            text(entry, "sender").into(),
            text(entry, "archetype").into(),
            version.unwrap_or_else(|| text(entry, "origin")).into(),
            text(entry, "state").into(),
            sums(entry.get("layers")).into(),
        ]);
    }
    out.table(&table);
    Ok(Exit::Yes)
}

/// `2/2 3/4 1/1`: what each layer has of what it should have.
pub(super) fn sums(layers: Option<&Value>) -> String {
    let number = |layer: &Value, name: &str| layer.get(name).and_then(Value::as_u64).unwrap_or_default();
    let layers = layers.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let sums: Vec<String> = layers
        .iter()
        .map(|layer| format!("{}/{}", number(layer, "filled"), number(layer, "expected")))
        .collect();
    sums.join(" ")
}
