// Signing in by an OpenID Connect provider: a real one, run here, and a browser's part of the way played by fetch.

import assert from "node:assert/strict"
import { once } from "node:events"
import { createServer } from "node:http"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { after, before, beforeEach, test } from "node:test"

import { SignJWT, UnsecuredJWT, exportJWK, generateKeyPair } from "jose"

import { Lifetime, freshStore, maslahatOn, serve, FIXTURE } from "../node/server.mjs"
import { browser } from "../browser/page.mjs"
import { Browser, freePort } from "./browser.mjs"
import { provider } from "./provider.mjs"

const lifetime = new Lifetime()
let server
let issuer
let key
let draft
/** What becomes of the claims of the next token; null: it is not made at all. */
let altered = null

before(async () => {
  const folder = await mkdtemp(join(tmpdir(), "maslahat-openid-"))
  lifetime.after(() => rm(folder, { recursive: true, force: true }))
  const [issuerPort, port] = [await freePort(), await freePort()]
  const url = `http://127.0.0.1:${port}`
  ;({ privateKey: key } = await generateKeyPair("RS256", { extractable: true }))
  const jwk = { ...(await exportJWK(key)), kid: "k1", alg: "RS256", use: "sig" }
  issuer = `http://127.0.0.1:${issuerPort}`
  const http = createServer(
    provider(issuer, jwk, `${url}/api/v1/openid/callback`, async (token) => altered?.(token) ?? token),
  )
  http.listen(issuerPort, "127.0.0.1")
  await once(http, "listening")
  lifetime.after(() => http.close())

  const store = await freshStore(lifetime)
  draft = (await maslahatOn(store, "import", FIXTURE)).stdout.trim()
  const config = join(folder, "server.toml")
  await writeFile(join(folder, "secret"), "a-secret-of-the-client\n")
  await writeFile(
    config,
    `public-url = "${url}"
[openid]
issuer = "${issuer}"
client-id = "maslahat"
client-secret-file = "${join(folder, "secret")}"
label = "Conference account"
[[openid.people]]
who = "Chair@example.org"
draft = "${draft}"
role = "moderator"
name = "Chair, plenary"
[[openid.people]]
who = "unverified@example.org"
draft = "${draft}"
role = "secretariat"
name = "Nobody yet"
`,
  )
  server = await serve(
    lifetime,
    { ...store, args: [...store.args, "--config", config] },
    { listen: `127.0.0.1:${port}` },
  )
})
beforeEach(() => (altered = null))
after(() => lifetime.end())

const begin = () => `${server.url}/api/v1/openid`

/** Who the server says a browser's person is; null if nobody. */
async function person(browser) {
  const answer = await browser.get(`${server.url}/api/v1/me`)
  return answer.status === 200 ? (await answer.json()).person : null
}

/** The problem that the page is told of. */
const problem = (answer) => new URL(answer.url).searchParams.get("problem")

test("whom the configuration names comes in, and is the same person each time", async () => {
  const ways = await (await fetch(`${server.url}/api/v1/sign-in`)).json()
  assert.deepEqual(ways, { openid: { label: "Conference account", url: "/api/v1/openid" } })
  const [one, two] = [new Browser(), new Browser()]
  const arrived = await one.signIn(begin(), "chair@example.org")
  assert.equal(new URL(arrived.url).pathname, `/drafts/${draft}`)
  const first = await person(one)
  assert.deepEqual([first.name, first.role], ["Chair, plenary", "moderator"])
  await two.signIn(begin(), "chair@example.org")
  assert.equal((await person(two)).id, first.id)
  assert.notEqual(one.cookie(server.url, "maslahat_session"), two.cookie(server.url, "maslahat_session"))
  const freeze = { type: "freeze", paragraphs: ["r4"] }
  const frozen = await one.post(`${server.url}/api/v1/drafts/${draft}/acts`, freeze)
  assert.equal(frozen.status, 200, await frozen.text())
})

test("whom it does not name is told so and stays outside", async () => {
  const browser = new Browser()
  const arrived = await browser.signIn(begin(), "stranger@example.org")
  assert.equal(problem(arrived), "openid_person_unknown")
  assert.equal(await person(browser), null)
})

test("an address that the provider has not verified names nobody", async () => {
  const browser = new Browser()
  assert.equal(problem(await browser.signIn(begin(), "unverified@example.org")), "openid_claim_missing")
  assert.equal(await person(browser), null)
})

test("the way back is open to the browser that went, once", async () => {
  const [mine, other] = [new Browser(), new Browser()]
  const back = await mine.upToCallback(begin(), "chair@example.org")
  // another's browser is led to it: it must not be signed in as me
  assert.equal(problem(await other.visit(back)), "openid_unbound")
  await other.get(begin())
  assert.equal(problem(await other.visit(back)), "openid_unbound")
  assert.equal(await person(other), null)
  const attempt = mine.cookie(server.url, "maslahat_openid")
  assert.ok((await mine.visit(back)).url.includes("/drafts/"))
  assert.equal(mine.cookie(server.url, "maslahat_openid"), undefined)
  // the address again, and again with the cookie put back: the code is spent
  const again = new Browser()
  assert.equal(problem(await again.visit(back)), "openid_unbound")
  again.put(server.url, "maslahat_openid", attempt)
  assert.equal(problem(await again.visit(back)), "openid_code_refused")
  assert.equal(await person(again), null)
})

test("the state is compared, and what the provider refuses is told", async () => {
  const browser = new Browser()
  const back = new URL(await browser.upToCallback(begin(), "chair@example.org"))
  back.searchParams.set("state", "0".repeat(64))
  assert.equal(problem(await browser.visit(back.href)), "openid_unbound")
  await browser.get(begin())
  const away = await browser.upToCallback(begin(), "chair@example.org")
  const refused = new URL(away)
  refused.searchParams.delete("code")
  refused.searchParams.set("error", "access_denied")
  assert.equal(problem(await browser.visit(refused.href)), "openid_declined")
  assert.equal(await person(browser), null)
})

const now_s = () => Math.floor(Date.now() / 1000)

/** Signed by the provider's own key, with other claims. */
const resigned = (change) => async (claims) =>
  new SignJWT({ ...claims, ...change(claims) }).setProtectedHeader({ alg: "RS256", kid: "k1" }).sign(key)

const untrue = {
  "that has expired": resigned(() => ({ iat: now_s() - 7200, exp: now_s() - 3600 })),
  "for somebody else": resigned(() => ({ aud: "another-client" })),
  "for us and somebody else": resigned(() => ({ aud: ["maslahat", "another-client"] })),
  "of another sign-in": resigned(() => ({ nonce: "0".repeat(64) })),
  "without a nonce": resigned(() => ({ nonce: undefined })),
  "of another provider": resigned(() => ({ iss: "https://login.example.org" })),
  "that nobody has signed": async (claims) => new UnsecuredJWT(claims).encode(),
  "signed by another key": async (claims) =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: "RS256", kid: "k1" })
      .sign((await generateKeyPair("RS256")).privateKey),
  "signed with the client's secret": async (claims) =>
    new SignJWT(claims).setProtectedHeader({ alg: "HS256" }).sign(new TextEncoder().encode("a-secret-of-the-client")),
  "with a letter altered": async (claims) => {
    const good = await resigned(() => ({}))(claims)
    const [head, body, signature] = good.split(".")
    return [head, `${body.slice(0, -1)}${body.at(-1) === "A" ? "B" : "A"}`, signature].join(".")
  },
}

for (const [what, make] of Object.entries(untrue)) {
  test(`a token ${what} lets nobody in`, async () => {
    const browser = new Browser()
    let made = false
    altered = async (claims) => {
      made = true
      return make(claims)
    }
    assert.equal(problem(await browser.signIn(begin(), "chair@example.org")), "openid_token_refused")
    assert.ok(made, "the token was not altered")
    assert.equal(await person(browser), null)
  })
}

test("the token is taken as it is when it is good", async () => {
  const browser = new Browser()
  altered = resigned(() => ({}))
  await browser.signIn(begin(), "chair@example.org")
  assert.equal((await person(browser)).name, "Chair, plenary")
})

test("a session that was there before is not the one that begins", async () => {
  const browser = new Browser()
  browser.put(server.url, "maslahat_session", "1".repeat(43))
  await browser.signIn(begin(), "chair@example.org")
  assert.notEqual(browser.cookie(server.url, "maslahat_session"), "1".repeat(43))
  assert.equal((await person(browser)).name, "Chair, plenary")
})

test("programs are told by the problem itself", async () => {
  const answer = await fetch(`${server.url}/api/v1/openid/callback?code=x&state=y`, { redirect: "manual" })
  assert.equal(answer.status, 400)
  assert.equal(answer.headers.get("content-type"), "application/problem+json")
  assert.equal((await answer.json()).code, "openid_unbound")
})

test("in a browser: the button beside the field for a link leads to the draft, or back with a word on why not", async () => {
  const people = await browser(lifetime)
  const page = await people.open()
  const signIn = async (email) => {
    await page.getByRole("link", { name: "Sign in with Conference account" }).click()
    await page.locator("input[name=login]").fill(email)
    await page.locator("input[name=password]").fill("x")
    await page.locator("button[type=submit]").click()
  }
  await page.goto(server.url)
  await signIn("stranger@example.org")
  await page.getByText("Ask the secretariat to enter you").waitFor()
  await page.context().clearCookies()
  await signIn("chair@example.org")
  await page.waitForURL(`**/drafts/${draft}`)
  await page.getByRole("heading", { name: "Recommendations to the Presidents" }).waitFor()
})
