// A browser's part of signing in: cookies by host and port, redirects, and the two forms of the provider.

import { once } from "node:events"
import { createServer } from "node:net"

const REDIRECTS_MAX = 12

export async function freePort() {
  const server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const { port } = server.address()
  server.close()
  await once(server, "close")
  return port
}

export class Browser {
  #jars = new Map()

  #jar(url) {
    const { host } = new URL(url)
    if (!this.#jars.has(host)) this.#jars.set(host, new Map())
    return this.#jars.get(host)
  }

  cookie(url, name) {
    return this.#jar(url).get(name)
  }

  put(url, name, value) {
    this.#jar(url).set(name, value)
  }

  /** One request; redirects are answers. */
  async ask(url, init = {}) {
    const jar = this.#jar(url)
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ")
    const headers = { accept: "text/html,*/*;q=0.8", ...(cookie === "" ? {} : { cookie }), ...init.headers }
    const answer = await fetch(url, { ...init, headers, redirect: "manual" })
    for (const line of answer.headers.getSetCookie()) {
      const [pair] = line.split(";")
      const [name, value] = [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)]
      if (value === "" || /max-age=0|expires=thu, 01 jan 1970/i.test(line)) jar.delete(name)
      else jar.set(name, value)
    }
    return answer
  }

  get(url) {
    return this.ask(url)
  }

  post(url, body) {
    return this.ask(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    })
  }

  /** Goes where it is sent; stops before an address that `before` says. */
  async visit(url, before = () => false, init = {}) {
    let [next, how] = [url, init]
    for (let step = 0; step < REDIRECTS_MAX; step += 1) {
      if (before(next)) return { url: next, text: "" }
      const answer = await this.ask(next, how)
      const place = answer.headers.get("location")
      if (place === null) return { url: next, status: answer.status, text: await answer.text() }
      await answer.arrayBuffer()
      ;[next, how] = [new URL(place, next).href, {}]
    }
    throw new Error(`sent on and on: ${next}`)
  }

  /** Fills in the provider's form as this person; stops at the way back. */
  async upToCallback(begin, email) {
    const isBack = (url) => url.includes("/api/v1/openid/callback")
    const form = await this.visit(begin, isBack)
    if (isBack(form.url)) return form.url
    const action = /action="([^"]+)"/.exec(form.text)
    if (action === null) throw new Error(`no form at ${form.url}: ${form.text.slice(0, 500)}`)
    const body = new URLSearchParams({ prompt: "login", login: email, password: "x" })
    const sent = await this.visit(new URL(action[1], form.url).href, isBack, { method: "POST", body })
    if (!isBack(sent.url)) throw new Error(`stuck at ${sent.url}: ${sent.text.slice(0, 500)}`)
    return sent.url
  }

  async signIn(begin, email) {
    return this.visit(await this.upToCallback(begin, email))
  }
}
