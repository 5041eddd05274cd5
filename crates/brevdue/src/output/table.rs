//! Aligned tables that fit the terminal.

use super::{Style, clean};

/// Space between columns.
const GAP: usize = 2;
/// Narrower than this no column is made.
const NARROWEST: usize = 12;

/// Which edge the cells of a column keep to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Align {
    /// Texts.
    Left,
    /// Numbers.
    Right,
}

/// A column.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    heading: String,
    align: Align,
    /// When space is short, columns with the lowest rank go first.
    rank: u8,
    /// Cells are wrapped, never cut.
    flexible: bool,
}

impl Column {
    /// A column that keeps its width.
    pub(crate) fn new(heading: &str, rank: u8) -> Column {
        Column { heading: heading.to_owned(), align: Align::Left, rank, flexible: false }
    }

    /// A column whose cells wrap when space is short.
    pub(crate) fn flexible(heading: &str, rank: u8) -> Column {
        Column { flexible: true, ..Column::new(heading, rank) }
    }

    /// The same, aligned.
    pub(crate) fn align(self, align: Align) -> Column {
        Column { align, ..self }
    }
}

/// A cell: text and what it means.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cell {
    text: String,
    style: Style,
}

impl Cell {
    /// A cell with a meaning.
    pub(crate) fn new(text: &str, style: Style) -> Cell {
        Cell { text: clean(text).into_owned(), style }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        Cell::new(text, Style::Plain)
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        Cell::from(text.as_str())
    }
}

/// A table. Columns that are empty in every row are left out.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
    indent: usize,
}

impl Table {
    /// A table with these columns.
    pub(crate) fn new(columns: Vec<Column>) -> Table {
        Table { columns, ..Table::default() }
    }

    /// Moved to the right.
    pub(crate) fn indent(self, indent: usize) -> Table {
        Table { indent, ..self }
    }

    /// Adds a row, a cell for each column.
    pub(crate) fn row(&mut self, cells: Vec<Cell>) {
        self.rows.push(cells);
    }

    /// The lines, none wider than `width` as long as the columns that must stay allow it.
    pub(crate) fn render(&self, width: usize, colour: bool) -> Vec<String> {
        let columns = self.fit(width.saturating_sub(self.indent));
        let mut lines = Vec::new();
        if self.columns.iter().any(|column| !column.heading.is_empty()) {
            let heading = |index: usize| {
                let heading = self.columns.get(index).map_or("", |column| column.heading.as_str());
                Cell::new(heading, Style::Strong)
            };
            self.render_row(&columns, heading, colour, &mut lines);
        }
        for row in &self.rows {
            let cell = |index: usize| row.get(index).cloned().unwrap_or_default();
            self.render_row(&columns, cell, colour, &mut lines);
        }
        lines
    }

    /// The columns that are shown, with their widths.
    fn fit(&self, width: usize) -> Vec<(usize, usize)> {
        let cell_width = |row: &Vec<Cell>, index: usize| row.get(index).map_or(0, |cell| count(&cell.text));
        let mut shown: Vec<(usize, usize)> = self
            .columns
            .iter()
            .enumerate()
            .filter_map(|(index, column)| {
                let widest = self.rows.iter().map(|row| cell_width(row, index)).max().unwrap_or(0);
                (widest > 0).then(|| (index, widest.max(count(&column.heading))))
            })
            .collect();
        loop {
            let total: usize = shown.iter().map(|(_, width)| width + GAP).sum::<usize>().saturating_sub(GAP);
            let Some(excess) = total.checked_sub(width).filter(|excess| *excess > 0) else { return shown };
            let flexible = |index: usize| self.columns.get(index).is_some_and(|column| column.flexible);
            // The widest column that can wrap gives first, then the least important column goes.
            let widest = shown
                .iter_mut()
                .filter(|(index, width)| flexible(*index) && *width > NARROWEST)
                .max_by_key(|(_, width)| *width);
            if let Some((_, width)) = widest {
                *width -= excess.min(*width - NARROWEST);
                continue;
            }
            if shown.len() <= 1 {
                return shown;
            }
            let rank = |index: usize| self.columns.get(index).map_or(0, |column| column.rank);
            let least = shown.iter().enumerate().min_by_key(|(_, (index, _))| rank(*index)).map(|(at, _)| at);
            if let Some(at) = least {
                shown.remove(at);
            }
        }
    }

    fn render_row(
        &self,
        columns: &[(usize, usize)],
        cell: impl Fn(usize) -> Cell,
        colour: bool,
        lines: &mut Vec<String>,
    ) {
        let cells: Vec<(Vec<String>, Style, usize, Align)> = columns
            .iter()
            .map(|(index, width)| {
                let align = self.columns.get(*index).map_or(Align::Left, |column| column.align);
                let Cell { text, style } = cell(*index);
                (wrap(&text, *width), style, *width, align)
            })
            .collect();
        let height = cells.iter().map(|(lines, ..)| lines.len()).max().unwrap_or(0);
        for at in 0..height {
            let mut line = " ".repeat(self.indent);
            // Padding is written before the next cell, so that no line ends in spaces.
            let mut pending = 0;
            for (texts, style, width, align) in &cells {
                let text = texts.get(at).map_or("", String::as_str);
                let fill = width.saturating_sub(count(text));
                let (before, after) = if *align == Align::Right { (fill, 0) } else { (0, fill) };
                if !text.is_empty() {
                    line.push_str(&" ".repeat(pending + before));
                    line.push_str(&style.paint(text, colour));
                    pending = 0;
                } else {
                    pending += before;
                }
                pending += after + GAP;
            }
            lines.push(line.trim_end().to_owned());
        }
    }
}

fn count(text: &str) -> usize {
    text.chars().count()
}

/// Breaks a text at spaces into lines of at most `width` characters; longer words are broken.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(1);
    if count(text) <= width {
        return vec![text.to_owned()];
    }
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let length = count(word);
        let space = usize::from(used > 0);
        if used + space + length <= width {
            if let Some(line) = lines.last_mut() {
                line.push_str(if space == 1 { " " } else { "" });
                line.push_str(word);
            }
            used += space + length;
            continue;
        }
        let characters: Vec<char> = word.chars().collect();
        for piece in characters.chunks(width) {
            if used > 0 {
                lines.push(String::new());
            }
            if let Some(line) = lines.last_mut() {
                line.extend(piece);
            }
            used = piece.len();
        }
    }
    lines
}

/// Columns of the terminal; elsewhere `COLUMNS`, else 120.
pub(crate) fn width_of_terminal() -> usize {
    let of_environment = || std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let of_terminal = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    of_terminal.or_else(of_environment).unwrap_or(120).clamp(40, 400)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Table {
        let columns = vec![
            Column::new("Id", 9),
            Column::new("Empty", 8),
            Column::flexible("Subject", 5),
            Column::new("Size", 1).align(Align::Right),
        ];
        let mut table = Table::new(columns);
        table.row(vec!["a".into(), "".into(), "Afgørelse om hjælp til bolig og ændring".into(), "7".into()]);
        table.row(vec!["bcd".into(), "".into(), "Kort".into(), "1234".into()]);
        table
    }

    #[test]
    fn wide_enough() {
        let lines = sample().render(80, false);
        assert_eq!(
            lines,
            [
                "Id   Subject                                  Size",
                "a    Afgørelse om hjælp til bolig og ændring     7",
                "bcd  Kort                                     1234",
            ]
        );
    }

    #[test]
    fn narrow_wraps_then_drops() {
        for width in 8..60 {
            for line in sample().render(width, false) {
                assert!(count(&line) <= width.max(17), "{width}: {line:?}");
            }
        }
        let lines = sample().render(17, false);
        assert!(!lines.iter().any(|line| line.contains("Size")), "{lines:?}");
        assert!(lines.iter().any(|line| line.contains("ændring")), "nothing is cut: {lines:?}");
    }

    #[test]
    fn long_words_are_broken() {
        assert_eq!(wrap("abcdefgh ij", 3), ["abc", "def", "gh", "ij"]);
        assert_eq!(wrap("", 3), [""]);
    }
}
