//! Name constraints of issuers (RFC 5280, 4.2.1.10) over names and DNS names. A certificate with a name of another
//! kind that is constrained is refused: better a refusal than an unchecked name.

use std::mem::discriminant;

use x509_parser::extensions::{GeneralName, GeneralSubtree, NameConstraints};
use x509_parser::prelude::{X509Certificate, X509Name};

/// Whether every name of `certificate` is one its issuer may vouch for.
pub(crate) fn allow(constraints: &NameConstraints<'_>, certificate: &X509Certificate<'_>) -> bool {
    let Ok(alternative) = certificate.subject_alternative_name() else { return false };
    let alternative = alternative.map(|names| names.value.general_names.as_slice()).unwrap_or_default();
    let subject = GeneralName::DirectoryName(certificate.subject().clone());
    let has_subject = certificate.subject().iter_rdn().next().is_some();
    let names = alternative.iter().chain(has_subject.then_some(&subject));
    let permitted = constraints.permitted_subtrees.as_deref().unwrap_or_default();
    let excluded = constraints.excluded_subtrees.as_deref().unwrap_or_default();
    names.into_iter().all(|name| {
        let kin = |tree: &&GeneralSubtree<'_>| discriminant(&tree.base) == discriminant(name);
        let mut bounds = permitted.iter().filter(kin).peekable();
        let inside = bounds.peek().is_none() || bounds.any(|tree| within(name, &tree.base) == Some(true));
        inside && excluded.iter().filter(kin).all(|tree| within(name, &tree.base) == Some(false))
    })
}

/// `None`: a kind of name that is not judged.
fn within(name: &GeneralName<'_>, base: &GeneralName<'_>) -> Option<bool> {
    match (name, base) {
        (GeneralName::DirectoryName(name), GeneralName::DirectoryName(base)) => Some(begins(name, base)),
        (GeneralName::DNSName(name), GeneralName::DNSName(base)) => {
            let (name, base) = (name.to_ascii_lowercase(), base.to_ascii_lowercase());
            let base = base.trim_start_matches('.');
            let below = name.strip_suffix(base).is_some_and(|head| head.is_empty() || head.ends_with('.'));
            Some(base.is_empty() || below)
        }
        _ => None,
    }
}

/// Whether the first components of `name` are those of `base`.
fn begins(name: &X509Name<'_>, base: &X509Name<'_>) -> bool {
    let mut components = name.iter_rdn();
    base.iter_rdn().all(|wanted| {
        components.next().is_some_and(|found| {
            found.iter().count() == wanted.iter().count()
                && wanted.iter().all(|w| {
                    found.iter().any(|f| {
                        let text = |a: &x509_parser::x509::AttributeTypeAndValue<'_>| {
                            a.as_str().ok().map(|text| text.trim().to_lowercase())
                        };
                        let same = match (text(f), text(w)) {
                            (Some(f), Some(w)) => f == w,
                            _ => f.attr_value() == w.attr_value(),
                        };
                        f.attr_type() == w.attr_type() && same
                    })
                })
        })
    })
}
