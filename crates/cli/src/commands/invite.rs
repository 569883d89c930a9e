//! `maslahat invite`.

use maslahat_server::AnyStore;
use maslahat_server::control::{Request, Response};
use maslahat_server::setup::Setup;

use super::{other_answer, through_server};
use crate::args::{InviteArgs, LISTEN_DEFAULT};
use crate::failure::Failure;
use crate::{file_config, output};

pub(crate) async fn run(args: InviteArgs) -> Result<(), Failure> {
    let draft = super::draft_id(&args.draft)?;
    let role = args.role.parse().map_err(|_| Failure::new("there is no such role", "see `maslahat invite --help`"))?;
    let (name, seat) = (args.name, args.seat);
    let file = file_config::read(args.config.as_deref())?;
    let location = args.place.location_or(file.data, file.database_url)?;
    let request = Request::Invite { draft, role, name: name.clone(), seat: seat.clone() };
    let link = match through_server(&location, &request).await? {
        Some(Response::Invited { link }) => link,
        Some(_) => return Err(other_answer()),
        None => {
            let listen = file.listen.as_deref().unwrap_or(LISTEN_DEFAULT);
            let base_url = file.server.public_url.unwrap_or_else(|| format!("http://{listen}"));
            // a directory that is not there must not be made by an invitation
            drop(AnyStore::open_to_read(&location).await?);
            let store = AnyStore::open(&location).await?;
            let setup = Setup::load(store, base_url.trim_end_matches('/').to_owned()).await?;
            setup.invite(draft, role, &name, seat.as_deref()).await?
        }
    };
    output::line(&link);
    Ok(())
}
