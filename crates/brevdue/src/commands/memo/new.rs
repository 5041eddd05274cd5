//! `brevdue memo new`

use std::path::{Path, PathBuf};

use memo::CheckOptions;

use super::description::Description;
use super::store::Store;
use super::{compose, outgoing};
use crate::exit::{Failure, Outcome};
use crate::input::read_text;
use crate::output::Output;

/// Make a message from the description of a letter
#[derive(Debug, clap::Args)]
#[command(
    after_help = r#"A description is TOML, or JSON with the same names in a file ending in .json. Files are sought from its folder.
A day means its last second in Denmark where it is a deadline. The message is judged as `memo check` does; an
invalid one is not written.

  label = "Opkrævning for institutionsplads"
  message_code = "BETALING"  # also: message_id, notification, additional_notification, post_type
  reply = true
  reply_by = "2026-12-01"    # also: not_before, created
  mandatory = false          # also: legal_notification
  # version = "1.1", type = "nemsms", uuid = "…", language = "da"

  [sender]
  id = "12345678"
  name = "Eksempel Kommune"
  unit = "Borgerservice"     # also: unit_id, person, system
  contact_point = { id = "163710ae-5078-350c-0000-000000000440", label = "Borgerservice" }
  # representative = { id = "87654321", name = "Selskab" }

  [recipient]
  id = "2211771212"          # also: name, unit, person, production_unit, contact_point

  [document]
  title = "Opkrævning"
  files = ["letter.pdf"]     # the same text in one or several formats; also: id, language

  [[attachments]]            # in the same way: [[technical]]
  title = "Vejledning"
  files = ["guide.pdf"]

  [[actions]]
  code = "BETALING"
  label = "Betal"
  url = "https://eksempel.dk/betal"
  until = "2026-12-01"       # also: from

  [[actions]]
  code = "AFTALE"
  label = "Læg mødet i kalenderen"
  [actions.appointment]      # also: uuid, organizer, organizer_mail
  about = "Møde om din sag"
  text = "Vi gennemgår din sag"
  place = "Rådhuset, lokale 2"
  from = "2026-12-10T09:00"
  until = "2026-12-10T09:30"

  # [content], also: person, company, vehicle, property, form, production_unit,
  # education, address, additional
  [content]
  case = { id = "SAG-1", system = "ESDH" }
  kle = { key = "32.03.12", version = "2024", facet = "Ø54", label = "Institutionspladser" }

  # What comes back with an answer; also: message_uuid, message_id, reply_uuid,
  # contact_point, system, comment, additional
  [[reply_data]]
  case_id = "SAG-1"

Examples:
  brevdue memo new letter.toml -o message.xml
  brevdue memo new letter.json > message.xml"#
)]
pub(crate) struct Args {
    /// The description; `-` is standard input (TOML)
    #[arg(value_name = "DESCRIPTION")]
    description: PathBuf,
    /// Where to write the message [default: standard output]
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,
}

pub(crate) fn run(args: Args, out: &Output) -> Outcome {
    let description = read(&args.description)?;
    let folder = args.description.parent().unwrap_or(Path::new(""));
    let mut store = Store::new()?;
    let message = compose::message(description, folder, &mut store)?;
    let options = CheckOptions { language: out.language(), ..CheckOptions::default() };
    outgoing::judged(&message, &mut store, &options, args.output.as_ref(), out)
}

fn read(path: &Path) -> Result<Description, Failure> {
    let text = read_text(path, 1 << 20)?;
    // The places and names only: the parsers' own words could quote a number that stands there.
    let wrong = |line: usize, what: &str| Failure::new(format!("{}:{line}: {}", path.display(), quiet(what)));
    if path.extension().is_some_and(|extension| extension == "json") {
        return serde_json::from_str(&text).map_err(|error| {
            let words = error.to_string();
            wrong(error.line(), words.split(" at line ").next().unwrap_or("not as expected"))
        });
    }
    toml::from_str(&text).map_err(|error| {
        let start = error.span().map_or(0, |span| span.start);
        wrong(1 + text.get(..start).unwrap_or("").matches('\n').count(), error.message())
    })
}

/// What a parser says, without anything that could be a number of a person.
fn quiet(words: &str) -> String {
    words.chars().map(|c| if c.is_ascii_digit() { '#' } else { c }).collect()
}
