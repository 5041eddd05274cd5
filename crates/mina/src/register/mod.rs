//! The recipient register (FaR): is somebody reachable, is somebody registered.

mod decide;
mod reachable;
mod registered;
mod request;
mod row;

pub use decide::{Endpoint, Reachability, reachability};
pub use reachable::{
    ReachabilityAnswer, ReachableRequest, is_reachable_request, is_reachable_response,
    parse_is_reachable_request, parse_is_reachable_response,
};
pub use registered::{
    RegisteredAnswer, is_registered_request, is_registered_response, parse_is_registered_request,
    parse_is_registered_response,
};
pub use request::{MOST_RECIPIENTS, RequestError};
pub use row::{AccountStatus, AccountType, ReachabilityRow, ServiceSupplier};
pub(crate) use row::{read_supplier, write_supplier};
