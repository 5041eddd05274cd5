//! How complete a letter or a type is, for people.

use letter::{Completeness, Standing, Want};

use crate::output::{Cell, Column, Output, Style, Table};
use crate::words;

/// Layer by layer, what is there and what is missing.
pub(crate) fn show(completeness: &Completeness, out: &Output) {
    out.section(&words::COMPLETE);
    let columns = vec![Column::new("", 90), Column::flexible("", 100), Column::new("", 80)];
    let mut table = Table::new(columns).indent(2);
    for layer in &completeness.layers {
        let title =
            format!("{} {}/{}", layer.layer.title().get(out.language()), layer.filled, layer.expected);
        table.row(vec![Cell::new(&title, Style::Strong), "".into(), "".into()]);
        for one in &layer.elements {
            let (words, style) = match (one.standing, one.want) {
                (Standing::Present, _) => (&words::THERE, Style::Good),
                (Standing::Mapped, _) => (&words::FROM_DATA, Style::Good),
                (_, Want::Expected) => (&words::MISSING, Style::Warn),
                (_, Want::Welcome) => (&words::NOT_USED, Style::Dim),
            };
            let title = one.element.title().get(out.language());
            table.row(vec!["".into(), title.into(), Cell::new(out.say(words), style)]);
        }
    }
    out.table(&table);
}
