import { expect, it } from "vitest"

import { afterClose } from "./close-reason"

it.each([
  [4401, "signed_out: the session has ended; sign in again", "signed_out"],
  [4401, "", "signed_out"],
  [4403, "revoked: your access to this draft has ended; ask its secretariat", "revoked"],
  [4403, "", "revoked"],
  [1008, "impersonation: the sender is not this connection's peer", "impersonation"],
  [1008, "refused: the change is not one that a text may hold", "refused"],
  [1002, "version: this server speaks protocol version 1", "version"],
  [1009, "too_much: a limit on size or number was passed", "too_much"],
  [1012, "restart: connect again", "retry_soon"],
  [1013, "slow: the connection could not keep up; connect again", "retry_soon"],
  [1006, "", "retry"],
  [1000, "", "retry"],
])("%i %s: %s", (code, reason, after) => {
  expect(afterClose(code, reason)).toBe(after)
})
