//! The official schemas as data, and one engine that judges a document by them (rule D19).
//!
//! Only what the contracts use is modelled: sequences and one choice, cardinality, text facets, foreign elements.
//! Signatures are opaque here; `xmldsig` judges them strictly.

pub(crate) mod message;
pub(crate) mod simple;

use crate::Finding;
use crate::ns;
use crate::xml::{Node, NodeExt as _};
use simple::Simple;

/// Any number of occurrences.
pub(crate) const MANY: usize = usize::MAX;

/// The most findings reported for one document: enough to mend it, too few to flood anybody.
pub(crate) const MOST_FINDINGS: usize = 100;

/// A complex type: its children in order.
#[derive(Debug)]
pub(crate) struct Type {
    pub(crate) particles: &'static [Particle],
    /// One of the particles instead of all in order.
    pub(crate) choice: bool,
    /// Attributes that may stand on the element.
    pub(crate) attributes: &'static [&'static str],
}

/// One child in a sequence.
#[derive(Debug)]
pub(crate) struct Particle {
    pub(crate) ns: &'static str,
    /// Empty for foreign elements: any namespace but the type's own (`##other`).
    pub(crate) local: &'static str,
    pub(crate) min: usize,
    pub(crate) max: usize,
    pub(crate) content: Content,
    /// The rule that a missing or surplus element breaks.
    pub(crate) rule: &'static str,
}

/// What stands inside an element.
#[derive(Debug)]
pub(crate) enum Content {
    Complex(&'static Type),
    /// Text, and the attributes that may stand beside it.
    Simple(Simple, &'static [&'static str]),
    /// Foreign elements: judged only where this crate knows them.
    Foreign,
    /// Judged elsewhere.
    Opaque,
}

impl Type {
    pub(crate) const fn sequence(particles: &'static [Particle]) -> Self {
        Self { particles, choice: false, attributes: &[] }
    }
}

impl Particle {
    /// Exactly one element with text.
    pub(crate) const fn text(ns: &'static str, local: &'static str, simple: Simple) -> Self {
        Self { ns, local, min: 1, max: 1, content: Content::Simple(simple, &[]), rule: "D19" }
    }

    /// Exactly one element with children.
    pub(crate) const fn group(ns: &'static str, local: &'static str, of: &'static Type) -> Self {
        Self { ns, local, min: 1, max: 1, content: Content::Complex(of), rule: "D19" }
    }

    /// Foreign elements that a type of namespace `ns` admits.
    pub(crate) const fn foreign(ns: &'static str) -> Self {
        Self { ns, local: "", min: 0, max: MANY, content: Content::Foreign, rule: "D19" }
    }

    /// The enveloped signature; `rule` tells which one is missing.
    pub(crate) const fn signature(rule: &'static str) -> Self {
        Self { ns: ns::DS, local: "Signature", min: 1, max: 1, content: Content::Opaque, rule }
    }

    pub(crate) const fn times(self, min: usize, max: usize) -> Self {
        Self { ns: self.ns, local: self.local, min, max, content: self.content, rule: self.rule }
    }

    pub(crate) const fn optional(self) -> Self {
        self.times(0, 1)
    }

    pub(crate) const fn rule(self, rule: &'static str) -> Self {
        Self { ns: self.ns, local: self.local, min: self.min, max: self.max, content: self.content, rule }
    }

    fn matches(&self, node: Node<'_, '_>) -> bool {
        if self.local.is_empty() {
            return !node.ns().is_empty() && node.ns() != self.ns;
        }
        node.is(self.ns, self.local)
    }
}

/// Judges an element and all below it by a type.
pub(crate) fn validate(node: Node<'_, '_>, of: &'static Type) -> Vec<Finding> {
    let mut engine = Engine { findings: Vec::new() };
    let mut work = vec![(node, of)];
    while let Some((node, of)) = work.pop() {
        if engine.findings.len() >= MOST_FINDINGS {
            break;
        }
        engine.element(node, of, &mut work);
    }
    engine.findings.sort_by_key(|finding| (finding.line, finding.column));
    engine.findings
}

struct Engine {
    findings: Vec<Finding>,
}

impl Engine {
    fn element<'a, 'i>(
        &mut self,
        node: Node<'a, 'i>,
        of: &'static Type,
        work: &mut Vec<(Node<'a, 'i>, &'static Type)>,
    ) {
        self.attributes(node, of.attributes);
        if node.children().any(|c| c.is_text() && !c.text().unwrap_or_default().trim().is_empty()) {
            self.report(node, "D19", "text stands between elements; remove it");
        }
        let mut counts = vec![0_usize; of.particles.len()];
        let mut position = 0;
        for child in node.elements() {
            let Some(index) = find(of, position, child) else {
                self.unexpected(of, position, child);
                continue;
            };
            let (Some(particle), Some(count)) = (of.particles.get(index), counts.get_mut(index)) else {
                continue;
            };
            *count += 1;
            position = index;
            if *count > particle.max {
                let limit = particle.max;
                self.report(
                    child,
                    particle.rule,
                    format!("stands more than {limit} times; remove the surplus"),
                );
                continue;
            }
            match &particle.content {
                Content::Complex(inner) => work.push((child, inner)),
                Content::Simple(simple, attributes) => self.simple(child, particle, *simple, attributes),
                Content::Foreign => work.extend(known(child).map(|of| (child, of))),
                Content::Opaque => {}
            }
        }
        self.missing(node, of, &counts);
    }

    fn simple(&mut self, node: Node<'_, '_>, particle: &Particle, simple: Simple, attributes: &[&str]) {
        self.attributes(node, attributes);
        if let Some(child) = node.elements().next() {
            self.report(child, "D19", "an element where only text is allowed");
            return;
        }
        let text = node.content();
        if let Err(message) = simple.judge(&text) {
            let rule = match (text.is_empty(), particle.min) {
                (true, 0) => "D6",
                (true, _) if particle.rule != "D19" => particle.rule,
                _ => simple.rule(particle.rule),
            };
            self.report(node, rule, message);
        } else if text.is_empty() && particle.min == 0 {
            self.report(node, "D6", "an optional element without value; leave it out");
        }
    }

    fn attributes(&mut self, node: Node<'_, '_>, allowed: &[&str]) {
        let surplus = node.attributes().find(|a| a.namespace().is_some() || !allowed.contains(&a.name()));
        if let Some(attribute) = surplus {
            // xsi attributes are legal in an instance but would be signed or lost on the way (§5.3).
            self.report(
                node,
                "D19",
                format!("attribute {} is not in the contract; remove it", attribute.name()),
            );
        }
    }

    fn unexpected(&mut self, of: &'static Type, position: usize, child: Node<'_, '_>) {
        let elsewhere = of.particles.iter().take(position).any(|particle| particle.matches(child));
        let same_name = of.particles.iter().find(|p| p.local == child.tag_name().name());
        let message = match same_name {
            _ if elsewhere => "stands in the wrong order".to_owned(),
            Some(wanted) => format!("is in namespace \"{}\" but belongs in \"{}\"", child.ns(), wanted.ns),
            None => "is not in the contract; remove it".to_owned(),
        };
        let rule = same_name.map_or("D19", |particle| particle.rule);
        self.report(child, rule, message);
    }

    fn missing(&mut self, node: Node<'_, '_>, of: &'static Type, counts: &[usize]) {
        if of.choice && counts.iter().any(|count| *count > 0) {
            return;
        }
        for (particle, count) in of.particles.iter().zip(counts) {
            if *count < particle.min {
                self.report(node, particle.rule, format!("{} is missing", particle.local));
            }
        }
    }

    fn report(&mut self, node: Node<'_, '_>, rule: &'static str, message: impl Into<String>) {
        if self.findings.len() < MOST_FINDINGS {
            let (line, column) = node.place();
            self.findings.push(Finding::error(rule, node.path(), message).at(line, column));
        }
    }
}

/// The particle a child stands for, not before the one reached so far.
fn find(of: &'static Type, position: usize, child: Node<'_, '_>) -> Option<usize> {
    let from = if of.choice { 0 } else { position };
    let ahead = of.particles.iter().skip(from).position(|particle| particle.matches(child))?;
    Some(from + ahead)
}

/// The type of a foreign element that the contracts declare.
fn known(node: Node<'_, '_>) -> Option<&'static Type> {
    message::GLOBALS.iter().find(|(ns, local, _)| node.is(ns, local)).map(|(.., of)| *of)
}
