//! Has an issuer taken a certificate back? Answered from files alone: revocation lists and OCSP answers that
//! somebody fetched (E16). Pure: the time is passed in, nothing is fetched.

mod crl;
mod ocsp;

use std::fmt;
use std::sync::Arc;

use rustls_pki_types::CertificateRevocationListDer;
use rustls_pki_types::pem::PemObject;

use crate::certificate::Certificate;
use crl::List;
use ocsp::Answers;

/// A revocation file that cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RevocationError {
    /// Larger than 64 MiB.
    #[error("the file is larger than 64 MiB")]
    TooLarge,
    /// Neither DER nor PEM of a revocation list.
    #[error("the revocation list cannot be read: give a CRL as DER or PEM")]
    List,
    /// A list of changes only, or one that speaks for other issuers.
    #[error("the revocation list is a delta or an indirect one: give the issuer's complete list")]
    NotComplete,
    /// Not an OCSP response with a basic answer.
    #[error("the OCSP response cannot be read: give the responder's answer as DER")]
    Answer,
    /// The responder did not answer (`tryLater` and the like).
    #[error("the OCSP response holds no answer but an error of the responder: ask again")]
    NoAnswer,
}

/// What is known about one certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RevocationStatus {
    /// It was not revoked at the time asked for.
    Good,
    /// It was revoked, since this second since 1970.
    Revoked {
        /// Since when: the date of revocation, or the earlier date from which the key was suspect.
        since: i64,
    },
    /// The files speak of it, but what they say was to be renewed before the time asked for.
    Stale,
    /// No file of the certificate's issuer speaks of it.
    Unknown,
}

/// Revocation lists and OCSP answers. Cheap to clone.
#[derive(Clone, Default)]
pub struct Revocation {
    lists: Vec<Arc<List>>,
    answers: Vec<Arc<Answers>>,
}

/// Largest file that is taken.
const LARGEST: usize = 64 << 20;

impl Revocation {
    /// Nothing known: every certificate is [`RevocationStatus::Unknown`].
    pub fn new() -> Self {
        Revocation::default()
    }

    /// Takes a revocation list in, DER or PEM. Whether its issuer signed it is judged in [`Revocation::status`].
    ///
    /// # Errors
    /// See [`RevocationError`].
    pub fn add_crl(&mut self, file: &[u8]) -> Result<(), RevocationError> {
        if file.len() > LARGEST {
            return Err(RevocationError::TooLarge);
        }
        let list = if file.first() == Some(&crate::der::SEQUENCE) {
            List::read(file)?
        } else {
            let der =
                CertificateRevocationListDer::from_pem_slice(file).map_err(|_| RevocationError::List)?;
            List::read(&der)?
        };
        self.lists.push(Arc::new(list));
        Ok(())
    }

    /// Takes an OCSP response in, DER. Whether its responder may answer is judged in [`Revocation::status`].
    ///
    /// # Errors
    /// See [`RevocationError`].
    pub fn add_ocsp(&mut self, file: &[u8]) -> Result<(), RevocationError> {
        if file.len() > LARGEST {
            return Err(RevocationError::TooLarge);
        }
        self.answers.push(Arc::new(Answers::read(file)?));
        Ok(())
    }

    /// What the files say about `certificate`, issued by `issuer`, at a time in seconds since 1970. Files that
    /// `issuer` did not sign, itself or by a responder it named, count for nothing. A revocation after `at` is none;
    /// without a time no statement counts as fresh, but every revocation counts.
    pub fn status(
        &self,
        certificate: &Certificate,
        issuer: &Certificate,
        at: Option<i64>,
    ) -> RevocationStatus {
        let lists = self.lists.iter().filter_map(|list| list.says(certificate, issuer));
        let answers = self.answers.iter().filter_map(|answers| answers.say(certificate, issuer));
        let mut status = RevocationStatus::Unknown;
        for said in lists.chain(answers) {
            if let Some(since) = said.revoked.filter(|since| at.is_none_or(|at| *since <= at)) {
                return RevocationStatus::Revoked { since };
            }
            let fresh = at.is_some_and(|at| at <= said.good_until);
            if fresh {
                status = RevocationStatus::Good;
            } else if status == RevocationStatus::Unknown {
                status = RevocationStatus::Stale;
            }
        }
        status
    }
}

/// What one file says about one certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Said {
    revoked: Option<i64>,
    /// When something newer was to be had.
    good_until: i64,
}

impl fmt::Debug for Revocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (lists, answers) = (self.lists.len(), self.answers.len());
        f.debug_struct("Revocation").field("lists", &lists).field("answers", &answers).finish()
    }
}
