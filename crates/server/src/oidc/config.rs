//! The `[oidc]` section.

use crate::access::Role;
use channels::Environment;
use letter::SenderId;
use reqwest::Url;
use serde::Deserialize;
use std::path::PathBuf;
use store::Granted;

/// What may be asked of an issuer: who somebody is and which groups they belong to. No scope that brings a personal
/// number.
const SCOPES: [&str; 5] = ["openid", "profile", "email", "groups", "roles"];

/// Where people sign in, and what follows from their groups.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OidcConfig {
    /// The issuer's address, exactly as it calls itself.
    pub issuer: String,
    /// What the issuer calls this gateway.
    pub client_id: String,
    /// File with the client's secret in its first line; without one the gateway is a public client, with PKCE alone.
    #[serde(default)]
    pub client_secret_file: Option<PathBuf>,
    /// PEM file of the roots to trust instead of the system's.
    #[serde(default)]
    pub trust: Option<PathBuf>,
    /// What is asked for.
    #[serde(default = "default_scopes")]
    pub scopes: Vec<String>,
    /// The claim that names the groups; dots lead into objects (`realm_access.roles`).
    #[serde(default = "default_groups_claim")]
    pub groups_claim: String,
    /// The claim that becomes the name in events and in the audit trail.
    #[serde(default = "default_name_claim")]
    pub name_claim: String,
    /// What follows from a group.
    #[serde(default, rename = "group")]
    pub groups: Vec<Group>,
}

/// What follows from being in a group.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// The group, as the issuer names it.
    pub name: String,
    /// The role, such as `case_worker`.
    pub role: String,
    /// For this sender only.
    #[serde(default)]
    pub sender: Option<SenderId>,
    /// For this unit of the sender only.
    #[serde(default)]
    pub unit: Option<String>,
}

fn default_scopes() -> Vec<String> {
    vec!["openid".to_owned(), "profile".to_owned()]
}

fn default_groups_claim() -> String {
    "groups".to_owned()
}

fn default_name_claim() -> String {
    "preferred_username".to_owned()
}

impl OidcConfig {
    /// What is wrong with it, and the remedy.
    pub(crate) fn problem(&self, environment: Environment, senders: &[SenderId]) -> Option<String> {
        if !is_safe(&self.issuer, environment) {
            return Some(
                "oidc.issuer is an https address; http only on this machine, in the sandbox".to_owned(),
            );
        }
        if self.client_id.is_empty() {
            return Some("oidc.client_id is what the issuer calls this gateway".to_owned());
        }
        if let Some(scope) = self.scopes.iter().find(|scope| !SCOPES.contains(&scope.as_str())) {
            let known = SCOPES.join(", ");
            return Some(format!(
                "oidc.scopes: {scope} is not asked for; {known} say who somebody is without a personal number"
            ));
        }
        if !self.scopes.iter().any(|scope| scope == "openid") {
            return Some("oidc.scopes needs openid".to_owned());
        }
        self.groups.iter().find_map(|group| group.problem(senders))
    }

    /// The roles that follow from groups, each once.
    pub(crate) fn grants<'a>(&self, groups: impl Iterator<Item = &'a str>) -> Vec<Granted> {
        let names: Vec<&str> = groups.collect();
        let of = |group: &Group| Granted {
            role: group.role.clone(),
            sender: group.sender.clone(),
            unit: group.unit.clone(),
        };
        let mut grants: Vec<Granted> =
            self.groups.iter().filter(|group| names.contains(&group.name.as_str())).map(of).collect();
        grants.sort_unstable();
        grants.dedup();
        grants
    }
}

impl Group {
    fn problem(&self, senders: &[SenderId]) -> Option<String> {
        let name = &self.name;
        if Role::parse(&self.role).is_none() {
            let roles: Vec<&str> = Role::ALL.iter().map(|role| role.as_str()).collect();
            return Some(format!("oidc.group `{name}`: role is one of {}", roles.join(", ")));
        }
        if self.sender.as_ref().is_some_and(|sender| !senders.contains(sender)) {
            return Some(format!("oidc.group `{name}`: its sender is not configured"));
        }
        let empty = self.unit.as_deref().is_some_and(|unit| unit.trim().is_empty());
        if empty || (self.unit.is_some() && self.sender.is_none()) {
            return Some(format!("oidc.group `{name}`: a unit has a name and belongs to a sender"));
        }
        None
    }
}

/// Whether secrets may be sent to this address.
pub(super) fn is_safe(address: &str, environment: Environment) -> bool {
    let Ok(url) = Url::parse(address) else { return false };
    let here = || matches!(url.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"));
    match url.scheme() {
        "https" => url.host_str().is_some(),
        "http" => environment == Environment::Sandbox && here(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(more: &str) -> OidcConfig {
        toml::from_str(&format!("issuer = \"https://id.example\"\nclient_id = \"brevdue\"\n{more}")).unwrap()
    }

    #[test]
    fn groups_become_roles() {
        let config = parsed(
            "[[group]]\nname = \"a\"\nrole = \"case_worker\"\nsender = \"by\"\nunit = \"barn\"\n\
             [[group]]\nname = \"b\"\nrole = \"auditor\"\n[[group]]\nname = \"c\"\nrole = \"auditor\"\n",
        );
        assert_eq!(config.problem(Environment::Production, &["by".into()]), None);
        let grants = config.grants(["b", "x", "a", "c"].into_iter());
        assert_eq!(
            grants,
            [Granted::everywhere("auditor"), Granted::at("case_worker", "by").in_unit("barn")]
        );
        assert_eq!(config.grants(["A"].into_iter()), []);
    }

    #[test]
    fn what_would_be_unsafe_or_means_nothing_is_refused() {
        for (more, hint) in [
            ("scopes = [\"openid\", \"ssn\"]", "ssn"),
            ("scopes = [\"profile\"]", "openid"),
            ("[[group]]\nname = \"a\"\nrole = \"admin\"", "case_worker"),
            ("[[group]]\nname = \"a\"\nrole = \"auditor\"\nsender = \"ø\"", "not configured"),
            ("[[group]]\nname = \"a\"\nrole = \"auditor\"\nunit = \"barn\"", "unit"),
        ] {
            let problem = parsed(more).problem(Environment::Production, &["by".into()]).unwrap();
            assert!(problem.contains(hint), "{problem}");
        }
        let local = OidcConfig { issuer: "http://127.0.0.1:8444/eid".into(), ..parsed("") };
        assert!(local.problem(Environment::Production, &[]).is_some());
        assert_eq!(local.problem(Environment::Sandbox, &[]), None);
        for issuer in ["http://id.example", "ftp://127.0.0.1", "id.example", "http://127.0.0.1.evil.example"]
        {
            assert!(!is_safe(issuer, Environment::Sandbox), "{issuer}");
        }
    }
}
