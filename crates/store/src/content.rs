//! Storing and reading the bytes of letters: sealed under the letter's key, or in clear where nothing is encrypted.

use crate::blob::{self, Blob, Hasher, Kept};
use crate::engine::Statement;
use crate::files::blocking;
use crate::tables::blob as table;
use crate::vault::{Found, LetterKey, SEGMENT_BYTES, Sealer, StreamError, open_stream, seal_stream};
use crate::writer::{Command, job};
use crate::{BlobError, Store, StoreError};
use letter::{Digest, LetterId, SenderId};
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::io::{AsyncRead, AsyncReadExt};

impl Store {
    /// Puts the large ones in their place and makes the rows of all.
    pub(crate) async fn keep(
        &self,
        blobs: &[Blob],
        key: Option<&Arc<LetterKey>>,
    ) -> Result<Vec<Kept>, StoreError> {
        let mut kept = Vec::with_capacity(blobs.len());
        for blob in blobs {
            let name = key.map_or(*blob.key(), |key| key.name_of(blob.key()));
            let row = match (blob.is_row(), key) {
                (true, None) => Some(blob.shared()),
                (true, Some(key)) => Some(Arc::new(seal_stream(&key.blobs, blob.bytes())?)),
                (false, _) => {
                    self.files().put(name, blob, key.cloned()).await?;
                    None
                }
            };
            kept.push(Kept { name, size_bytes: blob.size_bytes(), row, letter: key.map(|key| key.id) });
        }
        Ok(kept)
    }

    /// The key for bytes of a letter that may not be stored yet.
    pub(crate) async fn key_for(
        &self,
        letter: LetterId,
        sender: &str,
    ) -> Result<Option<Arc<LetterKey>>, StoreError> {
        let Some(vault) = self.vault() else { return Ok(None) };
        match self.letter_key(letter.0).await? {
            Found::Key(key) => Ok(Some(key)),
            Found::Forgotten => Err(StoreError::Refused { detail: format!("letter {letter} was forgotten") }),
            Found::Clear => {
                let (_, row) = self.new_letter_key(vault, letter.0, sender).await?;
                self.write(crate::tables::vault::ADD_LETTER.single(row.values(letter.0))).await?;
                // Somebody else may have been quicker: what is stored counts.
                match self.letter_key(letter.0).await? {
                    Found::Key(key) => Ok(Some(key)),
                    _ => Err(StoreError::corrupt("the key of a letter vanished")),
                }
            }
        }
    }

    /// Stores bytes for a letter that will refer to them; durable when it returns.
    ///
    /// # Errors
    /// [`StoreError`] if they could not be written.
    pub async fn put_blob(
        &self,
        letter: LetterId,
        sender: &SenderId,
        bytes: impl Into<Vec<u8>>,
    ) -> Result<Digest, StoreError> {
        let blob = Blob::new(bytes);
        let key = self.key_for(letter, &sender.0).await?;
        let kept = self.keep(std::slice::from_ref(&blob), key.as_ref()).await?;
        self.ask(|reply| Command::Blobs(job(kept, reply))).await?;
        Ok(blob.digest())
    }

    /// Stores a stream for a letter that will refer to it, a piece at a time; durable when it returns. Gives digest
    /// and size in bytes.
    ///
    /// # Errors
    /// [`BlobError::Source`] if the stream fails; nothing is stored then.
    pub async fn put_blob_stream(
        &self,
        letter: LetterId,
        sender: &SenderId,
        mut source: impl AsyncRead + Unpin,
    ) -> Result<(Digest, u64), BlobError> {
        let key = self.key_for(letter, &sender.0).await?;
        let partial = self.files().partial_path();
        let copied = self.copy(&mut source, partial.clone(), key.as_deref()).await;
        let (digest, size_bytes) = match copied {
            Ok(copied) => copied,
            Err(error) => {
                self.files().drop_partial(partial).await;
                return Err(error);
            }
        };
        let name = key.as_ref().map_or(digest, |key| key.name_of(&digest));
        self.files().settle(partial, name).await?;
        let kept = Kept { name, size_bytes, row: None, letter: key.map(|key| key.id) };
        self.ask(|reply| Command::Blobs(job(vec![kept], reply))).await?;
        Ok((blob::shown(&digest), size_bytes))
    }

    async fn copy(
        &self,
        source: &mut (impl AsyncRead + Unpin),
        partial: PathBuf,
        key: Option<&LetterKey>,
    ) -> Result<([u8; 32], u64), BlobError> {
        let failed = |error: std::io::Error| StoreError::unavailable(&error);
        let mut file = blocking(move || std::fs::File::create_new(partial)).await?.map_err(failed)?;
        let mut sealer = match key {
            None => None,
            Some(key) => {
                let (sealer, header) = Sealer::new(&key.blobs).map_err(StoreError::from)?;
                file = blocking(move || file.write_all(&header).map(|()| file)).await?.map_err(failed)?;
                Some(sealer)
            }
        };
        let (mut hasher, mut size_bytes) = (Hasher::new(), 0);
        let mut piece = read_piece(source).await?;
        loop {
            // A piece ahead, because the last segment is sealed as such.
            let next = read_piece(source).await?;
            let last = next.is_empty();
            size_bytes += piece.len() as u64;
            (file, hasher, sealer) = blocking(move || {
                hasher.update(&piece);
                if let Some(sealer) = &mut sealer {
                    sealer.seal(&mut piece, last).map_err(std::io::Error::other)?;
                }
                file.write_all(&piece).map(|()| (file, hasher, sealer))
            })
            .await?
            .map_err(failed)?;
            if last {
                break;
            }
            piece = next;
        }
        blocking(move || file.sync_all()).await?.map_err(failed)?;
        Ok((hasher.finish(), size_bytes))
    }

    /// The bytes of that digest that belong to a letter, verified.
    ///
    /// # Errors
    /// [`BlobError::NotFound`], or [`BlobError::BlobDamaged`] if the disk changed them.
    pub async fn blob(&self, letter: LetterId, digest: &Digest) -> Result<Vec<u8>, BlobError> {
        let missing = || BlobError::NotFound { digest: digest.clone() };
        let clear_name = blob::parse(digest).ok_or_else(missing)?;
        if let Found::Key(key) = self.letter_key(letter.0).await?
            && let Some(sealed) = self.stored(key.name_of(&clear_name), digest).await?
        {
            return blocking(move || open_stream(&key.blobs, sealed).ok())
                .await?
                .filter(|bytes| blob::sha256(bytes) == clear_name)
                .ok_or_else(|| BlobError::BlobDamaged { digest: digest.clone() });
        }
        // Stored before encryption was on, or without it.
        let bytes = self.stored(clear_name, digest).await?.ok_or_else(missing)?;
        if blob::sha256(&bytes) == clear_name {
            Ok(bytes)
        } else {
            Err(BlobError::BlobDamaged { digest: digest.clone() })
        }
    }

    /// What lies under a name; nothing if no row knows it.
    async fn stored(&self, name: [u8; 32], digest: &Digest) -> Result<Option<Vec<u8>>, BlobError> {
        let rows = self.readers().fetch(Statement::new(table::BY_DIGEST, vec![name.into()])).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        match row.opt_blob(1)? {
            Some(bytes) => Ok(Some(bytes)),
            // Its row says that it was stored: when it is gone, it was lost.
            None => match self.files().read(&name).await? {
                Some(bytes) => Ok(Some(bytes)),
                None => Err(BlobError::BlobDamaged { digest: digest.clone() }),
            },
        }
    }
}

impl From<StreamError> for StoreError {
    fn from(error: StreamError) -> StoreError {
        match error {
            StreamError::Damaged => StoreError::corrupt(error.to_string()),
            StreamError::Unsealable => StoreError::Unavailable { detail: error.to_string() },
        }
    }
}

/// The next [`SEGMENT_BYTES`] of a stream, or fewer at its end.
async fn read_piece(source: &mut (impl AsyncRead + Unpin)) -> Result<Vec<u8>, BlobError> {
    // Room for the tag, so that sealing does not move the piece.
    let mut piece = Vec::with_capacity(SEGMENT_BYTES + 64);
    let mut source = source.take(SEGMENT_BYTES as u64);
    while source
        .read_buf(&mut piece)
        .await
        .map_err(|error| BlobError::Source { detail: error.to_string() })?
        > 0
    {}
    Ok(piece)
}
