import { expect, it } from "vitest"

import { OpeningQueue } from "./opening"

it("opens a few at a time, the hurried one next", async () => {
  const queue = new OpeningQueue()
  const order: number[] = []
  const finish: (() => void)[] = []
  const opens = Array.from({ length: 20 }, (_, index) => () => {
    order.push(index)
    return new Promise<void>((resolve) => finish.push(resolve))
  })
  for (const open of opens) queue.add(open)
  const first = order.length
  expect(first).toBeGreaterThan(0)
  expect(first).toBeLessThan(10)
  queue.hurry(opens[17] ?? (() => Promise.resolve()))
  while (order.length < 20) {
    finish.shift()?.()
    await new Promise((resolve) => setTimeout(resolve, 0))
  }
  expect(order[first]).toBe(17)
  expect([...order].sort((a, b) => a - b)).toEqual(opens.map((_, index) => index))
})
