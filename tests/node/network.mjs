// A network between one client and the server that can be cut and mended: bytes pass through unread.

import { once } from "node:events"
import { connect, createServer } from "node:net"

/** Listens on a free port and passes everything on to `url`, until it is cut. */
export async function network(test, url) {
  const { hostname, port } = new URL(url)
  const open = new Set()
  let isCut = false
  const server = createServer((client) => {
    if (isCut) return client.destroy()
    const upstream = connect(Number(port), hostname)
    for (const socket of [client, upstream]) {
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
