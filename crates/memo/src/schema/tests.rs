//! The table held against the official 1.1 schema and the reconstructed 1.2 one, element by element.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use super::{ClassDef, Kind, Type};
use crate::model::Message;
use crate::schema_traits::Class;
use crate::version::Version;
use roxmltree::{Document, Node};
use std::collections::HashMap;
use std::path::PathBuf;

const XS: &str = "http://www.w3.org/2001/XMLSchema";

fn folder(version: Version) -> Option<PathBuf> {
    let root = std::env::var_os("BREVDUE_REFERENCE").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/reference"),
        PathBuf::from,
    );
    let name = if version == Version::V1_1 { "memo-1.1" } else { "memo-1.2-reconstructed" };
    Some(root.join("denmark/schemas").join(name)).filter(|p| p.is_dir())
}

/// name → (min, max, type) of the children of each global complex element, in order.
type Children = Vec<(String, u32, u32, Option<String>)>;

fn schema(version: Version) -> Option<HashMap<String, Children>> {
    let mut classes = HashMap::new();
    for entry in std::fs::read_dir(folder(version)?).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        let document = Document::parse(&text).unwrap();
        let globals = || document.root_element().children().filter(|n| n.has_tag_name((XS, "element")));
        let types: HashMap<&str, &str> =
            globals().filter_map(|n| Some((n.attribute("name")?, n.attribute("type")?))).collect();
        for class in globals().filter(|n| n.attribute("type").is_none()) {
            let children = class.descendants().filter(|n| *n != class && n.has_tag_name((XS, "element")));
            let children = children.map(|n| child(n, &types)).collect();
            classes.insert(class.attribute("name").unwrap().to_owned(), children);
        }
    }
    Some(classes)
}

fn child(node: Node<'_, '_>, types: &HashMap<&str, &str>) -> (String, u32, u32, Option<String>) {
    let number = |name| match node.attribute(name) {
        Some("unbounded") => u32::MAX,
        Some(text) => text.parse().unwrap(),
        None => 1,
    };
    let name = node.attribute("name").or(node.attribute("ref")).unwrap();
    let local = name.rsplit(':').next().unwrap();
    let kind = node.attribute("type").or(types.get(local).copied());
    (local.to_owned(), number("minOccurs"), number("maxOccurs"), kind.map(str::to_owned))
}

fn type_name(kind: Type) -> &'static str {
    match kind {
        Type::Kind => "dt:memoMessageType",
        Type::Uuid => "dt:memoUuidType",
        Type::Text | Type::Identifier => "dt:memoTextType",
        Type::Comment => "dt:memoCommentType",
        Type::Notification => "dt:memoNotificationType",
        Type::Uri => "dt:memoUriType",
        Type::Language => "dt:memoLanguageType",
        Type::DateTime => "dt:memoDateTimeType",
        Type::Date => "xs:date",
        Type::Boolean => "xs:boolean",
        Type::LicenseNumber => "dt:memoLicenseNumberType",
        Type::Gln => "dt:memoGLNType",
        Type::PNumber => "dt:memoPNumberType",
        Type::Base64 => "xs:base64Binary",
    }
}

#[test]
fn the_table_is_the_schema() {
    for version in Version::ALL {
        let Some(schema) = schema(version) else {
            println!("skipped: no schemas for {version}");
            continue;
        };
        let mut seen = Vec::new();
        let mut open: Vec<&ClassDef> = vec![Message::DEF];
        while let Some(class) = open.pop() {
            if seen.contains(&class.name) {
                continue;
            }
            seen.push(class.name);
            let ours: Children = class
                .fields
                .iter()
                .filter(|f| f.max_in(version) > 0)
                .map(|f| {
                    let kind = match f.kind {
                        Kind::Leaf(kind) => Some(type_name(kind).to_owned()),
                        Kind::Class(def) => {
                            open.push(def);
                            None
                        }
                    };
                    (f.name.to_owned(), f.min_in(version), f.max_in(version), kind)
                })
                .collect();
            assert_eq!(ours, schema[class.name], "{version} {}", class.name);
        }
        assert_eq!(seen.len(), schema.len(), "{version}: classes of the schema without a struct");
    }
}
