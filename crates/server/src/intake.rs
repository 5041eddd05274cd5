//! Acceptance: judged whole, then stored whole, then answered. One way in for API and pages.

use crate::access::{Actor, Right};
use crate::config::Sender;
use crate::gateway::Gateway;
use crate::problem::Problem;
use crate::types::{CurrentType, setting};
use bytes::Bytes;
use catalogue::Code;
use channels::{SizeJob, TooLarge};
use jiff::Timestamp;
use jiff::civil::Date;
use letter::{
    Document, Draft, Element, Fault, Letter, LetterId, LetterType, MessageKind, NoticeTo, NoticeWay,
    SenderId, Submission, Terms, completeness_of_letter, judge, no_documents, resolve,
};
use paper::PdfError;
use std::sync::Arc;
use store::{AcceptError, Blob, Idempotency, NewLetter, StoreError};

/// A file handed in.
pub struct File {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub bytes: Bytes,
    /// JSON pointer or part name, for faults.
    pub pointer: String,
}

/// What became of a submission.
pub struct Accepted {
    /// The letter.
    pub id: LetterId,
    /// The same key and body were handed in before: this is the first answer again.
    pub replayed: bool,
}

/// A letter that was judged and may be stored.
pub(crate) struct Prepared {
    pub(crate) letter: Letter,
    pub(crate) letter_type: Arc<LetterType>,
    /// Its files, packed tighter where its type wants that.
    pub(crate) files: Vec<File>,
    recipient_hash: [u8; 32],
}

impl Gateway {
    /// Judges a letter as a whole, and stores nothing.
    ///
    /// # Errors
    /// A problem that names every fault.
    pub(crate) async fn prepare(
        &self,
        actor: &Actor,
        submission: Submission,
        mut files: Vec<File>,
    ) -> Result<Prepared, Problem> {
        let now = Timestamp::now();
        let CurrentType { letter_type, version, .. } =
            self.type_of(actor, &[Right::Send], submission.letter_type.as_deref())?;
        let Some(sender) = self.sender(&letter_type.sender) else {
            return Err(Problem::new(Code::InternalError));
        };
        let today = today(sender.time_zone(), now);
        let mut faults = Vec::new();
        decode_documents(&submission, &mut files, &mut faults);
        judge_languages(&submission, &files, &mut faults);
        let draft =
            judge(&submission, &letter_type, sender.country(), &sender.contact, sender.language(), today);
        let draft = draft.map_err(|found| faults.splice(0..0, found)).ok();
        if letter_type.shrink {
            shrink(&mut files).await;
        }
        let terms = Terms::judge(&submission, &letter_type, now);
        let terms = terms.map_err(|found| faults.extend(found)).unwrap_or_default();
        let documents = self.judge_files(&files, &mut faults).await;
        let refused_already = faults.iter().any(|fault| fault.code == Code::NemSmsWithDocuments);
        if letter_type.message == MessageKind::NemSms && !files.is_empty() && !refused_already {
            faults.push(no_documents());
        }
        if documents.is_empty()
            && faults.is_empty()
            && draft.as_ref().is_some_and(|draft| draft.body.is_none())
        {
            faults.push(Fault::new(Code::DocumentMissing, "/documents", "give a PDF, a text, or both"));
        }
        if let Some(notice) = draft.as_ref().and_then(|draft| draft.notice.as_ref()) {
            self.judge_notice(notice, &mut faults);
        }
        let Some(draft) = draft else { return Err(Problem::faults(faults)) };
        let recipient_hash = draft.recipient.keyed_hash(&self.search_key);
        let letter = Letter {
            type_version: version,
            ..assemble(submission, draft, documents, &letter_type, actor, terms, now)
        };
        judge_unit(&letter, actor, &mut faults);
        judge_markup(&letter, &letter_type, sender, &mut faults);
        let digital = sender.digital.and_then(|kind| self.channel_of(&sender.id, kind));
        faults.extend(digital.map(|channel| channel.check_data(&letter.data, today)).unwrap_or_default());
        if !faults.is_empty() {
            return Err(Problem::faults(faults));
        }
        self.judge_size(&letter, &letter_type, sender)?;
        Ok(Prepared { letter, letter_type, files, recipient_hash })
    }

    /// Judges and stores a letter. When this returns `Ok`, the letter is safe on disk.
    ///
    /// # Errors
    /// A problem that names every fault; nothing was stored then.
    pub async fn accept(
        &self,
        actor: &Actor,
        submission: Submission,
        files: Vec<File>,
        idempotency: Option<Idempotency>,
    ) -> Result<Accepted, Problem> {
        let Prepared { letter, letter_type, files, recipient_hash } =
            self.prepare(actor, submission, files).await?;
        let (id, sender) = (letter.id, letter.sender.clone());
        let blobs = files.into_iter().map(|file| Blob::new(file.bytes)).collect();
        let due_at = letter.sent_from();
        let new = NewLetter { letter, blobs, idempotency, recipient_hash, due_at };
        match journey::accept(self, new).await {
            Ok(accepted) => {
                if !accepted.replayed {
                    let (kind, class) = (&letter_type.code, u8::from(letter_type.class));
                    tracing::info!(letter = %id, %kind, class, %sender, source = actor.name, "accepted");
                }
                Ok(Accepted { id: accepted.id, replayed: accepted.replayed })
            }
            Err(AcceptError::IdempotencyConflict { first }) => {
                let detail = format!("this key was used for letter {first}, with another content");
                Err(Problem::detail(Code::IdempotencyConflict, detail))
            }
            Err(AcceptError::Store(StoreError::Full)) => {
                tracing::error!("a letter could not be stored: the disk or the database is full");
                Err(Problem::new(Code::StorageUnavailable))
            }
            Err(error) => {
                tracing::error!(%error, "a letter could not be stored");
                Err(Problem::new(Code::NotReady))
            }
        }
    }

    /// The letter type that somebody names who has one of these rights over its sender.
    pub(crate) fn type_of(
        &self,
        actor: &Actor,
        rights: &[Right],
        code: Option<&str>,
    ) -> Result<CurrentType, Problem> {
        let may_use = |sender: &SenderId| rights.iter().any(|right| actor.may_use(*right, sender));
        let usable = || {
            let types = self.letter_types().into_iter().filter(|kind| may_use(&kind.sender));
            types.map(|kind| kind.code.0.clone()).take(40).collect::<Vec<_>>().join(", ")
        };
        let Some(code) = code.map(str::trim).filter(|code| !code.is_empty()) else {
            let fault = Fault::new(Code::TypeMissing, "/type", format!("letter types: {}", usable()));
            return Err(Problem::faults(vec![fault]));
        };
        let Some(current) = self.current_type(&code.into()) else {
            let fault = Fault::new(Code::TypeUnknown, "/type", format!("letter types: {}", usable()));
            return Err(Problem::faults(vec![fault]));
        };
        if !may_use(&current.letter_type.sender) {
            let fault =
                Fault::new(Code::SenderNotAllowed, "/type", "this key may not send for that municipality");
            return Err(Problem::faults(vec![fault]));
        }
        Ok(current)
    }

    pub(crate) async fn judge_files(&self, files: &[File], faults: &mut Vec<Fault>) -> Vec<Document> {
        let limit = self.config.limits.documents;
        if files.len() > limit {
            faults.push(Fault::new(Code::DocumentsTooMany, "/documents", format!("at most {limit} files")));
            return Vec::new();
        }
        let mut documents = Vec::with_capacity(files.len());
        for file in files {
            judge_name(file, faults);
            let bytes = file.bytes.clone();
            // Reading a foreign PDF is work for a thread of its own, and a crash in it is a refusal.
            let judged =
                tokio::task::spawn_blocking(move || paper::preflight(&bytes, &paper::Limits::default()));
            match judged.await {
                Ok(Ok(facts)) => documents.push(Document {
                    name: file.name.trim().to_owned(),
                    media_type: "application/pdf".to_owned(),
                    digest: store::digest_of(&file.bytes),
                    size_bytes: file.bytes.len() as u64,
                    pages: u32::try_from(facts.pages).ok(),
                    language: None,
                    barriers: Some(facts.barriers.iter().map(|barrier| barrier.code()).collect()),
                }),
                Ok(Err(error)) => faults.push(pdf_fault(&error, &file.pointer)),
                Err(_) => {
                    let detail = "the PDF cannot be read";
                    faults.push(Fault::new(Code::DocumentUnreadable, &file.pointer, detail));
                }
            }
        }
        documents
    }

    /// A notice is promised only where there is a provider for it.
    fn judge_notice(&self, notice: &NoticeTo, faults: &mut Vec<Fault>) {
        for way in NoticeWay::ALL {
            let can = self.notices.as_ref().is_some_and(|notices| notices.can(way));
            if notice.address(way).is_some() && !can {
                let detail = format!("this gateway has no provider for {}", way.as_str());
                faults.push(Fault::new(Code::NoticeForbidden, "/notice", detail));
            }
        }
    }

    /// Before acceptance: does it fit into the sender's digital channel (D11, L1)?
    fn judge_size(&self, letter: &Letter, letter_type: &LetterType, sender: &Sender) -> Result<(), Problem> {
        let channel = sender.digital.and_then(|kind| self.channel_of(&sender.id, kind));
        let Some(channel) = channel else { return Ok(()) };
        let contact = &letter.contact;
        let contact_size: usize = [Some(&contact.text), contact.url.as_ref(), contact.phone.as_ref()]
            .into_iter()
            .flatten()
            .map(String::len)
            .sum();
        let text_size =
            letter.subject.len() + letter.body.as_ref().map_or(0, |body| body.text.len()) + contact_size;
        // Every template once, every value in each place that a template may have it.
        let markup = serde_json::to_string(&letter_type.markup).map_or(0, |text| text.len());
        let text_size = text_size + markup + 8 * letter.data.size_bytes();
        let job = SizeJob {
            document_sizes: letter.documents.iter().map(|document| document.size_bytes).collect(),
            text_size: text_size as u64,
        };
        channel.check_size(&job).map_err(|too_large| {
            let detail = self::too_large(&too_large, channel.kind().as_str(), &letter.documents);
            Problem::faults(vec![Fault::new(Code::MessageTooLarge, "/documents", detail)])
        })
    }
}

/// The type's markup over the letter's data: what is required and missing, or wrong, refuses the letter.
fn judge_markup(letter: &Letter, letter_type: &LetterType, sender: &Sender, faults: &mut Vec<Fault>) {
    if letter::markup::asks_for_signature(letter_type) && sender.signing.is_none() {
        let detail = "the sender has no signing application (R168)";
        faults.push(Fault::new(Code::SigningApplicationMissing, "/type", detail));
    }
    let resolved = resolve(letter_type, letter, &setting(sender));
    let demanded = match letter_type.message {
        MessageKind::Letter if !sender.require_layers.is_empty() => {
            let found = completeness_of_letter(letter_type, letter, &resolved);
            found.lacks(&sender.require_layers).map(lacking).collect()
        }
        _ => Vec::new(),
    };
    for fault in resolved.faults().into_iter().chain(demanded) {
        if !faults.contains(&fault) {
            faults.push(fault);
        }
    }
}

/// An element that the sender demands of every letter (R165).
fn lacking(element: Element) -> Fault {
    let pointer = match element {
        Element::Case => "/case_id",
        Element::Attention => "/unit",
        _ => "/data",
    };
    let detail = format!("missing: {} (the sender requires it)", element.title().en);
    Fault::new(Code::DataMissing, pointer, detail)
}

/// Packs files tighter where that is allowed and worth it. One that cannot be read stays as it is: it is judged next.
async fn shrink(files: &mut [File]) {
    for file in files {
        let bytes = file.bytes.clone();
        let smaller =
            tokio::task::spawn_blocking(move || paper::shrink(&bytes, &paper::Limits::default())).await;
        if let Ok(Ok(Some(smaller))) = smaller {
            tracing::info!(before = file.bytes.len(), after = smaller.len(), "a file was packed tighter");
            file.bytes = smaller.into();
        }
    }
}

/// What to do about a message that is too large: by how much the files must shrink, and where most of it is.
fn too_large(sizes: &TooLarge, channel: &str, documents: &[Document]) -> String {
    let excess = sizes.size_bytes.saturating_sub(sizes.limit_bytes);
    // Base64 makes four of three.
    let shrink_by = excess.div_ceil(4).saturating_mul(3);
    let largest = documents.iter().enumerate().max_by_key(|(_, document)| document.size_bytes);
    let place = largest.map_or_else(
        || "shorten the text".to_owned(),
        |(place, document)| format!("document {} has {} bytes of them", place + 1, document.size_bytes),
    );
    format!(
        "the finished message would be about {} bytes; {channel} takes at most {} bytes: make the documents {shrink_by} bytes smaller ({place}), \
         for example with fewer or smaller pictures, or let the letter type shrink them (shrink = true)",
        sizes.size_bytes, sizes.limit_bytes
    )
}

/// Whoever sends for some units of a sender only says for which, and it is one of them.
fn judge_unit(letter: &Letter, actor: &Actor, faults: &mut Vec<Fault>) {
    if !actor.may_for(Right::Send, &letter.sender, letter.unit.as_deref()) {
        let units = actor.units(Right::Send, &letter.sender).unwrap_or_default().join(", ");
        faults.push(Fault::new(Code::SenderNotAllowed, "/unit", format!("units: {units}")));
    }
}

/// The unit of a letter: the one named, the letter type's, or the only one that this somebody sends for.
fn unit_of(named: Option<String>, letter_type: &LetterType, actor: &Actor) -> Option<String> {
    let only = || match actor.units(Right::Send, &letter_type.sender)?.as_slice() {
        [unit] => Some(unit.clone()),
        _ => None,
    };
    named.or_else(|| letter_type.department.clone()).or_else(only)
}

fn assemble(
    submission: Submission,
    draft: Draft,
    mut documents: Vec<Document>,
    letter_type: &LetterType,
    actor: &Actor,
    terms: Terms,
    now: Timestamp,
) -> Letter {
    let trimmed = |text: Option<String>| text.map(|t| t.trim().to_owned()).filter(|t| !t.is_empty());
    for document in &mut documents {
        document.language = submission.languages.get(&document.name).cloned();
    }
    Letter {
        id: LetterId(uuid::Uuid::now_v7()),
        sender: letter_type.sender.clone(),
        unit: unit_of(trimmed(submission.unit), letter_type, actor),
        letter_type: letter_type.code.clone(),
        type_version: None,
        class: letter_type.class,
        recipient: draft.recipient,
        recipient_name: trimmed(submission.recipient_name),
        address: submission.address,
        protected: submission.protected,
        subject: draft.subject,
        body: draft.body,
        contact: draft.contact,
        documents,
        ready: None,
        agreements: submission.agreements,
        notice: draft.notice,
        reference: trimmed(submission.reference),
        case_id: trimmed(submission.case_id),
        language: submission.language,
        data: submission.data,
        terms,
        source: actor.name.clone(),
        accepted_at: now,
    }
}

/// Documents inside the JSON become files like those of a multipart request.
fn decode_documents(submission: &Submission, files: &mut Vec<File>, faults: &mut Vec<Fault>) {
    for (index, document) in submission.documents.iter().enumerate() {
        let pointer = format!("/documents/{index}");
        let compact: String = document.content_base64.split_ascii_whitespace().collect();
        match base64_simd::STANDARD.decode_to_vec(compact.as_bytes()) {
            Ok(bytes) => files.push(File { name: document.name.clone(), bytes: bytes.into(), pointer }),
            Err(_) => {
                let detail = "not standard base64";
                faults.push(Fault::new(Code::FieldInvalid, format!("{pointer}/content"), detail));
            }
        }
    }
}

/// A language for a file that is not there is a slip that would go unseen (R43).
fn judge_languages(submission: &Submission, files: &[File], faults: &mut Vec<Fault>) {
    let is_there = |name: &String| files.iter().any(|file| file.name.trim() == name);
    if !submission.languages.keys().all(is_there) {
        let detail = "names a file that the letter does not have";
        faults.push(Fault::new(Code::FieldInvalid, "/languages", detail));
    }
}

/// Longest file name.
const NAME_MAX_CHARS: usize = 150;

/// File names travel to mailboxes, print shops and case workers (D10, H10, H13).
fn judge_name(file: &File, faults: &mut Vec<Fault>) {
    let name = file.name.trim();
    let forbidden = |c: char| {
        c.is_control()
            || "<>:\"/\\|?*".contains(c)
            || matches!(
                c,
                '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{2028}' | '\u{205F}' | '\u{2060}' | '\u{3000}'
            )
    };
    let detail = if name.is_empty() {
        "the file needs a name"
    } else if name.chars().count() > NAME_MAX_CHARS {
        "at most 150 characters"
    } else if name.chars().any(forbidden) || name.starts_with('.') {
        "no folders, control characters or any of < > : \" / \\ | ? *"
    } else if !name.to_lowercase().ends_with(".pdf") {
        "the name must end in .pdf"
    } else if party::find_personal_numbers(name) {
        let detail = "the name holds something like a personal number (D10)";
        faults.push(Fault::new(Code::PersonalNumberInText, &file.pointer, detail));
        return;
    } else {
        return;
    };
    faults.push(Fault::new(Code::DocumentNameRefused, &file.pointer, detail));
}

fn pdf_fault(error: &PdfError, pointer: &str) -> Fault {
    let code = match error {
        PdfError::NotPdf => Code::DocumentNotPdf,
        PdfError::Empty => Code::DocumentEmpty,
        PdfError::Encrypted => Code::DocumentEncrypted,
        PdfError::TooLarge { .. } => Code::DocumentTooLarge,
        _ => Code::DocumentUnreadable,
    };
    Fault::new(code, pointer, error.to_string())
}

/// The civil day in a zone; the gateway's own zone data are compiled in.
pub(crate) fn today(zone: &str, now: Timestamp) -> Date {
    now.in_tz(zone).map_or_else(|_| now.to_zoned(jiff::tz::TimeZone::UTC).date(), |zoned| zoned.date())
}
