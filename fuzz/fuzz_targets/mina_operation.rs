#![no_main]
//! Requests and answers of the register, the Authority and the operators: foreign bytes must give a value or an error.

use mina::account::*;
use mina::authority::*;
use mina::forward::{ForwardDelivery, parse_deliver_forward};
use mina::notification::Notify;
use mina::{Limits, Operation, ReceiveOptions, SealedDelivery};

macro_rules! read {
    ($data:expr; $($name:ident)+) => {$(
        let _ = $name::parse_strictly($data, &Limits::default());
        let _ = $name::read_answer($data, &Limits::default());
    )+};
}

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    read!(data; Register Deregister GetAccountPreferences GetPendingAccountRequest DeletePendingAccountRequest
        StoreAccountPreferences GetPendingAccountPreferences DeletePendingAccountPreferences ChangeServiceSupplier
        GetPendingChangeServiceSupplier DeletePendingChangeServiceSupplier IsAuthorizedSigner
        GetSenders GetDispatchers IsSenderAccepted GetUserAccessRights TestNewSigner VerifyAuthorizedSignatures
        Notify);
    let _ = <ForwardDelivery<SealedDelivery>>::read_answer(data, &Limits::default());
    let _ = parse_deliver_forward(data, &ReceiveOptions::default());
});
