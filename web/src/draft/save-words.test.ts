import { describe, expect, it } from "vitest"
import { saveWords } from "./save-words"

describe("saveWords", () => {
  it("says saved only when everything is", () => {
    expect(saveWords({ kind: "saved" }, false, true)).toEqual({ words: "Saved", tone: "good" })
    expect(saveWords({ kind: "saving", changes: 3 }, false, true)).toEqual({ words: "Saving 3…", tone: "busy" })
    expect(saveWords(null, false, true).tone).toBe("busy")
  })

  it("counts what is kept on this device while offline", () => {
    const since = new Date(2026, 1, 20, 14, 2)
    expect(saveWords({ kind: "offline", changes: 5, since }, false, true).words).toBe(
      "Offline: 5 changes kept on this device since 14:02",
    )
    expect(saveWords({ kind: "offline", changes: 1, since }, false, true).words).toContain("1 change kept")
  })

  it("says why nothing is saved, and that nothing is lost", () => {
    const { words, tone } = saveWords({ kind: "hindered", changes: 2, obstacle: "disk_full" }, false, true)
    expect(words).toBe("Not saved: the server’s disk is full. 2 changes kept on this device")
    expect(tone).toBe("warning")
    const away = saveWords({ kind: "hindered", changes: 1, obstacle: "store_unavailable" }, false, true)
    expect(away.words).toBe("Not saved: the server’s database does not answer. 1 change kept on this device")
  })

  it("gives the reason when it stopped", () => {
    const { words, tone } = saveWords({ kind: "stopped", reason: "signed_out", changes: 2 }, false, true)
    expect(tone).toBe("bad")
    expect(words).toContain("signed out")
  })

  it("never says saved to somebody who only reads, or without an editor", () => {
    expect(saveWords({ kind: "saved" }, false, false).words).not.toContain("Saved")
    expect(saveWords({ kind: "saved" }, true, true).tone).toBe("bad")
  })
})
