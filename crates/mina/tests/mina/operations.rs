//! The operations of operators and dispatchers: every document meets the official schema and comes back.

use mina::account::*;
use mina::authority::*;
use mina::distribute::*;
use mina::forward::*;
use mina::notification::*;
use mina::register::{AccountType, ServiceSupplier};
use mina::*;

use crate::support::*;

const RECIPIENT_SERVICE: [(&str, &str); 2] = [
    (ns::R3, "eduid-mm-service/schema/v3/Recipient.xsd"),
    (ns::R2, "eduid-mm-service/schema/v2/Recipient.xsd"),
];
const SERVICE: [(&str, &str); 1] = [(ns::S3, "eduid-mm-service/schema/v3/Service.xsd")];
const DISPATCHER_SERVICE: [(&str, &str); 2] = [
    (ns::M3, "eduid-mm-service/schema/v3/Message.xsd"),
    (ns::N3, "eduid-mm-service/schema/v3/Notification.xsd"),
];

/// Schema, strict reading, and refusal of what the schema refuses.
macro_rules! journey {
    ($schema:expr, $($name:ident $value:tt),+ $(,)?) => {$({
        let value = $name $value;
        let xml = value.to_xml();
        xmllint(&xml, &$schema);
        assert_eq!($name::parse_strictly(&xml, &Limits::default()), Ok(value.clone()), stringify!($name));
        assert_eq!($name::parse(&xml, &Limits::default()), Ok(value), stringify!($name));
        let text = String::from_utf8(xml).unwrap();
        let start = text.find("<soap:Body><").unwrap() + "<soap:Body>".len();
        let end = start + text[start..].find('>').unwrap() + 1;
        let extra = format!("{}<x xmlns=\"urn:x\"></x>{}", &text[..end], &text[end..]);
        assert!($name::parse_strictly(extra.as_bytes(), &Limits::default()).is_err(), stringify!($name));
        assert!($name::parse(extra.as_bytes(), &Limits::default()).is_ok(), stringify!($name));
        let renamed = text.replace(stringify!($name), "other").replacen(&text[start + 1..start + 4], "zzz", 1);
        assert!($name::parse(renamed.as_bytes(), &Limits::default()).is_err(), stringify!($name));
        let fault = Fault::new(5001, "nej", "0123456789abcdef0123").to_xml();
        assert!(matches!($name::parse(&fault, &Limits::default()), Err(AnswerError::Fault(_))));
    })+};
}

fn signature() -> SignatureData {
    SignatureData {
        signature: b"signature".to_vec(),
        certificate: "certificate".into(),
        nonce: Some("n".into()),
        encoding: None,
    }
}

fn person() -> Person {
    Person { id: id(RECIPIENT), name: "Tolvan Test".into() }
}

fn progress() -> SignatureAuthorizationResult {
    SignatureAuthorizationResult {
        id: Some(id(SENDER)),
        signed_by: vec![person()],
        status: Some(AuthorizationStatus::Incomplete),
        timestamp: Some("2026-01-15T10:00:00+01:00".into()),
        text: Some("En till & klart".into()),
        possible_signers: vec![person(), person()],
    }
}

fn request() -> AccountRequest {
    AccountRequest {
        id: id(RECIPIENT),
        request_type: AccountRequestType::Create,
        agreement_text: "Avtal\nmed radbyte".into(),
        timestamp: received(),
        service_supplier: "165568402266".into(),
    }
}

fn preferences() -> AccountPreferences {
    AccountPreferences { id: id(RECIPIENT), accepted_senders: vec![Sender::new(id(SENDER), "Kommun A")] }
}

#[test]
fn accounts() {
    let (user, recipient) = (id(OTHER), id(RECIPIENT));
    journey! { RECIPIENT_SERVICE,
        Register { account_request: request(), account_type: AccountType::Secure, signatures: vec![signature()] },
        RegisterResponse { result: progress() },
        Deregister { deregister_account: request(), signatures: vec![signature(), signature()] },
        DeregisterResponse { result: progress() },
        GetAccountPreferences { recipient: recipient.clone(), user: user.clone() },
        GetAccountPreferencesResponse { preferences: preferences() },
        GetPendingAccountRequest { recipients: vec![recipient.clone()], user: user.clone() },
        GetPendingAccountRequestResponse { pending: vec![PendingRequest { account_request: request(), signature_status: progress() }] },
        DeletePendingAccountRequest { recipient: recipient.clone(), user: id("se:a-foreign-identity") },
        DeletePendingAccountRequestResponse {},
    }
}

#[test]
fn stored_preferences_and_change_of_operator() {
    let (user, recipient) = (id(OTHER), id(RECIPIENT));
    let identity = OrganizationIdentity { id: id(SENDER), user: user.clone() };
    let supplier = ServiceSupplier::new("165568402266", "Kivra", "https://mm.kivra.com/service/v3");
    let account = AuthorizedAccount {
        authorized: true,
        user: user.clone(),
        company: id(SENDER),
        company_name: "Bolaget AB".into(),
        signature_rule: "Var för sig".into(),
        possible_signers: vec![person()],
        account: Some(AccountInformation {
            status: CompanyAccountStatus::Active,
            signed_by: vec![person()],
            signature_status: AuthorizationStatus::Complete,
            service_supplier: "165568402266".into(),
            agreement_text: None,
        }),
    };
    journey! { RECIPIENT_SERVICE,
        StoreAccountPreferences { id: recipient.clone(), user: user.clone(), preferences: preferences(), agreement_text: "t".into(), signatures: vec![signature()] },
        StoreAccountPreferencesResponse { result: progress() },
        GetPendingAccountPreferences { id: recipient.clone(), user: user.clone() },
        GetPendingAccountPreferencesResponse { pending: PendingAccountPreferences { preferences: preferences(), pending_signatures: progress() } },
        DeletePendingAccountPreferences { identity: identity.clone() },
        DeletePendingAccountPreferencesResponse { identity: identity.clone() },
        ChangeServiceSupplier { id: recipient.clone(), user: user.clone(), service_supplier: "165568402266".into(), agreement_text: "t".into(), signatures: vec![signature()] },
        ChangeServiceSupplierResponse { result: progress() },
        GetPendingChangeServiceSupplier { id: recipient.clone(), user: user.clone() },
        GetPendingChangeServiceSupplierResponse { pending: PendingChangeServiceSupplier { supplier: Some(supplier.clone()), pending_signatures: progress() } },
        DeletePendingChangeServiceSupplier { identity: identity.clone() },
        DeletePendingChangeServiceSupplierResponse { supplier: supplier.clone() },
        IsAuthorizedSigner { company: id(SENDER), user: user.clone() },
        IsAuthorizedSignerResponse { account: account.clone() },
    }
}

/// The schema of the version 1 service stands inside its WSDL: cut out, with its imports where they are.
fn authority_schema() -> Option<(tempfile::TempDir, String)> {
    let contracts = reference("contracts/eduid-mm-service")?;
    let wsdl = std::fs::read_to_string(contracts.join("Authority.wsdl")).unwrap();
    let inside = wsdl.split_once("<wsdl:types>").unwrap().1.split_once("</wsdl:types>").unwrap().0.trim();
    let folder = format!("schemaLocation=\"{}/schema/", contracts.display());
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("authority.xsd");
    // The prefix of the schema language is declared on the WSDL's root.
    let inside =
        inside.replacen("<xsd:schema", "<xsd:schema xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\"", 1);
    std::fs::write(&file, inside.replace("schemaLocation=\"schema/", &folder)).unwrap();
    Some((dir, file.display().to_string()))
}

#[test]
fn the_authority() {
    let Some((_folder, schema)) = authority_schema() else { return };
    let schema = [(ns::AUTHORITY_SERVICE, schema.as_str())];
    let dispatcher = Dispatcher { id: id(DISPATCHER), name: "Kommun B".into(), senders: vec![id(SENDER)] };
    let rights = UserAccessRights {
        id: id(SENDER),
        organization_name: Some("Bolaget AB".into()),
        user: id(OTHER),
        granted: vec![UserActivity::View, UserActivity::EditSettingsForward],
        grant_type: GrantType::AuthorizedSignatory,
        role: None,
    };
    let problem = UserAccessRightsProblem {
        source: RightsSource::Bolagsverket,
        kind: RightsProblemKind::SourceInaccessible,
        description: "svarar inte".into(),
        object_id: Some(id(SENDER)),
    };
    let result = UserAccessRightsResult { rights: vec![rights], problems: vec![problem] };
    journey! { schema,
        GetSenders {},
        GetSendersResponse { senders: vec![Sender::new(id(SENDER), "Kommun A")] },
        GetDispatchers {},
        GetDispatchersResponse { dispatchers: vec![dispatcher.clone()] },
        IsSenderAccepted { recipient: id(RECIPIENT) },
        IsSenderAcceptedResponse { accepted: true },
        GetUserAccessRights { user: id(OTHER) },
        GetUserAccessRightsResponse { result: result.clone() },
        GetUserAccessRightsNoConcent { user: id("se:a-foreign-identity") },
        GetUserAccessRightsNoConcentResponse { result: result.clone() },
        TestNewSigner { recipient: id(SENDER), signed_by: vec![person()], signer: Some(id(OTHER)), action: AccountAction::Ownership },
        TestNewSignerResponse { result: progress() },
        VerifyAuthorizedSignatures { recipient: id(SENDER), signatures: vec![signature()], signed_text: b"text".to_vec(), action: AccountAction::CancelConsent },
        VerifyAuthorizedSignaturesResponse { result: progress() },
    }
    let bad = TestNewSigner {
        recipient: id(SENDER),
        signed_by: vec![],
        signer: Some(id("162021004748")),
        action: AccountAction::Ownership,
    };
    assert!(TestNewSigner::parse_strictly(&bad.to_xml(), &Limits::default()).is_err());
}

fn notification() -> NotificationDelivery {
    let message = SecureMessage::new(
        "m-1",
        "Du har fått ett meddelande",
        SupportInfo::text("Ring växeln."),
        Body::plain("Logga in."),
    );
    NotificationDelivery {
        header: header(),
        message: NotificationMessage::new(message),
        email: Some(EmailMessage {
            header: EmailHeader { from: "svara.inte@kommun.example".into(), subject: "Meddelande".into() },
            text: "Du har fått ett meddelande.".into(),
        }),
        sms: Some(SmsMessage { header: SmsHeader { from: "Kommunen".into() }, text: "Du har post.".into() }),
    }
}

fn header() -> DeliveryHeader {
    DeliveryHeader {
        sender: Sender::new(id(SENDER), "Kommun A"),
        recipients: vec![id(RECIPIENT), id(OTHER)],
        reference: None,
        correlation_id: Some("c".into()),
        attention: None,
    }
}

#[test]
fn notifications() {
    let status = NotificationStatus {
        recipient: id(RECIPIENT),
        outcome: NotificationOutcome {
            delivered: true,
            notified_by: vec![NotifiedBy::Sms, NotifiedBy::Email],
        },
    };
    let result = NotifyResult { transaction_id: "t".into(), statuses: vec![status.clone()] };
    journey! { SERVICE,
        Notify { notification: notification() },
        NotifyResponse { result: result.clone() },
    }
    journey! { DISPATCHER_SERVICE,
        DistributeNotification { notification: notification() },
        DistributeNotificationResponse { distribution_id: "d-1".into() },
        CheckNotificationStatus { sender: id(SENDER), distribution_id: "d-1".into() },
        CheckNotificationStatusResponse { statuses: vec![status.clone()] },
    }
    let mut long = notification();
    long.sms.as_mut().unwrap().text = "å".repeat(161);
    let xml = Notify { notification: long }.to_xml();
    assert!(Notify::parse_strictly(&xml, &Limits::default()).is_err());
}

#[test]
fn distribution() {
    let signed = sign_delivery(&sample(), &SENDER_KEY).unwrap();
    let xml = distribute_secure_envelope(&signed);
    xmllint(&xml, &DISPATCHER_SERVICE);
    let received = parse_distribute_secure(&xml, &ReceiveOptions::default()).unwrap();
    assert_eq!(received.signed.octets(), signed.octets());
    assert_eq!(received.signer.organisation, Some(id(SENDER)));
    assert_eq!(received.delivery.recipient, id(RECIPIENT));
    let sealed = seal(&received.signed, &DISPATCHER_KEY, crate::support::received()).unwrap();
    assert!(parse_deliver_secure(&deliver_secure_envelope(&sealed), &ReceiveOptions::default()).is_ok());
    let changed = String::from_utf8(xml).unwrap().replacen(RECIPIENT, OTHER, 1);
    assert!(matches!(
        parse_distribute_secure(changed.as_bytes(), &ReceiveOptions::default()),
        Err(ReceiveError::InnerSignature(_))
    ));
    assert!(parse_distribute_secure(sealed.octets(), &ReceiveOptions::default()).is_err());
    let status = DistributionStatus {
        recipient: id(RECIPIENT),
        distribution_type: DistributionType::Paper,
        state: Some(DistributionState::Pending),
    };
    journey! { DISPATCHER_SERVICE,
        DistributeSecureResponse { distribution_id: "d-1".into() },
        CheckDistributionStatus { sender: id(SENDER), distribution_id: "d-1".into() },
        CheckDistributionStatusResponse { statuses: vec![status.clone()] },
    }
    let blank = CheckDistributionStatus { sender: id(SENDER), distribution_id: String::new() }.to_xml();
    assert!(CheckDistributionStatus::parse_strictly(&blank, &Limits::default()).is_err());
}

#[test]
fn forwarding() {
    let forward = ForwardDelivery {
        header: header(),
        message: ForwardMessage { subject: "Vidare".into(), body: Body::plain("Se nedan.") },
        original: sealed(&sample()),
        message_id: Some("3f1c0f0e-5c1e-4f55-9a0e-8b1d7a9f0001".into()),
    };
    let xml = deliver_forward_envelope(&forward);
    xmllint(&xml, &SERVICE);
    let read = parse_deliver_forward(&xml, &ReceiveOptions::default()).unwrap();
    assert_eq!(read.original.sealed_octets, forward.original.octets());
    assert_eq!(
        (read.header, read.message, read.message_id),
        (forward.header, forward.message, forward.message_id)
    );
    assert!(check(&xml, &CheckOptions::default()).accept);
    let text = String::from_utf8(xml).unwrap();
    let changed = text.replacen("beslut.pdf", "beslag.pdf", 1);
    assert!(parse_deliver_forward(changed.as_bytes(), &ReceiveOptions::default()).is_err());
    let renamed = text.replace("OrginalDelivery", "OriginalDelivery");
    assert!(parse_deliver_forward(renamed.as_bytes(), &ReceiveOptions::default()).is_err());
    // What is asked as one operation is not taken as another.
    assert!(
        parse_deliver_forward(&deliver_secure_envelope(&forward.original), &ReceiveOptions::default())
            .is_err()
    );
    assert!(parse_deliver_secure(text.as_bytes(), &ReceiveOptions::default()).is_err());
    assert!(parse_deliver_secure(forward.original.octets(), &ReceiveOptions::default()).is_err());
    let signed = sign_delivery(&sample(), &SENDER_KEY).unwrap();
    assert!(parse_distribute_secure(signed.octets(), &ReceiveOptions::default()).is_err());
}
