//! What goes wrong with nodes, clocks and the register, until peace comes.

use crate::exec::{HOUR_US, MINUTE_US, Owner, SECOND_US};
use crate::node::{crash, start};
use crate::world::World;

/// Starts everything that disturbs.
pub(crate) fn unleash(world: &World) {
    let plan = &world.plan;
    type Deed = fn(&World);
    let deeds: [(u64, Deed); 4] = [
        (plan.crash_every_us, crash_one),
        (plan.pause_every_us, pause_one),
        (plan.jump_every_us, jump_one),
        (if plan.register_unknown > 0 { HOUR_US } else { 0 }, close_register),
    ];
    for (every_us, deed) in deeds {
        if every_us > 0 {
            let task = world.clone();
            world.sim.spawn(Owner::World, async move {
                while task.at_war() {
                    task.sim.sleep(task.between(1, 2 * every_us)).await;
                    if task.at_war() {
                        deed(&task);
                    }
                }
            });
        }
    }
    let task = world.clone();
    world.sim.spawn(Owner::World, async move {
        task.sim.sleep(task.plan.peace_us).await;
        task.tell(|| "peace".to_owned());
        for node in &mut task.scene().nodes {
            node.clock_us = 0;
        }
    });
}

/// Strikes a node that is just doing something, perhaps.
pub(crate) fn strike(world: &World, number: usize) {
    if !world.strikes(world.plan.struck) {
        return;
    }
    let task = world.clone();
    world.sim.spawn(Owner::World, async move {
        task.sim.sleep(task.between(0, 5_000)).await;
        let up = task.scene().nodes.get(number).is_some_and(|node| node.up);
        match (up, task.strikes(500)) {
            (false, _) => {}
            (true, true) => crash_this(&task, number),
            (true, false) => pause_this(&task, number),
        }
    });
}

fn crash_one(world: &World) {
    if let Some(number) = world.some_node() {
        crash_this(world, number);
    }
}

fn crash_this(world: &World, number: usize) {
    crash(world, number);
    let task = world.clone();
    world.sim.spawn(Owner::World, async move {
        task.sim.sleep(task.between(SECOND_US, 3 * MINUTE_US)).await;
        start(&task, number);
    });
}

fn pause_one(world: &World) {
    if let Some(number) = world.some_node() {
        pause_this(world, number);
    }
}

fn pause_this(world: &World, number: usize) {
    let lease_us = world.policy.lease_ms * 1_000;
    // A slow disk, a long collection of garbage elsewhere, a suspended machine.
    let longest = world.sim.draw(|random| random.pick(&[lease_us / 2, 3 * lease_us, 3 * HOUR_US], lease_us));
    let for_us = world.between(SECOND_US, longest);
    if for_us > lease_us {
        world.count("pauses longer than the lease");
    }
    world.happened("pauses", || format!("node {number} for {} s", for_us / SECOND_US));
    world.sim.freeze(number, for_us);
}

fn jump_one(world: &World) {
    let Some(number) = world.some_node() else { return };
    const DAY_US: u64 = 24 * HOUR_US;
    let by_us = world.sim.draw(|random| random.pick(&[SECOND_US, MINUTE_US, HOUR_US, DAY_US], SECOND_US));
    let back = world.sim.draw(|random| random.in_thousand(500));
    let error_us = i64::try_from(by_us).unwrap_or(0) * if back { -1 } else { 1 };
    world.happened("clock jumps", || format!("node {number} is wrong by {} s", error_us / 1_000_000));
    if let Some(node) = world.scene().nodes.get_mut(number) {
        node.clock_us = error_us;
    }
}

fn close_register(world: &World) {
    let until = world.sim.now_us() + world.between(MINUTE_US, 2 * HOUR_US);
    world.happened("register outages", String::new);
    world.scene().register_down_until_us = until;
}
