import { JOINT_CHARACTERS, LEAST_JOINT_CHARACTERS, MOST_JOINT_TEXTS, SHORT_TEXT_CHARACTERS } from '../defaults.ts'
import type { Origin, TextPart } from '../protocol/protocol.ts'

/** Texts that came apart, as they read when they are put together. */
export interface JointText {
  readonly origin: Origin
  /** Places of the texts in the list. */
  readonly of: readonly number[]
  /** One after another at once, and with blanks: they may have been cut within words or between them. */
  readonly readings: readonly string[]
}

/**
 * The short texts of a request that one origin wrote one after another, whoever spoke in between. Of a long run overlapping windows, which are the same
 * whatever follows, so that a conversation that goes on is judged by what is new; of very long ones the last.
 */
export function jointTexts(parts: readonly Pick<TextPart, 'origin' | 'text' | 'isAddress'>[]): JointText[] {
  const byOrigin = Map.groupBy(parts.map(({ origin, text, isAddress }, index) => ({ origin, text, isAddress, index })).filter(({ origin, isAddress }) => origin !== 'system' && origin !== 'assistant' && isAddress !== true), ({ origin }) => origin)
  return byOrigin.entries().flatMap(([origin, texts]) => runsOf(texts).flatMap(windowsOf).slice(-MOST_JOINT_TEXTS).flatMap(window => jointText(origin, window))).toArray()
}

interface Placed {
  readonly text: string
  readonly index: number
}

function runsOf(texts: readonly Placed[]): Placed[][] {
  const runs: Placed[][] = [[]]
  for (const each of texts) {
    if (each.text.length > SHORT_TEXT_CHARACTERS) runs.push([])
    else runs.at(-1)!.push(each)
  }
  return runs.filter(run => run.length > 1)
}

function windowsOf(run: readonly Placed[]): Placed[][] {
  const windows: Placed[][] = []
  let from = 0
  while (from < run.length) {
    const to = endAfter(run, from, JOINT_CHARACTERS)
    windows.push(run.slice(from, to))
    if (to === run.length) break
    from = Math.max(from + 1, endAfter(run, from, JOINT_CHARACTERS / 2))
  }
  return windows.filter(window => window.length > 1)
}

/** The place behind the last text that begins within so many characters. */
function endAfter(run: readonly Placed[], from: number, characters: number): number {
  let to = from
  for (let length = 0; to < run.length && length < characters; to++) length += run[to]!.text.length
  return to
}

/** What is said again and again (“yes”, “next”) is read once: nobody says the same piece of an order twice. */
function jointText(origin: Origin, window: readonly Placed[]): JointText[] {
  const texts = [...new Set(window.map(({ text }) => text))]
  const joined = texts.join('')
  if (texts.length < 2 || joined.length < LEAST_JOINT_CHARACTERS) return []
  return [{ origin, of: window.map(({ index }) => index), readings: [...new Set([joined, texts.map(text => text.trim()).join(' ')])] }]
}
