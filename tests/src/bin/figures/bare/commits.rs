//! The limit that the disk sets: a group commit that does nothing else. Whoever writes hands letters to one thread,
//! which appends what is waiting, calls fdatasync, and answers all of them.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow};
use tokio::sync::oneshot;

/// What a keystroke takes on disk, about.
const BYTES: usize = 120;

type Waiting = oneshot::Sender<()>;

/// Commits at a writer's pace from several tasks, until it is over; gives each commit's time in milliseconds.
pub(crate) async fn commits(
    path: PathBuf,
    writers: usize,
    pause: Duration,
    is_over: Arc<AtomicBool>,
) -> Result<Vec<f64>> {
    let (hand_over, queue) = mpsc::channel::<Waiting>();
    let disk = std::thread::spawn(move || commit(&path, &queue));
    let mut tasks = Vec::new();
    for _ in 0..writers {
        let (hand_over, is_over) = (hand_over.clone(), Arc::clone(&is_over));
        tasks.push(tokio::spawn(async move {
            let mut times = Vec::new();
            while !is_over.load(Ordering::Relaxed) {
                tokio::time::sleep(pause).await;
                let start = Instant::now();
                let (done, durable) = oneshot::channel();
                hand_over.send(done)?;
                durable.await?;
                times.push(start.elapsed().as_secs_f64() * 1e3);
            }
            anyhow::Ok(times)
        }));
    }
    drop(hand_over);
    let mut times = Vec::new();
    for task in tasks {
        times.extend(task.await??);
    }
    disk.join().map_err(|_| anyhow!("the writing thread failed"))??;
    Ok(times)
}

/// One commit after the other, each alone; gives each one's time in milliseconds.
pub(crate) fn alone(path: &Path, times: usize) -> Result<Vec<f64>> {
    let mut file = File::create(path)?;
    let mut took = Vec::with_capacity(times);
    for _ in 0..times {
        let start = Instant::now();
        file.write_all(&[0; BYTES])?;
        file.sync_data()?;
        took.push(start.elapsed().as_secs_f64() * 1e3);
    }
    Ok(took)
}

fn commit(path: &PathBuf, queue: &mpsc::Receiver<Waiting>) -> Result<()> {
    let mut file = File::create(path)?;
    while let Ok(first) = queue.recv() {
        let group: Vec<Waiting> = std::iter::once(first).chain(queue.try_iter()).collect();
        file.write_all(&vec![0; BYTES * group.len()])?;
        file.sync_data()?;
        for waiting in group {
            let _gone = waiting.send(());
        }
    }
    Ok(())
}
