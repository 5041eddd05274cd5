//! Who may act for a recipient: used by mailbox operators.

use crate::WireId;
use crate::account::{Person, SignatureAuthorizationResult, SignatureData};
use crate::model::wire_words;
use crate::schema::simple::Simple;
use crate::wire::wire_type;

wire_words! {
    /// What somebody may do in a mailbox.
    UserActivity {
        /// Look.
        View = "View",
        /// Hand messages on.
        ForwardMessage = "ForwardMessage",
        /// Begin opening or closing an account.
        InitiateAccountAction = "InitiateAccountAction",
        /// Begin giving somebody else the right to read.
        InitiateConsentReadAction = "InitiateConsentReadAction",
        /// Begin giving somebody else the right to manage.
        InitiateConsentManageAction = "InitiateConsentManageAction",
        /// Change settings.
        EditSettings = "EditSettings",
        /// Change from whom mail is taken.
        EditSettingsFrom = "EditSettingsFrom",
        /// Change where mail is handed on to.
        EditSettingsForward = "EditSettingsForward",
        /// Change contact details.
        EditSettingsContact = "EditSettingsContact",
        /// Change who else has rights.
        EditSettingsConsent = "EditSettingsConsent",
        /// Change the address book.
        EditSettingsAddressbook = "EditSettingsAddressbook",
        /// Close the mailbox.
        EditSettingsInactivate = "EditSettingsInactivate",
        /// Begin giving somebody else a right.
        InitiateConsentAction = "InitiateConsentAction",
    }
}

wire_words! {
    /// Where a right comes from.
    GrantType {
        /// May sign for the company.
        AuthorizedSignatory = "AuthorizedSignatory",
        /// Has a role in it.
        AuthorizedRole = "AuthorizedRole",
        /// Was given the right to manage.
        ConsentManage = "ConsentManage",
        /// Was given the right to read, unread messages too.
        ConsentReadExtendUnread = "ConsentReadExtendUnread",
        /// Was given the right to read.
        ConsentRead = "ConsentRead",
    }
}

wire_words! {
    /// Which source had a problem.
    RightsSource {
        /// The register of companies.
        Bolagsverket = "Bolagsverket",
    }
}

wire_words! {
    /// What was wrong with a source.
    RightsProblemKind {
        /// It lacks data.
        DataMissing = "DataMissing",
        /// Its data are doubtful.
        DataUncertain = "DataUncertain",
        /// Its data are not as agreed.
        DataUnexpected = "DataUnexpected",
        /// It did not answer.
        SourceInaccessible = "SourceInaccessible",
    }
}

wire_words! {
    /// What a signature is for.
    AccountAction {
        /// Owning the account.
        Ownership = "Ownership",
        /// Taking a consent back.
        CancelConsent = "CancelConsent",
    }
}

wire_type! {
    /// A right of a person in a mailbox (A1 `UserAccessRights`).
    UserAccessRights in A1 {
        /// Whose mailbox.
        id: one WireId = "Id",
        /// Its owner's name, for organisations.
        organization_name: maybe String = "OrganizationName",
        /// Who has the right.
        user: one WireId = "UserIdentity" as Simple::UserIdentity,
        /// What may be done.
        granted: any UserActivity = "GrantedAccess",
        /// Where the right comes from.
        grant_type: one GrantType = "GrantType",
        /// Role, where that is the source.
        role: maybe String = "Role",
    }
}

wire_type! {
    /// A source that could not be used (A1 `UserAccessRightsProblem`).
    UserAccessRightsProblem in A1 {
        /// Which.
        source: one RightsSource = "Source",
        /// What is wrong.
        kind: one RightsProblemKind = "Type",
        /// In words.
        description: one String = "Description",
        /// What it is about; may be a number of a person.
        object_id: maybe WireId = "ObjectId" as Simple::STRING,
    }
}

wire_type! {
    /// Rights, and what could not be found out (A1 `UserAccessRightsResult`).
    UserAccessRightsResult in A1 {
        /// The rights.
        rights: any UserAccessRights = "Rights",
        /// Sources that could not be used.
        problems: any UserAccessRightsProblem = "Problems",
    }
}

wire_type! {
    /// Asks for everything a user may do.
    GetUserAccessRights in NONE element "getUserAccessRights" at AUTHORITY_SERVICE {
        /// The user.
        user: one WireId = "arg0" as Simple::UserIdentity,
    }
}

wire_type! {
    /// The answer to [`GetUserAccessRights`].
    GetUserAccessRightsResponse in NONE element "getUserAccessRightsResponse" at AUTHORITY_SERVICE {
        /// The rights.
        result: one UserAccessRightsResult = "return",
    }
}

wire_type! {
    /// As [`GetUserAccessRights`], without rights that rest on a consent (the contract's spelling).
    GetUserAccessRightsNoConcent in NONE element "getUserAccessRightsNoConcent" at AUTHORITY_SERVICE {
        /// The user.
        user: one WireId = "arg0" as Simple::UserIdentity,
    }
}

wire_type! {
    /// The answer to [`GetUserAccessRightsNoConcent`].
    GetUserAccessRightsNoConcentResponse in NONE element "getUserAccessRightsNoConcentResponse" at AUTHORITY_SERVICE {
        /// The rights.
        result: one UserAccessRightsResult = "return",
    }
}

wire_type! {
    /// Asks whether those who have signed and one more would be enough to sign for a recipient.
    TestNewSigner in NONE element "testNewSigner" at AUTHORITY_SERVICE {
        /// The recipient, a company.
        recipient: one WireId = "arg0",
        /// Who has signed.
        signed_by: any Person = "arg1",
        /// The next to sign.
        signer: maybe WireId = "arg2" as Simple::PersonalNumber,
        /// What for.
        action: one AccountAction = "arg3",
    }
}

wire_type! {
    /// The answer to [`TestNewSigner`].
    TestNewSignerResponse in NONE element "testNewSignerResponse" at AUTHORITY_SERVICE {
        /// How far the signatures would come.
        result: one SignatureAuthorizationResult = "return",
    }
}

wire_type! {
    /// Asks whether signatures over a text are those of people who may sign for a recipient.
    VerifyAuthorizedSignatures in NONE element "verifyAuthorizedSignatures" at AUTHORITY_SERVICE {
        /// The recipient.
        recipient: one WireId = "arg0",
        /// The signatures; at least one.
        signatures: some SignatureData = "arg1",
        /// The text that was signed.
        signed_text: one Vec<u8> = "arg2",
        /// What for.
        action: one AccountAction = "arg3",
    }
}

wire_type! {
    /// The answer to [`VerifyAuthorizedSignatures`].
    VerifyAuthorizedSignaturesResponse in NONE element "verifyAuthorizedSignaturesResponse" at AUTHORITY_SERVICE {
        /// How far the signatures have come.
        result: one SignatureAuthorizationResult = "return",
    }
}
