//! The table at the end, and where to look next.

use super::cases::End;
use super::look::Ended;
use crate::output::{Align, Cell, Column, Output, Style, Table};
use sandbox::{Running, Totals};
use serde_json::json;
use std::net::SocketAddr;
use std::path::Path;

/// Prints the table; true when every letter ended as expected and none was delivered twice.
pub(super) fn print(ended: &[Ended], totals: &Totals, out: &Output) -> bool {
    if out.is_json() {
        for letter in ended {
            out.json(&line(letter));
        }
        out.json(&json!({ "totals": totals }));
    } else {
        table(ended, out);
    }
    let good = ended.iter().filter(|letter| letter.good).count();
    let digital = totals.mina_meddelanden + totals.digital_post;
    if !out.is_json() {
        out.line("");
        out.line(&format!("{good} of {} letters ended as expected.", ended.len()));
        out.line(&format!(
            "The national side counted {digital} letters in mailboxes and {} on paper, {} of them twice.",
            totals.printed, totals.doubled
        ));
    }
    good == ended.len() && totals.doubled == 0
}

fn table(ended: &[Ended], out: &Output) {
    let mut table = Table::new(vec![
        Column::new("#", 1).align(Align::Right),
        Column::flexible("Letter", 9),
        Column::new("Recipient", 3),
        Column::new("End", 9),
        Column::new("Channel", 7),
        Column::new("Reason", 8),
        Column::new("Time", 2).align(Align::Right),
        Column::new("Expected", 9),
    ]);
    for (number, letter) in (1_u32..).zip(ended) {
        let verdict = if letter.good { ("yes", Style::Good) } else { ("NO", Style::Bad) };
        table.row(vec![
            number.to_string().into(),
            letter.case.title.into(),
            letter.recipient.as_str().into(),
            state(letter).into(),
            letter.channel.map_or("–", letter::ChannelKind::as_str).into(),
            reason(letter).into(),
            time(letter).into(),
            Cell::new(verdict.0, verdict.1),
        ]);
    }
    out.table(&table);
}

fn state(letter: &Ended) -> String {
    match (letter.case.end, letter.state) {
        (_, None) => "refused".to_owned(),
        (End::AfterDoubt(_), Some(state)) if letter.doubt.is_some() => {
            format!("in_doubt → {}", state.as_str())
        }
        (_, Some(state)) => state.as_str().to_owned(),
    }
}

fn reason(letter: &Ended) -> String {
    let code = letter.reason.map_or("–", catalogue::Code::as_str);
    match letter.doubt {
        Some(doubt) => doubt.to_owned(),
        None => code.to_owned(),
    }
}

fn time(letter: &Ended) -> String {
    match letter.state {
        None => "–".to_owned(),
        Some(_) => format!("{:.1} s", letter.took.as_secs_f64()),
    }
}

fn line(letter: &Ended) -> serde_json::Value {
    json!({
        "letter": letter.case.title, "id": letter.id, "recipient": letter.recipient,
        "state": letter.state, "channel": letter.channel, "reason": letter.reason,
        "doubt_ended_by": letter.doubt, "took_ms": letter.took.as_millis() as u64, "as_expected": letter.good,
    })
}

/// Where to go on from here.
pub(super) fn invite(folder: &Path, gateway: SocketAddr, sandbox: &Running, out: &Output) {
    let config = folder.join("brevdue.toml");
    let config = config.display();
    for line in [
        String::new(),
        format!(
            "Case worker's pages    http://{gateway}/  (sign in as Anna Lindqvist, or as admin: {}/admin.password)",
            folder.display()
        ),
        format!("A citizen's mailbox    {}", sandbox.mailbox_url("se-reachable-alfa")),
        format!("All mailboxes, print   {}", sandbox.urls().web),
        format!(
            "Send one yourself      brevdue send letter.pdf --to 192705178354 --type beslut --wait --config {config}"
        ),
        "Ctrl-C ends the demonstration.".to_owned(),
    ] {
        out.line(&line);
    }
    out.flush();
}
