//! How a municipality's messages look, whichever road they take.

use serde::Deserialize;

/// A contact point of the municipality.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContactPointConfig {
    /// Its id: a UUID of any version (E3).
    pub id: uuid::Uuid,
    /// Its name, shown to people.
    #[serde(default)]
    pub label: Option<String>,
    /// Group it belongs to.
    #[serde(default)]
    pub group: Option<String>,
}

/// Version of MeMo that is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub enum MemoVersion {
    /// 1.1
    #[serde(rename = "1.1")]
    V1_1,
    /// 1.2, in production since March 2025.
    #[default]
    #[serde(rename = "1.2")]
    V1_2,
}

/// The sender as its messages show it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MemoSender<'a> {
    /// CVR number, 8 digits.
    pub(crate) cvr: &'a str,
    /// Name that the recipient sees (D13).
    pub(crate) name: &'a str,
    pub(crate) memo_version: MemoVersion,
    /// Where answers go; needed for letters that may be answered (E9).
    pub(crate) contact_point: Option<&'a ContactPointConfig>,
    /// MeMo `postType`; empty leaves it out.
    pub(crate) post_type: &'a str,
    /// Language of the documents, two letters.
    pub(crate) language: &'a str,
    /// Whether the letter's unit is shown as the one responsible for the content.
    pub(crate) show_unit: bool,
}

/// 99.5 MB, the largest message of an authority (L1).
pub(crate) const fn default_max_message_bytes() -> u64 {
    99_500_000
}
/// Attachments beside the main document (L2).
pub(crate) const fn default_max_attachments() -> usize {
    10
}
pub(crate) const fn default_parallel_lookups() -> usize {
    8
}
pub(crate) fn default_post_type() -> String {
    "MYNDIGHEDSPOST".to_owned()
}
pub(crate) fn default_language() -> String {
    "da".to_owned()
}
pub(crate) const fn yes() -> bool {
    true
}
