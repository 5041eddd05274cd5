//! The switch, letter types, and keeping house.

use super::operation::{Access, Content, Operation, Param};
use crate::access::Right;
use catalogue::Code;

const ASK: Access = Access::Rights(&[Right::Read, Right::Send]);
const FIGURES: Access = Access::Rights(&[Right::Figures]);
const OPERATE: Access = Access::Rights(&[Right::Operate]);
const SEE_TYPES: Access = Access::Rights(&[Right::SeeTypes]);
const EDIT_TYPES: Access = Access::Rights(&[Right::EditTypes]);
const TYPES: &str = "Letter types";
const HOUSE: &str = "Keeping house";
const CODE: Param = Param::path("code", "TypeCode", "The type's code.");

pub(super) const OPERATIONS: &[Operation] = &[
    Operation {
        method: "post",
        path: "/v1/reachability",
        name: "askReachability",
        group: "The channel switch",
        what: "Ask where letters would go now",
        more: "Answers in the order of the question: yes, no, or unknown, with channel and reason.",
        access: ASK,
        params: &[],
        body: &[Content::Json("Question")],
        answer: (200, Content::Json("Reachability")),
        problems: &[
            Code::FieldUnknown,
            Code::TooManyRecipients,
            Code::RecipientMalformed,
            Code::SenderNotAllowed,
        ],
    },
    Operation {
        method: "get",
        path: "/v1/quality",
        name: "getQuality",
        group: HOUSE,
        what: "What the calling system should mend in its own data",
        more: "Of the last thirty days: why its letters were refused and how often, whose address was wrong, and what \
               the letter types lack that it uses.",
        access: ASK,
        params: &[],
        body: &[],
        answer: (200, Content::Json("Quality")),
        problems: &[Code::NotReady],
    },
    Operation {
        method: "get",
        path: "/v1/letter-types",
        name: "listLetterTypes",
        group: TYPES,
        what: "The types that this key may use",
        more: "",
        access: SEE_TYPES,
        params: &[],
        body: &[],
        answer: (200, Content::Json("LetterTypes")),
        problems: &[],
    },
    Operation {
        method: "get",
        path: "/v1/letter-types/{code}",
        name: "getLetterType",
        group: TYPES,
        what: "One type in full",
        more: "Its definition, the business fields that its letters want, how complete it is, its versions.",
        access: SEE_TYPES,
        params: &[CODE, Param::query("version", "Version", "Another version than the current one.")],
        body: &[],
        answer: (200, Content::Json("LetterType")),
        problems: &[Code::LetterTypeNotFound],
    },
    Operation {
        method: "put",
        path: "/v1/letter-types/{code}",
        name: "importLetterType",
        group: TYPES,
        what: "Import a type as the newest version of its code",
        more: "What is equal to the newest version makes none. A code of the configuration file is refused.",
        access: EDIT_TYPES,
        params: &[
            CODE,
            Param::query("state", "TypeState", "The state of the new version; a draft when absent."),
            Param::query("dry_run", "Truth", "Only judge, import nothing."),
        ],
        body: &[Content::Json("LetterTypeDefinition")],
        answer: (200, Content::Json("TypeVersion")),
        problems: &[Code::LetterTypeInvalid, Code::LetterTypeInFile, Code::SenderNotAllowed],
    },
    Operation {
        method: "put",
        path: "/v1/letter-types/{code}/state",
        name: "setLetterTypeState",
        group: TYPES,
        what: "Set the state of a version",
        more: "One version is active; the newest is meant when none is named.",
        access: EDIT_TYPES,
        params: &[CODE],
        body: &[Content::Json("NewTypeState")],
        answer: (200, Content::Json("TypeVersion")),
        problems: &[Code::LetterTypeNotFound, Code::LetterTypeInvalid, Code::LetterTypeInFile],
    },
    Operation {
        method: "get",
        path: "/v1/balance",
        name: "getBalance",
        group: HOUSE,
        what: "The balance sheet",
        more: "Every accepted letter is somewhere, and index, events and receipts agree where.",
        access: FIGURES,
        params: &[
            Param::query("from", "Time", "Letters accepted at this time or later."),
            Param::query("to", "Time", "Letters accepted before this time."),
            Param::query("by", "BalanceBy", "What the lines tell apart."),
            Param::query(
                "full",
                "Truth",
                "Compare every letter, not only those that moved since the last sheet.",
            ),
        ],
        body: &[],
        answer: (200, Content::Json("Balance")),
        problems: &[],
    },
    Operation {
        method: "get",
        path: "/v1/doctor",
        name: "getDiagnosis",
        group: HOUSE,
        what: "The state of the installation, finding by finding",
        more: "",
        access: OPERATE,
        params: &[],
        body: &[],
        answer: (200, Content::Json("Diagnosis")),
        problems: &[],
    },
    Operation {
        method: "post",
        path: "/v1/sweep",
        name: "sweep",
        group: HOUSE,
        what: "Look at every letter that is not at its end, now",
        more: "What can safely be put right is put right; nothing is sent.",
        access: OPERATE,
        params: &[Param::query("full", "Truth", "Look at all letters.")],
        body: &[],
        answer: (200, Content::Json("Sweep")),
        problems: &[],
    },
];
