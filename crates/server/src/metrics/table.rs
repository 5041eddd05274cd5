//! The metrics with their names and meanings; `docs/OPERATIONS.md` lists them from here.

macro_rules! metrics {
    ($($variant:ident $name:literal $labels:literal $help:literal;)+) => {
        /// Something that is measured.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(super) enum Metric { $($variant,)+ }

        impl Metric {
            const ALL: &[(Metric, &str, &str, &str)] = &[$((Metric::$variant, $name, $labels, $help),)+];
        }
    };
}

metrics! {
    Letters "brevdue_letters" "state, channel" "Letters by state and channel, counted each minute, or after twenty times the time that it takes";
    QueueAge "brevdue_queue_age_seconds" "" "How long the letter that is due longest has been waiting";
    PersonAge "brevdue_attention_age_seconds" "" "How long the letter that waits longest for a person has been waiting";
    ReceiptsWaiting "brevdue_receipts_waiting" "" "Receipts that are stored and not matched yet";
    ReceiptsAside "brevdue_receipts_aside" "" "Receipts that belong to no letter";
    AcceptSeconds "brevdue_accept_seconds" "le" "Time from reading a letter to having it stored safely";
    OperatorPaused "brevdue_operator_paused" "channel, operator" "1 while an operator is left alone after repeated failures";
    SenderPaused "brevdue_sender_paused" "channel, sender" "1 while the infrastructure keeps refusing a sender";
    CertificateDays "brevdue_certificate_days" "channel, sender" "Days until the certificate in use ends; negative after its end";
    BalanceAddsUp "brevdue_balance_adds_up" "" "1 if the last daily balance sheet adds up";
    BalanceDifferences "brevdue_balance_differences" "" "Differences in the last daily balance sheet";
    SweepFindings "brevdue_sweep_findings" "" "Findings of the last sweep that were not put right";
}

impl Metric {
    fn row(self) -> (&'static str, &'static str, &'static str) {
        let found = Metric::ALL.iter().find(|(metric, ..)| *metric == self);
        found.map_or(("", "", ""), |(_, name, labels, help)| (name, labels, help))
    }

    pub(super) fn name(self) -> &'static str {
        self.row().0
    }

    pub(super) fn help(self) -> &'static str {
        self.row().2
    }
}

/// The table for the handbook.
pub fn markdown() -> String {
    let mut text = "| metric | labels | meaning |\n|---|---|---|\n".to_owned();
    for (_, name, labels, help) in Metric::ALL {
        text.push_str(&format!("| `{name}` | {labels} | {help} |\n"));
    }
    text
}
