import { describe, expect, it } from "vitest"
import { bestOf } from "./languages"

describe("the language of the interface", () => {
  it("is the first wanted one that there is, in whatever country or script", () => {
    expect(bestOf(["ru-RU", "en"])).toBe("ru")
    expect(bestOf(["de-AT", "uz-UZ", "ru"])).toBe("uz-Latn")
    expect(bestOf(["kk", "ru"])).toBe("kk-Cyrl")
    expect(bestOf(["AR-eg"])).toBe("ar")
  })

  it("is English where nothing fits", () => {
    expect(bestOf(["de", "fr"])).toBe("en")
    expect(bestOf([])).toBe("en")
  })
})
