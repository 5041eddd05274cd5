//! `brevdue people`: who signs in with a password of the gateway's own.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use server::{Config, Role, check_name, hash_password, new_password};
use store::{Granted, NewPerson, Origin, Person, Store};

use super::installation::{acting, configured, failed, look, open};
use crate::exit::{Exit, Failure, Outcome};
use crate::output::Output;
use crate::words;

const EXAMPLES: &str = "\
A role is given for everything, for a sender or for one of its units: ROLE, ROLE@SENDER or ROLE@SENDER/UNIT. Roles:
case_worker, coordinator, mail_room, registrar, auditor, administrator, contact_centre. With an embedded database, stop
the gateway first, but for list; with PostgreSQL it goes on. People of an issuer of identities come by themselves (docs/SIGN-IN.md).

Examples:
  brevdue people list
  brevdue people add anna --role case_worker@eksempel/boern --role registrar@eksempel
  brevdue people password admin
  brevdue people remove anna";

/// Add and remove people who sign in with a password, and set their passwords
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Add a person; the new password is printed once
    #[command(after_help = EXAMPLES)]
    Add(AddArgs),
    /// Show everybody with their roles
    #[command(after_help = EXAMPLES)]
    List,
    /// Remove a person and end their sessions
    #[command(after_help = EXAMPLES)]
    Remove(NameArgs),
    /// Give a person a new password, printed once, and end their sessions
    #[command(after_help = EXAMPLES)]
    Password(PasswordArgs),
}

#[derive(Debug, clap::Args)]
struct AddArgs {
    /// Name to sign in with
    name: String,
    /// Role to give; may stand several times
    #[arg(long = "role", value_name = "ROLE[@SENDER[/UNIT]]", required = true)]
    roles: Vec<String>,
    /// Name for people [default: the same]
    #[arg(long, value_name = "TEXT")]
    display_name: Option<String>,
    /// File with the password in its first line, instead of a new random one
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
struct NameArgs {
    /// Name to sign in with
    name: String,
}

#[derive(Debug, clap::Args)]
struct PasswordArgs {
    /// Name to sign in with
    name: String,
    /// File with the password in its first line, instead of a new random one
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
}

pub(crate) fn run(args: &Args, out: &Output) -> Outcome {
    let config = configured(out)?;
    crate::client::block_on(async {
        let store = match args.command {
            Command::List => look(out).await?,
            _ => open(&config).await?,
        };
        let done = match &args.command {
            Command::Add(args) => add(&store, &config, args, out).await,
            Command::List => list(&store, out).await,
            Command::Remove(args) => remove(&store, args, out).await,
            Command::Password(args) => password(&store, args, out).await,
        };
        store.close().await;
        done
    })
}

async fn add(store: &Store, config: &Config, args: &AddArgs, out: &Output) -> Outcome {
    check_name(&args.name).map_err(failed)?;
    let grants = args.roles.iter().map(|role| granted(role, config)).collect::<Result<Vec<_>, _>>()?;
    let (password, is_new) = chosen(args.password_file.as_deref())?;
    let new = NewPerson {
        name: args.name.clone(),
        display_name: args.display_name.clone().unwrap_or_else(|| args.name.clone()),
        origin: Origin::Local,
        password_hash: Some(hashed(&password)?),
        grants,
        group_grants: Vec::new(),
    };
    let added = store.add_person(&new, &acting("people"), Timestamp::now()).await.map_err(failed)?;
    if !added {
        return Err(Failure::new(format!("{}: this name is taken", args.name))
            .fix("Choose another one, or see brevdue people list."));
    }
    told(&args.name, is_new.then_some(password.as_str()), out);
    Ok(Exit::Yes)
}

async fn list(store: &Store, out: &Output) -> Outcome {
    for person in store.people().await.map_err(failed)? {
        let roles: Vec<String> = person.all_grants().map(role_text).collect();
        if out.is_json() {
            out.json(&serde_json::json!({
                "name": person.name,
                "display_name": person.display_name,
                "issuer": issuer(&person),
                "roles": roles,
                "active": person.active,
                "seen_at": person.seen_at,
            }));
        } else {
            let shut = if person.active { "" } else { "  (–)" };
            out.line(&format!("{}{shut}  {}", person.name, roles.join(", ")));
        }
    }
    Ok(Exit::Yes)
}

fn issuer(person: &Person) -> Option<&str> {
    match &person.origin {
        Origin::Local => None,
        Origin::Oidc { issuer, .. } => Some(issuer),
    }
}

async fn remove(store: &Store, args: &NameArgs, out: &Output) -> Outcome {
    let gone = store.remove_person(&args.name, &acting("people"), Timestamp::now()).await.map_err(failed)?;
    if !gone {
        return Err(unknown(&args.name));
    }
    told(&args.name, None, out);
    Ok(Exit::Yes)
}

async fn password(store: &Store, args: &PasswordArgs, out: &Output) -> Outcome {
    let (password, is_new) = chosen(args.password_file.as_deref())?;
    let hash = hashed(&password)?;
    let set = store.set_password(&args.name, &hash, &acting("people"), Timestamp::now()).await;
    if !set.map_err(failed)? {
        return Err(unknown(&args.name));
    }
    told(&args.name, is_new.then_some(password.as_str()), out);
    Ok(Exit::Yes)
}

/// What was done, and the password that nobody can read again.
fn told(name: &str, password: Option<&str>, out: &Output) {
    if out.is_json() {
        out.json(&serde_json::json!({ "name": name, "password": password }));
        return;
    }
    match password {
        Some(password) => out.line(&format!("{name}  {}: {password}", out.say(&words::NEW_PASSWORD))),
        None => out.line(name),
    }
}

/// The password to use, and whether it is a new random one.
fn chosen(file: Option<&Path>) -> Result<(String, bool), Failure> {
    let Some(file) = file else { return Ok((new_password(), true)) };
    let text = std::fs::read_to_string(file)
        .map_err(|error| Failure::new(format!("{}: {error}", file.display())))?;
    Ok((text.lines().next().unwrap_or_default().to_owned(), false))
}

fn hashed(password: &str) -> Result<String, Failure> {
    hash_password(password).map_err(failed)
}

fn unknown(name: &str) -> Failure {
    Failure::new(format!("{name}: nobody of this name signs in with a password"))
        .fix("See brevdue people list.")
}

/// `ROLE[@SENDER[/UNIT]]`.
fn granted(text: &str, config: &Config) -> Result<Granted, Failure> {
    let (role, place) = text.split_once('@').map_or((text, None), |(role, place)| (role, Some(place)));
    if Role::parse(role).is_none() {
        let roles: Vec<&str> = Role::ALL.iter().map(|role| role.as_str()).collect();
        return Err(Failure::new(format!("{role} is no role")).fix(format!("Roles: {}", roles.join(", "))));
    }
    let Some(place) = place else { return Ok(Granted::everywhere(role)) };
    let (sender, unit) = place.split_once('/').map_or((place, None), |(s, unit)| (s, Some(unit)));
    if !config.senders.iter().any(|known| known.id.0 == sender) {
        return Err(Failure::new(format!("{sender} is no sender of the configuration")));
    }
    let granted = Granted::at(role, sender);
    Ok(match unit {
        Some("") => return Err(Failure::new(format!("{text}: the unit is empty"))),
        Some(unit) => granted.in_unit(unit),
        None => granted,
    })
}

/// A role as it is given on the command line.
fn role_text(granted: &Granted) -> String {
    let mut text = granted.role.clone();
    if let Some(sender) = &granted.sender {
        text.push_str(&format!("@{sender}"));
    }
    if let Some(unit) = &granted.unit {
        text.push_str(&format!("/{unit}"));
    }
    text
}
