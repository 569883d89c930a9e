// Acts from the screen: sent once, told in plain words when they are refused.

import * as client from "../api/client"
import type { Failure, Outcome } from "../api/failure"
import type { Act } from "../api/types"
import type { DraftStore } from "../draft/store.svelte"
import { notices } from "../ui/notices.svelte"
import { inWords } from "../ui/failures"

/** Sends an act. A dropped answer is asked for once more under the same key, so that nothing is done twice. */
export async function send(store: DraftStore, act: Act): Promise<Outcome<null>> {
  const key = crypto.randomUUID()
  const first = await client.act(store.register.id, act, key)
  const outcome =
    first.ok || first.failure.kind !== "unreachable" ? first : await client.act(store.register.id, act, key)
  // Without a live register the page would not see its own act.
  if (outcome.ok && store.sync === null) await reload(store)
  return outcome
}

async function reload(store: DraftStore): Promise<void> {
  const view = await client.draft(store.register.id)
  if (view.ok) store.take(view.value)
}

/** Sends an act that has no dialog of its own; a refusal is shown as a notice. */
export async function perform(store: DraftStore, act: Act): Promise<void> {
  const outcome = await send(store, act)
  if (!outcome.ok) notices.show(refusal(outcome.failure))
}

export const refusal = (failure: Failure): string => {
  const { title, detail } = inWords(failure)
  return failure.kind === "problem" ? detail : `${title}. ${detail}`
}
