//! Every call that a dispatcher or an operator makes: what it asks, what answers it, and which service takes it.
//!
//! isReachable, isRegistered and deliverSecure are not among them: their answers are judged row by row (rules C11, F2),
//! see [`crate::register`] and [`crate::parse_deliver_secure_response`].

use crate::account::*;
use crate::authority::*;
use crate::forward::{ForwardDelivery, deliver_forward_envelope};
use crate::notification::{Notify, NotifyResponse};
use crate::result::{DeliveryOperation, DeliveryResult, parse_delivery_response};
use crate::{AnswerError, Limits, SealedDelivery};

/// Who takes a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Service {
    /// The register's `Recipient/v3`.
    Recipient,
    /// The register's `Authority`.
    Authority,
    /// A mailbox operator's `Service/v3`.
    Operator,
}

/// A call: the request knows its answer.
pub trait Operation {
    /// What answers it.
    type Answer;
    /// Name in the contract, for logs.
    const NAME: &'static str;
    /// Who takes it.
    const SERVICE: Service;

    /// The request in a SOAP envelope.
    fn envelope(&self) -> Vec<u8>;

    /// Reads the answer leniently: extra elements, other prefixes and numeric booleans are taken.
    ///
    /// # Errors
    /// A fault, another element (rule F17), or something missing.
    fn read_answer(xml: &[u8], limits: &Limits) -> Result<Self::Answer, AnswerError>;
}

macro_rules! operations {
    ($($service:ident { $($request:ident => $answer:ident,)+ })+) => {$($(
        impl Operation for $request {
            type Answer = $answer;
            const NAME: &'static str = <$request as crate::wire::Element>::NAME;
            const SERVICE: Service = Service::$service;

            fn envelope(&self) -> Vec<u8> {
                self.to_xml()
            }

            fn read_answer(xml: &[u8], limits: &Limits) -> Result<$answer, AnswerError> {
                $answer::parse(xml, limits)
            }
        }
    )+)+};
}

operations! {
    Recipient {
        Register => RegisterResponse,
        Deregister => DeregisterResponse,
        GetAccountPreferences => GetAccountPreferencesResponse,
        GetPendingAccountRequest => GetPendingAccountRequestResponse,
        DeletePendingAccountRequest => DeletePendingAccountRequestResponse,
        StoreAccountPreferences => StoreAccountPreferencesResponse,
        GetPendingAccountPreferences => GetPendingAccountPreferencesResponse,
        DeletePendingAccountPreferences => DeletePendingAccountPreferencesResponse,
        ChangeServiceSupplier => ChangeServiceSupplierResponse,
        GetPendingChangeServiceSupplier => GetPendingChangeServiceSupplierResponse,
        DeletePendingChangeServiceSupplier => DeletePendingChangeServiceSupplierResponse,
        IsAuthorizedSigner => IsAuthorizedSignerResponse,
    }
    Authority {
        GetSenders => GetSendersResponse,
        GetDispatchers => GetDispatchersResponse,
        IsSenderAccepted => IsSenderAcceptedResponse,
        GetUserAccessRights => GetUserAccessRightsResponse,
        GetUserAccessRightsNoConcent => GetUserAccessRightsNoConcentResponse,
        TestNewSigner => TestNewSignerResponse,
        VerifyAuthorizedSignatures => VerifyAuthorizedSignaturesResponse,
    }
    Operator {
        Notify => NotifyResponse,
    }
}

impl Operation for ForwardDelivery<SealedDelivery> {
    type Answer = DeliveryResult;
    const NAME: &'static str = "deliverForward";
    const SERVICE: Service = Service::Operator;

    fn envelope(&self) -> Vec<u8> {
        deliver_forward_envelope(self)
    }

    fn read_answer(xml: &[u8], limits: &Limits) -> Result<DeliveryResult, AnswerError> {
        parse_delivery_response(DeliveryOperation::Forward, xml, limits)
    }
}
