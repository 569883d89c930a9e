//! What waits to be written, for any writer: bounded in number and in bytes, and each with someone who waits for the
//! answer, or no longer does.

use std::sync::Arc;

use bytes::Bytes;
use maslahat_protocol::LogId;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot};

use crate::entry::{APPEND_BYTES_MAX, Prepared, PreparedLog};
use crate::mutant::{self, Mutant};
use crate::{AppendError, Head, LogAppend, Seq, StoreError};

/// Jobs that wait, in number.
const JOBS_MAX: usize = 1024;
/// And in size, in units that fit the counter; one append of the largest size must fit.
const UNITS_MAX: usize = APPEND_BYTES_MAX / UNIT_BYTES + 1;
const UNIT_BYTES: usize = 1024;
/// Jobs in one transaction at most, so that the first of them does not wait for ever.
pub(crate) const BATCH_JOBS_MAX: usize = 512;

pub(crate) type Answer = Result<Vec<Head>, AppendError>;

/// Something to write, and who waits for it.
pub(crate) struct Job {
    pub(crate) work: Work,
    reply: oneshot::Sender<Answer>,
    /// Its share of the bytes that may wait.
    _share: OwnedSemaphorePermit,
}

pub(crate) enum Work {
    Append(Prepared),
    /// `Stale` if the log has not come to `upto`.
    Compact {
        log: LogId,
        upto: Seq,
        snapshot: Bytes,
    },
}

impl Job {
    pub(crate) fn answer(self, answer: Answer) {
        // Who asked may have gone; what was done is done all the same.
        self.reply.send(answer).ok();
    }
}

pub(crate) fn answer_all(batch: Vec<Job>, error: &AppendError) {
    for job in batch {
        job.answer(Err(error.clone()));
    }
}

/// The way in. When it is dropped, its writers finish what waits and end.
pub(crate) struct Queue {
    jobs: mpsc::Sender<Job>,
    units: Arc<Semaphore>,
}

impl Queue {
    pub(crate) fn new() -> (Self, mpsc::Receiver<Job>) {
        let (jobs, writer) = mpsc::channel(JOBS_MAX);
        let units = Arc::new(Semaphore::new(UNITS_MAX));
        (Self { jobs, units }, writer)
    }

    pub(crate) async fn append(&self, appends: Vec<LogAppend>) -> Answer {
        let append = Prepared::check(appends)?;
        let size_bytes = append.size_bytes;
        if mutant::is(Mutant::AnswerBeforeWriting) {
            return self.answer_before_writing(append).await;
        }
        self.write(Work::Append(append), size_bytes).await
    }

    /// A mistake. The heads are those that the append hopes for.
    async fn answer_before_writing(&self, append: Prepared) -> Answer {
        let hoped = |part: &PreparedLog| part.placed(Head { seq: part.expect, ..Head::EMPTY }).last();
        let heads = append.logs.iter().map(|part| hoped(part).map_or(Head::EMPTY, |entry| entry.head())).collect();
        let size_bytes = append.size_bytes;
        let (reply, _nobody) = oneshot::channel();
        let job = self.job(Work::Append(append), size_bytes, reply).await?;
        self.jobs.send(job).await.map_err(|_| AppendError::InDoubt)?;
        Ok(heads)
    }

    pub(crate) async fn compact(&self, log: LogId, upto: Seq, snapshot: Bytes) -> Result<bool, StoreError> {
        if snapshot.len() > APPEND_BYTES_MAX {
            return Err(StoreError::broken(log, upto, "a snapshot of it would be larger than 64 MB"));
        }
        let size_bytes = snapshot.len();
        match self.write(Work::Compact { log, upto, snapshot }, size_bytes).await {
            Ok(_) => Ok(true),
            Err(AppendError::Stale { .. }) => Ok(false),
            Err(AppendError::Full) => Err(StoreError::Full),
            Err(AppendError::Refused(what)) => Err(StoreError::Unavailable(what.to_owned())),
            Err(AppendError::InDoubt) => Err(StoreError::Unavailable("the outcome is unknown".to_owned())),
        }
    }

    async fn write(&self, work: Work, size_bytes: usize) -> Answer {
        let (reply, answer) = oneshot::channel();
        let job = self.job(work, size_bytes, reply).await?;
        self.jobs.send(job).await.map_err(|_| AppendError::InDoubt)?;
        answer.await.unwrap_or(Err(AppendError::InDoubt))
    }

    /// With its share of the bytes that may wait.
    async fn job(&self, work: Work, size_bytes: usize, reply: oneshot::Sender<Answer>) -> Result<Job, AppendError> {
        let units = u32::try_from(size_bytes / UNIT_BYTES + 1).map_err(|_| AppendError::Refused("it is too large"))?;
        let share = self.units.clone().acquire_many_owned(units).await;
        Ok(Job { work, reply, _share: share.map_err(|_| AppendError::InDoubt)? })
    }

    /// Resolves when every writer has ended before its time.
    pub(crate) async fn closed(&self) {
        self.jobs.closed().await;
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.jobs.is_closed()
    }
}
