// Leaving.

import * as client from "../api/client"

/** Whatever the server says, this page is left: the next one asks who one is. */
export async function leave(): Promise<void> {
  await client.signOut()
  location.assign("/")
}

export function signOut(): void {
  void leave()
}
