import { expect, test } from "vitest"

import type { Member } from "../api/people"
import type { Invitation } from "../api/types"
import { linksFile, ordered, waiting } from "./gathering"

const member = (name: string, isRevoked = false): Member =>
  ({ id: name, name, role: "expert", seat: null, delegation: null, isRevoked, sessions: 0, lastUsed: null }) as Member

test("those whose access was revoked come last", () => {
  const people = [member("Ann", true), member("Cid"), member("Bob")]
  expect(ordered(people).map(({ name }) => name)).toEqual(["Bob", "Cid", "Ann"])
})

test("who has come in is no longer among the invitations, which come by name", () => {
  const invitation = (name: string, state: Invitation["state"]): Invitation => ({
    id: name,
    name,
    role: "expert",
    seat: null,
    state,
    expires: null,
  })
  const list = [invitation("Delegation 12", "open"), invitation("Ann", "used"), invitation("Delegation 3", "expired")]
  expect(waiting(list).map(({ name }) => name)).toEqual(["Delegation 3", "Delegation 12"])
})

test("the file of links survives commas, quotes and spreadsheets", async () => {
  const file = linksFile([
    { name: 'Ann "A", the elder', role: "expert", seat: "D1", link: "https://h/join/x" },
    { name: "=1+1", role: "observer", seat: null, link: null },
  ])
  const bytes = new Uint8Array(await file.arrayBuffer())
  expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  expect(await file.text()).toBe(
    'name,role,seat,link\r\n"Ann ""A"", the elder",expert,D1,https://h/join/x\r\n\'=1+1,observer,,\r\n',
  )
})
