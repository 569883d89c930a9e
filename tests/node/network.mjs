// A network between one client and the server that can be cut and mended: bytes pass through unread, or are shown
// to a watcher as they pass.

import { once } from "node:events"
import { connect, createServer } from "node:net"

/**
 * Listens on a free port and passes everything on to `url`, until it is cut. `watch` is called for each connection,
 * and what it gives is shown the bytes to and from the server.
 */
export async function network(test, url, watch) {
  const { hostname, port } = new URL(url)
  const open = new Set()
  let isCut = false
  const server = createServer((client) => {
    if (isCut) return client.destroy()
    const upstream = connect(Number(port), hostname)
    const watcher = watch?.()
    if (watcher) {
      client.on("data", (bytes) => watcher.up(bytes))
      upstream.on("data", (bytes) => watcher.down(bytes))
    }
    for (const socket of [client, upstream]) {
      socket.setNoDelay(true)
      open.add(socket)
      socket.on("error", () => {})
      socket.on("close", () => {
        open.delete(socket)
        client.destroy()
        upstream.destroy()
      })
    }
    client.pipe(upstream).pipe(client)
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  const cut = () => {
    isCut = true
    for (const socket of open) socket.destroy()
  }
  test.after(() => {
    cut()
    server.close()
  })
  const address = `http://127.0.0.1:${server.address().port}`
  return {
    url: address,
    /** The same link, by way of this network. */
    through: (link) => link.replace(url, address),
    cut,
    mend: () => (isCut = false),
  }
}
