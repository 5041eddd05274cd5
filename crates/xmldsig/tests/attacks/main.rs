//! The known attacks on XML signatures, each refused with its word (E11 to E16, E19). The attacker has signed
//! documents of somebody trusted, a trusted certificate of their own for some of the cases, and any octets.

#[path = "../common/mod.rs"]
mod common;
mod crypto;
mod shape;
mod tools;
