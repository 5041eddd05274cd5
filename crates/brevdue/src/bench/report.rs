//! The figures, for people and for programs.

use super::Wish;
use crate::output::{Align, Cell, Column, Output, Style, Table};
use serde_json::{Value, json};

/// Goals of `design/quality.md` that figures stand beside.
#[derive(Clone, Copy, Debug)]
pub(super) enum Goal {
    AtLeast(f64),
    AtMost(f64),
}

struct Figure {
    name: String,
    value: f64,
    unit: &'static str,
    goal: Option<Goal>,
}

impl Figure {
    /// How many times as good as the goal: 1 meets it.
    fn ratio(&self) -> Option<f64> {
        Some(match self.goal? {
            Goal::AtLeast(goal) => self.value / goal,
            Goal::AtMost(goal) => goal / self.value.max(f64::MIN_POSITIVE),
        })
    }
}

/// What one part gave.
pub(super) struct Report {
    part: &'static str,
    database: &'static str,
    nodes: usize,
    figures: Vec<Figure>,
    faults: Vec<String>,
}

impl Report {
    pub(super) fn new(part: &'static str, wish: &Wish) -> Report {
        let database = if wish.database == "sqlite" { "sqlite" } else { "postgres" };
        Report { part, database, nodes: wish.nodes, figures: Vec::new(), faults: Vec::new() }
    }

    pub(super) fn figure(&mut self, name: &str, value: f64, unit: &'static str) {
        self.figures.push(Figure { name: name.to_owned(), value, unit, goal: None });
    }

    pub(super) fn goal(&mut self, name: &str, value: f64, unit: &'static str, goal: Goal) {
        self.figures.push(Figure { name: name.to_owned(), value, unit, goal: Some(goal) });
    }

    /// A goal that depends on the database.
    pub(super) fn goal_by_database(&mut self, name: &str, value: f64, unit: &'static str, goals: [Goal; 2]) {
        let [sqlite, postgres] = goals;
        let goal = if self.database == "sqlite" { sqlite } else { postgres };
        self.goal(name, value, unit, goal);
    }

    /// Two counts that must be the same.
    pub(super) fn counts(&mut self, name: &str, found: u64, wanted: u64) {
        self.figure(name, found as f64, "");
        if found != wanted {
            self.faults.push(format!("{name}: {found}, and it should be {wanted}"));
        }
    }

    pub(super) fn fault(&mut self, fault: String) {
        self.faults.push(fault);
    }

    /// Whether nothing was refused, lost or doubled.
    pub(super) fn is_sound(&self) -> bool {
        self.faults.is_empty()
    }

    pub(super) fn print(&self, out: &Output) {
        if out.is_json() {
            out.json(&self.json());
        } else {
            self.table(out);
        }
        for fault in &self.faults {
            out.warn(fault);
        }
        // The next part takes its time.
        out.flush();
    }

    fn json(&self) -> Value {
        let figures: Vec<Value> = self
            .figures
            .iter()
            .map(|figure| {
                let mut line = json!({ "name": figure.name, "value": figure.value, "unit": figure.unit });
                if let (Some(goal), Some(ratio)) = (figure.goal, figure.ratio()) {
                    let (bound, goal) = match goal {
                        Goal::AtLeast(goal) => ("at_least", goal),
                        Goal::AtMost(goal) => ("at_most", goal),
                    };
                    line["goal"] = json!({ bound: goal });
                    line["times_the_goal"] = json!(ratio);
                }
                line
            })
            .collect();
        let Report { part, database, nodes, faults, .. } = self;
        json!({ "part": part, "database": database, "nodes": nodes, "figures": figures, "faults": faults })
    }

    fn table(&self, out: &Output) {
        let mut table = Table::new(vec![
            Column::flexible(&format!("{} ({}, nodes: {})", self.part, self.database, self.nodes), 99),
            Column::new("Measured", 99).align(Align::Right),
            Column::new("", 98),
            Column::new("Goal", 97).align(Align::Right),
            Column::new("Times the goal", 96).align(Align::Right),
        ]);
        for figure in &self.figures {
            let goal = match figure.goal {
                None => String::new(),
                Some(Goal::AtLeast(goal)) => format!("≥ {}", shown(goal)),
                Some(Goal::AtMost(goal)) => format!("≤ {}", shown(goal)),
            };
            let ratio = figure.ratio().map_or_else(Cell::default, |ratio| {
                let style = if ratio >= 1.0 { Style::Good } else { Style::Warn };
                Cell::new(&format!("{ratio:.2}"), style)
            });
            let name = Cell::from(figure.name.replace('_', " "));
            table.row(vec![name, shown(figure.value).into(), figure.unit.into(), goal.into(), ratio]);
        }
        out.table(&table);
        out.line("");
    }
}

/// A number with as many places as tell something.
fn shown(value: f64) -> String {
    let digits = if value.fract() == 0.0 || value >= 100.0 {
        0
    } else if value >= 10.0 {
        1
    } else {
        3
    };
    format!("{value:.digits$}")
}
