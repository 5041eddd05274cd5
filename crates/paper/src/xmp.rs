//! The XMP metadata packet of a PDF: read, extended, cleaned.

use lopdf::{Document, Object, Stream, dictionary};
use quick_xml::NsReader;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{Namespace, NamespaceResolver, ResolveResult};

use crate::PdfA;
use crate::build::About;

pub(crate) const PDF_A: &str = "http://www.aiim.org/pdfa/ns/id/";
const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

/// Most events that a packet may have.
const EVENTS_MAX: usize = 50_000;

/// The packet of `document`, if it has one that is text and not too large.
pub(crate) fn read(document: &Document, limit: usize) -> Option<String> {
    let stream = document.catalog().ok()?.get_deref(b"Metadata", document).ok()?.as_stream().ok()?;
    let octets = stream.get_plain_content_with_limit(limit).ok()?;
    if octets.len() > limit { None } else { String::from_utf8(octets).ok() }
}

/// A metadata stream holding `packet`; never compressed, so that tools that know no PDF find it.
pub(crate) fn stream(packet: String) -> Stream {
    Stream::new(dictionary! { "Type" => "Metadata", "Subtype" => "XML" }, packet.into_bytes())
        .with_compression(false)
}

/// Sets the packet of `document`.
pub(crate) fn write(document: &mut Document, packet: String) -> Option<()> {
    let old = document.catalog().ok()?.get(b"Metadata").and_then(Object::as_reference).ok();
    match old {
        Some(id) => {
            document.objects.insert(id, Object::Stream(stream(packet)));
        }
        None => {
            let id = document.add_object(stream(packet));
            document.catalog_mut().ok()?.set("Metadata", id);
        }
    }
    Some(())
}

/// Every simple property in `namespace`: local name and value, whether written as element or as attribute. `None` if
/// the packet is not XML that we accept.
pub(crate) fn properties(packet: &str, namespace: &str) -> Option<Vec<(String, String)>> {
    let mut found = Vec::new();
    let mut open: Option<(String, String)> = None;
    let mut reader = NsReader::from_str(packet);
    for _ in 0..EVENTS_MAX {
        let event = reader.read_event().ok()?;
        match event {
            Event::Start(tag) | Event::Empty(tag)
                if !in_namespace_element(reader.resolver(), &tag, namespace) =>
            {
                for attribute in tag.attributes() {
                    let attribute = attribute.ok()?;
                    if let (ResolveResult::Bound(Namespace(ns)), local) =
                        reader.resolver().resolve_attribute(attribute.key)
                        && ns == namespace
                    {
                        found.push((
                            local.as_ref().to_owned(),
                            attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok()?.into_owned(),
                        ));
                    }
                }
            }
            Event::Start(tag) => open = Some((tag.local_name().as_ref().to_owned(), String::new())),
            Event::Text(part) => {
                if let Some((_, value)) = &mut open {
                    value.push_str(&part.xml10_content());
                }
            }
            Event::End(_) => found.extend(open.take()),
            Event::DocType(_) => return None,
            Event::Eof => return Some(found),
            _ => {}
        }
    }
    None
}

/// The PDF/A level that the packet claims.
pub(crate) fn pdf_a(packet: &str) -> Option<PdfA> {
    let properties = properties(packet, PDF_A)?;
    let value = |name: &str| properties.iter().find(|(n, _)| n == name).map(|(_, v)| v.trim());
    let part = value("part")?.parse().ok().filter(|part| (1..=9).contains(part))?;
    let conformance = value("conformance")
        .and_then(|c| c.chars().next())
        .map(|c| c.to_ascii_lowercase())
        .filter(char::is_ascii_lowercase);
    Some(PdfA { part, conformance })
}

/// The packet without any element or attribute in `namespace`, and without descriptions that hold nothing else. `None`
/// if it is not XML that we accept.
pub(crate) fn without(packet: &str, namespace: &str) -> Option<String> {
    let mut kept = String::with_capacity(packet.len());
    let mut reader = NsReader::from_str(packet);
    let mut skipping = 0_usize;
    // Where an element began of which nothing but white space has been kept since.
    let mut hollow: Option<usize> = None;
    for _ in 0..EVENTS_MAX {
        let start = usize::try_from(reader.buffer_position()).ok()?;
        let event = reader.read_event().ok()?;
        let raw = packet.get(start..usize::try_from(reader.buffer_position()).ok()?)?;
        match event {
            Event::Eof => return Some(kept),
            Event::DocType(_) => return None,
            Event::Start(_) if skipping > 0 => skipping += 1,
            Event::End(_) if skipping > 0 => skipping -= 1,
            _ if skipping > 0 => {}
            Event::Start(ref tag) if in_namespace_element(reader.resolver(), tag, namespace) => skipping = 1,
            Event::Empty(ref tag) if in_namespace_element(reader.resolver(), tag, namespace) => {}
            Event::Start(ref tag) if mentions(reader.resolver(), tag, namespace) => {
                let (rebuilt, bare) = without_attributes(reader.resolver(), tag, namespace, false)?;
                hollow = bare.then_some(kept.len());
                kept.push_str(&rebuilt);
            }
            Event::Empty(ref tag) if mentions(reader.resolver(), tag, namespace) => {
                let (rebuilt, bare) = without_attributes(reader.resolver(), tag, namespace, true)?;
                if !bare {
                    hollow = None;
                    kept.push_str(&rebuilt);
                }
            }
            Event::Text(_) if raw.trim().is_empty() => kept.push_str(raw),
            Event::End(_) if hollow.is_some() => kept.truncate(hollow.take()?),
            _ => {
                hollow = None;
                kept.push_str(raw);
            }
        }
    }
    None
}

/// The packet with `description` put in as the last child of its RDF element. `None` if it has none.
pub(crate) fn with(packet: &str, description: &str) -> Option<String> {
    let mut reader = NsReader::from_str(packet);
    for _ in 0..EVENTS_MAX {
        let start = usize::try_from(reader.buffer_position()).ok()?;
        match reader.read_event().ok()? {
            Event::End(tag) => {
                let (resolved, local) = reader.resolver().resolve_element(tag.name());
                let rdf = matches!(resolved, ResolveResult::Bound(Namespace(ns)) if ns == RDF);
                if rdf && local.as_ref() == "RDF" {
                    let (head, tail) = (packet.get(..start)?, packet.get(start..)?);
                    return Some(format!("{head}{description}\n{tail}"));
                }
            }
            Event::Eof | Event::DocType(_) => return None,
            _ => {}
        }
    }
    None
}

/// A new packet for a document of ours.
pub(crate) fn fresh(about: &About<'_>) -> String {
    let title = escaped(about.title);
    let author = escaped(about.author);
    let language = escaped(about.language);
    packet(&format!(
        "  <rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n   \
         <dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{title}</rdf:li></rdf:Alt></dc:title>\n   \
         <dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>\n   \
         <dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>\n  \
         </rdf:Description>\n"
    ))
}

/// An XMP packet around its descriptions.
pub(crate) fn packet(descriptions: &str) -> String {
    format!(
        "<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
         <x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n \
         <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n\
         {descriptions} </rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"w\"?>"
    )
}

/// `text` for use in XML; characters that XML does not know are left out.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

fn in_namespace_element(resolver: &NamespaceResolver, tag: &BytesStart<'_>, namespace: &str) -> bool {
    matches!(resolver.resolve_element(tag.name()).0, ResolveResult::Bound(Namespace(ns)) if ns == namespace)
}

/// Whether the tag has an attribute in `namespace` or declares a prefix for it.
fn mentions(resolver: &NamespaceResolver, tag: &BytesStart<'_>, namespace: &str) -> bool {
    tag.attributes().flatten().any(|attribute| belongs(resolver, &attribute, namespace))
}

fn belongs(
    resolver: &NamespaceResolver,
    attribute: &quick_xml::events::attributes::Attribute<'_>,
    namespace: &str,
) -> bool {
    let declares = attribute.key.as_namespace_binding().is_some() && attribute.value.as_ref() == namespace;
    let (resolved, _) = resolver.resolve_attribute(attribute.key);
    declares || matches!(resolved, ResolveResult::Bound(Namespace(ns)) if ns == namespace)
}

/// The tag without what belongs to `namespace`, and whether nothing is left in it but its subject and prefixes.
fn without_attributes(
    resolver: &NamespaceResolver,
    tag: &BytesStart<'_>,
    namespace: &str,
    empty: bool,
) -> Option<(String, bool)> {
    let mut out = format!("<{}", tag.name().as_ref());
    let mut bare = tag.local_name().as_ref() == "Description";
    for attribute in tag.attributes() {
        let attribute = attribute.ok()?;
        if !belongs(resolver, &attribute, namespace) {
            bare &= attribute.key.as_namespace_binding().is_some()
                || attribute.key.local_name().as_ref() == "about";
            // The raw value may hold one kind of quotation mark, never both.
            let value = attribute.value.as_ref();
            let quote = if value.contains('"') { '\'' } else { '"' };
            out.push_str(&format!(" {}={quote}{value}{quote}", attribute.key.as_ref()));
        }
    }
    out.push_str(if empty { "/>" } else { ">" });
    Some((out, bare))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NS: &str = "urn:test";

    fn rdf(inside: &str) -> String {
        packet(inside)
    }

    #[test]
    fn only_what_is_ours_is_removed() {
        let foreign =
            "<rdf:Description rdf:about=\"\" xmlns:d=\"urn:d\"><d:a>1 &amp; 2</d:a></rdf:Description>";
        let ours =
            "<rdf:Description rdf:about=\"\" xmlns:t=\"urn:test\">\n <t:n>9<t:m/></t:n>\n</rdf:Description>";
        let mixed = "<rdf:Description xmlns:q='urn:test' xmlns:d='urn:d' q:n='9' d:b='\"'><q:x/><d:c/></rdf:Description>";
        let single = "<rdf:Description xmlns:q='urn:test' rdf:about='' q:n='9'/>";
        assert_eq!(without(&rdf(foreign), NS).unwrap(), rdf(foreign), "octet by octet");
        assert_eq!(without(&rdf(&format!("{foreign}{ours}")), NS).unwrap(), rdf(foreign));
        assert_eq!(without(&rdf(single), NS).unwrap(), rdf(""));
        assert_eq!(
            without(&rdf(mixed), NS).unwrap(),
            rdf("<rdf:Description xmlns:d=\"urn:d\" d:b='\"'><d:c/></rdf:Description>")
        );
        for inside in [foreign, ours, mixed, single] {
            assert_eq!(properties(&without(&rdf(inside), NS).unwrap(), NS).unwrap(), []);
        }
    }

    #[test]
    fn what_is_put_in_is_found() {
        let put =
            with(&rdf(""), "<rdf:Description xmlns:t=\"urn:test\"><t:n>9</t:n></rdf:Description>").unwrap();
        assert_eq!(properties(&put, NS).unwrap(), [("n".to_owned(), "9".to_owned())]);
        assert_eq!(with("<x/>", ""), None);
        assert_eq!(with("<rdf:RDF xmlns:rdf='urn:other'></rdf:RDF>", "x"), None);
    }

    #[test]
    fn what_is_not_accepted() {
        for bad in ["<!DOCTYPE x><x/>", "<x", "<x></y>", "<x a='1' a='2' xmlns:t='urn:test'/>"] {
            assert_eq!(properties(bad, NS), None, "{bad}");
        }
        assert_eq!(without("<!DOCTYPE x><x/>", NS), None);
        assert_eq!(escaped("a<b>&\"\u{0}"), "a&lt;b&gt;&amp;&quot; ");
    }
}
