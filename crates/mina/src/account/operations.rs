//! Recipient v3: register, deregister, preferences, pending requests.

use super::types::{
    AccountPreferences, AccountRequest, PendingRequest, SignatureAuthorizationResult, SignatureData,
};
use crate::WireId;
use crate::register::AccountType;
use crate::schema::simple::Simple;
use crate::wire::wire_type;

wire_type! {
    /// Opens an account.
    Register in R3 element "register" {
        /// The request.
        account_request: one AccountRequest = "accountRequest",
        /// The kind of account.
        account_type: one AccountType = "accountType",
        /// The signatures; at least one.
        signatures: some SignatureData = "signature",
    }
}

wire_type! {
    /// The answer to [`Register`].
    RegisterResponse in R3 element "registerResponse" {
        /// How far the signatures have come.
        result: one SignatureAuthorizationResult = "return",
    }
}

wire_type! {
    /// Closes an account.
    Deregister in R3 element "deregister" {
        /// The request.
        deregister_account: one AccountRequest = "deregisterAccount",
        /// The signatures; at least one.
        signatures: some SignatureData = "signature",
    }
}

wire_type! {
    /// The answer to [`Deregister`].
    DeregisterResponse in R3 element "deregisterResponse" {
        /// How far the signatures have come.
        result: one SignatureAuthorizationResult = "return",
    }
}

wire_type! {
    /// Asks which senders an account accepts.
    GetAccountPreferences in R3 element "getAccountPreferences" {
        /// Whose account.
        recipient: one WireId = "RecipientId",
        /// Who asks.
        user: one WireId = "UserIdentity" as Simple::UserIdentity,
    }
}

wire_type! {
    /// The answer to [`GetAccountPreferences`].
    GetAccountPreferencesResponse in R3 element "getAccountPreferencesResponse" {
        /// The preferences.
        preferences: one AccountPreferences = "return",
    }
}

wire_type! {
    /// Asks for requests that wait for signatures.
    GetPendingAccountRequest in R3 element "getPendingAccountRequest" {
        /// Whose accounts.
        recipients: any WireId = "recipientId",
        /// Who asks.
        user: one WireId = "userIdentity" as Simple::UserIdentity,
    }
}

wire_type! {
    /// The answer to [`GetPendingAccountRequest`].
    GetPendingAccountRequestResponse in R3 element "getPendingAccountRequestResponse" {
        /// The requests.
        pending: any PendingRequest = "return",
    }
}

wire_type! {
    /// Takes a request back that waits for signatures.
    DeletePendingAccountRequest in R3 element "deletePendingAccountRequest" {
        /// Whose account.
        recipient: one WireId = "recipientId",
        /// Who asks.
        user: one WireId = "userIdentity" as Simple::UserIdentity,
    }
}

wire_type! {
    /// The answer to [`DeletePendingAccountRequest`].
    DeletePendingAccountRequestResponse in R3 element "deletePendingAccountRequestResponse" {}
}
