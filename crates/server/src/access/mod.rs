//! Who may do what: rights, roles that bundle them, and the doors (routes) that ask for them.
//!
//! A route exists only behind a [`Doors::open`]ed door that says which right it asks for, so the list of doors
//! is complete by construction; `docs/ROLES.md` is made of it, and tests try every door with every role.

mod actor;
mod door;
mod markdown;
mod right;
mod role;

pub use actor::{Actor, Grant};
pub use door::{Door, Gate};
pub(crate) use door::{Doors, Side};
pub use markdown::roles_markdown;
pub use right::Right;
pub use role::Role;
