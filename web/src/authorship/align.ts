// Runs of a text as the server had it, laid over the letters as they are now: what has been typed since is nobody's
// yet, and what is around it stays whose it was.

import type { Blame, Run } from "../api/blame"

export function aligned(blame: Blame, letters: string): readonly Run[] {
  const { text, runs } = blame
  if (text === letters) return runs
  const bound = Math.min(text.length, letters.length)
  let same = 0
  while (same < bound && text[same] === letters[same]) same += 1
  let tail = 0
  while (tail < bound - same && text[text.length - 1 - tail] === letters[letters.length - 1 - tail]) tail += 1
  const shift = letters.length - text.length
  const tailFrom = text.length - tail
  return runs.flatMap((run) => {
    const head = { ...run, end: Math.min(run.end, same) }
    const rest = { ...run, start: Math.max(run.start, tailFrom) + shift, end: run.end + shift }
    return [head, rest].filter(({ start, end }) => start < end)
  })
}

export const runAt = (runs: readonly Run[], place: number): Run | null =>
  runs.find(({ start, end }) => place >= start && place < end) ?? null
