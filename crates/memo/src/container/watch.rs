//! What passes through the layers is watched: the libraries between them blur the reasons of failures.

use super::{ContainerError, ContainerLimits};
use std::cell::{Cell, RefCell};
use std::io::{self, Read};

/// Shared by the layers of one reading.
#[derive(Default)]
pub(super) struct Watch {
    fault: RefCell<Option<ContainerError>>,
    taken: Cell<u64>,
    given: Cell<u64>,
    zeros: Cell<u64>,
    ended: Cell<bool>,
}

impl Watch {
    /// Keeps the first fault and makes the error that carries it up.
    pub(super) fn fail(&self, fault: ContainerError) -> io::Error {
        let text = fault.to_string();
        self.fault.borrow_mut().get_or_insert(fault);
        io::Error::new(io::ErrorKind::InvalidData, text)
    }

    pub(super) fn fault(&self) -> Option<ContainerError> {
        self.fault.borrow_mut().take()
    }

    /// Unpacked bytes so far.
    pub(super) fn given(&self) -> u64 {
        self.given.get()
    }

    /// Zero bytes since the last other one.
    pub(super) fn zeros(&self) -> u64 {
        self.zeros.get()
    }

    /// Whether the compressed data came to its end.
    pub(super) fn ended(&self) -> bool {
        self.ended.get()
    }
}

/// The compressed octets as they come from the source.
pub(super) struct Tap<'w, R> {
    pub(super) source: R,
    pub(super) watch: &'w Watch,
}

impl<R: Read> Read for Tap<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.source.read(buffer) {
            Ok(count) => {
                self.watch.taken.set(self.watch.taken.get().saturating_add(count as u64));
                Ok(count)
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => Err(error),
            Err(error) => Err(self.watch.fail(ContainerError::Source(error))),
        }
    }
}

/// The unpacked octets as they leave the decoder.
pub(super) struct Guard<'w, D> {
    pub(super) decoder: D,
    pub(super) watch: &'w Watch,
    pub(super) limits: &'w ContainerLimits,
}

impl<D: Read> Read for Guard<'_, D> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let watch = self.watch;
        let count = match self.decoder.read(buffer) {
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => return Err(error),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                return Err(watch.fail(ContainerError::Truncated));
            }
            Err(_) => return Err(watch.fail(ContainerError::Damaged)),
        };
        let bytes = buffer.get(..count).unwrap_or_default();
        watch.ended.set(count == 0 && !buffer.is_empty());
        watch.zeros.set(match bytes.iter().rposition(|byte| *byte != 0) {
            Some(last) => (count - 1 - last) as u64,
            None => watch.zeros.get().saturating_add(count as u64),
        });
        let given = watch.given.get().saturating_add(count as u64);
        watch.given.set(given);
        if given > self.limits.total_bytes {
            return Err(watch.fail(ContainerError::TooLarge { limit: self.limits.total_bytes }));
        }
        let most = watch.taken.get().saturating_mul(self.limits.ratio);
        if given > self.limits.ratio_from_bytes && given > most {
            return Err(watch.fail(ContainerError::Bomb { limit: self.limits.ratio }));
        }
        Ok(count)
    }
}
