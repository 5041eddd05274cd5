//! Everything that exists in one run: what is on disk, what lies in mailboxes, what people know, and what has been seen to
//! go wrong.

use crate::durable::Durable;
use crate::exec::{HOUR_US, Ring, SECOND_US, Sim, locked};
use crate::plan::Plan;
use crate::receiver::Receiver;
use crate::truth::Truths;
use jiff::{SignedDuration, Timestamp};
use letter::{ChannelKind, LetterId, Policy};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, MutexGuard};

/// What is counted, so that one sees that a run tested something.
#[derive(Clone, Debug, Default)]
pub struct Counts(pub BTreeMap<&'static str, u64>);

impl Counts {
    pub(crate) fn add(&mut self, what: &'static str) {
        *self.0.entry(what).or_default() += 1;
    }

    /// Adds those of another run.
    pub fn merge(&mut self, other: &Counts) {
        for (what, count) in &other.0 {
            *self.0.entry(what).or_default() += count;
        }
    }
}

/// A node from outside.
pub(crate) struct NodeState {
    pub(crate) up: bool,
    /// Its clock's error in microseconds.
    pub(crate) clock_us: i64,
    /// Commands on their way to the disk.
    pub(crate) committing: Vec<crate::ledger::Command>,
    pub(crate) queued: Vec<crate::ledger::Command>,
    pub(crate) writing: bool,
    pub(crate) bell: Ring,
    pub(crate) receipts_came: Ring,
}

pub(crate) struct Scene {
    pub(crate) durable: Durable,
    pub(crate) receivers: BTreeMap<ChannelKind, Receiver>,
    pub(crate) truths: Truths,
    pub(crate) nodes: Vec<NodeState>,
    pub(crate) counts: Counts,
    pub(crate) violation: Option<String>,
    pub(crate) register_down_until_us: u64,
    pub(crate) ids: u64,
    /// Letters handed in that have not been answered yet.
    pub(crate) unanswered: usize,
    trace: Option<String>,
}

/// One run's world; cheap to clone.
#[derive(Clone)]
pub(crate) struct World(Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) sim: Sim,
    pub(crate) plan: Plan,
    pub(crate) policy: Policy,
    pub(crate) types: crate::letters::Types,
    scene: Mutex<Scene>,
    tracing: bool,
    #[cfg(feature = "planted")]
    pub(crate) bug: Option<journey::Bug>,
}

impl std::ops::Deref for World {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0
    }
}

/// How a run is made.
#[derive(Clone, Copy, Debug, Default)]
pub struct Setting {
    /// The seed: all that differs between two runs.
    pub seed: u64,
    /// Whether to keep a readable story.
    pub trace: bool,
    /// The deliberate bug to bring in.
    #[cfg(feature = "planted")]
    pub bug: Option<journey::Bug>,
}

impl World {
    pub(crate) fn new(setting: Setting) -> World {
        let plan = Plan::of(setting.seed);
        let sim = Sim::new(setting.seed, plan.nodes);
        let nodes = (0..plan.nodes)
            .map(|_| NodeState {
                up: false,
                clock_us: 0,
                committing: Vec::new(),
                queued: Vec::new(),
                writing: false,
                bell: Ring::default(),
                receipts_came: Ring::default(),
            })
            .collect();
        let scene = Scene {
            durable: Durable::default(),
            receivers: Receiver::all(&plan),
            truths: Truths::default(),
            nodes,
            counts: Counts::default(),
            violation: None,
            register_down_until_us: 0,
            ids: 0,
            unanswered: 0,
            trace: setting.trace.then(String::new),
        };
        let policy = Policy { lease_ms: plan.lease_ms, ..Policy::default() };
        World(Arc::new(Inner {
            sim,
            plan,
            policy,
            types: crate::letters::types(),
            scene: Mutex::new(scene),
            tracing: setting.trace,
            #[cfg(feature = "planted")]
            bug: setting.bug,
        }))
    }

    pub(crate) fn scene(&self) -> MutexGuard<'_, Scene> {
        locked(&self.scene)
    }

    /// Whether things still go wrong.
    pub(crate) fn at_war(&self) -> bool {
        self.sim.now_us() < self.plan.peace_us
    }

    /// Whether this goes wrong now; never in peace.
    pub(crate) fn strikes(&self, in_thousand: u64) -> bool {
        in_thousand > 0 && self.at_war() && self.sim.draw(|random| random.in_thousand(in_thousand))
    }

    pub(crate) fn between(&self, low: u64, high: u64) -> u64 {
        self.sim.draw(|random| random.between(low, high))
    }

    /// The right time.
    pub(crate) fn now(&self) -> Timestamp {
        at(i64::try_from(self.sim.now_us()).unwrap_or(i64::MAX))
    }

    /// The time that a node's clock shows.
    pub(crate) fn clock_of(&self, node: usize) -> Timestamp {
        let error_us = self.scene().nodes.get(node).map_or(0, |node| node.clock_us);
        at(i64::try_from(self.sim.now_us()).unwrap_or(i64::MAX).saturating_add(error_us))
    }

    pub(crate) fn count(&self, what: &'static str) {
        self.scene().counts.add(what);
    }

    /// Counts and tells.
    pub(crate) fn happened(&self, what: &'static str, tell: impl FnOnce() -> String) {
        self.count(what);
        self.tell(|| format!("{what}: {}", tell()));
    }

    /// A line of the story; costs nothing when nobody reads it.
    pub(crate) fn tell(&self, line: impl FnOnce() -> String) {
        if !self.tracing {
            return;
        }
        let (now_us, line) = (self.sim.now_us(), line());
        let mut scene = self.scene();
        if let Some(trace) = &mut scene.trace {
            let (hours, rest) = (now_us / HOUR_US, now_us % HOUR_US);
            let (minutes, seconds) = (rest / (60 * SECOND_US), rest % (60 * SECOND_US));
            let _ = writeln!(trace, "{hours:4}:{minutes:02}:{:09.6}  {line}", seconds as f64 / 1e6);
        }
    }

    /// Something that must never happen has happened. The first one is kept.
    pub(crate) fn violated(&self, what: String) {
        self.tell(|| format!("VIOLATION: {what}"));
        self.scene().violation.get_or_insert(what);
    }

    pub(crate) fn take_trace(&self) -> String {
        self.scene().trace.take().unwrap_or_default()
    }

    /// A number never drawn before in this world.
    pub(crate) fn number(&self) -> u64 {
        let mut scene = self.scene();
        scene.ids += 1;
        scene.ids
    }

    /// A node that runs, if there is one.
    pub(crate) fn some_node(&self) -> Option<usize> {
        let up: Vec<usize> = {
            let scene = self.scene();
            scene.nodes.iter().enumerate().filter(|(_, node)| node.up).map(|(index, _)| index).collect()
        };
        let index = self.sim.draw(|random| random.below(up.len() as u64));
        usize::try_from(index).ok().and_then(|index| up.get(index)).copied()
    }
}

/// The last part of a letter's id: enough to tell letters of one world apart.
pub(crate) fn short(id: LetterId) -> String {
    format!("letter {}", id.0.as_u64_pair().0 >> 16)
}

fn at(us: i64) -> Timestamp {
    // 1 March 2026, a Sunday.
    let beginning = Timestamp::from_second(1_772_323_200).unwrap_or_default();
    beginning.checked_add(SignedDuration::from_micros(us)).unwrap_or(beginning)
}
