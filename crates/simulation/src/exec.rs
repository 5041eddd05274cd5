//! The executor: tasks polled one at a time in an order drawn from the seed, on a clock that only moves when nothing
//! else can.

use crate::random::Random;
use futures_util::future::{Either, select};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

/// Who a task belongs to: a node's tasks die and freeze with it, those of the world never.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    World,
    Node(usize),
}

pub(crate) const SECOND_US: u64 = 1_000_000;
pub(crate) const MINUTE_US: u64 = 60 * SECOND_US;
pub(crate) const HOUR_US: u64 = 60 * MINUTE_US;

type Work = Pin<Box<dyn Future<Output = ()> + Send>>;

struct Task {
    owner: Owner,
    /// `None` while it is being polled.
    work: Option<Work>,
    waker: Waker,
}

/// Time, chance and tasks.
#[derive(Clone)]
pub(crate) struct Sim(Arc<Shared>);

struct Shared {
    core: Mutex<Core>,
    ready: Arc<Mutex<Vec<usize>>>,
}

struct Core {
    now_us: u64,
    random: Random,
    tasks: Vec<Option<Task>>,
    free: Vec<usize>,
    timers: BinaryHeap<Reverse<Timer>>,
    timer_number: u64,
    frozen_until_us: Vec<u64>,
    polls: u64,
}

struct Timer {
    at_us: u64,
    number: u64,
    waker: Waker,
}

impl PartialEq for Timer {
    fn eq(&self, other: &Timer) -> bool {
        (self.at_us, self.number) == (other.at_us, other.number)
    }
}
impl Eq for Timer {}
impl PartialOrd for Timer {
    fn partial_cmp(&self, other: &Timer) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Timer {
    fn cmp(&self, other: &Timer) -> std::cmp::Ordering {
        (self.at_us, self.number).cmp(&(other.at_us, other.number))
    }
}

struct Bell {
    task: usize,
    ready: Arc<Mutex<Vec<usize>>>,
}

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        locked(&self.ready).push(self.task);
    }
}

pub(crate) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Sim {
    pub(crate) fn new(seed: u64, nodes: usize) -> Sim {
        let core = Core {
            now_us: 0,
            random: Random::new(seed),
            tasks: Vec::new(),
            free: Vec::new(),
            timers: BinaryHeap::new(),
            timer_number: 0,
            frozen_until_us: vec![0; nodes],
            polls: 0,
        };
        Sim(Arc::new(Shared { core: Mutex::new(core), ready: Arc::default() }))
    }

    fn core(&self) -> MutexGuard<'_, Core> {
        locked(&self.0.core)
    }

    /// Microseconds since the beginning of the world.
    pub(crate) fn now_us(&self) -> u64 {
        self.core().now_us
    }

    /// How often a task was polled.
    pub(crate) fn polls(&self) -> u64 {
        self.core().polls
    }

    /// Draws from the seed.
    pub(crate) fn draw<T>(&self, draw: impl FnOnce(&mut Random) -> T) -> T {
        draw(&mut self.core().random)
    }

    pub(crate) fn spawn(&self, owner: Owner, work: impl Future<Output = ()> + Send + 'static) {
        let mut core = self.core();
        let id = core.free.pop().unwrap_or(core.tasks.len());
        let waker = Waker::from(Arc::new(Bell { task: id, ready: self.0.ready.clone() }));
        let task = Some(Task { owner, work: Some(Box::pin(work)), waker });
        match core.tasks.get_mut(id) {
            Some(slot) => *slot = task,
            None => core.tasks.push(task),
        }
        locked(&self.0.ready).push(id);
    }

    /// Ends all tasks of a node where they stand.
    pub(crate) fn kill(&self, node: usize) {
        let mut dead = Vec::new();
        {
            let mut core = self.core();
            let core = &mut *core;
            for (id, slot) in core.tasks.iter_mut().enumerate() {
                if slot.as_ref().is_some_and(|task| task.owner == Owner::Node(node)) {
                    dead.extend(slot.take());
                    core.free.push(id);
                }
            }
        }
        // Dropped without the lock: what they held may wake others.
        drop(dead);
    }

    /// Polls no task of the node for so long.
    pub(crate) fn freeze(&self, node: usize, for_us: u64) {
        let mut core = self.core();
        let until = core.now_us + for_us;
        if let Some(frozen) = core.frozen_until_us.get_mut(node) {
            *frozen = until;
        }
    }

    pub(crate) fn sleep(&self, for_us: u64) -> Sleep {
        let at_us = self.now_us().saturating_add(for_us);
        Sleep { sim: self.clone(), at_us, set: false }
    }

    /// The answer, if it comes in that time.
    pub(crate) async fn within<T>(&self, for_us: u64, answer: Answer<T>) -> Option<T> {
        match select(answer, pin!(self.sleep(for_us))).await {
            Either::Left((said, _)) => said,
            Either::Right(_) => None,
        }
    }

    fn set_timer(&self, at_us: u64, waker: Waker) {
        let mut core = self.core();
        core.timer_number += 1;
        let number = core.timer_number;
        core.timers.push(Reverse(Timer { at_us, number, waker }));
    }

    /// Does one thing; false when nothing is left to do before `until_us`.
    pub(crate) fn step(&self, until_us: u64) -> bool {
        let Some((id, mut work, waker)) = self.next_task() else { return self.advance(until_us) };
        let poll = work.as_mut().poll(&mut Context::from_waker(&waker));
        let mut core = self.core();
        let done = match (poll, core.tasks.get_mut(id)) {
            (Poll::Pending, Some(Some(task))) => {
                task.work = Some(work);
                return true;
            }
            // Killed while it ran, by itself.
            (_, Some(None) | None) => Some(work),
            (Poll::Ready(()), Some(slot)) => {
                *slot = None;
                core.free.push(id);
                Some(work)
            }
        };
        drop(core);
        drop(done);
        true
    }

    /// One of the tasks that may run, drawn from the seed.
    fn next_task(&self) -> Option<(usize, Work, Waker)> {
        let mut core = self.core();
        loop {
            let id = {
                let mut ready = locked(&self.0.ready);
                if ready.is_empty() {
                    return None;
                }
                let index = usize::try_from(core.random.below(ready.len() as u64)).unwrap_or(0);
                ready.swap_remove(index)
            };
            let Some(Some(task)) = core.tasks.get(id) else { continue };
            if let Owner::Node(node) = task.owner {
                let until = core.frozen_until_us.get(node).copied().unwrap_or(0);
                if until > core.now_us {
                    let waker = task.waker.clone();
                    drop(core);
                    self.set_timer(until, waker);
                    core = self.core();
                    continue;
                }
            }
            core.polls += 1;
            core.now_us += core.random.below(20);
            let Some(Some(task)) = core.tasks.get_mut(id) else { continue };
            let waker = task.waker.clone();
            // Woken twice while it waits once: the second time there is nothing to poll.
            if let Some(work) = task.work.take() {
                return Some((id, work, waker));
            }
        }
    }

    fn advance(&self, until_us: u64) -> bool {
        let mut core = self.core();
        let Some(Reverse(first)) = core.timers.peek() else { return false };
        if first.at_us > until_us {
            return false;
        }
        let at_us = first.at_us.max(core.now_us);
        core.now_us = at_us;
        let mut rung = Vec::new();
        while core.timers.peek().is_some_and(|Reverse(timer)| timer.at_us <= at_us) {
            rung.extend(core.timers.pop().map(|Reverse(timer)| timer.waker));
        }
        drop(core);
        rung.into_iter().for_each(Waker::wake);
        true
    }

    /// Drops everything, so that tasks that hold the simulation do not keep it alive.
    pub(crate) fn end(&self) {
        let (tasks, timers) = {
            let mut core = self.core();
            (std::mem::take(&mut core.tasks), std::mem::take(&mut core.timers))
        };
        drop((tasks, timers));
    }
}

/// Ends at its moment.
pub(crate) struct Sleep {
    sim: Sim,
    at_us: u64,
    set: bool,
}

impl Future for Sleep {
    type Output = ();
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.sim.now_us() >= self.at_us {
            return Poll::Ready(());
        }
        if !self.set {
            self.set = true;
            self.sim.set_timer(self.at_us, context.waker().clone());
        }
        Poll::Pending
    }
}

/// Where one answer goes. Dropped without one, the other side learns that none will come.
pub(crate) struct Reply<T>(Arc<Mutex<Line<T>>>);

/// Where it comes.
pub(crate) struct Answer<T>(Arc<Mutex<Line<T>>>);

struct Line<T> {
    said: Option<T>,
    cut: bool,
    waker: Option<Waker>,
}

pub(crate) fn line<T>() -> (Reply<T>, Answer<T>) {
    let line = Arc::new(Mutex::new(Line { said: None, cut: false, waker: None }));
    (Reply(line.clone()), Answer(line))
}

impl<T> Reply<T> {
    pub(crate) fn say(self, answer: T) {
        locked(&self.0).said = Some(answer);
    }
}

impl<T> Drop for Reply<T> {
    fn drop(&mut self) {
        let waker = {
            let mut line = locked(&self.0);
            line.cut = true;
            line.waker.take()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

impl<T> Future for Answer<T> {
    type Output = Option<T>;
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T>> {
        let mut line = locked(&self.0);
        if let Some(said) = line.said.take() {
            return Poll::Ready(Some(said));
        }
        if line.cut {
            return Poll::Ready(None);
        }
        line.waker = Some(context.waker().clone());
        Poll::Pending
    }
}

/// Rings for whoever waits; a ring without a waiter is kept.
#[derive(Clone, Default)]
pub(crate) struct Ring(Arc<Mutex<(bool, Option<Waker>)>>);

impl Ring {
    pub(crate) fn ring(&self) {
        let waker = {
            let mut state = locked(&self.0);
            state.0 = true;
            state.1.take()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    pub(crate) fn rung(&self) -> Rung {
        Rung(self.clone())
    }
}

pub(crate) struct Rung(Ring);

impl Future for Rung {
    type Output = ();
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let mut state = locked(&self.0.0);
        if std::mem::take(&mut state.0) {
            return Poll::Ready(());
        }
        state.1 = Some(context.waker().clone());
        Poll::Pending
    }
}
