//! Every door with everybody: nobody, every role, a key of every scope. Who may come in is let in; nobody else is.

#[path = "pages/browser.rs"]
#[allow(dead_code, reason = "shared with the tests of the pages")]
mod browser;
#[path = "pages/house.rs"]
#[allow(dead_code, reason = "shared with the tests of the pages")]
mod house;

use browser::Browser;
use house::House;
use reqwest::{Client, Method, redirect};
use server::{Door, Gate, Role, Scope};
use std::collections::HashSet;
use store::Granted;

/// What a door said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Said {
    /// Who are you?
    Door,
    /// Not you.
    Refused,
    /// Come in, whatever there is to say about what was asked.
    In,
}

/// A path that may exist: nothing that is asked here is there.
fn filled(path: &str) -> String {
    let id = "01990000-0000-7000-8000-000000000000";
    path.split('/').map(|part| if part.starts_with('{') { id } else { part }).collect::<Vec<_>>().join("/")
}

async fn ask(client: &Client, base: &str, door: &Door, headers: &[(&str, String)]) -> Said {
    let mut request = client.request(door.method.clone(), format!("{base}{}", filled(door.path)));
    for (name, value) in headers {
        request = request.header(*name, value);
    }
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    let location = response.headers().get("location").map(|value| value.to_str().unwrap().to_owned());
    let body = response.text().await.unwrap();
    assert!(
        status < 500 || body.contains("not_ready"),
        "{} {} says {status}: {body}",
        door.method,
        door.path
    );
    match status {
        303 if location.is_some_and(|to| to.starts_with("/?next=")) => Said::Door,
        401 if !door.page && (body.contains("key_missing") || body.contains("key_wrong")) => Said::Door,
        403 if body.contains("scope_missing") => Said::Refused,
        _ => Said::In,
    }
}

/// A house with every door that a configuration can add.
async fn whole_house() -> (House, tempfile::NamedTempFile) {
    let file = tempfile::NamedTempFile::new().unwrap();
    let mut params = rcgen::CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let key = rcgen::KeyPair::generate().unwrap();
    std::fs::write(file.path(), params.self_signed(&key).unwrap().pem()).unwrap();
    let house = House::open_with(&format!("[dispatcher]\ntrust = \"{}\"\n", file.path().display())).await;
    (house, file)
}

fn client() -> Client {
    Client::builder().redirect(redirect::Policy::none()).no_proxy().build().unwrap()
}

/// Everything that is not open.
fn guarded(doors: &[Door]) -> impl Iterator<Item = &Door> {
    doors.iter().filter(|door| !matches!(door.gate, Gate::Open(_)))
}

#[tokio::test]
async fn every_door_with_everybody() {
    let (house, _trust) = whole_house().await;
    let (client, base) = (client(), house.base.as_str());
    let doors = house.gateway.doors();
    let mut tried = HashSet::new();

    for door in &doors {
        let expected = if matches!(door.gate, Gate::Open(_)) { Said::In } else { Said::Door };
        assert_eq!(ask(&client, base, door, &[]).await, expected, "nobody at {} {}", door.method, door.path);
        tried.insert((door.method.as_str(), door.path));
    }

    let mut cookies = Vec::new();
    for role in Role::ALL {
        let browser: Browser = house.person(role.as_str(), &[Granted::at(role.as_str(), "eksempel")]).await;
        cookies.push((*role, format!("brevdue_session={}", browser.cookie("brevdue_session").unwrap())));
    }
    let without = house.person("nothing", &[Granted::everywhere("a role of another release")]).await;
    let without = format!("brevdue_session={}", without.cookie("brevdue_session").unwrap());
    let mut keys = Vec::new();
    for scope in Scope::ALL {
        let key = house.key(scope.as_str(), &[], &[scope.as_str()]).await;
        keys.push((scope, format!("Bearer {key}")));
    }

    for door in guarded(&doors) {
        let at = format!("{} {}", door.method, door.path);
        let rights = match door.gate {
            Gate::Right(rights) => Some(rights),
            Gate::Known | Gate::Open(_) => None,
        };
        let lets =
            |given: &[server::Right]| rights.is_none_or(|rights| rights.iter().any(|r| given.contains(r)));
        let answer = |lets: bool| if lets { Said::In } else { Said::Refused };
        for (role, cookie) in &cookies {
            let said = ask(&client, base, door, &[("cookie", cookie.clone())]).await;
            let expected = if door.page { answer(lets(role.rights())) } else { Said::Door };
            assert_eq!(said, expected, "{role:?} at {at}");
        }
        let said = ask(&client, base, door, &[("cookie", without.clone())]).await;
        let expected = if door.page { answer(rights.is_none()) } else { Said::Door };
        assert_eq!(said, expected, "somebody without a role at {at}");
        for (scope, key) in &keys {
            let said = ask(&client, base, door, &[("authorization", key.clone())]).await;
            let expected = if door.page { Said::Door } else { answer(lets(scope.rights())) };
            assert_eq!(said, expected, "{scope:?} at {at}");
        }
        tried.insert((door.method.as_str(), door.path));
    }
    let uncovered: Vec<_> =
        doors.iter().filter(|door| !tried.contains(&(door.method.as_str(), door.path))).collect();
    assert!(uncovered.is_empty(), "{uncovered:?}");
    house.close().await;
}

/// A form that somebody sends, as a browser does.
async fn post(browser: &Browser, path: &str, fields: &[(&str, &str)], headers: &[(&str, &str)]) -> u16 {
    let files = ["/send", "/type-catalogue"].contains(&path);
    match files {
        true if headers.is_empty() => browser.post_files(path, fields, &[]).await.status,
        _ => browser.post_from(path, fields, headers).await.status,
    }
}

#[tokio::test]
async fn every_form_must_be_ours() {
    let (house, _trust) = whole_house().await;
    let browser = house.everything("ib", &[]).await;
    let csrf = browser.get("/account").await.hidden("csrf");
    let elsewhere = [("sec-fetch-site", "cross-site")];
    let mut forms = 0;
    let doors = house.gateway.doors();
    for door in guarded(&doors).filter(|door| door.page && door.method == Method::POST) {
        let path = filled(door.path);
        for (fields, headers) in [
            (&[("note", "no token")][..], &[][..]),
            (&[("csrf", "")], &[]),
            (&[("csrf", "x"), ("csrf", &csrf)], &[]),
            (&[("csrf", &csrf)], &elsewhere),
        ] {
            assert_eq!(post(&browser, &path, fields, headers).await, 403, "{path} takes {fields:?}");
        }
        let ours = post(&browser, &path, &[("csrf", &csrf), ("sender", "eksempel")], &[]).await;
        assert!(matches!(ours, 200 | 303 | 404 | 422), "{path} says {ours} to a form of ours");
        forms += 1;
    }
    assert!(forms > 10, "{forms}");
    house.close().await;
}

#[tokio::test]
async fn the_page_of_a_form_is_the_one_above() {
    let (house, _trust) = whole_house().await;
    let doors = house.gateway.doors();
    let gets: HashSet<&str> =
        doors.iter().filter(|door| door.method == Method::GET).map(|door| door.path).collect();
    let mut only_forms = 0;
    for door in doors.iter().filter(|door| door.page && !gets.contains(door.path)) {
        let (above, _) = door.path.rsplit_once('/').unwrap();
        let above = if above.is_empty() { "/" } else { above };
        assert!(gets.contains(above), "{above} is no page");
        let path = filled(door.path);
        let answer = Browser::new(&house.base).get(&path).await;
        assert_eq!(answer.location(), filled(above), "{path}");
        only_forms += 1;
    }
    assert!(only_forms > 5, "{only_forms}");
    let api = Browser::new(&house.base).get("/v1/reachability").await;
    assert_eq!(api.status, 405, "what is asked of the API is told what it takes");
    house.close().await;
}

/// The list of doors is the whole of the router: what is not on it is not there.
#[tokio::test]
async fn a_method_that_is_no_door_is_closed() {
    let (house, _trust) = whole_house().await;
    let doors = house.gateway.doors();
    let known: HashSet<(String, &str)> =
        doors.iter().map(|door| (door.method.to_string(), door.path)).collect();
    for door in &doors {
        for method in [Method::DELETE, Method::PATCH, Method::PUT, Method::POST] {
            if known.contains(&(method.to_string(), door.path)) {
                continue;
            }
            let path = format!("{}{}", house.base, filled(door.path));
            let status = client().request(method.clone(), path).send().await.unwrap().status().as_u16();
            assert!(matches!(status, 405 | 404), "{method} {} says {status}", door.path);
        }
    }
    house.close().await;
}
