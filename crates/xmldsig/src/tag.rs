//! Names and attributes of one start tag.

use std::borrow::Cow;

use crate::chars::{forbidden, is_ncname, is_space};
use crate::escape;
use crate::fault::XmlFault;

/// A qualified name as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct QName<'a> {
    pub(crate) prefix: &'a str,
    pub(crate) local: &'a str,
}

impl<'a> QName<'a> {
    pub(crate) fn parse(name: &'a str) -> Result<Self, XmlFault> {
        let (prefix, local) = match name.split_once(':') {
            None => ("", name),
            Some((prefix, local)) if is_ncname(prefix) => (prefix, local),
            Some(_) => return Err(XmlFault::Name),
        };
        if is_ncname(local) { Ok(QName { prefix, local }) } else { Err(XmlFault::Name) }
    }
}

/// An attribute that is not a namespace declaration. Values are kept in canonical form.
#[derive(Debug, Clone)]
pub(crate) struct Attribute<'a> {
    pub(crate) name: QName<'a>,
    /// Empty for attributes without prefix.
    pub(crate) namespace: Cow<'a, [u8]>,
    pub(crate) value: Cow<'a, [u8]>,
}

/// One `name = "value"` as written.
pub(crate) struct RawAttribute<'a> {
    pub(crate) name: &'a str,
    pub(crate) value: &'a str,
}

/// Takes the next attribute off the front of `rest` (what follows the element name, without `>` or `/>`).
pub(crate) fn next_attribute<'a>(rest: &mut &'a str) -> Result<Option<RawAttribute<'a>>, XmlFault> {
    let trimmed = rest.trim_start_matches(space);
    if trimmed.is_empty() {
        *rest = trimmed;
        return Ok(None);
    }
    if trimmed.len() == rest.len() {
        return Err(XmlFault::Attribute);
    }
    let (name, after) = trimmed.split_once('=').ok_or(XmlFault::Attribute)?;
    let after = after.trim_start_matches(space);
    let quote = match after.as_bytes().first() {
        Some(b'"') => '"',
        Some(b'\'') => '\'',
        _ => return Err(XmlFault::Attribute),
    };
    let (value, after) =
        after.get(1..).and_then(|inner| inner.split_once(quote)).ok_or(XmlFault::Attribute)?;
    if value.as_bytes().contains(&b'<') {
        return Err(XmlFault::Attribute);
    }
    if forbidden(value.as_bytes()).is_some() {
        return Err(XmlFault::Character);
    }
    *rest = after;
    Ok(Some(RawAttribute { name: name.trim_end_matches(space), value }))
}

fn space(c: char) -> bool {
    u8::try_from(c).is_ok_and(is_space)
}

impl<'a> RawAttribute<'a> {
    /// The canonical value.
    pub(crate) fn canonical_value(&self) -> Result<Cow<'a, [u8]>, XmlFault> {
        escape::attribute(self.value).ok_or(XmlFault::Entity)
    }
}

/// Checks an XML declaration: version 1.0, then optionally UTF-8 (or its subset ASCII), then standalone.
pub(crate) fn check_declaration(content: &str) -> Result<(), XmlFault> {
    let mut rest = content.strip_prefix("xml").ok_or(XmlFault::Declaration)?;
    let mut step = 0;
    while let Some(part) = next_attribute(&mut rest).map_err(|_| XmlFault::Declaration)? {
        step = match (step, part.name, part.value) {
            (0, "version", "1.0") => 1,
            (1, "encoding", value) => {
                if !value.eq_ignore_ascii_case("utf-8") && !value.eq_ignore_ascii_case("us-ascii") {
                    return Err(XmlFault::NotUtf8);
                }
                2
            }
            (1 | 2, "standalone", "yes" | "no") => 3,
            _ => return Err(XmlFault::Declaration),
        };
    }
    if step == 0 { Err(XmlFault::Declaration) } else { Ok(()) }
}
