//! The kill runner: real gateways and a real sandbox as processes, letters over HTTP, kill -9 at random moments, and a
//! comparison of what was accepted with what the sandbox counted.

mod chance;
mod judge;
mod load;
mod report;

use std::path::PathBuf;
use std::time::{Duration, Instant};

pub use crate::site::{Database, Trouble};
pub use report::Report;

use crate::site::{Site, Victim, Wanted};
use chance::Chance;
use load::Load;

/// Faults that go with a run unless others are named: something of everything, none of it so common that nothing
/// else happens.
pub const FAULTS: &str = "seed=1,slow=300ms,silence=1700ms,far.down=0.03,far.slow=0.03,far.wrong=0.02,\
     operator.alfa.lost=0.05,operator.alfa.half=0.03,operator.beta.drop=0.03,operator.beta.late=0.03,\
     digital_post.contacts.http-429=0.03,digital_post.memos.lost=0.04,digital_post.memos.after-502=0.03,\
     digital_post.memos.duplicate=0.1,digital_post.receipts.down=0.05,kombi.send.silent=0.03,kombi.fault=0.05,\
     kombi.send.duplicate=0.1,sts.down=0.02,push.lost=0.05,push.drop=0.05,tls.drop=0.03,tls.expired=0.02";

/// What to run.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The program `brevdue`.
    pub binary: PathBuf,
    /// How often something is killed.
    pub rounds: u32,
    /// Chooses letters, victims and moments.
    pub seed: u64,
    /// Where letters are kept.
    pub database: Database,
    /// Gateways at the same time.
    pub nodes: usize,
    /// Faults of the sandbox while the load lasts.
    pub faults: String,
    /// Letters per round.
    pub letters: u32,
    /// Where to leave the installation; a temporary folder when nowhere.
    pub keep: Option<PathBuf>,
}

/// [`run`] on a runtime of its own.
///
/// # Errors
/// As there.
pub fn run_blocking(plan: Plan) -> Result<Report, Trouble> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(run(plan))
}

/// Runs the plan.
///
/// # Errors
/// When processes do not start or do not come to rest; what became of the letters is in the report.
pub async fn run(plan: Plan) -> Result<Report, Trouble> {
    let began = Instant::now();
    let mut chance = Chance::new(plan.seed);
    let wanted = Wanted {
        binary: plan.binary.clone(),
        database: plan.database.clone(),
        nodes: plan.nodes,
        keep: plan.keep.clone(),
    };
    let mut site = Site::build(&wanted).await?;
    site.start_sandbox(&plan.faults).await?;
    for node in 0..plan.nodes {
        site.start_node(node).await?;
    }
    let load = Load::start(&site, plan.letters, chance.fork());
    let (mut gateways, mut sandboxes) = (0, 0);
    for _ in 0..plan.rounds {
        load.next_round();
        tokio::time::sleep(Duration::from_millis(20 + chance.below(380))).await;
        // The national side dies, too, but less often than ours.
        let victim = if chance.below(6) == 0 {
            sandboxes += 1;
            Victim::Sandbox
        } else {
            gateways += 1;
            Victim::Node(usize::try_from(chance.below(plan.nodes as u64)).unwrap_or(0))
        };
        site.kill(victim)?;
        tokio::time::sleep(Duration::from_millis(chance.below(120))).await;
        match victim {
            Victim::Sandbox => site.start_sandbox(&plan.faults).await?,
            Victim::Node(node) => site.start_node(node).await?,
        }
    }
    let accepted = load.finish().await?;
    site.end_faults().await?;
    let letters = judge::at_rest(&site, &accepted).await?;
    let mut report = judge::compare(&site, &letters, &accepted).await?;
    report.balance = site.balance().await?;
    report.gateways_killed = gateways;
    report.sandboxes_killed = sandboxes;
    report.seconds = began.elapsed().as_secs();
    Ok(report)
}
