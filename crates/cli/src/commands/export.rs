//! `maslahat export`: reads beside a running server.

use maslahat_server::AnyStore;
use maslahat_server::exports::{self, Format};

use crate::args::ExportArgs;
use crate::failure::Failure;
use crate::output;

pub(crate) async fn run(args: ExportArgs) -> Result<(), Failure> {
    let draft = super::draft_id(&args.draft)?;
    let format: Format =
        args.format.parse().map_err(|_| Failure::new("there is no such format", "see `maslahat export --help`"))?;
    let store = AnyStore::open_to_read(&args.place.location()?).await?;
    let exported = exports::export_stored(store, draft, format, args.lang.as_deref()).await?;
    output::file(&args.output, &exported.bytes)
}
