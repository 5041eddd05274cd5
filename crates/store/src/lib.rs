//! Everything durable: letters and their events, the queue, receipts, blobs, keys and settings.
//!
//! [`Store::open`] locks a data directory and opens an embedded database in it, or works beside other nodes on
//! a database server. Whatever a call has answered survives a kill or a power cut. One task writes; calls that arrive while it commits share the
//! next transaction, so durability is cheap under load. Reading goes past it and never waits for it.
//!
//! A letter's life here: [`Store::accept`] → [`Store::claim_due`] → [`Store::load`] → [`Store::append`] …
//! until its index has no due time. Receipts come in through [`Store::store_receipt`].

mod accept;
mod access;
mod append;
mod audit;
mod backup;
mod backup_note;
mod blob;
mod config;
mod content;
mod directory;
mod engine;
mod error;
mod files;
mod health;
mod history;
mod letter_type;
mod list;
mod node;
mod person;
mod place;
mod quality;
mod queue;
mod receipt;
mod remains;
mod s3;
mod schema;
mod session;
mod setting;
mod store;
mod survey;
mod sweep;
mod system;
mod tables;
mod time;
mod vault;
mod writer;

pub use accept::{ACCEPTED_STATE, Accepted, Idempotency, NewLetter};
pub use access::ApiKey;
pub use append::{Append, Index, LeaseAction};
pub use audit::{
    Act, ActEntry, ActKind, AuditFault, AuditReport, ChainHead, EVENT_KIND, Proof, ProofEntry, entry_hash,
    event_content,
};
pub use backup::{Backup, BackupError, BackupFault, BackupReport};
pub use blob::{Blob, ROW_LIMIT_BYTES, digest_of};
pub use config::{DatabaseServer, DatabaseTls, StoreConfig};
pub use error::{AcceptError, AppendError, BlobError, LeaseError, ListError, OpenError, StoreError};
pub use health::Size;
pub use history::History;
pub use letter_type::StoredType;
pub use list::{Filter, Listed, MOST_ROWS, Page, Row, Within};
pub use node::Node;
pub use person::{Granted, NewPerson, Origin, Person};
pub use quality::{Refusals, Stuck, Used};
pub use queue::{Bell, Claim, LeaseToken};
pub use receipt::{NewReceipt, Receipt, ReceiptBacklog, ReceiptFate, ReceiptId, Stored};
pub use remains::{Ended, EndedSome, Forgotten};
pub use s3::{S3Config, S3Error, SecretText};
pub use schema::known as schema_version;
pub use session::{NewSession, Session};
pub use store::Store;
pub use survey::{AttentionGroup, Range, StateAge, Tally, Walked};
pub use sweep::Swept;
pub use system::SystemSeen;
pub use vault::{
    FileKeys, ForgetError, KeyId, KeyedHash, MasterKey, MasterKeyError, ModuleKeys, Rotated, Secret,
    open_stored_event,
};
