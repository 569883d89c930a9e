//! A process that is killed in the middle of its work has kept everything it acknowledged.

use std::collections::BTreeMap;
use std::env;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use maslahat_storage::{SqliteStore, Store};

use super::Directory;
use crate::contract::{Place, append, log};

const DIRECTORY: &str = "MASLAHAT_CRASH_TEST_DIRECTORY";
const ROUNDS: usize = 10;
const WRITERS: u8 = 8;
/// Acknowledgements after which the process is killed, more in every round.
const PATIENCE: usize = 60;

/// Not a test of its own: what the killed process runs. Two logs grow together, and each acknowledgement is printed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_process() {
    let Some(directory) = env::var_os(DIRECTORY) else {
        return;
    };
    let store = SqliteStore::open(directory.as_ref()).await.unwrap();
    let mut tasks = tokio::task::JoinSet::new();
    for writer in 0..WRITERS {
        let store = store.clone();
        tasks.spawn(async move {
            let (mine, twin) = (log(writer), log(writer + WRITERS));
            let mut seq = store.load(mine).await.unwrap().head.seq;
            loop {
                let heads = store.append(vec![append(mine, seq, 1), append(twin, seq, 1)]).await.unwrap();
                seq = heads[0].seq;
                writeln!(std::io::stdout(), "acknowledged {writer} {seq}").unwrap();
            }
        });
    }
    tasks.join_next().await;
}

/// Runs the process until it is killed; answers the last acknowledgement of each writer.
fn run_and_kill(directory: &Directory, patience: usize) -> BTreeMap<u8, u64> {
    let mut process = Command::new(env::current_exe().unwrap())
        .args(["--exact", "sqlite::crash::killed_process", "--nocapture", "--test-threads=1"])
        .env(DIRECTORY, directory.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(process.stdout.take().unwrap()).lines().map_while(Result::ok);
    let mut acknowledged = BTreeMap::new();
    let mut take = |line: String| {
        let mut words = line.split(' ').skip_while(|word| *word != "acknowledged").skip(1);
        if let (Some(Ok(writer)), Some(Ok(seq))) = (words.next().map(str::parse), words.next().map(str::parse)) {
            acknowledged.insert(writer, seq);
        }
    };
    lines.by_ref().take(patience).for_each(&mut take);
    process.kill().unwrap();
    process.wait().unwrap();
    // What it said before it died counts, too; a line cut short is not said.
    lines.for_each(take);
    acknowledged
}

#[tokio::test]
async fn a_killed_process_has_kept_what_it_acknowledged() {
    let directory = Directory::new();
    let mut rounds_with_all = 0;
    for round in 0..ROUNDS {
        let acknowledged = run_and_kill(&directory, PATIENCE + 37 * round);
        rounds_with_all += usize::from(acknowledged.len() == usize::from(WRITERS));
        let store = directory.open().await;
        store.verify_chains().await.unwrap();
        for (writer, seq) in acknowledged {
            let both = store.load_many(vec![log(writer), log(writer + WRITERS)]).await.unwrap();
            assert!(both[0].head.seq >= seq, "round {round}: {seq} was acknowledged, {} is there", both[0].head.seq);
            assert_eq!(both[0].head.seq, both[1].head.seq, "round {round}: the logs grow together");
        }
    }
    assert!(rounds_with_all > 0, "the writers never got to work");
}
