//! `maslahat`, the one binary: serves drafts, and sets up, exports, verifies and keeps them from the
//! command line. Says on stdout what scripts need, on stderr what people need; exit 0 done, 1 failed,
//! 2 usage.

mod args;
mod commands;
mod failure;
mod file_config;
mod output;
mod place;

use std::process::ExitCode;

use clap::Parser as _;

use args::{Cli, Command};
use failure::Failure;

/// Hundreds of small documents that come and go leave the system's own allocator with half of its memory in gaps.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    if matches!(cli.command, Command::RenderPdf) {
        return commands::render_pdf::run();
    }
    match run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|cause| {
        Failure::new(format!("the program cannot start ({cause})"), "free some memory or processes, then try again")
    })?;
    runtime.block_on(async {
        match cli.command {
            Command::Serve(args) => commands::serve::run(args).await,
            Command::Import(args) => commands::import::run(args).await,
            Command::Export(args) => commands::export::run(args).await,
            Command::Invite(args) => commands::invite::run(args).await,
            Command::Verify(args) => commands::verify::run(args).await,
            Command::Backup(args) => commands::backup::backup(args).await,
            Command::Restore(args) => commands::backup::restore(args).await,
            Command::RenderPdf => Ok(()),
        }
    })
}
