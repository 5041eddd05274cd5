//! The kill runner in its small size: the real program, killed under load, with faults on.

#[test]
fn twenty_kills_under_load_lose_and_double_nothing() {
    let plan = xtask::kill::Plan {
        binary: env!("CARGO_BIN_EXE_brevdue").into(),
        rounds: 20,
        seed: 20,
        database: xtask::kill::Database::Sqlite,
        nodes: 1,
        faults: xtask::kill::FAULTS.to_owned(),
        letters: 8,
        keep: None,
    };
    let report = xtask::kill::run_blocking(plan).expect("a run");
    assert!(report.is_sound(), "{report}");
    assert_eq!((report.accepted, report.gateways_killed + report.sandboxes_killed), (160, 20), "{report}");
    assert!(report.delivered > 80, "{report}");
}
