//! The forms in which a delivery may come, and where the signed part sits in each (§5.4 step 1).

use crate::message::Version;
use crate::ns::{M1, M2, M3, MESSAGE_V1, S2, S3, SERVICE_V1};
use crate::schema::Type;
use crate::schema::message::{SEALED_V1, SEALED_V2, SEALED_V3, SIGNED_V1, SIGNED_V2, SIGNED_V3};
use crate::soap::{self, AnswerError};
use crate::xml::{Doc, Node, NodeExt as _};

/// Namespace and local name.
pub(crate) type Name = (&'static str, &'static str);

/// One form.
#[derive(Debug)]
pub(crate) struct Form {
    /// Elements from the body element (or the root of a bare document) down to the signed part.
    pub(crate) path: &'static [Name],
    /// The name under which that part was signed.
    pub(crate) signed_as: Name,
    pub(crate) version: Version,
    /// Whether it is sealed, or only signed by the sender.
    pub(crate) sealed: bool,
    pub(crate) schema: &'static Type,
}

const SIGNED: &str = "SignedDelivery";
const SEALED: &str = "SealedDelivery";

macro_rules! form {
    ($path:expr, sealed $ns:expr, $version:ident, $schema:expr) => {
        Form {
            path: $path,
            signed_as: ($ns, SEALED),
            version: Version::$version,
            sealed: true,
            schema: $schema,
        }
    };
    ($path:expr, signed $ns:expr, $version:ident, $schema:expr) => {
        Form {
            path: $path,
            signed_as: ($ns, SIGNED),
            version: Version::$version,
            sealed: false,
            schema: $schema,
        }
    };
}

/// Longer paths stand before their beginnings.
pub(crate) static FORMS: [Form; 15] = [
    form!(DELIVER_SECURE, sealed M3, V3, &SEALED_V3),
    // The inner element alone, as somebody may have cut it out.
    form!(&[(S3, "deliverSecure")], sealed M3, V3, &SEALED_V3),
    form!(DISTRIBUTE_SECURE, signed M3, V3, &SIGNED_V3),
    form!(&[(M3, SEALED)], sealed M3, V3, &SEALED_V3),
    form!(&[(M3, SIGNED)], signed M3, V3, &SIGNED_V3),
    form!(&[(S2, "deliverSecure"), (S2, "deliverSecure")], sealed M2, V2, &SEALED_V2),
    form!(&[(M2, "distributeSecure"), (M2, "signedDelivery")], signed M2, V2, &SIGNED_V2),
    form!(&[(M2, SEALED)], sealed M2, V2, &SEALED_V2),
    form!(&[(M2, SIGNED)], signed M2, V2, &SIGNED_V2),
    form!(&[(SERVICE_V1, "deliverSecure"), ("", "arg0")], sealed M1, V1, &SEALED_V1),
    form!(&[(MESSAGE_V1, "distributeSecure"), ("", "arg0")], signed M1, V1, &SIGNED_V1),
    form!(&[("", "arg0")], sealed M1, V1, &SEALED_V1),
    form!(&[(M1, SEALED)], sealed M1, V1, &SEALED_V1),
    form!(&[(M1, SIGNED)], signed M1, V1, &SIGNED_V1),
    form!(&[(S3, "deliverForward"), (S3, "forwardMessage"), (S3, "OrginalDelivery")], sealed M3, V3, &SEALED_V3),
];

/// A delivery found in a document.
pub(crate) struct Located<'a, 'i> {
    pub(crate) form: &'static Form,
    /// The signed part, under whatever name it has there.
    pub(crate) node: Node<'a, 'i>,
    /// The path from the document's root.
    pub(crate) path: Vec<(&'a str, &'a str)>,
}

/// Finds the one delivery of a document.
pub(crate) fn locate<'a, 'i>(doc: &'a Doc<'i>) -> Result<Located<'a, 'i>, AnswerError> {
    let top = soap::body(doc)?;
    for form in &FORMS {
        match follow(top, form) {
            Follow::Found(node) => {
                let mut path: Vec<_> = node
                    .ancestors()
                    .filter(|step| step.is_element())
                    .map(|step| (step.ns(), step.tag_name().name()))
                    .collect();
                path.reverse();
                return Ok(Located { form, node, path });
            }
            Follow::Doubled(node, local) => {
                let message = format!("{local} stands more than once; one delivery is one call");
                return Err(soap::malformed("E11", node, message));
            }
            Follow::Elsewhere => {}
        }
    }
    Err(AnswerError::WrongElement {
        expected: "SignedDelivery, SealedDelivery or deliverSecure",
        found: crate::mask::mask_numbers(top.tag_name().name()),
    })
}

/// The path of the one form in which an operator is handed deliveries.
pub(crate) const DELIVER_SECURE: &[Name] = &[(S3, "deliverSecure"), (S3, "deliverSecure")];
/// The path of the one form in which a dispatcher is handed deliveries.
pub(crate) const DISTRIBUTE_SECURE: &[Name] = &[(M3, "distributeSecure"), (M3, "signedDelivery")];

enum Follow<'a, 'i> {
    Found(Node<'a, 'i>),
    Doubled(Node<'a, 'i>, &'static str),
    Elsewhere,
}

fn follow<'a, 'i>(top: Node<'a, 'i>, form: &Form) -> Follow<'a, 'i> {
    let Some(((ns, local), rest)) = form.path.split_first() else { return Follow::Elsewhere };
    if !top.is(ns, local) {
        return Follow::Elsewhere;
    }
    let mut node = top;
    for (ns, local) in rest {
        match node.all(ns, local).as_slice() {
            [one] if node.elements().count() == 1 || *local == "OrginalDelivery" => node = *one,
            [] => return Follow::Elsewhere,
            _ => return Follow::Doubled(node, local),
        }
    }
    Follow::Found(node)
}
