import { expect, test } from "vitest"

import { PublicKey } from "./public-key"
import { BUNDLE, BUNDLE_SIGNER, file, textIn, vectors } from "./testing"
import { standing, trustIn } from "./trust"
import { verify } from "./verify"

const verdict = verify([BUNDLE])

test("the expected key is known in every form that people pass around", () => {
  const { openssh, fingerprint, pem, allowedSigners } = vectors.key
  const forms = [
    openssh,
    `${openssh} maslahat`,
    ` ${fingerprint}\n`,
    pem,
    allowedSigners,
    `256 ${fingerprint} no comment (ED25519)`,
  ]
  for (const form of forms) expect(trustIn(fingerprint, form), form).toEqual({ kind: "same", expected: fingerprint })
  for (const name of ["signer.pub", "allowed_signers", "public-key.pem"]) {
    expect(trustIn(verdict.signer, textIn(file(name))).kind, name).toBe("same")
  }
})

test("what is no key is said to be none, and confirms nothing", () => {
  const { openssh, fingerprint, pem } = vectors.key
  const half = [
    fingerprint.slice(0, -1),
    `${fingerprint}A`,
    openssh.slice(0, -4),
    pem.replace("MCow", "MCo"),
    "SHA256:",
    "x",
  ]
  for (const form of half) expect(trustIn(fingerprint, form), form).toEqual({ kind: "unreadable" })
  expect(standing(verdict, trustIn(verdict.signer, "x"))).toBe("unconfirmed")
})

test("only the expected key makes a verdict of it", () => {
  expect(standing(verdict, trustIn(verdict.signer, BUNDLE_SIGNER))).toBe("proved")
  expect(standing(verdict, trustIn(verdict.signer, "  "))).toBe("unconfirmed")
  expect(standing(verdict, trustIn(verdict.signer, vectors.key.fingerprint))).toBe("otherKey")
  expect(standing(verify([]), trustIn(null, BUNDLE_SIGNER))).toBe("refused")
})

test("letters of a fingerprint count as they are: upper and lower are two", () => {
  expect(trustIn(BUNDLE_SIGNER, BUNDLE_SIGNER.toUpperCase()).kind).not.toBe("same")
})

test("a key of another kind is no key of ours", () => {
  expect(PublicKey.fromOpenssh(vectors.key.openssh.replace("ssh-ed25519", "ssh-rsa"))).toBeNull()
})
