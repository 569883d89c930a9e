// The WebAssembly module of Automerge. Apart from the rest of sync, and without imports, so that the page can begin to
// fetch it before the code that uses it is there.

import wasmUrl from "@automerge/automerge/automerge.wasm?url"

let response: Promise<Response> | null = null

/** Begins to fetch the module, once. */
export function fetchAutomerge(): Promise<Response> {
  response ??= fetch(wasmUrl)
  return response
}

/** The fetch failed or its body is used up: the next call fetches anew. */
export function forgetAutomerge(): void {
  response = null
}
