//! The order of ways for a flow such as invoices: direct debit and e-invoice first, then digital post, then print (R63, C17).

use catalogue::Code;
use serde::{Deserialize, Serialize};

/// A way that an invoice or the like can take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FlowStep {
    /// The recipient's bank draws the money (autogiro, betalingsservice): no letter is needed.
    DirectDebit,
    /// The invoice goes into the recipient's bank: no letter is needed.
    EInvoice,
    /// The country's digital channel, then the type's fallback.
    Digital,
    /// Paper, without asking a register.
    Print,
}

/// An agreement of the recipient's that makes a letter needless. Only the invoicing system knows of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Agreement {
    /// Pays by direct debit.
    DirectDebit,
    /// Takes e-invoices.
    EInvoice,
}

impl Agreement {
    /// Both.
    pub const ALL: [Agreement; 2] = [Agreement::DirectDebit, Agreement::EInvoice];

    /// The name in APIs and files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Agreement::DirectDebit => "direct_debit",
            Agreement::EInvoice => "e_invoice",
        }
    }

    /// The agreement of that name.
    pub fn parse(name: &str) -> Option<Agreement> {
        Self::ALL.into_iter().find(|agreement| agreement.as_str() == name)
    }
}

/// What the order says about one letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// No letter: the money comes another way, for this reason.
    NoLetter(Code),
    /// By the register, then the fallback: also what a type without an order does.
    Digital,
    /// On paper.
    Print,
}

/// The first way of the order that this recipient can take. Pure and total.
pub fn flow(order: &[FlowStep], agreements: &[Agreement]) -> Flow {
    let has = |agreement| agreements.contains(&agreement);
    let way = |step: &FlowStep| match step {
        FlowStep::DirectDebit => {
            has(Agreement::DirectDebit).then_some(Flow::NoLetter(Code::PaidByDirectDebit))
        }
        FlowStep::EInvoice => has(Agreement::EInvoice).then_some(Flow::NoLetter(Code::SentAsEInvoice)),
        FlowStep::Digital => Some(Flow::Digital),
        FlowStep::Print => Some(Flow::Print),
    };
    order.iter().find_map(way).unwrap_or(Flow::Digital)
}

/// Whether an order makes sense: every way once, nothing after one that every letter can take.
///
/// # Errors
/// What is wrong with it.
pub fn check_order(order: &[FlowStep]) -> Result<(), &'static str> {
    let twice =
        order.iter().enumerate().any(|(place, step)| order.iter().take(place).any(|other| other == step));
    if twice {
        return Err("a way stands twice");
    }
    let end = order.iter().position(|step| matches!(step, FlowStep::Digital | FlowStep::Print));
    match end {
        _ if order.is_empty() => Ok(()),
        None => Err("it must end in digital or print"),
        Some(place) => match order.get(place + 1..).unwrap_or_default() {
            [] => Ok(()),
            // After digital comes the fallback, which print names.
            [FlowStep::Print] if order.get(place) == Some(&FlowStep::Digital) => Ok(()),
            _ => Err("what stands after digital or print is never reached"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::FlowStep::{Digital, DirectDebit, EInvoice, Print};
    use super::*;

    #[test]
    fn invoices_take_the_first_way_that_is_open() {
        let order = [DirectDebit, EInvoice, Digital, Print];
        let (debit, invoice) = (Agreement::DirectDebit, Agreement::EInvoice);
        assert_eq!(flow(&order, &[]), Flow::Digital);
        assert_eq!(flow(&order, &[invoice]), Flow::NoLetter(Code::SentAsEInvoice));
        assert_eq!(flow(&order, &[invoice, debit]), Flow::NoLetter(Code::PaidByDirectDebit));
        assert_eq!(
            flow(&[EInvoice, DirectDebit, Digital], &[invoice, debit]),
            Flow::NoLetter(Code::SentAsEInvoice)
        );
        // A way that the type does not name is not taken.
        assert_eq!(flow(&[EInvoice, Print], &[debit]), Flow::Print);
        assert_eq!(flow(&[], &[invoice, debit]), Flow::Digital);
    }

    #[test]
    fn orders_that_make_no_sense() {
        for good in
            [&[][..], &[Digital], &[Print], &[DirectDebit, EInvoice, Digital, Print], &[EInvoice, Print]]
        {
            assert_eq!(check_order(good), Ok(()), "{good:?}");
        }
        for bad in [
            &[DirectDebit][..],
            &[Digital, Digital],
            &[Print, Digital],
            &[Digital, DirectDebit],
            &[Digital, Print, EInvoice],
        ] {
            assert!(check_order(bad).is_err(), "{bad:?}");
        }
    }
}
