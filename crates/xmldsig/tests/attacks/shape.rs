//! Where the signature stands, what it speaks of, and what looks like it.

use super::common::{LETTER, signed_letter};
use super::tools::*;

#[test]
fn the_eight_wrappings() {
    for id in [false, true] {
        let Pieces { signed, plain, signature, forged } = pieces(id);
        // By Id the wrapped original keeps it, and the forged root has another, the same, or none.
        let other = forged.replace("Id=\"a1\"", "Id=\"a2\"");
        let none = forged.replace(" Id=\"a1\"", "");
        for forged in [&forged, &other, &none] {
            let same_id = forged.contains("\"a1\"");
            let digest = if id && !same_id { "reference_uri" } else { "digest" };
            let holding_forged = with_object(&signature, forged);
            let holding_plain = with_object(&signature, &plain);
            all_refused(&[
                // 1: the signature enveloping the original, in a forged root.
                ("xsw1", inside(forged, &holding_plain), "shape"),
                // 2: the original detached beside the signature.
                ("xsw2", inside(forged, &format!("{plain}{signature}")), digest),
                // 3: the forged element before the signed one, which keeps its signature.
                ("xsw3", format!("<Envelope>{forged}{signed}</Envelope>"), "no_signature"),
                ("xsw3 in the root", inside(forged, &signed), "no_signature"),
                // 4: the signed one inside the forged one.
                ("xsw4", forged.replace("<Delivery>", &format!("<Delivery>{signed}")), "no_signature"),
                // 5: the forged content keeps the signature, the original is appended.
                ("xsw5", inside(&inside(forged, &signature), &plain), "signature_not_last"),
                ("xsw5 before", inside(&inside(forged, &plain), &signature), digest),
                // 6: the original inside the signature inside the forged root.
                (
                    "xsw6",
                    inside(forged, &signature.replace("</KeyInfo>", &format!("{plain}</KeyInfo>"))),
                    digest,
                ),
                // 7: the forged one in an extension before the original.
                (
                    "xsw7",
                    format!("<Envelope><Extensions>{forged}</Extensions>{signed}</Envelope>"),
                    "no_signature",
                ),
                (
                    "xsw7 in the root",
                    inside(&inside(forged, &format!("<Extensions>{plain}</Extensions>")), &signature),
                    digest,
                ),
                // 8: the original in an Object of the signature of the forged one, and the other way round.
                (
                    "xsw8",
                    inside(
                        forged,
                        &signature.replace("<SignedInfo>", &format!("<Object>{plain}</Object><SignedInfo>")),
                    ),
                    "shape",
                ),
                ("xsw8 turned", inside(&plain, &holding_forged), "shape"),
            ]);
        }
    }
}

#[test]
fn duplicate_ids() {
    let Pieces { signed, plain, signature, forged } = pieces(true);
    let unsigned_inner = plain.replace("SignedDelivery", "x");
    all_refused(&[
        ("the id again inside", signed.replace("<Delivery>", "<Delivery Id=\"a1\">"), "digest"),
        (
            "the id on the signature",
            signed.replacen(" Id=\"a1\"", "", 1).replace("<Signature ", "<Signature Id=\"a1\" "),
            "reference_uri",
        ),
        ("the id twice on the root", signed.replacen("Id=\"a1\"", "Id=\"a1\" Id=\"a1\"", 1), "xml"),
        ("id and ID", signed.replacen("Id=\"a1\"", "ID=\"a1\"", 1), "reference_uri"),
        (
            "the id in another namespace",
            signed.replacen("Id=\"a1\"", "xmlns:u=\"urn:wsu\" u:Id=\"a1\"", 1),
            "reference_uri",
        ),
        (
            "the id in the content",
            inside(&inside(&forged.replace("a1", "a2"), &unsigned_inner), &signature),
            "reference_uri",
        ),
        ("both", inside(&inside(&forged, &unsigned_inner), &signature), "digest"),
    ]);
    // On the signature besides: it is not what is signed, and changes nothing.
    let besides = signed.replace("<Signature ", "<Signature Id=\"a1\" ");
    assert_eq!(outcome(&besides), outcome(&signed));
}

#[test]
fn comments_hide_nothing() {
    let signed = signed_letter();
    let original = outcome(&signed).unwrap();
    let number = "192705178354";
    // A reader that takes the first text node would read half; what the verifier hands out has no comments.
    for comment in ["<!-- -->", "<!---->", "<!-- </Recipient> -->"] {
        let split = signed.replace(number, &format!("1927{comment}05178354"));
        assert_ne!(split, signed);
        assert_eq!(outcome(&split).as_ref(), Ok(&original), "{comment}");
    }
    assert!(original.contains(number));
    // In what is read from the signature itself.
    let digest = between(&signed, "<DigestValue>", "</DigestValue>").to_owned();
    let commented = digest.replace("</", "<!-- x --></");
    assert_eq!(outcome(&signed.replace(&digest, &commented)).as_ref(), Ok(&original));
    all_refused(&[
        (
            "a signature in a comment",
            {
                let signature = between(&signed, "<Signature ", "</Signature>");
                signed.replace(signature, &format!("<!--{signature}-->"))
            },
            "no_signature",
        ),
        ("instructions change what is signed", signed.replace("<Delivery>", "<Delivery><?x y?>"), "digest"),
        ("a comment that does not end", signed.replace("<Delivery>", "<Delivery><!-- "), "xml"),
        ("two dashes in a comment", signed.replace("<Delivery>", "<Delivery><!-- -- -->"), "xml"),
    ]);
    // A CDATA section is text and nothing else.
    let subject = between(&signed, "<Subject>", "</Subject>").to_owned();
    let cdata = "<Subject><![CDATA[Beslut & \"villkor\" <å>]]></Subject>";
    assert_eq!(outcome(&signed.replace(&subject, cdata)).as_ref(), Ok(&original));
}

#[test]
fn names_that_look_alike() {
    let Pieces { signed, signature, .. } = pieces(false);
    let instead = |new: &str| signed.replace(&signature, new);
    all_refused(&[
        (
            "another namespace",
            instead(&signature.replacen(DS, "http://www.w3.org/2000/09/xmldsig", 1)),
            "no_signature",
        ),
        (
            "no namespace",
            instead(&signature.replacen(&format!("xmlns=\"{DS}\""), "xmlns=\"\"", 1)),
            "no_signature",
        ),
        (
            "other letters",
            instead(&signature.replace("<Signature ", "<signature ").replace("</Signature>", "</signature>")),
            "no_signature",
        ),
        (
            "a prefix without declaration",
            instead(
                &signature
                    .replace("<Signature ", "<ds:Signature ")
                    .replace("</Signature>", "</ds:Signature>"),
            ),
            "xml",
        ),
        (
            "a part of it in another namespace",
            instead(&signature.replace("<Reference ", "<Reference xmlns=\"urn:x\" ")),
            "shape",
        ),
        ("text between its parts", instead(&signature.replace("<SignedInfo>", "x<SignedInfo>")), "shape"),
        (
            "an unknown attribute",
            instead(&signature.replace("<SignatureValue>", "<SignatureValue Encoding=\"x\">")),
            "signature_value",
        ),
        (
            "a document type",
            format!("<!DOCTYPE SignedDelivery [<!ATTLIST x Id ID #IMPLIED>]>{signed}"),
            "xml",
        ),
        (
            "utf-16",
            signed.replace("<SignedDelivery ", "<?xml version=\"1.0\" encoding=\"utf-16\"?><SignedDelivery "),
            "xml",
        ),
        ("nothing", String::new(), "xml"),
    ]);
    // The namespace by a character reference is the same namespace.
    let spelt = instead(&signature.replacen("xmldsig#", "xmldsi&#103;#", 1));
    assert_eq!(outcome(&spelt), outcome(&signed));
    // A prefix is a spelling too, where the signer signed it so.
    let prefixed = format!("<ds:Signature xmlns:ds=\"{DS}\"/>");
    assert_eq!(outcome(&inside(LETTER, &prefixed)), Err("shape"));
}
