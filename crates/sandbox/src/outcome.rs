//! Every outcome that the sandbox can play, in one table.

use serde::{Deserialize, Serialize};

/// Which country's infrastructure a recipient belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Denmark: Digital Post.
    Dk,
    /// Sweden: Mina meddelanden.
    Se,
}

impl From<party::Country> for Side {
    fn from(country: party::Country) -> Self {
        match country {
            party::Country::Dk => Self::Dk,
            party::Country::Se => Self::Se,
        }
    }
}

/// What happens to a letter for a recipient. The text form is the variant in snake case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is explained in its row of OUTCOMES")]
pub enum Outcome {
    // Sweden, decided by the register
    Reachable,
    NotRegistered,
    Declined,
    Pending,
    NoSupplier,
    BlankAddress,
    InsecureAddress,
    UnsupportedOperator,
    Protected,
    #[serde(rename = "under_18")]
    Under18,
    PublicBody,
    RegisterSlow,
    RegisterDown,
    RegisterDropped,
    WrongElement,
    RowMissing,
    // Sweden, decided by the operator
    LostAfterStoring,
    SilentAfterStoring,
    Silent,
    OperatorDown,
    NotDelivered,
    FaultOnce,
    DispatcherRefused,
    SignatureRefused,
    WrongRecipient,
    AccountMissing,
    // Denmark
    Registered,
    Exempt,
    Closed,
    Unknown,
    ContactsDown,
    LostStored,
    LostUnstored,
    Invalid,
    NotAllowed,
    DoubleReceipts,
    BusyOnce,
    Unauthorised,
}

/// One row of the table.
#[derive(Debug)]
pub struct OutcomeInfo {
    /// Which outcome.
    pub outcome: Outcome,
    /// Its text form.
    pub code: &'static str,
    /// Which country's sandbox plays it.
    pub country: Side,
    /// What the national side does.
    pub plays: &'static str,
    /// What a right gateway makes of it.
    pub expect: &'static str,
}

macro_rules! outcomes {
    ($($country:ident $variant:ident $code:literal $plays:literal => $expect:literal;)*) => {
        /// All outcomes, in the order of the documentation.
        pub const OUTCOMES: &[OutcomeInfo] = &[$(OutcomeInfo {
            outcome: Outcome::$variant, code: $code, country: Side::$country, plays: $plays, expect: $expect,
        }),*];
    };
}

outcomes! {
    Se Reachable "reachable" "in the register, accepts all senders, the operator takes the letter" => "delivered";
    Se NotRegistered "not_registered" "the register answers Type=Not, SenderAccepted=false" => "next channel: not registered";
    Se Declined "declined" "Type=Secure, SenderAccepted=false" => "next channel: recipient declined this sender";
    Se Pending "pending" "Pending=true" => "next channel: mailbox not active yet";
    Se NoSupplier "no_supplier" "Type=Secure without ServiceSupplier" => "next channel: no mailbox operator";
    Se BlankAddress "blank_address" "ServiceAdress is empty" => "next channel: operator without address";
    Se InsecureAddress "insecure_address" "ServiceAdress begins with http:" => "not used, alarm (C10)";
    Se UnsupportedOperator "unsupported_operator" "ServiceAdress at a host nobody allowed" => "not used, alarm (C10)";
    Se Protected "protected" "the register faults with 6006, the operator too" => "desk, never paper (B6, B7)";
    Se Under18 "under_18" "a child: Type=Not" => "next channel: under 18 (A9, G3)";
    Se PublicBody "public_body" "the register faults with 6004" => "next channel: company form not supported (G3)";
    Se RegisterSlow "register_slow" "the register thinks before it answers reachable" => "delivered, later";
    Se RegisterDown "register_down" "the register answers 503" => "waits (C12)";
    Se RegisterDropped "register_dropped" "the register closes the connection without an answer" => "waits (C12)";
    Se WrongElement "wrong_element" "isReachable is answered with isRegisteredResponse and the reverse" => "unknown: waits (C11, F17)";
    Se RowMissing "row_missing" "the answer has no row for this recipient" => "unknown: waits (C11)";
    Se LostAfterStoring "lost_after_storing" "the operator stores the first attempt of each letter and closes the connection without an answer" => "in doubt; a repeat is safe at Alfa, doubles at Beta (F8)";
    Se SilentAfterStoring "silent_after_storing" "the same, but the line is held in silence first" => "in doubt (F8)";
    Se Silent "silent" "the operator takes the first attempt of each letter, stores nothing and says nothing" => "in doubt (F8)";
    Se OperatorDown "operator_down" "ServiceAdress points at a closed port" => "safe to retry: waits (F9)";
    Se NotDelivered "not_delivered" "the operator answers Delivered=false" => "next channel, no retry (F4)";
    Se FaultOnce "fault_once" "the operator faults with 5000 at the first attempt of each letter, then takes it" => "delivered after a retry (F7)";
    Se DispatcherRefused "dispatcher_refused" "the operator faults with 6005" => "alarm, the sender is paused (F7)";
    Se SignatureRefused "signature_refused" "the operator faults with 5012" => "alarm, the sender is paused (F7)";
    Se WrongRecipient "wrong_recipient" "the operator stores the letter and answers for somebody else" => "in doubt, alarm (F2)";
    Se AccountMissing "account_missing" "reachable in the register, but the operator faults with 8002" => "next channel, exactly once (C21)";
    Dk Registered "registered" "in the contact register, takes Digital Post" => "delivered, receipt COMPLETED";
    Dk Exempt "exempt" "publicRegistrationStatus EXEMPT" => "next channel: exempt";
    Dk Closed "closed" "publicRegistrationStatus CLOSED" => "next channel: mailbox closed";
    Dk Unknown "unknown" "the contact register has no such person" => "next channel: unknown";
    Dk ContactsDown "contacts_down" "the contact register answers 503" => "waits";
    Dk LostStored "lost_stored" "the first attempt is stored and the connection closed; the receipt comes later" => "in doubt, then delivered by the receipt";
    Dk LostUnstored "lost_unstored" "the first attempt is dropped unread; no receipt, no event" => "in doubt, then sent again with the same bytes";
    Dk Invalid "invalid" "receipt INVALID with memo.invalid" => "needs attention: content refused";
    Dk NotAllowed "not_allowed" "receipt NOT_ALLOWED" => "next channel or attention";
    Dk DoubleReceipts "double_receipts" "receipts come twice and in the wrong order" => "delivered, once";
    Dk BusyOnce "busy_once" "503 with a receipt body at the first attempt of each letter, then taken" => "delivered after a retry";
    Dk Unauthorised "unauthorised" "sending is answered with 401" => "alarm: certificate or token";
}

impl Outcome {
    /// The outcome with this text form.
    pub fn parse(text: &str) -> Option<Self> {
        OUTCOMES.iter().find(|info| info.code == text).map(|info| info.outcome)
    }

    /// Its row of the table.
    pub fn info(self) -> &'static OutcomeInfo {
        // The test below proves that each outcome has a row; the first row is a harmless stand-in for the compiler.
        OUTCOMES.iter().find(|info| info.outcome == self).unwrap_or(&OUTCOMES[0])
    }

    /// Its text form.
    pub fn code(self) -> &'static str {
        self.info().code
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_the_serde_names_and_unique() {
        for info in OUTCOMES {
            assert_eq!(serde_json::to_string(&info.outcome).unwrap(), format!("\"{}\"", info.code));
            assert_eq!(Outcome::parse(info.code), Some(info.outcome));
            assert_eq!(info.outcome.info().code, info.code);
        }
        let last = Outcome::Unauthorised as usize;
        assert_eq!(OUTCOMES.len(), last + 1, "every outcome has a row");
    }
}
