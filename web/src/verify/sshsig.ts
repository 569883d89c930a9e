// Signatures in the form of OpenSSH (PROTOCOL.sshsig), for one namespace, one hash and one kind of key.

import { sha512 } from "@noble/hashes/sha2.js"

import { fromBase64, joined, toBase64, uint32, utf8 } from "./bytes"
import { KEY_BYTES, SIGNATURE_BYTES, verifies } from "./ed25519"
import { NAMESPACE, PublicKey, sized } from "./public-key"

const MAGIC = utf8("SSHSIG")
const VERSION = 1
const HASH = "sha512"
const BEGIN = "-----BEGIN SSH SIGNATURE-----"
const END = "-----END SSH SIGNATURE-----"
/** As OpenSSH wraps its lines. */
const LINES = /.{1,70}/g
/** Where the key begins, after magic, version, three lengths and the name of its kind. */
const KEY_AT = 6 + 4 + 4 + 4 + "ssh-ed25519".length + 4

/** Whether this is just what the server would have written with this key: any other namespace, hash or form is not. */
export function sshsigVerifies(key: PublicKey, message: Uint8Array, armor: string): boolean {
  const signature = blobOf(armor)?.slice(-SIGNATURE_BYTES)
  if (signature?.length !== SIGNATURE_BYTES) return false
  return armored(key, signature) === armor && verifies(key.bytes, signedData(message), signature)
}

/** The key that a signature claims to be by. Proves nothing before the signature is verified with it. */
export function claimedKey(armor: string): PublicKey | null {
  const key = blobOf(armor)?.slice(KEY_AT, KEY_AT + KEY_BYTES)
  return key?.length === KEY_BYTES ? new PublicKey(key) : null
}

function blobOf(armor: string): Uint8Array | null {
  const end = armor.trimEnd()
  if (!armor.startsWith(BEGIN) || !end.endsWith(END)) return null
  return fromBase64(end.slice(BEGIN.length, -END.length).replaceAll(/\s/g, ""))
}

function signedData(message: Uint8Array): Uint8Array {
  return joined(MAGIC, sized(utf8(NAMESPACE)), sized(utf8("")), sized(utf8(HASH)), sized(sha512(message)))
}

function armored(key: PublicKey, signature: Uint8Array): string {
  const inner = joined(sized(utf8("ssh-ed25519")), sized(signature))
  const purpose = joined(sized(utf8(NAMESPACE)), sized(utf8("")), sized(utf8(HASH)))
  const blob = joined(MAGIC, uint32(VERSION), sized(key.blob), purpose, sized(inner))
  return [BEGIN, ...(toBase64(blob).match(LINES) ?? []), END, ""].join("\n")
}
