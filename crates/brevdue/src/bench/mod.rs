//! The measurement: gateways and national side in processes of their own, loaded over HTTP like by a system that sends.

mod accept;
mod fill;
mod journey;
mod letters;
mod load;
mod report;
mod rsa;
mod size;
mod start;
mod usage;

use crate::exit::{Exit, Failure, Outcome};
use crate::output::Output;
use crate::run;
use report::Report;
use std::path::PathBuf;
use xtask::site::{Database, Site, Trouble, Wanted};

/// What can be measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Part {
    /// Letters accepted a second, over HTTP and on disk; waiting times at full and at half load
    Accept,
    /// Swedish letters from acceptance to receipt
    Swedish,
    /// Danish letters from acceptance to receipt
    Danish,
    /// Cold start to ready, memory, size of the program
    Start,
    /// Accepting, searching and starting with many letters in the database, beside 10 000
    Size,
    /// Danish letters with several gateways on a core each, beside one gateway on one core (PostgreSQL)
    Nodes,
}

impl Part {
    const fn name(self) -> &'static str {
        match self {
            Part::Accept => "accept",
            Part::Swedish => "swedish",
            Part::Danish => "danish",
            Part::Start => "start",
            Part::Size => "size",
            Part::Nodes => "nodes",
        }
    }
}

/// What the user wants measured.
#[derive(Debug)]
pub(crate) struct Wish {
    /// Which parts, in which order.
    pub(crate) parts: Vec<Part>,
    /// Letters handed in for each part.
    pub(crate) letters: u32,
    /// Letters that lie in the database before, for [`Part::Size`].
    pub(crate) size: u64,
    /// The fewer letters that it is compared with.
    pub(crate) beside: u64,
    /// Requests at a time.
    pub(crate) connections: usize,
    /// `sqlite`, `postgres`, or an address.
    pub(crate) database: String,
    /// Gateways on the same database.
    pub(crate) nodes: usize,
    /// Where filled databases stay, to be measured again.
    pub(crate) keep: Option<PathBuf>,
}

impl Wish {
    async fn site(&self, nodes: usize, keep: Option<PathBuf>) -> Result<Site, Failure> {
        let binary = std::env::current_exe().map_err(|error| Failure::new(error.to_string()))?;
        let database = Database::parse(&self.database);
        Ok(Site::build(&Wanted { binary, database, nodes, keep }).await?)
    }

    /// An installation that runs, without letters.
    async fn running(&self) -> Result<Site, Failure> {
        let mut site = self.site(self.nodes, None).await?;
        site.start_sandbox("").await?;
        for node in 0..self.nodes {
            site.start_node(node).await?;
        }
        Ok(site)
    }
}

impl From<Trouble> for Failure {
    fn from(trouble: Trouble) -> Failure {
        Failure::new(trouble.to_string())
    }
}

impl From<reqwest::Error> for Failure {
    fn from(error: reqwest::Error) -> Failure {
        Failure::new(format!("a process of the measurement does not answer: {error}"))
    }
}

/// Measures, and prints each part when it is done. The answer is no if a letter was refused, lost or doubled; how fast
/// it went is no question of yes and no.
pub(crate) fn run(wish: &Wish, out: &Output) -> Outcome {
    run::runtime(async {
        tokio::select! {
            // What runs ends with the values that are dropped here.
            () = run::until_stopped() => Err(Failure::new("stopped")),
            measured = all(wish, out) => measured,
        }
    })
}

async fn all(wish: &Wish, out: &Output) -> Outcome {
    let mut exit = Exit::Yes;
    for part in &wish.parts {
        let mut report = Report::new(part.name(), wish);
        out.progress(&format!("Measuring {} …", part.name()));
        match part {
            Part::Accept => accept::measure(wish, &mut report).await?,
            Part::Swedish => journey::measure(wish, letters::Kind::Swedish, &mut report).await?,
            Part::Danish => journey::measure(wish, letters::Kind::Danish, &mut report).await?,
            Part::Start => start::measure(wish, &mut report).await?,
            Part::Size => size::measure(wish, &mut report, out).await?,
            Part::Nodes => journey::nodes(wish, &mut report).await?,
        }
        report.print(out);
        exit = exit.and(Exit::from_answer(report.is_sound()));
    }
    Ok(exit)
}
