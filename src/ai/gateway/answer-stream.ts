import { AnswerText } from '../output/answer-text.ts'
import type { OutputFinding } from '../output/output-guard.ts'
import type { AnswerContexts } from './answer-context.ts'
import type { Protocol, TextDelta } from './protocol/protocol.ts'
import type { StreamEvent } from './sse.ts'
import { withData } from './sse.ts'

/** What is passed on now, and what was found in it. */
export interface Passed {
  readonly text: string
  readonly found: readonly OutputFinding[]
  /** The rest is withheld: why. */
  readonly stopped: OutputFinding | null
}

interface Growing {
  readonly text: AnswerText
  /** What is put out of it. */
  readonly hidden: OutputFinding[]
}

interface Held {
  readonly event: StreamEvent
  readonly deltas: readonly (TextDelta & { readonly from: number; readonly growing: Growing })[]
}

/** An answer that is passed on while it comes: each event waits until all that it adds is judged. */
export class AnswerStream {
  readonly #protocol: Protocol
  readonly #contexts: AnswerContexts
  /** Channels of arguments of tools that act outside. */
  readonly #calls = new Set<string>()
  /** Where nothing is to be stopped, the gravest is only told. */
  readonly #isStopping: boolean
  readonly #texts = new Map<string, Growing>()
  #held: Held[] = []

  constructor(protocol: Protocol, contexts: AnswerContexts, { isStopping }: { readonly isStopping: boolean }) {
    this.#protocol = protocol
    this.#contexts = contexts
    this.#isStopping = isStopping
  }

  /** What comes in this channel goes to a tool that acts outside. */
  actsOutside(channel: string): void {
    this.#calls.add(channel)
  }

  push(event: StreamEvent): Passed {
    const found: OutputFinding[] = []
    const deltas = event.data === null ? [] : this.#protocol.deltas(event.data).map(delta => {
      const growing = this.#growing(delta.channel)
      const from = growing.text.length
      found.push(...this.#kept(growing, growing.text.push(delta.text)))
      return { ...delta, from, growing }
    })
    this.#held.push({ event, deltas })
    return this.#release(found)
  }

  end(): Passed {
    const found = [...this.#texts.values()].flatMap(growing => this.#kept(growing, growing.text.end()))
    return this.#release(found)
  }

  #growing(channel: string): Growing {
    const known = this.#texts.get(channel)
    if (known !== undefined) return known
    const growing: Growing = { text: new AnswerText(this.#calls.has(channel) ? this.#contexts.call : this.#contexts.answer), hidden: [] }
    this.#texts.set(channel, growing)
    return growing
  }

  #kept(growing: Growing, found: readonly OutputFinding[]): readonly OutputFinding[] {
    if (this.#isStopping) growing.hidden.push(...found.filter(({ verdict }) => verdict === 'redact'))
    return found
  }

  #release(found: readonly OutputFinding[]): Passed {
    const stopped = this.#isStopping ? found.find(({ verdict }) => verdict === 'block') ?? null : null
    if (stopped !== null) {
      this.#held = []
      return { text: '', found, stopped }
    }
    let text = ''
    let count = 0
    for (const { event, deltas } of this.#held) {
      if (!deltas.every(({ from, text: added, growing }) => from + added.length <= growing.text.settled)) break
      text += written(event, deltas)
      count++
    }
    this.#held.splice(0, count)
    return { text, found, stopped: null }
  }
}

function written({ raw, data }: StreamEvent, deltas: Held['deltas']): string {
  let isChanged = false
  for (const { from, text, growing, replace } of deltas) {
    const hidden = growing.hidden.filter(({ start, end }) => start < from + text.length && end > from)
    if (hidden.length === 0) continue
    isChanged = true
    replace(without(text, from, hidden))
  }
  return isChanged && data !== null ? withData(raw, data) : raw
}

/** The mark stands where what is hidden begins. */
function without(text: string, from: number, hidden: readonly OutputFinding[]): string {
  let rest = ''
  let at = from
  for (const { start, end, shown } of hidden.toSorted((a, b) => a.start - b.start)) {
    rest += text.slice(Math.max(at, from) - from, Math.max(start, at) - from)
    if (start >= from) rest += shown
    at = Math.max(at, end)
  }
  return rest + text.slice(Math.min(at - from, text.length))
}
