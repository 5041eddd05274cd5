//! The layers of the markup: content, reply, attention, deadline, actions. Once with templates as leaves (a type's),
//! once with values (a letter's); one walk goes over both.

use super::kind::{ActionKind, Kind};
use super::moment::DayMeans;
use super::template::Leaf;
use serde::{Deserialize, Serialize};

/// What happens at each leaf.
pub(crate) trait Walk<T, U> {
    /// A leaf that is mapped. `at` is its path; `needed`: what it belongs to cannot be sent without it.
    fn leaf(&mut self, at: &str, kind: Kind, needed: bool, leaf: &T) -> Option<U>;
    /// A needed leaf that is not mapped.
    fn unmapped(&mut self, at: &str);
    /// An action begins, and whether a letter without it is refused; or (`None`) it has ended.
    fn action(&mut self, kind: Option<ActionKind>, required: bool);
}

fn is_default<V: Default + PartialEq>(value: &V) -> bool {
    *value == V::default()
}

/// Makes the struct, field by field: what a field is decides its type.
macro_rules! layer {
    ($meta:tt $name:ident [$($made:tt)*] $(#[$inner:meta])* need $field:ident: $kind:ident; $($rest:tt)*) => {
        layer! { $meta $name [$($made)* $(#[$inner])* #[serde(skip_serializing_if = "is_default")] pub $field: Option<T>,] $($rest)* }
    };
    ($meta:tt $name:ident [$($made:tt)*] $(#[$inner:meta])* leaf $field:ident: $kind:ident; $($rest:tt)*) => {
        layer! { $meta $name [$($made)* $(#[$inner])* #[serde(skip_serializing_if = "is_default")] pub $field: Option<T>,] $($rest)* }
    };
    ($meta:tt $name:ident [$($made:tt)*] $(#[$inner:meta])* group $field:ident: $group:ident; $($rest:tt)*) => {
        layer! { $meta $name [$($made)* $(#[$inner])* #[serde(skip_serializing_if = "is_default")] pub $field: Option<$group<T>>,] $($rest)* }
    };
    ($meta:tt $name:ident [$($made:tt)*] $(#[$inner:meta])* list $field:ident: $group:ident; $($rest:tt)*) => {
        layer! { $meta $name [$($made)* $(#[$inner])* #[serde(skip_serializing_if = "is_default")] pub $field: Vec<$group<T>>,] $($rest)* }
    };
    ($meta:tt $name:ident [$($made:tt)*] $(#[$inner:meta])* plain $field:ident: $plain:ident; $($rest:tt)*) => {
        layer! { $meta $name [$($made)* $(#[$inner])* #[serde(skip_serializing_if = "is_default")] pub $field: $plain,] $($rest)* }
    };
    ([$(#[$meta:meta])*] $name:ident [$($made:tt)*]) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
        #[serde(
            default,
            deny_unknown_fields,
            bound(serialize = "T: Serialize + Default + PartialEq", deserialize = "T: Deserialize<'de> + Default")
        )]
        pub struct $name<T = Leaf> { $($made)* }
    };
}

macro_rules! step {
    ($self:ident $at:ident $walk:ident $whole:ident $field:ident need $kind:ident) => {{
        let at = format!("{}{}", $at, stringify!($field));
        let value = match &$self.$field {
            Some(leaf) => $walk.leaf(&at, kind!($kind), true, leaf),
            None => {
                $walk.unmapped(&at);
                None
            }
        };
        $whole &= value.is_some();
        value
    }};
    ($self:ident $at:ident $walk:ident $whole:ident $field:ident leaf $kind:ident) => {
        $self.$field.as_ref().and_then(|leaf| {
            let needed = $self.needs(stringify!($field));
            let kind = $self.kind(stringify!($field), kind!($kind));
            $walk.leaf(&format!("{}{}", $at, stringify!($field)), kind, needed, leaf)
        })
    };
    ($self:ident $at:ident $walk:ident $whole:ident $field:ident group $group:ident) => {
        $self.$field.as_ref().and_then(|group| group.walk(&format!("{}{}.", $at, stringify!($field)), $walk))
    };
    ($self:ident $at:ident $walk:ident $whole:ident $field:ident list $group:ident) => {
        $self
            .$field
            .iter()
            .enumerate()
            .filter_map(|(index, item)| {
                item.walk(&format!("{}{}[{}].", $at, stringify!($field), index + 1), $walk)
            })
            .collect()
    };
    ($self:ident $at:ident $walk:ident $whole:ident $field:ident plain $plain:ident) => {
        $self.$field.clone()
    };
}

macro_rules! kind {
    (Until) => {
        Kind::Moment(DayMeans::End)
    };
    (From) => {
        Kind::Moment(DayMeans::Start)
    };
    ($kind:ident) => {
        Kind::$kind
    };
}

/// An element of a layer, as declared.
pub(super) struct Element {
    pub(super) field: &'static str,
    /// `need`, `leaf`, `group`, `list` or `plain`.
    pub(super) how: &'static str,
    /// Kind of value, or name of the group.
    pub(super) what: &'static str,
    pub(super) doc: &'static str,
}

macro_rules! layers {
    ($( $(#[$meta:meta])* $name:ident { $( $(#[doc = $doc:literal])* $how:ident $field:ident: $what:ident; )* } )*) => {
        /// Every layer with its elements, for the handbook.
        pub(super) const LAYERS: &[(&str, &[Element])] = &[$(
            (stringify!($name), &[$( Element {
                field: stringify!($field),
                how: stringify!($how),
                what: stringify!($what),
                doc: concat!($($doc),*),
            } ),*])
        ),*];
    $(
        layer! { [$(#[$meta])*] $name [] $( $(#[doc = $doc])* $how $field: $what; )* }

        impl<T> $name<T> {
            /// The same with other leaves. `None` when a needed leaf has no value, or nothing has.
            pub(crate) fn walk<U: Default + PartialEq>(&self, at: &str, walk: &mut dyn Walk<T, U>) -> Option<$name<U>> {
                #[allow(unused_mut, reason = "layers without needed leaves")]
                let mut whole = true;
                self.before(at, walk);
                $( let $field = step!(self at walk whole $field $how $what); )*
                self.after(walk);
                let made = $name { $($field),* };
                (whole && made.is_sendable() && made != $name::default()).then_some(made)
            }
        }
    )*};
}

/// What some layers do differently.
trait Layer<T> {
    /// Whether this leaf is needed.
    fn needs(&self, _field: &str) -> bool {
        false
    }
    /// What this leaf may hold here.
    fn kind(&self, _field: &str, kind: Kind) -> Kind {
        kind
    }
    fn before<U>(&self, _at: &str, _walk: &mut dyn Walk<T, U>) {}
    fn after<U>(&self, _walk: &mut dyn Walk<T, U>) {}
    fn is_sendable(&self) -> bool {
        true
    }
}

macro_rules! plain_layers {
    ($($name:ident)*) => { $( impl<T> Layer<T> for $name<T> {} )* };
}
plain_layers! {
    Markup ContentMarkup Identified Vehicle Unit Education Address Form NamedValue Pair ReplyMarkup
    ContactPointMarkup AttentionMarkup SubAddress Deadline
}

impl<T> Layer<T> for Action<T> {
    fn needs(&self, field: &str) -> bool {
        self.kind.needs().contains(&field)
    }
    fn kind(&self, field: &str, kind: Kind) -> Kind {
        // An appointment begins and ends at a time, not on a day (I8).
        let timed = self.kind == ActionKind::Appointment && matches!(field, "from" | "until");
        if timed { Kind::Moment(DayMeans::Nothing) } else { kind }
    }
    fn before<U>(&self, at: &str, walk: &mut dyn Walk<T, U>) {
        walk.action(Some(self.kind), self.required);
        for (name, mapped) in [
            ("label", self.label.is_some()),
            ("url", self.url.is_some()),
            ("place", self.place.is_some()),
            ("from", self.from.is_some()),
            ("until", self.until.is_some()),
        ] {
            if !mapped && self.needs(name) {
                walk.unmapped(&format!("{at}{name}"));
            }
        }
    }
    fn after<U>(&self, walk: &mut dyn Walk<T, U>) {
        walk.action(None, false);
    }
    fn is_sendable(&self) -> bool {
        self.kind.needs().iter().all(|name| match *name {
            "label" => self.label.is_some(),
            "url" => self.url.is_some(),
            "place" => self.place.is_some(),
            "from" => self.from.is_some(),
            _ => self.until.is_some(),
        })
    }
}

/// What a deadline is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeadlineKind {
    /// Answer by then.
    #[default]
    Reply,
    /// Appeal by then (R170).
    Appeal,
    /// Do what the letter asks by then: pay, sign, confirm.
    Act,
}

/// Days from the letter's acceptance.
type Days = Option<u16>;
/// Currency, three capital letters.
type Currency = Option<String>;

layers! {
    /// The markup of a letter type (templates) or of one letter (values).
    Markup {
        /// Text of the alert that mail has come (R166); at most 150 characters.
        leaf notification: Notification;
        /// Appeal instructions, enclosed as a text of their own (R36).
        leaf appeal: Text;
        /// Case number; the letter's own when not mapped.
        leaf case: Line;
        /// System that holds the case; who handed the letter in when not mapped.
        leaf case_system: Line;
        /// What the letter is about.
        group content: ContentMarkup;
        /// What an answer shall bring back (R165).
        group reply: ReplyMarkup;
        /// Where answers go, if not to the sender's usual contact point.
        group contact_point: ContactPointMarkup;
        /// Who wrote, or whom to write back to.
        group attention: AttentionMarkup;
        /// The person or unit inside the recipient's organisation (R37).
        group recipient: SubAddress;
        /// By when (R40, R170).
        group deadline: Deadline;
        /// What the recipient is asked to do; several in one letter (R174).
        list actions: Action;
    }

    /// What a letter is about (R169).
    ContentMarkup {
        /// A person.
        group person: Identified;
        /// A company.
        group company: Unit;
        /// A vehicle.
        group vehicle: Vehicle;
        /// A property's number.
        leaf property: Line;
        /// An education.
        group education: Education;
        /// A place in parts.
        group address: Address;
        /// A place as one text.
        leaf place: Line;
        /// A task of the FORM reference model.
        group form: Form;
        /// Further values, at most ten (F4).
        list additional: NamedValue;
    }

    /// A person by number.
    Identified {
        /// The number; `{recipient.number}` is the recipient's.
        need id: Person;
        /// The name.
        leaf name: Line;
    }

    /// A company by number.
    Unit {
        /// The number; `{recipient.number}` is the recipient's.
        need id: Company;
        /// The name.
        leaf name: Line;
    }

    /// A vehicle.
    Vehicle {
        /// Licence plate, at most seven characters (F3).
        need plate: Plate;
        /// Chassis number.
        leaf chassis: Line;
    }

    /// An education.
    Education {
        /// Code.
        need code: Line;
        /// Name.
        leaf name: Line;
    }

    /// An address in parts.
    Address {
        /// Street.
        leaf street: Line;
        /// House number.
        leaf house_number: Line;
        /// Floor.
        leaf floor: Line;
        /// Door.
        leaf door: Line;
        /// Care of.
        leaf co: Line;
        /// Postcode.
        leaf postcode: Line;
        /// City.
        leaf city: Line;
        /// Country.
        leaf country: Line;
    }

    /// A task of the FORM reference model (F5).
    Form {
        /// Task key.
        need key: Line;
        /// Version of the model.
        need version: Line;
        /// Facet.
        leaf facet: Line;
        /// Name of the task.
        need label: Line;
    }

    /// A value with its name.
    NamedValue {
        /// Kind of value.
        leaf kind: Line;
        /// Name.
        need name: Line;
        /// The value.
        need value: Line;
    }

    /// A value to be returned.
    Pair {
        /// Name.
        need label: Line;
        /// The value.
        need value: Line;
    }

    /// What an answer shall bring back.
    ReplyMarkup {
        /// System that made the letter.
        leaf system: Line;
        /// Free text, at most 512 characters.
        leaf comment: Comment;
        /// Further values, at most four (G2).
        list additional: Pair;
    }

    /// A contact point of the sender.
    ContactPointMarkup {
        /// Its id, a UUID (E3).
        need id: Uuid;
        /// Its name.
        leaf label: Line;
        /// Group it belongs to.
        leaf group: Line;
    }

    /// Who wrote.
    AttentionMarkup {
        /// Case worker.
        leaf person: Line;
        /// Unit that answers for the content; the letter's unit when not mapped.
        leaf unit: Line;
        /// Id of that unit.
        leaf unit_id: Line;
        /// System that made the letter.
        leaf system: Line;
    }

    /// A person or unit inside the recipient's organisation (R37, E1).
    SubAddress {
        /// Person.
        leaf person: Line;
        /// Unit or function.
        leaf unit: Line;
        /// Production unit (P-number), at most ten digits.
        leaf production_unit: PNumber;
        /// GLN, at most thirteen digits.
        leaf gln: Gln;
    }

    /// By when: a field, or so many days after the letter was accepted.
    Deadline {
        /// What it is for.
        plain kind: DeadlineKind;
        /// The day or moment; a day means its end.
        leaf by: Until;
        /// Days after acceptance.
        plain days: Days;
    }

    /// Something the recipient is asked to do.
    Action {
        /// What.
        plain kind: ActionKind;
        /// A letter whose data do not give it is refused.
        plain required: bool;
        /// Text of the button.
        leaf label: Label;
        /// Web page; an appointment has none.
        leaf url: Url;
        /// From: beginning of an appointment, or when it becomes possible.
        leaf from: From;
        /// Until: end of an appointment, or the deadline. Actions with a deadline take the letter's when not mapped.
        leaf until: Until;
        /// What an appointment is about; the label when not mapped.
        leaf about: Label;
        /// A sentence for the calendar.
        leaf text: Label;
        /// Where.
        leaf place: Label;
        /// Who invites.
        leaf organizer: Label;
        /// Their e-mail address.
        leaf organizer_mail: Email;
        /// The appointment's own UUID, version 4: the same when it is moved (I14). Made from the letter when not mapped.
        leaf id: Uuid4;
        /// Amount to pay.
        leaf amount: Amount;
        /// Currency: DKK, SEK, EUR …; the sender's country's when absent.
        plain currency: Currency;
        /// Payment reference.
        leaf reference: Reference;
    }
}
