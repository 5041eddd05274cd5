//! The description of the API against the doors of the program.

use crate::house::House;
use server::{Door, Gate, Scope, openapi};
use std::collections::BTreeMap;

/// Scopes that open a door, as a description may name them: the widest opens every door.
fn scopes(door: &Door) -> Vec<&'static str> {
    let Gate::Right(rights) = door.gate else { return Vec::new() };
    let opens = |scope: &Scope| rights.iter().any(|right| scope.rights().contains(right));
    let narrow: Vec<Scope> =
        Scope::ALL.into_iter().filter(opens).filter(|scope| *scope != Scope::Admin).collect();
    let named = if narrow.is_empty() { vec![Scope::Admin] } else { narrow };
    named.into_iter().map(Scope::as_str).collect()
}

#[tokio::test]
async fn every_door_is_described_with_its_scopes_and_nothing_else_is() {
    let house = House::open().await;
    let doors = house.gateway.doors();
    let real: BTreeMap<String, Vec<&str>> = doors
        .iter()
        .filter(|door| !door.page)
        .map(|door| (format!("{} {}", door.method.as_str().to_lowercase(), door.path), scopes(door)))
        .collect();
    let mut described = BTreeMap::new();
    for (path, methods) in openapi::document()["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let needs = operation["security"].as_array().unwrap().iter();
            let needs = needs.map(|need| need["key"][0].as_str().unwrap()).collect::<Vec<_>>();
            described.insert(format!("{method} {path}"), needs);
        }
    }
    assert!(real.len() > 20, "{real:?}");
    assert_eq!(described, real);
}
