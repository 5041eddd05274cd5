//! The form of a letter type as the page shows it: groups of inputs, what is wrong beside each.

use super::fields::{self, Choice, Field, Kind, LISTS};
use super::filled::{ACTIONS, Filled, Mistake, Wrong, at};
use crate::access::Right;
use crate::gateway::Gateway;
use crate::pages::visit::Visit;
use crate::pages::words::{TypeChoices, TypeForm, fill};
use catalogue::Language;
use letter::{ActionKind, Archetype, LetterType};

/// A group of fields.
pub(super) struct Group {
    pub(super) id: String,
    pub(super) heading: String,
    pub(super) hint: &'static str,
    pub(super) inputs: Vec<Input>,
    /// Folded away until something stands in it.
    pub(super) folded: bool,
    pub(super) open: bool,
}

/// One field.
pub(super) struct Input {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) label: String,
    /// `line`, `text`, `number`, `check` or `choice`.
    pub(super) how: &'static str,
    pub(super) value: String,
    pub(super) options: Vec<Opt>,
    /// A template: may be required.
    pub(super) leaf: bool,
    pub(super) required: bool,
    pub(super) locked: bool,
    pub(super) faults: Vec<Fault>,
}

/// An entry of a list to choose from.
pub(super) struct Opt {
    pub(super) value: String,
    pub(super) words: String,
    pub(super) chosen: bool,
}

/// What is wrong, in the reader's language; details of a rule are in English.
#[derive(Clone)]
pub(super) struct Fault {
    pub(super) id: String,
    pub(super) label: String,
    pub(super) words: &'static str,
    pub(super) detail: Option<String>,
}

/// Makes the groups of one form.
pub(super) struct Maker<'a> {
    pub(super) gateway: &'a Gateway,
    pub(super) visit: &'a Visit,
    pub(super) filled: &'a Filled,
    pub(super) mistakes: &'a [Mistake],
    /// The code cannot be changed any more.
    pub(super) known: bool,
}

impl Maker<'_> {
    fn lang(&self) -> Language {
        self.visit.lang
    }

    /// All groups, in the order of the form.
    pub(super) fn groups(&self) -> Vec<Group> {
        let t = TypeForm::of(self.lang());
        let plain = |id: &str, heading: &str, hint, table: &[Field]| Group {
            id: id.to_owned(),
            heading: heading.to_owned(),
            hint,
            inputs: self.inputs(table),
            folded: false,
            open: false,
        };
        let folded = |id: &str, heading: &str, hint, table: &[Field], prefixes: &[&str]| Group {
            folded: true,
            open: prefixes.iter().any(|prefix| self.filled.has(prefix) || self.is_wrong(prefix)),
            ..plain(id, heading, hint, table)
        };
        let mut groups = vec![
            plain("about", t.about, "", fields::ABOUT),
            plain("way", t.way, t.way_hint, fields::WAY),
            plain("text", t.text, t.text_hint, fields::TEXT),
            plain("deadline", t.deadline, t.deadline_hint, fields::DEADLINE),
        ];
        groups.extend(self.actions(t));
        groups.extend(self.names(t));
        groups.extend([
            folded(
                "time",
                t.time,
                t.time_hint,
                fields::TIME,
                &["recall_minutes", "ttl_hours", "reply_within_days", "appeal_within_days", "content_days"],
            ),
            folded(
                "subject",
                t.subject,
                t.subject_hint,
                fields::SUBJECT,
                &["message_code", "kle.", "markup.case"],
            ),
            folded("alert", t.alert, t.alert_hint, fields::ALERT, &["markup.notification", "notice_text"]),
            folded("content", t.content, t.content_hint, fields::CONTENT, &["markup.content."]),
            folded(
                "parties",
                t.parties,
                "",
                fields::PARTIES,
                &["markup.attention.", "markup.contact_point.", "markup.recipient."],
            ),
            folded("reply-data", t.reply, t.reply_hint, fields::REPLY, &["markup.reply."]),
        ]);
        groups
    }

    fn is_wrong(&self, prefix: &str) -> bool {
        self.mistakes.iter().any(|mistake| mistake.path.starts_with(prefix))
    }

    /// One group for each action, and an empty one to add another.
    fn actions(&self, t: &'static TypeForm) -> Vec<Group> {
        let list = ACTIONS;
        let count = self.filled.entries(list);
        let most = LISTS.iter().find(|(name, _)| *name == list).map_or(0, |(_, most)| *most);
        (1..=(count + 1).min(most))
            .map(|number| {
                let kind = ActionKind::ALL
                    .into_iter()
                    .find(|kind| kind.as_str() == self.filled.get(&at(list, number, ".kind")));
                let heading = match kind {
                    Some(kind) => fill(
                        t.action,
                        &[("number", &number.to_string()), ("kind", kind.title().get(self.lang()))],
                    ),
                    None => t.action_new.to_owned(),
                };
                let wanted = |field: &&Field| {
                    let path = at(list, number, field.path.get(list.len()..).unwrap_or_default());
                    !self.filled.get(&path).is_empty() || self.is_wrong(&path) || takes(kind, field.path)
                };
                let table = fields::ACTION.iter().filter(wanted);
                Group {
                    id: format!("action-{number}"),
                    heading,
                    hint: if kind.is_some() { t.action_hint } else { t.action_new_hint },
                    inputs: table.map(|field| self.input(field, Some(number))).collect(),
                    folded: kind.is_none(),
                    open: false,
                }
            })
            .collect()
    }

    /// Names of the business fields that the templates use.
    fn names(&self, t: &'static TypeForm) -> Option<Group> {
        let kind: Option<LetterType> = self.filled.letter_type().ok();
        let used = kind
            .and_then(|kind| kind.markup)
            .map(|markup| letter::markup::fields(&markup))
            .unwrap_or_default();
        let mut names: Vec<String> = used.into_iter().map(|field| field.name).collect();
        names.extend(self.filled.names().into_iter().map(str::to_owned));
        let mut seen = std::collections::BTreeSet::new();
        names.retain(|name| seen.insert(name.clone()));
        let inputs: Vec<Input> = names
            .iter()
            .flat_map(|name| ["da", "sv", "en"].map(|language| (name, language)))
            .map(|(name, language)| {
                let path = format!("named:{name}:{language}");
                Input {
                    id: id(&path),
                    label: format!("{name} ({language})"),
                    value: self.filled.named(name, language).to_owned(),
                    name: path,
                    how: "line",
                    options: Vec::new(),
                    leaf: false,
                    required: false,
                    locked: false,
                    faults: Vec::new(),
                }
            })
            .collect();
        (!inputs.is_empty()).then(|| Group {
            id: "names".to_owned(),
            heading: t.names.to_owned(),
            hint: t.names_hint,
            folded: true,
            open: false,
            inputs,
        })
    }

    fn inputs(&self, table: &[Field]) -> Vec<Input> {
        let mut inputs = Vec::new();
        let mut listed: Option<(&str, usize)> = None;
        for field in table {
            let Some((list, _)) = field.path.split_once("[]").map(|(head, _)| (head, ())) else {
                inputs.push(self.input(field, None));
                continue;
            };
            if listed.is_some_and(|(seen, _)| seen == list) {
                continue;
            }
            let name = format!("{list}[]");
            let most = LISTS.iter().find(|(known, _)| *known == name).map_or(0, |(_, most)| *most);
            let shown = (self.filled.entries(&name) + 1).min(most);
            listed = Some((list, shown));
            let of_list = || table.iter().filter(|field| field.path.starts_with(&name));
            inputs.extend(
                (1..=shown)
                    .flat_map(|number| of_list().map(move |field| (field, number)))
                    .map(|(field, number)| self.input(field, Some(number))),
            );
        }
        inputs
    }

    fn input(&self, field: &Field, number: Option<usize>) -> Input {
        let path = match (field.path.split_once("[]"), number) {
            (Some((head, rest)), Some(number)) => format!("{head}[{number}]{rest}"),
            _ => field.path.to_owned(),
        };
        let label = fill(field.label(self.lang()), &[("number", &number.unwrap_or(0).to_string())]);
        let value = self.filled.get(&path).to_owned();
        Input {
            id: id(&path),
            faults: self.faults_of(&path, &label),
            label,
            how: match field.kind {
                Kind::Line | Kind::Leaf => "line",
                Kind::Text | Kind::LeafText => "text",
                Kind::Number => "number",
                Kind::Check => "check",
                Kind::Choice(_) => "choice",
            },
            options: match field.kind {
                Kind::Choice(choice) => self.options(choice, &value),
                _ => Vec::new(),
            },
            leaf: field.kind.is_leaf(),
            required: self.filled.is_required(&path),
            locked: self.known && field.path == "code",
            value,
            name: path,
        }
    }

    fn faults_of(&self, path: &str, label: &str) -> Vec<Fault> {
        self.mistakes
            .iter()
            .filter(|mistake| mistake.path == path)
            .map(|mistake| self.fault(mistake, path, label))
            .collect()
    }

    fn fault(&self, mistake: &Mistake, path: &str, label: &str) -> Fault {
        let t = TypeForm::of(self.lang());
        let (words, detail) = match &mistake.what {
            Wrong::Missing => (t.wrong_missing, None),
            Wrong::Number => (t.wrong_number, None),
            Wrong::Rule(rule) => (t.wrong_rule, Some(rule.clone())),
        };
        Fault { id: id(path), label: label.to_owned(), words, detail }
    }

    /// Everything that is wrong; those without a field of their own last.
    pub(super) fn all_faults(&self, groups: &[Group]) -> Vec<Fault> {
        let shown: Vec<Fault> =
            groups.iter().flat_map(|group| &group.inputs).flat_map(|input| input.faults.clone()).collect();
        let names: Vec<&str> =
            groups.iter().flat_map(|group| &group.inputs).map(|input| input.name.as_str()).collect();
        let others = self.mistakes.iter().filter(|mistake| !names.contains(&mistake.path.as_str()));
        let others = others
            .map(|mistake| Fault { id: String::new(), ..self.fault(mistake, &mistake.path, &mistake.path) });
        shown.into_iter().chain(others).collect()
    }

    fn options(&self, choice: Choice, value: &str) -> Vec<Opt> {
        let opt = |name: &str, words: &str| Opt {
            value: name.to_owned(),
            words: words.to_owned(),
            chosen: name == value,
        };
        let c = TypeChoices::of(self.lang());
        let lang = self.lang();
        let of =
            |list: &[(&str, &str)]| list.iter().map(|(name, words)| opt(name, words)).collect::<Vec<Opt>>();
        match choice {
            Choice::Sender => {
                let actor = self.visit.signed_in.as_ref().map(|who| &who.actor);
                let senders = self.gateway.config.senders.iter();
                let mine = senders.filter(|sender| {
                    actor.is_some_and(|actor| actor.may_for(Right::EditTypes, &sender.id, None))
                });
                mine.map(|sender| opt(&sender.id.0, &sender.name)).collect()
            }
            Choice::Archetype => {
                let all = Archetype::ALL.iter().map(|one| opt(one.as_str(), one.title().get(lang)));
                [opt("", c.none)].into_iter().chain(all).collect()
            }
            Choice::Action => {
                let all = ActionKind::ALL.iter().map(|one| opt(one.as_str(), one.title().get(lang)));
                [opt("", c.no_action)].into_iter().chain(all).collect()
            }
            Choice::Class => of(&[("1", c.class_1), ("2", c.class_2), ("3", c.class_3), ("4", c.class_4)]),
            Choice::Channels => of(&[("digital_first", c.digital_first), ("paper_only", c.paper_only)]),
            Choice::Fallback => of(&[("print", c.print), ("desk", c.desk), ("none", c.dropped)]),
            Choice::Step => of(&[
                ("", c.none),
                ("direct_debit", c.direct_debit),
                ("e_invoice", c.e_invoice),
                ("digital", c.digital),
                ("print", c.print),
            ]),
            Choice::Message => of(&[("letter", c.letter), ("nemsms", c.nemsms)]),
            Choice::Notice => of(&[("never", c.never), ("neutral", c.neutral), ("own_text", c.own_text)]),
            Choice::Deadline => of(&[("reply", c.reply), ("appeal", c.appeal), ("act", c.act)]),
        }
    }
}

/// Whether an action of that kind has that field.
fn takes(kind: Option<ActionKind>, path: &str) -> bool {
    let name = path.rsplit('.').next().unwrap_or_default();
    match (kind, name) {
        (_, "kind") => true,
        (None, _) => false,
        (_, "label" | "from" | "until" | "required") => true,
        (
            Some(ActionKind::Appointment),
            "about" | "place" | "text" | "organizer" | "organizer_mail" | "id",
        ) => true,
        (Some(ActionKind::Appointment), _) => false,
        (Some(ActionKind::Payment), "amount" | "currency" | "reference") => true,
        (_, name) => name == "url",
    }
}

/// An id for a path.
pub(super) fn id(path: &str) -> String {
    path.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect()
}
