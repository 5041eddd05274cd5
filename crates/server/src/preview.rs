//! A letter before it is sent: built by the code that builds the real one, and read back from its bytes. Nothing is
//! stored, and nobody is told.

use crate::access::Actor;
use crate::gateway::Gateway;
use crate::intake::{File, Prepared, today};
use crate::problem::Problem;
use catalogue::{Code, Language};
use channels::{ComposeJob, Shown};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use letter::{ChannelKind, Document, Fallback, Letter, LetterType, MessageUuid, Submission};

/// What a recipient would get.
pub(crate) struct Preview {
    /// The channel that the switch would choose now; nothing while that is unknown.
    pub(crate) channel: Option<ChannelKind>,
    /// By each channel that the letter may take, the likeliest first; or why it cannot be built for it.
    pub(crate) ways: Vec<(ChannelKind, Result<Shown, Code>)>,
    /// The documents as they were judged.
    pub(crate) documents: Vec<Document>,
}

impl Gateway {
    /// Builds a letter for each channel that it may take.
    ///
    /// # Errors
    /// What is wrong with the letter.
    pub(crate) async fn preview(
        &self,
        actor: &Actor,
        submission: Submission,
        files: Vec<File>,
    ) -> Result<Preview, Problem> {
        let prepared = self.prepare(actor, submission, files).await?;
        let Prepared { letter, letter_type, files, .. } = prepared;
        let (channel, reason) = if letter.protected {
            (Some(ChannelKind::Desk), Code::ProtectedIdentity)
        } else {
            let answers =
                self.reach(&letter_type, std::slice::from_ref(&letter.recipient), Language::En).await;
            let answer = answers.into_iter().next().ok_or_else(|| Problem::new(Code::InternalError))?;
            (answer.channel, answer.reason.code)
        };
        let mut ways = Vec::new();
        for kind in self.likely(&letter_type, channel) {
            let Some(adapter) = self.channel_of(&letter.sender, kind) else { continue };
            let job = self.job(&letter, &letter_type, &files, reason);
            let shown = match adapter.compose(job).await {
                Ok(message) => adapter.shown(&message.bytes).ok_or(Code::ComposeFailed),
                Err(error) => Err(error.code),
            };
            ways.push((kind, shown));
        }
        Ok(Preview { channel, ways, documents: letter.documents })
    }

    /// The chosen channel, and the one that would follow; where nothing is chosen, those of the type.
    fn likely(&self, kind: &LetterType, chosen: Option<ChannelKind>) -> Vec<ChannelKind> {
        let digital = self.sender(&kind.sender).and_then(|sender| sender.digital);
        let paper = (kind.fallback == Fallback::Print).then_some(ChannelKind::Print);
        match chosen {
            Some(ChannelKind::Desk | ChannelKind::None) => Vec::new(),
            Some(ChannelKind::Print) => vec![ChannelKind::Print],
            Some(digital) => std::iter::once(digital).chain(paper).collect(),
            None => digital.into_iter().chain(paper).collect(),
        }
    }

    fn job(&self, letter: &Letter, kind: &LetterType, files: &[File], reason: Code) -> ComposeJob {
        let now = Timestamp::now();
        let zone = self.sender(&letter.sender).map_or("UTC", |sender| sender.time_zone());
        ComposeJob {
            letter: letter.clone(),
            letter_type: kind.clone(),
            reason: Some(reason),
            message_uuid: MessageUuid(uuid::Uuid::new_v4()),
            documents: files.iter().map(|file| file.bytes.clone()).collect(),
            ready: None,
            now,
            today: today(zone, now),
            markup: self.markup_of(letter, kind),
            zone: TimeZone::get(zone).unwrap_or(TimeZone::UTC),
        }
    }
}
