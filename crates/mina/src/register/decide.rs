//! From a row of the register to a decision (rules C5 to C10).

use catalogue::Code;

use super::row::{AccountType, ReachabilityRow};
use crate::address::{AddressProblem, check_address};

/// Where a sealed delivery goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// Organisation number of the operator.
    pub supplier_id: String,
    /// Name of the operator.
    pub supplier_name: String,
    /// https address, checked; good for this lookup only.
    pub address: String,
}

/// The three-valued answer of a lookup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reachability {
    /// Yes, and this is where to.
    Deliverable(Endpoint),
    /// No, and this is why; the next channel.
    NotDeliverable(Code),
    /// It cannot be told: wait and ask again, never paper by accident (rules C11, C12).
    Unknown(Code),
}

impl Reachability {
    /// Why not; `None` for a yes.
    pub fn reason(&self) -> Option<Code> {
        match self {
            Self::Deliverable(_) => None,
            Self::NotDeliverable(code) | Self::Unknown(code) => Some(*code),
        }
    }
}

/// Judges one row in the order of rules C5 to C10; the first that applies decides.
///
/// `allowed_hosts` are the hosts of known operators, each `host` or `host:port`; `None` leaves the host unjudged, which only
/// a diagnostic tool should do.
pub fn reachability(row: &ReachabilityRow, allowed_hosts: Option<&[String]>) -> Reachability {
    let no = Reachability::NotDeliverable;
    let account = &row.account;
    match account.account_type {
        AccountType::Not => return no(Code::NotRegistered),
        AccountType::Anonymous => return no(Code::NotSecureAccount),
        AccountType::Secure if !row.sender_accepted => return no(Code::SenderNotAccepted),
        AccountType::Secure if account.pending => return no(Code::AccountPending),
        AccountType::Secure => {}
    }
    let Some(supplier) = &account.supplier else { return no(Code::NoServiceSupplier) };
    match check_address(&supplier.service_address, allowed_hosts) {
        Ok(()) => Reachability::Deliverable(Endpoint {
            supplier_id: supplier.id.clone(),
            supplier_name: supplier.name.clone(),
            address: supplier.service_address.trim().to_owned(),
        }),
        Err(AddressProblem::Blank) => no(Code::BlankServiceAddress),
        Err(AddressProblem::Insecure) => no(Code::InsecureServiceAddress),
        Err(AddressProblem::UnknownHost) => no(Code::UnsupportedSupplier),
    }
}
