//! One element of a larger document as a document of its own (E10).

use std::borrow::Cow;

use crate::escape;
use crate::fault::XmlError;
use crate::limits::Limits;
use crate::render::{Rename, Renderer, Style};
use crate::scan::{Scanner, Token};
use crate::scope::{Scope, XML_NAMESPACE};

/// Why an element cannot be cut out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StandAloneError {
    /// The surrounding document is not acceptable XML (E19).
    #[error(transparent)]
    Xml(#[from] XmlError),
    /// No element stands at the path (E11).
    #[error("the element looked for is not in the document")]
    NotFound,
    /// More than one element stands at the path: which one was meant cannot be told (E11).
    #[error("the element looked for is in the document more than once")]
    Ambiguous,
    /// An attribute has a prefix, so the element has no form without prefixes (E3).
    #[error("an attribute in another namespace cannot be written without a prefix: remove it")]
    PrefixedAttribute,
}

impl StandAloneError {
    /// The rule that is broken.
    pub fn rule(&self) -> &'static str {
        match self {
            StandAloneError::Xml(error) => error.rule(),
            StandAloneError::NotFound | StandAloneError::Ambiguous => "E11",
            StandAloneError::PrefixedAttribute => "E3",
        }
    }
}

/// Cuts out the one element at `path` and writes it without prefixes.
///
/// `path` gives namespace and local name of each element from the root down to the one wanted. The result is
/// in canonical form: every element declares its namespace as default where it differs from its parent's,
/// nothing else is declared, comments are gone, text is unchanged. `rename_root` gives the element another
/// name (namespace, local name), as transport of a sealed delivery demands.
///
/// # Errors
/// See [`StandAloneError`]; the whole document is read and checked, not only the part up to the element.
pub fn stand_alone(
    document: &[u8],
    path: &[(&str, &str)],
    rename_root: Option<(&str, &str)>,
    limits: &Limits,
) -> Result<Vec<u8>, StandAloneError> {
    let path: Vec<(Cow<'_, [u8]>, &str)> =
        path.iter().map(|(ns, local)| (escape::attribute_value(ns), *local)).collect();
    let name = rename_root.map(|(ns, local)| (escape::attribute_value(ns), local));
    let rename = name.as_ref().map(|(namespace, local)| Rename { namespace, local });
    let mut out = Vec::with_capacity(document.len());
    let mut scanner = Scanner::new(document, limits, Scope::default())?;
    let mut renderer = Renderer::new(document, Style::Prefixless, &mut out).rename(rename);
    let mut found = false;
    let mut inside = false;
    // How many of the open elements, counted from the root, lie on the path.
    let mut matched = 0;
    while let Some(token) = scanner.next()? {
        let depth = scanner.depth();
        if let Token::Start { name, .. } = &token
            && !inside
            && matched + 1 == depth
            && path.get(matched).is_some_and(|(ns, local)| {
                *local == name.local && scanner.scope.resolve(name.prefix).is_some_and(|n| n == *ns)
            })
        {
            matched = depth;
            if matched == path.len() {
                if std::mem::replace(&mut found, true) {
                    return Err(StandAloneError::Ambiguous);
                }
                inside = true;
            }
        }
        if inside {
            if matches!(token, Token::Start { .. }) && scanner.attributes.iter().any(foreign) {
                return Err(StandAloneError::PrefixedAttribute);
            }
            renderer.token(&scanner, &token);
        }
        if matches!(token, Token::End { .. }) && depth == matched {
            matched = depth - 1;
            inside = false;
        }
    }
    renderer.finish();
    if found { Ok(out) } else { Err(StandAloneError::NotFound) }
}

fn foreign(attribute: &crate::tag::Attribute<'_>) -> bool {
    !attribute.namespace.is_empty() && *attribute.namespace != *XML_NAMESPACE
}
