//! A recipient's line in the register's answers.

use crate::WireId;
use crate::model::wire_words;
use crate::ns::R1;
use crate::soap::{self, AnswerError, malformed};
use crate::xml::{Node, NodeExt as _, Writer};

wire_words! {
    /// The kind of mailbox account.
    AccountType {
        /// A mailbox that takes secure messages.
        Secure = "Secure",
        /// An account without secure messages (rule C6).
        Anonymous = "Anonymous",
        /// No account (rule C5).
        Not = "Not",
    }
}

/// Account of a recipient (R1 `AccountStatus`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountStatus {
    /// The recipient asked for; rows are matched by it, never by position (rule C13).
    pub recipient_id: WireId,
    /// The kind of account.
    pub account_type: AccountType,
    /// Ordered, but not active yet (rule C8).
    pub pending: bool,
    /// The mailbox operator.
    pub supplier: Option<ServiceSupplier>,
    /// `xs:dateTime` of the latest registration, as it stood.
    pub last_registration: Option<String>,
}

impl AccountStatus {
    /// The row of somebody who is not registered.
    pub fn not_registered(recipient_id: impl Into<WireId>) -> Self {
        Self {
            recipient_id: recipient_id.into(),
            account_type: AccountType::Not,
            pending: false,
            supplier: None,
            last_registration: None,
        }
    }
}

/// A mailbox operator (R1 `ServiceSupplier`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceSupplier {
    /// Organisation number with `16` before it.
    pub id: String,
    /// Name.
    pub name: String,
    /// Address of a picture.
    pub logo: Option<String>,
    /// Where sealed deliveries go (`ServiceAdress`); good for this lookup only (§7).
    pub service_address: String,
    /// The mailbox's web address (`UIAdress`).
    pub ui_address: Option<String>,
    /// `InternalServiceAdress`: always there, always empty in samples.
    pub internal_service_address: String,
}

impl ServiceSupplier {
    /// An operator with an address and nothing else.
    pub fn new(id: impl Into<String>, name: impl Into<String>, service_address: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            name: name.into(),
            logo: None,
            service_address: service_address.into(),
            ui_address: None,
            internal_service_address: String::new(),
        }
    }
}

/// One row of an isReachable answer (R1 `ReachabilityStatus`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReachabilityRow {
    /// The account.
    pub account: AccountStatus,
    /// Whether the recipient takes mail from the sender asked for (rule C7).
    pub sender_accepted: bool,
    /// `xs:dateTime` of the latest change of that, as it stood.
    pub last_sender_accept_change: Option<String>,
}

impl ReachabilityRow {
    /// A row without the optional date.
    pub fn new(account: AccountStatus, sender_accepted: bool) -> Self {
        Self { account, sender_accepted, last_sender_accept_change: None }
    }
}

pub(super) fn write_account(w: &mut Writer<Vec<u8>>, account: &AccountStatus) {
    w.leaf(R1, "RecipientId", account.recipient_id.reveal());
    w.leaf(R1, "Type", account.account_type.as_str());
    w.leaf(R1, "Pending", if account.pending { "true" } else { "false" });
    if let Some(supplier) = &account.supplier {
        w.open(R1, "ServiceSupplier");
        write_supplier(w, supplier);
        w.close();
    }
    w.optional(R1, "LastRegistration", account.last_registration.as_deref());
}

/// The children of a service supplier.
pub(crate) fn write_supplier(w: &mut Writer<Vec<u8>>, supplier: &ServiceSupplier) {
    w.leaf(R1, "Id", &supplier.id);
    w.leaf(R1, "Name", &supplier.name);
    w.optional(R1, "Logo", supplier.logo.as_deref());
    w.leaf(R1, "ServiceAdress", &supplier.service_address);
    w.optional(R1, "UIAdress", supplier.ui_address.as_deref());
    w.leaf(R1, "InternalServiceAdress", &supplier.internal_service_address);
}

pub(super) fn write_reachability(w: &mut Writer<Vec<u8>>, row: &ReachabilityRow) {
    w.open(R1, "AccountStatus");
    write_account(w, &row.account);
    w.close();
    w.leaf(R1, "SenderAccepted", if row.sender_accepted { "true" } else { "false" });
    w.optional(R1, "LastSenderAcceptChange", row.last_sender_accept_change.as_deref());
}

pub(super) fn read_account(node: Node<'_, '_>) -> Result<AccountStatus, AnswerError> {
    let supplier = match node.all(R1, "ServiceSupplier").as_slice() {
        [] => None,
        [one] => Some(read_supplier(*one)),
        _ => return Err(malformed("C11", node, "more than one ServiceSupplier")),
    };
    Ok(AccountStatus {
        recipient_id: WireId::new(&soap::text(node, R1, "RecipientId")?),
        account_type: AccountType::parse(&soap::text(node, R1, "Type")?)
            .ok_or_else(|| malformed("C11", node, "Type is none of Secure, Anonymous, Not"))?,
        pending: soap::boolean(node, R1, "Pending")?,
        supplier,
        last_registration: soap::optional(node, R1, "LastRegistration"),
    })
}

/// Reads leniently: whatever is missing is blank, and a blank address is judged by rule C9.
pub(crate) fn read_supplier(node: Node<'_, '_>) -> ServiceSupplier {
    let text = |local| soap::optional(node, R1, local);
    ServiceSupplier {
        id: text("Id").unwrap_or_default(),
        name: text("Name").unwrap_or_default(),
        logo: text("Logo"),
        service_address: text("ServiceAdress").unwrap_or_default(),
        ui_address: text("UIAdress"),
        internal_service_address: text("InternalServiceAdress").unwrap_or_default(),
    }
}

pub(super) fn read_reachability(node: Node<'_, '_>) -> Result<ReachabilityRow, AnswerError> {
    let account = node
        .only(R1, "AccountStatus")
        .ok_or_else(|| malformed("C11", node, "exactly one AccountStatus is needed"))?;
    Ok(ReachabilityRow {
        account: read_account(account)?,
        sender_accepted: soap::boolean(node, R1, "SenderAccepted")?,
        last_sender_accept_change: soap::optional(node, R1, "LastSenderAcceptChange"),
    })
}

/// The most unreadable rows of an answer; with more, nothing in it is believed.
const MOST_UNREADABLE: usize = 100;

/// Reads every row it can. Rows that cannot be read are told in words, and whoever they were about stays unknown.
pub(super) fn read_rows<T>(
    response: Node<'_, '_>,
    read: fn(Node<'_, '_>) -> Result<T, AnswerError>,
) -> Result<(Vec<T>, Vec<String>), AnswerError> {
    let (mut rows, mut unreadable) = (Vec::new(), Vec::new());
    for row in response.all(crate::ns::R3, "return") {
        match read(row) {
            Ok(row) => rows.push(row),
            Err(error) if unreadable.len() == MOST_UNREADABLE => return Err(error),
            Err(error) => unreadable.push(error.to_string()),
        }
    }
    Ok((rows, unreadable))
}
