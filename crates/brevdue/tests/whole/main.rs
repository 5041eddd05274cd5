//! The whole thing, as its users run it: the real binary, gateway and sandbox as processes of their own, real
//! PDF files, killed processes, dead peers, wrong input.

#![allow(clippy::print_stdout, reason = "a skipped test says why")]

mod bad_input;
mod bench;
mod broker;
#[path = "../../../server/tests/pages/browser.rs"]
#[allow(dead_code, reason = "shared with the tests of the pages")]
mod browser;
mod certificates;
mod clock;
mod demo;
mod disk_full;
mod dispatcher;
mod evidence;
mod exception_list;
mod faults;
mod installation;
mod killed;
mod kombit;
mod life;
mod metrics;
mod module_key;
mod nodes;
mod notices;
mod openapi;
mod peers;
#[path = "../../../store/tests/common/postgres.rs"]
mod postgres;
#[path = "../../../store/tests/common/proxy.rs"]
mod proxy;
mod pushed;
mod queue;
mod receipts;
mod retention;
mod signin;
mod size;
mod types;
mod waiting;
