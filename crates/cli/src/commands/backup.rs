//! `maslahat backup` and `maslahat restore`.

use maslahat_server::{AnyStore, Location};

use crate::args::{BackupArgs, RestoreArgs};
use crate::failure::Failure;

pub(crate) async fn backup(args: BackupArgs) -> Result<(), Failure> {
    let store = AnyStore::open_to_read(&args.place.location()?).await?;
    let checked = store.backup(&args.file).await?;
    eprintln!("{} holds {} logs, {} entries, every hash proved", args.file.display(), checked.logs, checked.entries);
    Ok(())
}

pub(crate) async fn restore(args: RestoreArgs) -> Result<(), Failure> {
    let checked = AnyStore::restore(&args.file, &Location::Directory(args.data.clone())).await?;
    eprintln!("{} holds {} logs, {} entries, every hash proved", args.data.display(), checked.logs, checked.entries);
    Ok(())
}
