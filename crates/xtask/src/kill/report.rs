//! The result of a run.

use std::collections::BTreeMap;
use std::fmt;

/// Counts, and every difference by name.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Report {
    /// kill -9 of a gateway.
    pub gateways_killed: u32,
    /// kill -9 of the national side.
    pub sandboxes_killed: u32,
    /// Letters answered with 202.
    pub accepted: u64,
    /// Calls that had to be repeated because no answer came.
    pub repeated_calls: u64,
    /// Letters by their state at the end.
    pub states: BTreeMap<String, u64>,
    /// Letters that are delivered, says the gateway.
    pub delivered: u64,
    /// Letters that a person has to look at, those in doubt among them.
    pub with_a_person: u64,
    /// Letters that the sandbox has put into mailboxes and envelopes.
    pub counted: u64,
    /// Deliveries beyond the first of the same message.
    pub doubled: u64,
    /// Whether `brevdue balance` adds up, where the program has it.
    pub balance: Option<bool>,
    /// How long the run took.
    pub seconds: u64,
    /// What is lost, doubled or made up.
    pub differences: Vec<String>,
}

impl Report {
    /// Whether nothing is lost, doubled or made up.
    pub fn is_sound(&self) -> bool {
        self.differences.is_empty() && self.doubled == 0 && self.balance != Some(false)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let states: Vec<String> =
            self.states.iter().map(|(state, count)| format!("{state} {count}")).collect();
        let balance = match self.balance {
            None => "not in this program",
            Some(true) => "adds up",
            Some(false) => "does not add up",
        };
        writeln!(
            f,
            "Killed             {} gateways, {} sandboxes",
            self.gateways_killed, self.sandboxes_killed
        )?;
        writeln!(f, "Accepted           {} ({} calls repeated)", self.accepted, self.repeated_calls)?;
        writeln!(f, "At the end         {}", states.join(", "))?;
        writeln!(f, "With a person      {}", self.with_a_person)?;
        writeln!(f, "Sandbox counts     {} delivered, {} doubled", self.counted, self.doubled)?;
        writeln!(f, "Balance            {balance}")?;
        writeln!(f, "Seconds            {}", self.seconds)?;
        for difference in &self.differences {
            writeln!(f, "Difference         {difference}")?;
        }
        let verdict = if self.is_sound() { "nothing lost, nothing doubled" } else { "DIFFERENCES" };
        write!(f, "Result             {verdict}")
    }
}
