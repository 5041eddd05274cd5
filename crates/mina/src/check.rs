//! Judging a delivery document for a person: the shape of `mina check`.

use serde::Serialize;
use xmldsig::{TrustAnchors, Verified, VerifyError, VerifyOptions};

use crate::forms::{Form, Located, locate};
use crate::message::read_delivery;
use crate::ns::M1;
use crate::receive::{ReceiveOptions, Signer};
use crate::schema::{MOST_FINDINGS, validate};
use crate::soap::AnswerError;
use crate::xml::{Doc, Node, NodeExt as _};
use crate::{ContentRules, Delivery, Finding, Limits, WireId, content, has_errors, size};

/// Settings of [`check`](check()).
#[derive(Clone, Debug)]
pub struct CheckOptions {
    /// Bounds for the document.
    pub limits: Limits,
    /// Accept the retired SHA-1 algorithms (rule E13).
    pub allow_sha1: bool,
    /// Issuers to trust; without them chains are not judged.
    pub trust: Option<TrustAnchors>,
    /// Time of judgement in seconds since 1970; without it validity is not judged.
    pub at: Option<i64>,
    /// Settings of the content rules.
    pub content: ContentRules,
    /// Largest SOAP envelope in bytes (rule D11).
    pub envelope_limit: usize,
    /// Dispatchers that may sign and seal for any sender, when the caller knows them (rule E15).
    pub dispatchers: Vec<WireId>,
}

impl Default for CheckOptions {
    fn default() -> Self {
        Self {
            limits: Limits::default(),
            allow_sha1: false,
            trust: None,
            at: None,
            content: ContentRules::default(),
            envelope_limit: size::ENVELOPE_LIMIT,
            dispatchers: Vec::new(),
        }
    }
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CheckReport {
    /// No rule with weight *error* is broken, those of the signatures included.
    pub valid: bool,
    /// `v1`, `v2` or `v3`.
    pub version: Option<&'static str>,
    /// What is wrong, in the order of the document.
    pub findings: Vec<Finding>,
    /// The signatures, the sender's first.
    pub signatures: Vec<SignatureReport>,
    /// A receiver would take it: valid, and every signature holds.
    pub accept: bool,
}

/// One signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SignatureReport {
    /// `SignedDelivery` or `SealedDelivery`.
    pub over: &'static str,
    /// It holds.
    pub valid: bool,
    /// The organisation in the certificate, else the certificate's subject.
    pub signer: Option<String>,
    /// The signature algorithm's URI.
    pub algorithm: Option<String>,
    /// Why it does not hold, or what to know about it.
    pub reason: Option<String>,
}

/// Judges a `SignedDelivery`, `SealedDelivery` or `deliverSecure` document, bare or in a SOAP envelope, of any version.
pub fn check(xml: &[u8], options: &CheckOptions) -> CheckReport {
    let mut report = CheckReport {
        valid: false,
        version: None,
        findings: Vec::new(),
        signatures: Vec::new(),
        accept: false,
    };
    match Doc::parse(xml, &options.limits) {
        Err(error) => {
            let (line, column) = error.place();
            report.findings.push(Finding::error(error.rule(), "/", error.to_string()).at(line, column));
        }
        Ok(doc) => match locate(&doc) {
            Err(error) => report.findings.push(not_a_delivery(&doc, &error)),
            Ok(located) => Checking { xml, options, located, report: &mut report }.run(),
        },
    }
    report.findings.truncate(MOST_FINDINGS);
    report.valid = !has_errors(&report.findings);
    let expected = report.signatures.iter().all(|signature| signature.valid) && !report.signatures.is_empty();
    report.accept = report.valid && expected;
    report
}

fn not_a_delivery(doc: &Doc<'_>, error: &AnswerError) -> Finding {
    let (line, column) = doc.root().place();
    match error {
        AnswerError::Malformed { rule, path, message } => Finding::error(rule, path.clone(), message.clone()),
        other => Finding::error("D19", doc.root().path(), other.to_string()),
    }
    .at(line, column)
}

struct Checking<'c, 'a, 'i> {
    xml: &'c [u8],
    options: &'c CheckOptions,
    located: Located<'a, 'i>,
    report: &'c mut CheckReport,
}

impl Checking<'_, '_, '_> {
    fn run(mut self) {
        let Located { form, node, .. } = self.located;
        self.report.version = Some(form.version.name);
        self.report.findings = validate(node, form.schema);
        self.in_envelope();
        self.seal(form, node);
        let signers = self.signatures(form);
        self.content(form, node, &signers);
        self.report.findings.sort_by_key(|finding| (finding.line, finding.column));
    }

    /// The exact size, where the document is the envelope (rule D11).
    fn in_envelope(&mut self) {
        let limit = self.options.envelope_limit;
        if self.xml.len() > limit {
            let message = format!("has {} bytes, at most {limit} are taken", self.xml.len());
            self.report.findings.push(Finding::error("D11", "/", message).at(1, 1));
        }
    }

    fn seal(&mut self, form: &Form, node: Node<'_, '_>) {
        let seal = node.only(form.version.delivery, "Seal").filter(|_| form.sealed);
        let Some(flag) = seal.and_then(|seal| seal.only(M1, "SignaturesOK")) else { return };
        if crate::schema::simple::boolean(&flag.content()) == Some(false) {
            let (line, column) = flag.place();
            let message = "is false: the dispatcher did not verify the sender's signature";
            self.report.findings.push(Finding::error("E9", flag.path(), message).at(line, column));
        }
    }

    /// Verifies what is there; the inner signature is judged even when the outer one does not hold.
    fn signatures(&mut self, form: &Form) -> Vec<Signer> {
        let options = ReceiveOptions {
            limits: self.options.limits,
            allow_sha1: self.options.allow_sha1,
            trust: self.options.trust.clone(),
            at: self.options.at,
        }
        .verify();
        let path = &self.located.path;
        let mut documents = Vec::new();
        let whole = xmldsig::stand_alone(self.xml, path, Some(form.signed_as), &options.limits);
        if let (Ok(sealed), true) = (&whole, form.sealed) {
            let inside = [form.signed_as, (form.version.delivery, "SignedDelivery")];
            documents.push(("SignedDelivery", xmldsig::stand_alone(sealed, &inside, None, &options.limits)));
        }
        documents.push((form.signed_as.1, whole));
        let mut signers = Vec::new();
        for (over, document) in documents {
            let verified = match document {
                Ok(document) => xmldsig::verify_enveloped_owned(document, &options)
                    .map_err(|error| self.explain(over == form.signed_as.1, error, &options)),
                Err(error) => Err((error.rule(), error.to_string())),
            };
            if let Ok(verified) = &verified {
                signers.push(Signer::new(verified));
            }
            self.report_signature(over, verified);
        }
        signers
    }

    /// The rule and the likely cause of a failure. A digest that fits before the rewriting of §5.4, or under the name the
    /// element has on the wire, tells what went wrong on the sender's side.
    fn explain(
        &self,
        outermost: bool,
        error: VerifyError,
        options: &VerifyOptions,
    ) -> (&'static str, String) {
        if error != VerifyError::Digest || !outermost {
            return (error.rule(), error.to_string());
        }
        let holds = |document: &[u8]| xmldsig::verify_enveloped_digest_only(document, options).is_ok();
        let (ns, root) = self.located.form.signed_as;
        if !self.located.node.is(ns, root) {
            let unnamed = xmldsig::stand_alone(self.xml, &self.located.path, None, &options.limits);
            if unnamed.is_ok_and(|document| holds(&document)) {
                return (
                    "E8",
                    format!("signed under the name it has on the wire; sign it as {root}, then rename"),
                );
            }
        } else if self.located.path.len() == 1 && holds(self.xml) {
            let message = "signed with prefixes, which receivers drop before they verify; sign the form without prefixes";
            return ("E3", message.to_owned());
        }
        let causes =
            "changed text, added white space, or a signature made over prefixes or under another root";
        (error.rule(), format!("{error}; look for {causes}"))
    }

    fn report_signature(&mut self, over: &'static str, verified: Result<Verified, (&'static str, String)>) {
        let report = match verified {
            Ok(verified) => {
                let signer = Signer::new(&verified);
                let named = signer.organisation.map(|id| id.masked());
                let retired = verified.algorithm.ends_with("sha1");
                SignatureReport {
                    over,
                    valid: true,
                    signer: named.or_else(|| Some(verified.certificate.subject_rfc2253())),
                    algorithm: Some(verified.algorithm),
                    reason: retired.then(|| "E13: retired algorithm SHA-1, accepted by setting".to_owned()),
                }
            }
            Err((rule, message)) => {
                let reason = Some(format!("{rule}: {message}"));
                let (line, column) = self.located.node.place();
                let path = self.located.node.path();
                let message = format!("the signature over {over} does not hold: {message}");
                self.report.findings.push(Finding::error(rule, path, message).at(line, column));
                SignatureReport { over, valid: false, signer: None, algorithm: None, reason }
            }
        };
        self.report.signatures.push(report);
    }

    fn content(&mut self, form: &Form, node: Node<'_, '_>, signers: &[Signer]) {
        let signed =
            if form.sealed { node.only(form.version.delivery, "SignedDelivery") } else { Some(node) };
        let Some(signed) = signed else { return };
        let delivery = match read_delivery(signed, form.version) {
            Ok(delivery) => delivery,
            // The schema's table has told it already, unless the value itself could not be read.
            Err(problem) if has_errors(&self.report.findings) => return drop(problem),
            Err(problem) => {
                self.report.findings.push(Finding::error("D19", problem.path, problem.what));
                return;
            }
        };
        let base = signed.path();
        for finding in content::checks(&delivery, &self.options.content) {
            let below = finding.path.strip_prefix("/SignedDelivery").unwrap_or_default().to_owned();
            let (line, column) = find(signed, &below).place();
            let finding = Finding { path: format!("{base}{below}"), ..finding }.at(line, column);
            let told = |other: &Finding| other.rule == finding.rule && other.path == finding.path;
            if !self.report.findings.iter().any(told) {
                self.report.findings.push(finding);
            }
        }
        if signers.len() == self.report.signatures.len() {
            self.parties(&delivery, signed, signers);
        }
    }

    /// The certificates against sender and dispatcher (rule E15). Without the register a dispatcher's right is only noted.
    fn parties(&mut self, delivery: &Delivery, signed: Node<'_, '_>, signers: &[Signer]) {
        let place = find(signed, "/Delivery/Header/Sender/Id");
        let (line, column) = place.place();
        let sender = &delivery.sender.id;
        let outer = signers.last().and_then(|signer| signer.organisation.clone());
        for (signer, over) in signers.iter().zip(["SignedDelivery", "SealedDelivery"]) {
            let path = place.path();
            let finding = match &signer.organisation {
                None => {
                    Finding::error("E15", path, format!("the certificate over {over} has no serialNumber"))
                }
                Some(id) if id == sender || self.options.dispatchers.contains(id) => continue,
                Some(id) if Some(id) == outer.as_ref() && signers.len() == 2 => {
                    let message =
                        format!("{over} is by a dispatcher; whether it is registered was not looked up");
                    Finding::warning("E15", path, message)
                }
                Some(_) => {
                    let message =
                        format!("the certificate over {over} is neither the sender's nor the dispatcher's");
                    Finding::error("E15", path, message)
                }
            };
            self.report.findings.push(finding.at(line, column));
        }
    }
}

/// The element at a path below `from`, or the nearest above it that exists.
fn find<'a, 'i>(from: Node<'a, 'i>, path: &str) -> Node<'a, 'i> {
    let mut node = from;
    for step in path.split('/').filter(|step| !step.is_empty()) {
        let (name, index) = match step.split_once('[') {
            Some((name, index)) => (name, index.trim_end_matches(']').parse().unwrap_or(1)),
            None => (step, 1_usize),
        };
        let child = node.elements().filter(|n| n.tag_name().name() == name).nth(index.saturating_sub(1));
        let Some(child) = child else { return node };
        node = child;
    }
    node
}
