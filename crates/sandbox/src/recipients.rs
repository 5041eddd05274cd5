//! The test persons and companies: official test numbers only (`identifiers.md`), one row each.
//!
//! There are fewer official Swedish numbers than outcomes, so a few rows stand for a family of outcomes: the
//! first one is played until another is chosen by alias (`PUT /sandbox/recipients/{alias}` or `--faults`).

use std::fmt;
use std::fmt::Write as _;

use crate::outcome::{OUTCOMES, Outcome, Side};

/// Where a Swedish recipient has the mailbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Operator {
    /// Alfa Post: known to de-duplicate by Message Id.
    Alfa,
    /// Beta Brevlåda: delivers a repeated message again.
    Beta,
}

impl Operator {
    /// Both operators.
    pub const ALL: [Self; 2] = [Self::Alfa, Self::Beta];

    /// The text form, which is also its part of the path.
    pub fn code(self) -> &'static str {
        match self {
            Self::Alfa => "alfa",
            Self::Beta => "beta",
        }
    }

    /// The name that the register gives.
    pub fn name(self) -> &'static str {
        match self {
            Self::Alfa => "Alfa Post",
            Self::Beta => "Beta Brevlåda",
        }
    }

    /// The organisation number that the register gives (constructed, wire form).
    pub fn organisation_number(self) -> &'static str {
        match self {
            Self::Alfa => "165560009994",
            Self::Beta => "167696009997",
        }
    }

    /// The operator with this text form.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|operator| operator.code() == text)
    }
}

/// One test recipient. Its number is not in `Debug`.
#[derive(Clone, Copy)]
pub struct TestRecipient {
    /// The name used in URLs, logs and answers of the sandbox in place of the number.
    pub alias: &'static str,
    /// Which infrastructure.
    pub country: Side,
    /// The number in its wire form.
    pub(crate) number: &'static str,
    /// A company or authority rather than a person.
    pub company: bool,
    /// An invented name.
    pub name: &'static str,
    /// Street line, postcode and town for the print shop's register; `None` where there is no address to be had.
    pub address: Option<[&'static str; 3]>,
    /// Where the mailbox is, if it has one (Sweden).
    pub operator: Operator,
    /// What the sandbox plays unless told otherwise.
    pub outcome: Outcome,
    /// More outcomes for which there is no official number left: choose them by alias.
    pub also: &'static [Outcome],
}

impl TestRecipient {
    /// The number, for the wire. Never log it.
    pub fn reveal(&self) -> &'static str {
        self.number
    }
}

impl fmt::Debug for TestRecipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestRecipient")
            .field("alias", &self.alias)
            .field("outcome", &self.outcome)
            .finish_non_exhaustive()
    }
}

const fn row(
    country: Side,
    alias: &'static str,
    number: &'static str,
    name: &'static str,
    address: [&'static str; 3],
    outcome: Outcome,
) -> TestRecipient {
    let address = if address[0].is_empty() { None } else { Some(address) };
    TestRecipient {
        alias,
        country,
        number,
        company: false,
        name,
        address,
        operator: Operator::Alfa,
        outcome,
        also: &[],
    }
}

impl TestRecipient {
    const fn company(mut self) -> Self {
        self.company = true;
        self
    }

    const fn beta(mut self) -> Self {
        self.operator = Operator::Beta;
        self
    }

    const fn also(mut self, outcomes: &'static [Outcome]) -> Self {
        self.also = outcomes;
        self
    }
}

const NOWHERE: [&str; 3] = ["", "", ""];

use Outcome as O;
use Side::{Dk, Se};

/// The table. Order is the order of the documentation.
#[rustfmt::skip]
const RECIPIENTS: &[TestRecipient] = &[
    row(Se, "se-reachable-alfa", "192705178354", "Astrid Åkerlund", ["Björkgatan 12 lgh 1203", "753 28", "Uppsala"], O::Reachable),
    row(Se, "se-reachable-beta", "198101052382", "Örjan Sjöström", ["Kyrkogatan 4", "852 31", "Sundsvall"], O::Reachable).beta(),
    row(Se, "se-company", "165560009994", "Exempelbolaget AB", ["Hamngatan 1", "111 47", "Stockholm"], O::Reachable).company(),
    row(Se, "se-not-registered", "191212121212", "Tolvan Tolvansson", ["Tolvmansgatan 12", "722 12", "Västerås"], O::NotRegistered),
    row(Se, "se-declined", "198101032384", "Märta Dahlqvist", ["Ängsvägen 7", "903 27", "Umeå"], O::Declined),
    row(Se, "se-pending", "195303231855", "Göran Ek", ["Storgatan 51", "352 30", "Växjö"], O::Pending),
    row(Se, "se-no-supplier", "167696009997", "Bostadsrättsföreningen Lärkan", ["Lärkvägen 2", "972 41", "Luleå"], O::NoSupplier).company().also(&[O::BlankAddress]),
    row(Se, "se-bad-address", "191404722397", "Sölve Lindh", ["Strandvägen 9", "392 31", "Kalmar"], O::InsecureAddress).also(&[O::UnsupportedOperator]),
    row(Se, "se-protected", "189202299815", "Skyddad Person", NOWHERE, O::Protected),
    row(Se, "se-under-18", "201301172399", "Ture Åkerlund", ["Björkgatan 12 lgh 1203", "753 28", "Uppsala"], O::Under18),
    row(Se, "se-public-body", "162021006883", "En statlig myndighet", ["Box 225", "851 04", "Sundsvall"], O::PublicBody).company(),
    row(Se, "se-register-down", "200001102391", "Ylva Nord", ["Norra vägen 3", "831 40", "Östersund"], O::RegisterDown)
        .also(&[O::RegisterSlow, O::RegisterDropped, O::WrongElement, O::RowMissing]),
    row(Se, "se-lost-alfa", "189001019802", "Elsa Hägg", ["Slottsbacken 8", "553 16", "Jönköping"], O::LostAfterStoring),
    row(Se, "se-lost-beta", "191806602395", "Åke Berglöf", ["Tegelbruket 5", "802 67", "Gävle"], O::LostAfterStoring).beta().also(&[O::SilentAfterStoring]),
    row(Se, "se-silent", "197010632391", "Inga Förnäs", ["Rådhustorget 2", "582 25", "Linköping"], O::Silent).also(&[O::SilentAfterStoring]),
    row(Se, "se-operator-down", "191403742396", "Pär Öman", ["Södra Esplanaden 22", "223 54", "Lund"], O::OperatorDown),
    row(Se, "se-not-delivered", "191401682396", "Siv Källström", ["Bruksgatan 14", "781 72", "Borlänge"], O::NotDelivered).also(&[O::WrongRecipient]),
    row(Se, "se-fault-once", "191711602399", "Bo Älvsjö", ["Fiskargatan 6", "621 57", "Visby"], O::FaultOnce).beta(),
    row(Se, "se-refused", "165568402266", "Avvisande Bolaget AB", ["Industrigatan 40", "212 14", "Malmö"], O::DispatcherRefused).company().also(&[O::SignatureRefused]),
    row(Se, "se-account-missing", "191403702390", "Vera Ångström", ["Parkgatan 19", "411 38", "Göteborg"], O::AccountMissing),
    row(Dk, "dk-registered", "2512489996", "Nørgaard Æbelø", ["Strandvejen 12, 2. tv", "8000", "Aarhus C"], O::Registered),
    row(Dk, "dk-mette", "2211771212", "Mette Hansen", ["Søndergade 3", "6000", "Kolding"], O::Registered),
    row(Dk, "dk-company", "26919991", "Eksempelfirmaet ApS", ["Havnegade 1", "5000", "Odense C"], O::Registered).company(),
    row(Dk, "dk-company-2", "12345678", "Eksempel Kommune", ["Rådhuspladsen 1", "1550", "København V"], O::Registered).company(),
    row(Dk, "dk-company-3", "23456789", "Eksempel Byg ApS", ["Tømmergade 9", "7400", "Herning"], O::Registered).company(),
    row(Dk, "dk-exempt", "2512169996", "Åse Kjær", ["Kirkestræde 8", "4600", "Køge"], O::Exempt),
    row(Dk, "dk-closed", "2911829996", "Bjørn Østergaard", ["Møllevej 27", "9000", "Aalborg"], O::Closed),
    row(Dk, "dk-unknown", "0108589995", "Ukendt Person", ["Ukendtvej 1", "7100", "Vejle"], O::Unknown),
    row(Dk, "dk-contacts-down", "0107729995", "Søren Bæk", ["Bækvej 4", "8800", "Viborg"], O::ContactsDown),
    row(Dk, "dk-lost-stored", "1509819996", "Gitte Løgstrup", ["Fjordgade 16", "9670", "Løgstør"], O::LostStored),
    row(Dk, "dk-lost-unstored", "3103979995", "Rasmus Tårnby", ["Englandsvej 290", "2770", "Kastrup"], O::LostUnstored),
    row(Dk, "dk-invalid", "2509479989", "Kirsten Fejlgaard", ["Fejøvej 2", "4944", "Fejø"], O::Invalid),
    row(Dk, "dk-not-allowed", "0505239996", "Lærke Nielsen", ["Børnehavevej 5", "2860", "Søborg"], O::NotAllowed),
    row(Dk, "dk-double-receipts", "29189420", "Dobbeltby Kommune", ["Torvet 2", "6700", "Esbjerg"], O::DoubleReceipts).company(),
    row(Dk, "dk-busy-once", "55133018", "Travlby Kommune", ["Rådhusgade 3", "8300", "Odder"], O::BusyOnce).company(),
    row(Dk, "dk-unauthorised", "34051178", "En statslig myndighed", ["Landgreven 4", "1301", "København K"], O::Unauthorised).company(),
];

/// All test recipients.
pub fn recipients() -> &'static [TestRecipient] {
    RECIPIENTS
}

/// The recipient with this alias.
pub fn by_alias(alias: &str) -> Option<&'static TestRecipient> {
    RECIPIENTS.iter().find(|recipient| recipient.alias == alias)
}

/// The recipient with this number in its wire form.
pub fn by_number(number: &str) -> Option<&'static TestRecipient> {
    RECIPIENTS.iter().find(|recipient| recipient.number == number)
}

/// The documentation of the table, as Markdown. Only official test numbers appear in it.
pub fn recipients_markdown() -> String {
    let mut out = String::from(
        "# Test recipients of the sandbox\n\n\
         Every number is on an official test list or constructed so that it cannot belong to anybody; names are invented.\n\
         The sandbox plays the outcome in the table. Choose another one by alias, while it runs or at the start:\n\n\
         ```sh\n\
         curl -X PUT http://127.0.0.1:8444/sandbox/recipients/se-declined -d '{\"outcome\":\"reachable\",\"operator\":\"beta\"}'\n\
         brevdue sandbox --faults 'se-declined=reachable,operator.beta.lost=0.1,seed=7'\n\
         ```\n\n\
         Items of `--faults` are separated by commas: `seed=N`, `silence=3s`, `slow=500ms`, `receipt=1s`, an alias (or number) with an\n\
         outcome, or a place with a kind and a probability from 0 to 1. Places: `far`, `operator.alfa`, `operator.beta`, `digital_post`,\n\
         `print`, `kombi`, `sts`. Kinds: `down` (503), `drop` (closed, nothing stored), `lost` (stored, closed without an answer), `silent` (the same after\n\
         a silence), `slow`, `fault` (SOAP fault 5000, HTTP 500, or a token refused), `duplicate` (receipts), `reject` (print, KOMBIT). The same seed and the same\n\
         order of calls give the same run. `GET /sandbox/deliveries` counts what arrived, `DELETE /sandbox/recipients/{alias}` restores.\n",
    );
    for (country, title) in [(Se, "Sweden: Mina meddelanden"), (Dk, "Denmark: Digital Post")] {
        let _ = write!(
            out,
            "\n## {title}\n\n| alias | number | name | outcome | more outcomes by alias |\n|---|---|---|---|---|\n"
        );
        for recipient in RECIPIENTS.iter().filter(|recipient| recipient.country == country) {
            let operator = match (country, recipient.outcome) {
                (Se, O::Reachable | O::LostAfterStoring) => format!(" at {}", recipient.operator.name()),
                _ => String::new(),
            };
            let also =
                recipient.also.iter().map(|o| format!("`{}`", o.code())).collect::<Vec<_>>().join(", ");
            let _ = writeln!(
                out,
                "| `{}` | `{}` | {} | `{}`{operator} | {also} |",
                recipient.alias,
                recipient.number,
                recipient.name,
                recipient.outcome.code()
            );
        }
        out.push_str("\n| outcome | what the national side does | what the gateway should make of it |\n|---|---|---|\n");
        for info in OUTCOMES.iter().filter(|info| info.country == country) {
            let _ = writeln!(out, "| `{}` | {} | {} |", info.code, info.plays, info.expect);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_outcome_has_a_recipient_of_its_country() {
        for info in OUTCOMES {
            assert!(
                RECIPIENTS.iter().any(|r| r.country == info.country
                    && (r.outcome == info.outcome || r.also.contains(&info.outcome))),
                "{} is played by nobody",
                info.code
            );
        }
    }

    #[test]
    fn aliases_and_numbers_are_unique_and_wire_formed() {
        let aliases: HashSet<_> = RECIPIENTS.iter().map(|r| r.alias).collect();
        let numbers: HashSet<_> = RECIPIENTS.iter().map(|r| r.number).collect();
        assert_eq!((aliases.len(), numbers.len()), (RECIPIENTS.len(), RECIPIENTS.len()));
        for r in RECIPIENTS {
            let digits = match (r.country, r.company) {
                (Side::Se, _) => 12,
                (Side::Dk, false) => 10,
                (Side::Dk, true) => 8,
            };
            assert!(r.number.len() == digits && r.number.bytes().all(|b| b.is_ascii_digit()), "{}", r.alias);
            assert!(!format!("{r:?}").contains(r.number));
            assert!(r.alias.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
        }
    }

    #[test]
    fn the_markdown_names_every_outcome() {
        let text = recipients_markdown();
        for info in OUTCOMES {
            assert!(text.contains(&format!("`{}`", info.code)));
        }
    }
}
