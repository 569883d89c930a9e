import { describe, expect, it } from "vitest"
import { inWords } from "./failures"
import { say } from "./messages"

const problem = (status: number, code: string, detail = "As the server says.") =>
  inWords({ kind: "problem", status, code, detail })

describe("inWords", () => {
  it("has words for each way an invitation can fail", () => {
    expect(problem(404, "invitation_unknown")).toMatchObject(say.failures.invitationUnknown)
    expect(problem(410, "invitation_used")).toMatchObject(say.failures.invitationUsed)
    expect(problem(410, "invitation_expired")).toMatchObject(say.failures.invitationExpired)
  })

  it("tells an unknown draft from one that is not for this person", () => {
    expect(problem(404, "draft_unknown")).toMatchObject(say.failures.unknownDraft)
    expect(problem(403, "not_a_member")).toMatchObject(say.failures.noMember)
    expect(problem(403, "role_forbidden")).toMatchObject(say.failures.noRight)
  })

  it("lets the server speak where the page has no better words", () => {
    expect(problem(422, "json_unexpected").detail).toBe("As the server says.")
    expect(problem(500, "", "").detail).toBe(say.failures.other.detail)
  })

  it("keeps the code for a report", () => {
    expect(problem(409, "already_frozen")).toMatchObject({
      code: "already_frozen",
      detail: say.refusals.already_frozen,
    })
    expect(inWords({ kind: "unreachable" }).code).toBeNull()
  })
})
