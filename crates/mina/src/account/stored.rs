//! Recipient v2, still part of the version 3 service: stored preferences, change of operator, authorised signers.

use super::types::{
    AccountPreferences, AuthorizationStatus, Person, SignatureAuthorizationResult, SignatureData,
};
use crate::WireId;
use crate::model::wire_words;
use crate::register::ServiceSupplier;
use crate::schema::simple::Simple;
use crate::wire::wire_type;

wire_type! {
    /// An account and who acts for it (R2 `OrganizationIdentity`).
    OrganizationIdentity in R2 {
        /// Whose account.
        id: one WireId = "Id",
        /// Who acts.
        user: one WireId = "UserIdentity" as Simple::UserIdentity,
    }
}

wire_type! {
    /// Stores preferences.
    StoreAccountPreferences in R2 element "storeAccountPreferences" {
        /// Whose account.
        id: one WireId = "Id",
        /// Who acts.
        user: one WireId = "UserIdentity" as Simple::UserIdentity,
        /// The preferences.
        preferences: one AccountPreferences = "preferences",
        /// The text that was signed.
        agreement_text: one String = "AgreementText",
        /// The signatures; at least one.
        signatures: some SignatureData = "SignatureData",
    }
}

wire_type! {
    /// The answer to [`StoreAccountPreferences`].
    StoreAccountPreferencesResponse in R2 element "storeAccountPreferencesResponse" {
        /// How far the signatures have come.
        result: one SignatureAuthorizationResult = "return",
    }
}

wire_type! {
    /// Asks for preferences that wait for signatures.
    GetPendingAccountPreferences in R2 element "getPendingAccountPreferences" {
        /// Whose account.
        id: one WireId = "Id",
        /// Who asks.
        user: one WireId = "UserIdentity" as Simple::UserIdentity,
    }
}

wire_type! {
    /// Preferences that wait for signatures (R2 `PendingAccountPreferences`).
    PendingAccountPreferences in R2 {
        /// The preferences.
        preferences: one AccountPreferences = "AccountPreferences",
        /// How far they have come.
        pending_signatures: one SignatureAuthorizationResult = "PendingSignatures",
    }
}

wire_type! {
    /// The answer to [`GetPendingAccountPreferences`].
    GetPendingAccountPreferencesResponse in R2 element "getPendingAccountPreferencesResponse" {
        /// What waits.
        pending: one PendingAccountPreferences = "return",
    }
}

wire_type! {
    /// Takes pending preferences back.
    DeletePendingAccountPreferences in R2 element "deletePendingAccountPreferences" {
        /// Whose.
        identity: one OrganizationIdentity = "organizationIdentity",
    }
}

wire_type! {
    /// The answer to [`DeletePendingAccountPreferences`].
    DeletePendingAccountPreferencesResponse in R2 element "deletePendingAccountPreferencesResponse" {
        /// Whose.
        identity: one OrganizationIdentity = "return",
    }
}

wire_type! {
    /// Moves an account to another operator.
    ChangeServiceSupplier in R2 element "changeServiceSupplier" {
        /// Whose account.
        id: one WireId = "Id",
        /// Who acts.
        user: one WireId = "UserIdentity" as Simple::UserIdentity,
        /// The new operator.
        service_supplier: one String = "ServiceSupplier",
        /// The text that was signed.
        agreement_text: one String = "AgreementText",
        /// The signatures; at least one.
        signatures: some SignatureData = "SignatureData",
    }
}

wire_type! {
    /// The answer to [`ChangeServiceSupplier`].
    ChangeServiceSupplierResponse in R2 element "changeServiceSupplierResponse" {
        /// How far the signatures have come.
        result: one SignatureAuthorizationResult = "signatureAuthorizationResult",
    }
}

wire_type! {
    /// Asks for a change of operator that waits for signatures.
    GetPendingChangeServiceSupplier in R2 element "getPendingChangeServiceSupplier" {
        /// Whose account.
        id: one WireId = "Id",
        /// Who asks.
        user: one WireId = "UserIdentity" as Simple::UserIdentity,
    }
}

wire_type! {
    /// A change of operator that waits for signatures (R2 `PendingChangeServiceSupplier`).
    PendingChangeServiceSupplier in R2 {
        /// The new operator.
        supplier: maybe ServiceSupplier = "serviceSupplier",
        /// How far it has come.
        pending_signatures: one SignatureAuthorizationResult = "pendingSignatures",
    }
}

wire_type! {
    /// The answer to [`GetPendingChangeServiceSupplier`].
    GetPendingChangeServiceSupplierResponse in R2 element "getPendingChangeServiceSupplierResponse" {
        /// What waits.
        pending: one PendingChangeServiceSupplier = "return",
    }
}

wire_type! {
    /// Takes a pending change of operator back.
    DeletePendingChangeServiceSupplier in R2 element "deletePendingChangeServiceSupplier" {
        /// Whose.
        identity: one OrganizationIdentity = "organizationIdentity",
    }
}

wire_type! {
    /// The answer to [`DeletePendingChangeServiceSupplier`].
    DeletePendingChangeServiceSupplierResponse in R2 element "deletePendingChangeServiceSupplierResponse" {
        /// The operator that stays.
        supplier: one ServiceSupplier = "serviceSupplier",
    }
}

wire_type! {
    /// Asks whether somebody may sign for a company.
    IsAuthorizedSigner in R2 element "isAuthorizedSigner" {
        /// The company.
        company: one WireId = "CompanyId",
        /// Who wants to sign.
        user: one WireId = "UserIdentity" as Simple::UserIdentity,
    }
}

wire_words! {
    /// State of a company's account.
    CompanyAccountStatus {
        /// In use.
        Active = "Active",
        /// Waits for signatures.
        Pending = "Pending",
    }
}

wire_type! {
    /// A company's account (R2 `AccountInformation`).
    AccountInformation in R2 {
        /// State.
        status: one CompanyAccountStatus = "AccountStatus",
        /// Who has signed.
        signed_by: any Person = "SignedBy",
        /// Whether that is enough.
        signature_status: one AuthorizationStatus = "SignatureStatus",
        /// The operator.
        service_supplier: one String = "serviceSupplier",
        /// The text that was signed.
        agreement_text: maybe String = "AgreementText",
    }
}

wire_type! {
    /// Who may sign for a company (R2 `AuthorizedAccount`).
    AuthorizedAccount in R2 {
        /// Whether the one asked for may.
        authorized: one bool = "isAccountAuthorizedSigner",
        /// Who was asked for.
        user: one WireId = "UserIdentity" as Simple::UserIdentity,
        /// The company.
        company: one WireId = "CompanyId",
        /// Its name.
        company_name: one String = "CompanyName",
        /// Its rule for signing.
        signature_rule: one String = "CompanySignatureRuleText",
        /// Who may sign.
        possible_signers: any Person = "PossibleSigners",
        /// Its account.
        account: maybe AccountInformation = "AccountInformation",
    }
}

wire_type! {
    /// The answer to [`IsAuthorizedSigner`].
    IsAuthorizedSignerResponse in R2 element "isAuthorizedSignerResponse" {
        /// The account.
        account: one AuthorizedAccount = "return",
    }
}
