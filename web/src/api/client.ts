// The HTTP API, one function a route. Knows no screen; a request ends as an `Outcome`, never as an exception.

import { readBlame, type Blame } from "./blame"
import { readDraftView } from "./draft"
import { failed, succeeded, type Failure, type Outcome } from "./failure"
import { readLedgerPart, type LedgerPart } from "./ledger"
import { readImport, readMember, readSession, type Member, type PeopleImport, type Session } from "./people"
import { Reader, UnreadableAnswer } from "./read"
import { readPerson } from "./register"
import { ROLES, type Act, type DraftEntry, type DraftId, type DraftView, type ExportFormat } from "./types"
import type { Invitation, Lang, Moment, ParagraphId, Person, PersonId, Role, SessionId } from "./types"

const REQUEST_MS_MAX = 20_000
/** A PDF of a long draft takes the server a while. */
const EXPORT_MS_MAX = 120_000

interface Request {
  readonly method?: "GET" | "POST" | "PATCH" | "DELETE"
  readonly body?: unknown
  /** Instead of a body of JSON. */
  readonly table?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly msMax?: number
}

async function send(path: string, request: Request): Promise<Outcome<Response>> {
  const { method = "GET", body, table, headers = {}, msMax = REQUEST_MS_MAX } = request
  try {
    const response = await fetch(`/api/v1${path}`, {
      method,
      headers: {
        accept: "application/json",
        ...(body !== undefined && { "content-type": "application/json" }),
        ...(table !== undefined && { "content-type": "text/csv; charset=utf-8" }),
        ...headers,
      },
      signal: AbortSignal.timeout(msMax),
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(table !== undefined && { body: table }),
    })
    return response.ok ? succeeded(response) : failed(await problem(response))
  } catch {
    return failed({ kind: "unreachable" })
  }
}

async function problem(response: Response): Promise<Failure> {
  const answer: unknown = await response.json().catch(() => null)
  const fields = typeof answer === "object" && answer !== null ? (answer as Record<string, unknown>) : {}
  const code = typeof fields["code"] === "string" ? fields["code"] : ""
  const detail = typeof fields["detail"] === "string" ? fields["detail"] : response.statusText
  // A refused invitation is no ended session, whatever its status.
  if (response.status === 401 && !code.startsWith("invitation")) return { kind: "signed-out" }
  // A proxy answers so, without a code, when the server behind it is down.
  if (code === "" && [502, 503, 504].includes(response.status)) return { kind: "unreachable" }
  return { kind: "problem", status: response.status, code, detail }
}

async function call<T>(path: string, read: (answer: Reader) => T, request: Request = {}): Promise<Outcome<T>> {
  const sent = await send(path, request)
  if (!sent.ok) return sent
  try {
    const answer: unknown = sent.value.status === 204 ? null : await sent.value.json()
    return succeeded(read(new Reader(answer)))
  } catch (error) {
    if (error instanceof UnreadableAnswer) return failed({ kind: "unreadable", path: `${path} ${error.path}` })
    return failed({ kind: "unreadable", path })
  }
}

/** Somebody else who says who people are. */
export interface Provider {
  readonly label: string | null
  /** Where the browser goes to sign in. */
  readonly url: string
}

/** How one can sign in besides by an invitation's link; null: not at all. */
export const signInWays = (): Promise<Outcome<Provider | null>> =>
  call("/sign-in", (answer) => {
    const provider = answer.field("openid")
    if (provider.isMissing) return null
    const label = provider.field("label")
    return { label: label.isMissing ? null : label.string(), url: provider.field("url").string() }
  })

const draftPath = (id: DraftId): string => `/drafts/${encodeURIComponent(id)}`

function readMe(answer: Reader): Person {
  const wrapped = answer.field("person")
  const person = wrapped.isMissing ? answer : wrapped
  return readPerson(person, person.field("id").id())
}

function readDraftEntry(at: Reader): DraftEntry {
  return {
    id: at.field("id").id(),
    title: at.field("title").string(),
    symbol: at.field("symbol").optional((symbol) => symbol.string()) ?? "",
    role: at.field("role").optional((role) => role.oneOf(ROLES)),
  }
}

const listUnder = (answer: Reader, name: string): Reader => (answer.isList ? answer : answer.field(name))

/** The person, and the draft the invitation is for where the server names it. */
export interface Joined {
  readonly person: Person
  readonly draft: DraftId | null
}

export function join(code: string): Promise<Outcome<Joined>> {
  return call(
    "/sessions",
    (answer) => ({ person: readMe(answer), draft: answer.field("draft").optional((draft) => draft.id<DraftId>()) }),
    { method: "POST", body: { invitation: code } },
  )
}

export const signOut = (): Promise<Outcome<null>> => call("/sessions/current", () => null, { method: "DELETE" })

export const me = (): Promise<Outcome<Person>> => call("/me", readMe)

export const drafts = (): Promise<Outcome<readonly DraftEntry[]>> =>
  call("/drafts", (answer) => listUnder(answer, "drafts").list(readDraftEntry))

export const draft = (id: DraftId): Promise<Outcome<DraftView>> =>
  call(draftPath(id), (answer) => readDraftView(answer.value))

/** Who wrote the text of a paragraph. */
export const blame = (id: DraftId, paragraph: ParagraphId, lang: Lang): Promise<Outcome<Blame>> =>
  call(`${draftPath(id)}/paragraphs/${encodeURIComponent(paragraph)}/blame?lang=${encodeURIComponent(lang)}`, readBlame)

/** So many entries at once. */
const LEDGER_PART = 1_000

/** The part of the ledger behind an entry. */
export const ledger = (id: DraftId, after: number): Promise<Outcome<LedgerPart>> =>
  call(`${draftPath(id)}/ledger?after=${after}&limit=${LEDGER_PART}`, readLedgerPart)

/** The whole ledger as a file that proves itself. */
export const ledgerFile = (id: DraftId): Promise<Outcome<Exported>> =>
  download(`${draftPath(id)}/ledger?format=jsonl`, `ledger-${id}.jsonl`)

/** The key makes a second try of the same act harmless. */
export const act = (id: DraftId, command: Act, key: string): Promise<Outcome<null>> =>
  call(`${draftPath(id)}/acts`, () => null, { method: "POST", body: command, headers: { "idempotency-key": key } })

function readInvitation(at: Reader): Invitation {
  return {
    id: at.field("id").string(),
    name: at.field("name").string(),
    role: at.field("role").oneOf(ROLES),
    seat: at.field("seat").optional((seat) => seat.string()),
    state: at.field("state").optional((state) => state.oneOf(["open", "used", "expired", "reusable"])),
    expires: at.field("expires").optional((moment) => moment.id<Moment>()),
  }
}

export const invitations = (id: DraftId): Promise<Outcome<readonly Invitation[]>> =>
  call(`${draftPath(id)}/invitations`, (answer) => listUnder(answer, "invitations").list(readInvitation))

/** Answers the link, which the server shows this once. */
export function invite(
  id: DraftId,
  whom: { readonly role: Role; readonly name: string; readonly seat?: string },
): Promise<Outcome<string>> {
  return call(
    `${draftPath(id)}/invitations`,
    (answer) =>
      answer.field("link").optional((link) => link.string()) ??
      new URL(`/join/${answer.field("code").string()}`, location.origin).href,
    { method: "POST", body: whom },
  )
}

/** Nobody comes in by it any more. */
export const withdrawInvitation = (id: DraftId, invitation: string): Promise<Outcome<null>> =>
  call(`${draftPath(id)}/invitations/${encodeURIComponent(invitation)}`, () => null, { method: "DELETE" })

/** Everybody who has joined, for the secretariat. */
export const people = (id: DraftId): Promise<Outcome<readonly Member[]>> =>
  call(`${draftPath(id)}/people`, (answer) => answer.list(readMember))

const personPath = (id: DraftId, person: PersonId): string => `${draftPath(id)}/people/${encodeURIComponent(person)}`

export const setRole = (id: DraftId, person: PersonId, role: Role, key: string): Promise<Outcome<null>> =>
  call(personPath(id, person), () => null, { method: "PATCH", body: { role }, headers: { "idempotency-key": key } })

export const revokeAccess = (id: DraftId, person: PersonId, key: string): Promise<Outcome<null>> =>
  call(personPath(id, person), () => null, { method: "DELETE", headers: { "idempotency-key": key } })

export const sessions = (id: DraftId): Promise<Outcome<readonly Session[]>> =>
  call(`${draftPath(id)}/sessions`, (answer) => answer.list(readSession))

export const endSession = (id: DraftId, session: SessionId): Promise<Outcome<null>> =>
  call(`${draftPath(id)}/sessions/${encodeURIComponent(session)}`, () => null, { method: "DELETE" })

/** Looks at a table of people, or invites all of them. */
export const importPeople = (id: DraftId, table: string, isDryRun: boolean): Promise<Outcome<PeopleImport>> =>
  call(`${draftPath(id)}/people/import?dryRun=${isDryRun}`, readImport, { method: "POST", table })

/** A file as the server made it. */
export interface Exported {
  readonly file: Blob
  readonly name: string
}

export async function exported(id: DraftId, format: ExportFormat, lang: Lang): Promise<Outcome<Exported>> {
  const path =
    format === "certificate"
      ? `${draftPath(id)}/certificate`
      : `${draftPath(id)}/exports/${format}?lang=${encodeURIComponent(lang)}`
  return download(path, `${id}.${format}`)
}

async function download(path: string, unnamed: string): Promise<Outcome<Exported>> {
  const sent = await send(path, { msMax: EXPORT_MS_MAX, headers: { accept: "*/*" } })
  if (!sent.ok) return sent
  try {
    const name = fileName(sent.value.headers.get("content-disposition")) ?? unnamed
    return succeeded({ file: await sent.value.blob(), name })
  } catch {
    return failed({ kind: "unreachable" })
  }
}

function fileName(disposition: string | null): string | null {
  return disposition?.match(/filename="([^"]+)"/)?.[1] ?? null
}
