//! The letters of the demonstration, and the end that each of them must come to.

use catalogue::{Code, Language};
use letter::{ChannelKind, StateName};

/// How a letter of the demonstration must end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// Refused at the door, with this code; nothing is stored.
    Refused(Code),
    /// Comes to this state by this channel, for this reason.
    At(StateName, Option<ChannelKind>, Code),
    /// Delivered after it was in doubt: by a receipt, a safe repeat or a person.
    AfterDoubt(ChannelKind),
}

/// One letter.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Case {
    /// What it shows.
    pub(crate) title: &'static str,
    /// Alias of the test recipient in the sandbox.
    pub(crate) alias: &'static str,
    /// Letter type of the demonstration's configuration.
    pub(crate) letter_type: &'static str,
    /// Title of the letter.
    pub(crate) subject: &'static str,
    /// Text of the document, or of the message where there is none.
    pub(crate) body: &'static str,
    /// What is enclosed.
    pub(crate) enclosed: Enclosed,
    /// Business fields that its type uses; `YEAR` stands for the next year.
    pub(crate) data: &'static [(&'static str, &'static str)],
    /// Expected end.
    pub(crate) end: End,
}

/// What comes with a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Enclosed {
    /// A real PDF letter.
    Pdf,
    /// A text file with the name of a PDF.
    NotPdf,
    /// Nothing: a short text message.
    Nothing,
}

impl Case {
    /// Language of the letter: that of its recipient's country.
    pub(crate) fn language(&self) -> Language {
        if self.alias.starts_with("dk-") { Language::Da } else { Language::Sv }
    }
}

const DELIVERED: StateName = StateName::Delivered;
const DIGITAL_POST: Option<ChannelKind> = Some(ChannelKind::DigitalPost);
const KOMBI: Option<ChannelKind> = Some(ChannelKind::Kombi);
const MINA: Option<ChannelKind> = Some(ChannelKind::MinaMeddelanden);
const PRINT: Option<ChannelKind> = Some(ChannelKind::Print);
const DESK: Option<ChannelKind> = Some(ChannelKind::Desk);

const fn case(
    title: &'static str,
    alias: &'static str,
    letter_type: &'static str,
    subject: &'static str,
    body: &'static str,
    end: End,
) -> Case {
    Case { title, alias, letter_type, subject, body, enclosed: Enclosed::Pdf, data: &[], end }
}

const PLADS: &str = "Kære forælder\n\nJeres barn har fået plads i Børnehaven Æblegården fra den 1. august.\n\nI skal ikke gøre mere. Vil I ikke have pladsen, så sig til inden 14 dage.";
const AFGOERELSE: &str = "Kære borger\n\nDu får boligstøtte fra den 1. i næste måned. Beløbet står i din postkasse på borgerportalen.\n\nDu kan klage inden fire uger: skriv til kommunen.";
const BESLUT: &str = "Hej!\n\nDu har fått en plats på förskolan Ängslyckan från den 15 augusti.\n\nDu behöver inte göra något mer. Vill du tacka nej, hör av dig inom 14 dagar.\n\nSå överklagar du: skriv till kommunen inom tre veckor.";

/// All letters, in the order in which they are handed in.
pub(crate) const CASES: &[Case] = &[
    case(
        "Danish citizen",
        "dk-registered",
        "pladsanvisning",
        "Plads i børnehave til Emil",
        PLADS,
        End::At(DELIVERED, DIGITAL_POST, Code::MailboxOpen),
    ),
    case(
        "Danish company",
        "dk-company",
        "partshoering",
        "Partshøring om affaldsgebyr",
        "Til Eksempelfirmaet ApS\n\nVi har målt jeres affaldsmængde på ny og foreslår et lavere gebyr.\n\nHar I bemærkninger, så skriv inden tre uger.",
        End::At(DELIVERED, DIGITAL_POST, Code::MailboxOpen),
    ),
    Case {
        enclosed: Enclosed::Nothing,
        ..case(
            "Exempt, but with NemSMS: reminder",
            "dk-exempt",
            "sms",
            "Husk din aftale",
            "Husk din tid i borgerservice i morgen kl. 9. Ring, hvis du ikke kan komme.",
            End::At(DELIVERED, DIGITAL_POST, Code::NemSmsOpen),
        )
    },
    case(
        "By KOMBIT: Danish citizen",
        "dk-mette",
        "afgoerelse",
        "Afgørelse om boligstøtte",
        AFGOERELSE,
        End::At(DELIVERED, KOMBI, Code::MailboxOpen),
    ),
    case(
        "By KOMBIT: exempt, the platform prints",
        "dk-exempt",
        "afgoerelse",
        "Afgørelse om boligstøtte til Åse",
        AFGOERELSE,
        End::At(DELIVERED, PRINT, Code::NoOpenMailbox),
    ),
    case(
        "By KOMBIT: paper by letter type",
        "dk-closed",
        "papirafgoerelse",
        "Afgørelse om begravelseshjælp",
        "Til boet efter Bjørn Østergaard\n\nBoet får begravelseshjælp.",
        End::At(DELIVERED, PRINT, Code::PaperOnly),
    ),
    Case {
        enclosed: Enclosed::Nothing,
        ..case(
            "By KOMBIT: reminder by NemSMS",
            "dk-registered",
            "aftalesms",
            "Husk din aftale",
            "Husk din samtale på Travlby Rådhus på fredag kl. 13.",
            End::At(DELIVERED, KOMBI, Code::NemSmsOpen),
        )
    },
    case(
        "By KOMBIT: answer lost, receipt tells",
        "dk-lost-stored",
        "afgoerelse",
        "Afgørelse om flytning",
        AFGOERELSE,
        End::AfterDoubt(ChannelKind::Kombi),
    ),
    case(
        "Decision with appeal deadline",
        "dk-mette",
        "boligstoette",
        "Afgørelse om boligstøtte",
        "Kære Mette\n\nDu får boligstøtte fra den 1. i næste måned.\n\nDu kan klage over afgørelsen inden fire uger.",
        End::At(DELIVERED, DIGITAL_POST, Code::MailboxOpen),
    ),
    Case {
        data: &[
            ("meeting.about", "din jobplan"),
            ("meeting.from", "YEAR-03-04T10:00"),
            ("meeting.until", "YEAR-03-04T10:45"),
            ("meeting.place", "Jobcenter Eksempel, Torvet 1, lokale 2"),
        ],
        ..case(
            "Appointment for the calendar",
            "dk-mette",
            "indkaldelse",
            "Indkaldelse til møde",
            "Kære Mette\n\nVi inviterer dig til et møde om din jobplan i Jobcenter Eksempel, Torvet 1, lokale 2.\n\nTag dit CV med.",
            End::At(DELIVERED, DIGITAL_POST, Code::MailboxOpen),
        )
    },
    Case {
        data: &[
            ("amount", "2450.00"),
            ("due", "YEAR-02-01"),
            ("payment_reference", "+71<000000000012345+12345678<"),
        ],
        ..case(
            "Payment with due date",
            "dk-mette",
            "opkraevning",
            "Opkrævning for dagtilbud",
            "Kære Mette\n\nBetaling for dagtilbud i januar er 2.450,00 kr.\n\nBetal digitalt med knappen i dit brev.",
            End::At(DELIVERED, DIGITAL_POST, Code::MailboxOpen),
        )
    },
    case(
        "Swedish citizen, operator A",
        "se-reachable-alfa",
        "beslut",
        "Beslut om förskoleplats",
        BESLUT,
        End::At(DELIVERED, MINA, Code::MailboxOpen),
    ),
    Case {
        data: &[
            ("meeting.from", "YEAR-03-04T10:00"),
            ("meeting.until", "YEAR-03-04T11:00"),
            ("meeting.place", "Stadshuset, plan 2"),
        ],
        ..case(
            "Swedish citizen, operator B",
            "se-reachable-beta",
            "kallelse",
            "Kallelse till möte om färdtjänst",
            "Hej!\n\nDu är välkommen till ett möte om färdtjänst på Stadshuset, plan 2.\n\nTa med din e-legitimation.",
            End::At(DELIVERED, MINA, Code::MailboxOpen),
        )
    },
    case(
        "Swedish company",
        "se-company",
        "beslut",
        "Beslut om bygglov för förråd",
        "Till Exempelbolaget AB\n\nNi får bygglov för ett förråd på fastigheten Ån 3:14.\n\nStarta inte förrän ni fått startbesked.",
        End::At(DELIVERED, MINA, Code::MailboxOpen),
    ),
    case(
        "Exempt from Digital Post: paper",
        "dk-exempt",
        "pladsanvisning",
        "Plads i børnehave til Åse",
        PLADS,
        End::At(DELIVERED, PRINT, Code::Exempt),
    ),
    case(
        "No Swedish mailbox: paper",
        "se-not-registered",
        "beslut",
        "Beslut om hemtjänst",
        "Hej!\n\nDu har rätt till hemtjänst två gånger i veckan från och med måndag.\n\nHar du frågor, ring kontaktcenter.",
        End::At(DELIVERED, PRINT, Code::NotRegistered),
    ),
    case(
        "Paper by letter type",
        "dk-mette",
        "papirbrev",
        "Pas og kørekort",
        "Kære borger\n\nDit kørekort ligger klar i borgerservice. Tag dit gamle kort med.",
        End::At(DELIVERED, PRINT, Code::PaperOnly),
    ),
    case(
        "Declined this sender: desk",
        "se-declined",
        "kallelse",
        "Kallelse till uppföljning",
        "Hej!\n\nDu är kallad till ett uppföljningsmöte den 3 december kl. 13.",
        End::At(StateName::NeedsAttention, DESK, Code::SenderNotAccepted),
    ),
    case(
        "Protected identity: desk",
        "se-protected",
        "beslut",
        "Beslut om kontaktperson",
        "Hej!\n\nDu får en kontaktperson från och med nästa vecka.",
        End::At(StateName::NeedsAttention, DESK, Code::ProtectedIdentity),
    ),
    case(
        "Reminder without mailbox: dropped",
        "se-pending",
        "paminnelse",
        "Påminnelse om bokad tid",
        "Kom ihåg din bokade tid på måndag.",
        End::At(StateName::Cancelled, Some(ChannelKind::None), Code::AccountPending),
    ),
    case(
        "Class 4: refused",
        "dk-registered",
        "boernesag",
        "Børnesag",
        "Må ikke sendes.",
        End::Refused(Code::ProtectionClassRefused),
    ),
    Case {
        enclosed: Enclosed::NotPdf,
        ..case(
            "Not a PDF: refused",
            "se-reachable-alfa",
            "beslut",
            "Beslut",
            "",
            End::Refused(Code::DocumentNotPdf),
        )
    },
    case(
        "Danish register down: waits",
        "dk-contacts-down",
        "pladsanvisning",
        "Plads i børnehave til Søren",
        PLADS,
        End::At(StateName::Accepted, None, Code::RegisterUnavailable),
    ),
    case(
        "Swedish register down: waits",
        "se-register-down",
        "beslut",
        "Beslut om skolskjuts",
        "Hej!\n\nDitt barn får skolskjuts från och med höstterminen.",
        End::At(StateName::Accepted, None, Code::RegisterUnavailable),
    ),
    case(
        "Operator down: waits",
        "se-operator-down",
        "beslut",
        "Beslut om parkeringstillstånd",
        "Hej!\n\nDu får parkeringstillstånd för rörelsehindrade.",
        End::At(StateName::Routed, MINA, Code::OperatorUnavailable),
    ),
    case(
        "Danish answer lost: receipt tells",
        "dk-lost-stored",
        "pladsanvisning",
        "Plads i børnehave til Gitte",
        PLADS,
        End::AfterDoubt(ChannelKind::DigitalPost),
    ),
    case(
        "Swedish answer lost: safe repeat",
        "se-lost-alfa",
        "beslut",
        "Beslut om bostadsanpassning",
        "Hej!\n\nDu får bidrag till en ramp vid entrén.",
        End::AfterDoubt(ChannelKind::MinaMeddelanden),
    ),
    case(
        "Swedish answer lost: person asks",
        "se-lost-beta",
        "beslut",
        "Beslut om stöd i hemmet",
        "Hej!\n\nDu får stöd i hemmet tre timmar i veckan.",
        End::AfterDoubt(ChannelKind::MinaMeddelanden),
    ),
    case(
        "Digital Post says no: person",
        "dk-not-allowed",
        "pladsanvisning",
        "Plads i børnehave til Lærke",
        PLADS,
        End::At(StateName::NeedsAttention, DIGITAL_POST, Code::SendingNotAllowed),
    ),
    case(
        "Digital Post busy once",
        "dk-busy-once",
        "partshoering",
        "Partshøring om vejbidrag",
        "Til kommunen\n\nVi foreslår en ny fordeling af vejbidraget.",
        End::At(DELIVERED, DIGITAL_POST, Code::MailboxOpen),
    ),
];
