//! One world from its beginning to its end.

use crate::exec::{HOUR_US, Owner};
use crate::world::{Counts, Setting, World};
use crate::{chaos, node, people, watch};

/// A world that has not come to rest by then never will.
const HORIZON_US: u64 = 40 * 24 * HOUR_US;
/// Between two looks whether all is over.
const LOOK_EVERY: u64 = 128;

/// What came of a run.
#[derive(Clone, Debug)]
pub struct Report {
    /// The seed.
    pub seed: u64,
    /// What must never happen and did.
    pub violation: Option<String>,
    /// What happened how often.
    pub counts: Counts,
    /// The story, if it was asked for.
    pub trace: String,
    /// Virtual time that passed, in seconds.
    pub seconds: u64,
    /// Times that a task ran.
    pub polls: u64,
}

/// Lives through the world of a seed.
pub fn run(setting: Setting) -> Report {
    let world = World::new(setting);
    world.tell(|| format!("{:#?}", world.plan));
    world.scene().unanswered = world.plan.letters;
    for number in 0..world.plan.nodes {
        node::start(&world, number);
    }
    for number in 0..world.plan.letters {
        world.sim.spawn(Owner::World, people::caller(world.clone(), number));
    }
    world.sim.spawn(Owner::World, people::clerk(world.clone()));
    chaos::unleash(&world);
    let office_closes = world.plan.peace_us + people::OFFICE_US + 3 * HOUR_US;
    let mut steps: u64 = 0;
    while world.sim.step(HORIZON_US) {
        steps += 1;
        if world.scene().violation.is_some() {
            break;
        }
        if steps.is_multiple_of(LOOK_EVERY) && world.sim.now_us() > office_closes && watch::is_over(&world) {
            break;
        }
    }
    if world.scene().violation.is_none() {
        watch::the_end(&world);
    }
    let (violation, counts) = {
        let mut scene = world.scene();
        (scene.violation.take(), scene.counts.clone())
    };
    let report = Report {
        seed: setting.seed,
        violation,
        counts,
        trace: world.take_trace(),
        seconds: world.sim.now_us() / 1_000_000,
        polls: world.sim.polls(),
    };
    world.sim.end();
    report
}
