// A stock automerge-repo client, with no code of ours between it and the wire: only messages are counted.

import * as Automerge from "@automerge/automerge"
import { Repo, isValidAutomergeUrl } from "@automerge/automerge-repo"
import { WebSocketClientAdapter } from "@automerge/automerge-repo-network-websocket"

/** Opens a socket for a person; ends with the test at the latest. */
export function connect(test, person, { retry_ms = 300, storage } = {}) {
  const address = `${person.url.replace("http", "ws")}/sync?token=${person.token}`
  const adapter = new WebSocketClientAdapter(address, retry_ms)
  const counted = { sent: 0, received: 0 }
  const { send, receiveMessage } = adapter
  adapter.send = (message) => {
    counted.sent += 1
    return send.call(adapter, message)
  }
  adapter.receiveMessage = (bytes) => {
    counted.received += 1
    return receiveMessage.call(adapter, bytes)
  }
  // a server that dies while a connection is being made: the adapter would end the program instead of trying again
  const { onError } = adapter
  adapter.onError = (event) => (event.error?.code === "ECONNRESET" ? undefined : onError(event))
  const repo = new Repo({ network: [adapter], ...(storage && { storage }) })
  let isOpen = true
  const client = {
    repo,
    counted,
    async open(url) {
      if (!isValidAutomergeUrl(url)) throw new Error(`not a document's address: ${url}`)
      return repo.find(url, { signal: AbortSignal.timeout(20_000) })
    },
    async close() {
      if (isOpen) await repo.shutdown()
      isOpen = false
    },
    /** Off the network, with the documents still in hand. */
    offline() {
      adapter.disconnect()
    },
    /** Does not come back by itself once the server is gone. */
    stayAway() {
      adapter.retryInterval = 0
    },
    online() {
      adapter.connect(repo.networkSubsystem.peerId, {})
    },
  }
  test.after(() => client.close())
  return client
}

export const letters = (handle) => String(handle.doc().body)
export const insert = (handle, at, text) => handle.change((doc) => Automerge.splice(doc, ["body"], at, 0, text))
export const append = (handle, text) => insert(handle, letters(handle).length, text)
export const hashes = (handle) => [...Automerge.getHeads(handle.doc())].sort()

/** Whether the server has said that it holds all that is here. */
export function isAcknowledged(client, handle) {
  const storageId = client.repo.peers.map((peer) => client.repo.getStorageIdOfPeer(peer)).find(Boolean)
  const info = storageId && handle.getSyncInfo(storageId)
  return info !== undefined && String([...info.lastHeads].sort()) === String([...handle.heads()].sort())
}
