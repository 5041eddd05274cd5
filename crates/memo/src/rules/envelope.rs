//! Sections A and B (the envelope, order and cardinality) and O (what must not be rejected).

use super::Rule;
use super::row::{freedom, structure};
use crate::version::Version;

pub(super) const RULES: &[Rule] = &[
    structure(
        "A1",
        "Dokumentet er velformet XML i UTF-8; et BOM tåles.",
        "Dokumentet är välformad XML i UTF-8; ett BOM tolereras.",
        "The document is well-formed XML in UTF-8; a byte-order mark is tolerated.",
    ),
    structure(
        "A2",
        "Dokumentet har ingen DOCTYPE og ingen andre entiteter end de fem foruddefinerede.",
        "Dokumentet har ingen DOCTYPE och inga andra entiteter än de fem fördefinierade.",
        "The document has no document type declaration and no entity other than the five predefined ones.",
    )
    .policy(),
    structure(
        "A3",
        "Rodelementet er Message i navnerummet https://DigitalPost.dk/MeMo-1.",
        "Rotelementet är Message i namnrymden https://DigitalPost.dk/MeMo-1.",
        "The root element is Message in the namespace https://DigitalPost.dk/MeMo-1.",
    ),
    structure(
        "A4",
        "Attributten memoVersion findes og er et decimaltal.",
        "Attributet memoVersion finns och är ett decimaltal.",
        "The attribute memoVersion is present and a decimal.",
    ),
    structure(
        "A5",
        "memoVersion er 1.1 eller 1.2.",
        "memoVersion är 1.1 eller 1.2.",
        "memoVersion is 1.1 or 1.2.",
    ),
    structure(
        "A6",
        "I 1.1 findes attributten memoSchVersion (1.1.0).",
        "I 1.1 finns attributet memoSchVersion (1.1.0).",
        "In 1.1 the attribute memoSchVersion (1.1.0) is present.",
    )
    .only(Version::V1_1),
    structure(
        "A7",
        "I 1.2 findes attributten memoSchVersion ikke.",
        "I 1.2 finns inte attributet memoSchVersion.",
        "In 1.2 the attribute memoSchVersion is absent.",
    )
    .only(Version::V1_2),
    structure(
        "A8",
        "Der er ingen elementer, attributter eller tekster uden for modellen.",
        "Det finns inga element, attribut eller texter utanför modellen.",
        "There is no element, attribute or text outside the model.",
    ),
    structure(
        "A9",
        "Elementer skrives med modellens faste præfikser, som SF1601 kræver.",
        "Element skrivs med modellens fasta prefix, vilket SF1601 kräver.",
        "Elements carry the model's fixed prefixes, as SF1601 asks for.",
    )
    .policy()
    .sending()
    .mild(),
    structure(
        "A10",
        "Elementer har ingen attributter fra XML Schema Instance, såsom xsi:schemaLocation.",
        "Element har inga attribut från XML Schema Instance, såsom xsi:schemaLocation.",
        "Elements have no attributes of XML Schema Instance such as xsi:schemaLocation.",
    )
    .policy()
    .sending()
    .mild(),
    structure(
        "B1",
        "Elementerne står i modellens rækkefølge.",
        "Elementen står i modellens ordning.",
        "Elements stand in the order of the model.",
    ),
    structure(
        "B2",
        "Elementer forekommer så ofte, som modellen tillader, og står ikke tomme.",
        "Element förekommer så ofta som modellen tillåter och står inte tomma.",
        "Elements occur as often as the model allows and are not left empty.",
    ),
    structure(
        "B3",
        "Hver klasse står i sit eget navnerum, fx grd:CPRdata.",
        "Varje klass står i sin egen namnrymd, t.ex. grd:CPRdata.",
        "Every class stands in its own namespace, for example grd:CPRdata.",
    ),
];

pub(super) const FREEDOMS: &[Rule] = &[
    freedom(
        "O1",
        "Særhederne i de officielle eksempler afvises ikke.",
        "Egenheterna i de officiella exemplen avvisas inte.",
        "The oddities of the official examples are not rejected.",
    ),
    freedom(
        "O2",
        "UUID med store bogstaver afvises ikke.",
        "UUID med versaler avvisas inte.",
        "An upper-case UUID is not rejected.",
    ),
    freedom(
        "O3",
        "Booleske værdier skrevet 0 og 1 afvises ikke.",
        "Booleska värden skrivna 0 och 1 avvisas inte.",
        "Booleans written 0 and 1 are not rejected.",
    ),
    freedom(
        "O4",
        "Tidspunkter med brøkdele af sekunder afvises ikke.",
        "Tidpunkter med bråkdelar av sekunder avvisas inte.",
        "Times with fractions of a second are not rejected.",
    ),
    freedom(
        "O5",
        "Tekst med alle Unicode-tegn, også linjeskift, afvises ikke.",
        "Text med alla Unicode-tecken, även radbrytningar, avvisas inte.",
        "Text with any Unicode character, line breaks included, is not rejected.",
    ),
    freedom(
        "O6",
        "Base64 med linjeskift afvises ikke.",
        "Base64 med radbrytningar avvisas inte.",
        "Base64 with line breaks is not rejected.",
    ),
    freedom(
        "O7",
        "Valget af præfikser i indgående meddelelser er frit.",
        "Valet av prefix i inkommande meddelanden är fritt.",
        "The choice of prefixes in incoming messages is free.",
    ),
    freedom(
        "O8",
        "Ukendte værdier af actionCode, postType og idType i indgående meddelelser gemmes, markeres og leveres.",
        "Okända värden på actionCode, postType och idType i inkommande meddelanden sparas, markeras och levereras.",
        "Unknown values of actionCode, postType and idType in incoming messages are stored, flagged and delivered.",
    ),
];
