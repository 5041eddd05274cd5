//! One file per command: its arguments (`Args`) and what it does (`run`).

pub(crate) mod audit;
pub(crate) mod backup;
pub(crate) mod balance;
pub(crate) mod bench;
pub(crate) mod blobs;
pub(crate) mod completeness;
pub(crate) mod completions;
pub(crate) mod config;
pub(crate) mod demo;
pub(crate) mod doctor;
pub(crate) mod evidence;
pub(crate) mod finding;
pub(crate) mod init;
pub(crate) mod installation;
pub(crate) mod key;
pub(crate) mod keys;
pub(crate) mod letters;
pub(crate) mod memo;
pub(crate) mod mina;
pub(crate) mod reach;
pub(crate) mod sandbox;
pub(crate) mod send;
pub(crate) mod serve;
pub(crate) mod signature;
pub(crate) mod trust;
pub(crate) mod types;
