import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"

import { ObstacleWatch } from "./obstacle-watch"
import type { Obstacle } from "./types"

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function watch(answers: (Obstacle | null)[]): { watch: ObstacleWatch; asked: () => number; told: (Obstacle | null)[] } {
  let asked = 0
  const told: (Obstacle | null)[] = []
  const one = new ObstacleWatch(
    () => Promise.resolve(answers[Math.min(asked++, answers.length - 1)] ?? null),
    () => told.push(one.current),
  )
  return { watch: one, asked: () => asked, told }
}

describe("ObstacleWatch", () => {
  it("asks nothing while the server keeps up", async () => {
    const { watch: one, asked } = watch(["disk_full"])
    for (let key = 0; key < 20; key += 1) {
      one.waits(true)
      await vi.advanceTimersByTimeAsync(300)
      one.waits(false)
      await vi.advanceTimersByTimeAsync(300)
    }
    expect(asked()).toBe(0)
    expect(one.current).toBeNull()
  })

  it("knows within two seconds what is in the way, and when it is gone", async () => {
    const { watch: one, told } = watch(["disk_full", "disk_full", "store_unavailable", null])
    one.waits(true)
    await vi.advanceTimersByTimeAsync(1_500)
    one.waits(true)
    expect(one.current).toBe("disk_full")
    await vi.advanceTimersByTimeAsync(10_000)
    expect(told).toEqual(["disk_full", "store_unavailable", null])
  })

  it("forgets what was in the way as soon as nothing waits, whatever is answered later", async () => {
    const { watch: one, told } = watch(["store_unavailable"])
    one.waits(true)
    await vi.advanceTimersByTimeAsync(1_500)
    one.waits(false)
    expect(one.current).toBeNull()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(told).toEqual(["store_unavailable"])
  })
})
