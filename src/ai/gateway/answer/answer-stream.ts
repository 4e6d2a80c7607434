import type { Steps } from '../../../platform/steps.ts'
import { AnswerText } from '../../output/answer-text.ts'
import { HELD_CHARACTERS } from '../../output/defaults.ts'
import type { OutputFinding } from '../../output/output-guard.ts'
import type { AnswerContexts } from './answer-context.ts'
import { LONG_ANSWER_CHARACTERS, LOOK_CHARACTERS } from '../defaults.ts'
import { blankLogprobs } from './logprobs.ts'
import { escaped } from '../placeholder/placeholders.ts'
import type { Placeholders } from '../placeholder/placeholders.ts'
import type { PolicyAction } from '../policy/policy.ts'
import type { Protocol, TextDelta } from '../protocol/protocol.ts'
import { ToldSoFar } from '../protocol/told-so-far.ts'
import { putInPlace } from './put-in-place.ts'
import type { Replaced } from './put-in-place.ts'
import type { StreamEvent } from './sse.ts'
import { isKeepingOpen, withData } from './sse.ts'

/** What is passed on now, and what was found in it. */
export interface Passed {
  readonly text: string
  readonly found: readonly OutputFinding[]
  /** The rest is withheld: why. */
  readonly stopped: OutputFinding | null
  /** What came is held until a person has decided: why. Then it is {@link AnswerStream.release}d, or no more is wanted. */
  readonly held: readonly OutputFinding[]
}

/** Texts of one message. */
interface Growth {
  /** Characters of all together. */
  characters: number
  readonly open: Set<Growing>
}

interface Growing {
  readonly channel: string
  readonly text: AnswerText
  readonly of: Growth
  /** Characters that its message had when this last grew. */
  grownAt: number
  /** It seemed to be at its end, and went on: whoever does that may want to cut a key in two, and does not get to do it twice. */
  isResumed: boolean
  /** Of the arguments of a tool that acts outside. */
  readonly isCall: boolean
  /** Of the arguments of any tool: the channel in which its call began. */
  readonly call: string | undefined
  /** Characters so far, and the last of them, which are not looked at yet. */
  length: number
  waiting: string
  readonly replaced: Replaced[]
  /** Up to here values were put back. */
  restored: number
}

interface Held {
  readonly event: StreamEvent
  readonly deltas: readonly (TextDelta & { readonly from: number; readonly growing: Growing })[]
}

/** An answer that is passed on while it comes: each event waits until all that it adds is judged. */
export class AnswerStream {
  readonly #protocol: Protocol
  #contexts: AnswerContexts
  /** Channels of arguments of tools that act outside. */
  readonly #calls = new Set<string>()
  readonly #actionOf: (finding: OutputFinding) => PolicyAction
  readonly #placeholders: Placeholders
  readonly #texts = new Map<string, Growing>()
  readonly #growths = new Map<string, Growth>()
  #held: Held[] = []
  /** What was passed on. */
  readonly told = new ToldSoFar()
  /** Something was taken out: lists of tokens would tell it. */
  #isRedacted = false

  /** @param placeholders of the request: what they stand for is put back */
  constructor(protocol: Protocol, contexts: AnswerContexts, { actionOf, placeholders }: { readonly actionOf: (finding: OutputFinding) => PolicyAction; readonly placeholders: Placeholders }) {
    this.#protocol = protocol
    this.#contexts = contexts
    this.#actionOf = actionOf
    this.#placeholders = placeholders
  }

  /** Another text than was known is not to be repeated by what begins from now on. */
  holdAgainst(contexts: AnswerContexts): void {
    this.#contexts = contexts
  }

  /** What comes in this channel goes to a tool that acts outside. */
  actsOutside(channel: string): void {
    this.#calls.add(channel)
  }

  *push(event: StreamEvent): Steps<Passed> {
    // What only says that more will come is late behind anything else.
    if (isKeepingOpen(event)) return { text: event.raw, found: [], stopped: null, held: [] }
    const deltas = event.data === null ? [] : this.#protocol.deltas(event.data).map(delta => {
      const growing = this.#growing(delta)
      const from = growing.length
      growing.length += delta.text.length
      growing.waiting += delta.text
      growing.of.characters += delta.text.length
      growing.isResumed ||= !growing.of.open.has(growing) && from > 0
      growing.of.open.add(growing)
      return { ...delta, from, growing }
    })
    this.#held.push({ event, deltas })
    const found: OutputFinding[] = []
    for (const { growing } of deltas) {
      growing.grownAt = growing.of.characters
      // A look costs the same for one letter and for many, and the first that may be passed on is far behind.
      if (growing.waiting.length >= LOOK_CHARACTERS) found.push(...yield* this.#look(growing))
    }
    for (const growing of new Set([...deltas.flatMap(left), ...this.#endedBy(event)])) found.push(...yield* this.#end(growing))
    return this.#passed(found)
  }

  *end(): Steps<Passed> {
    const found: OutputFinding[] = []
    for (const growing of this.#texts.values()) found.push(...yield* this.#end(growing))
    return this.#passed(found)
  }

  #endedBy({ data }: StreamEvent): Growing[] {
    const beginnings = data === null ? [] : this.#protocol.endedTexts(data)
    return beginnings.flatMap(beginning => [...this.#growths.get(messageOf(beginning))?.open ?? []].filter(({ channel }) => channel.startsWith(beginning)))
  }

  *#end(growing: Growing): Steps<readonly OutputFinding[]> {
    growing.of.open.delete(growing)
    return [...yield* this.#look(growing), ...this.#kept(growing, growing.text.end())]
  }

  *#look(growing: Growing): Steps<readonly OutputFinding[]> {
    this.#restore(growing)
    const { waiting } = growing
    growing.waiting = ''
    const found: OutputFinding[] = []
    for (let at = 0; at < waiting.length; at += LONG_ANSWER_CHARACTERS) {
      if (at > 0) yield
      found.push(...this.#kept(growing, growing.text.push(waiting.slice(at, at + LONG_ANSWER_CHARACTERS))))
    }
    return found
  }

  #growing({ channel, call }: TextDelta): Growing {
    const known = this.#texts.get(channel)
    if (known !== undefined) return known
    const isCall = this.#calls.has(channel)
    const of = this.#growths.get(messageOf(channel)) ?? { characters: 0, open: new Set() }
    this.#growths.set(messageOf(channel), of)
    const growing: Growing = { channel, of, grownAt: 0, isResumed: false, text: new AnswerText(isCall ? this.#contexts.call : this.#contexts.answer), isCall, call, length: 0, waiting: '', replaced: [], restored: 0 }
    this.#texts.set(channel, growing)
    return growing
  }

  #kept(growing: Growing, all: readonly OutputFinding[]): readonly OutputFinding[] {
    // A call cannot be made with half of what it says.
    const found = growing.isCall ? all.map(each => ({ ...each, verdict: each.verdict === 'redact' ? 'block' as const : each.verdict })) : all
    const out = found.filter(finding => this.#actionOf(finding) === 'redact')
    growing.replaced.push(...out)
    this.#isRedacted ||= out.length > 0
    return found
  }

  /** What a tool that acts outside is given keeps the marks: nothing confidential leaves by them. */
  #restore(growing: Growing): void {
    const { call, waiting } = growing
    if (!this.#placeholders.isUsed || (call !== undefined && this.#calls.has(call))) return
    const { from, text } = growing.text.tail
    for (const { start, end, value } of this.#placeholders.find(text + waiting)) {
      if (from + start < growing.restored) continue
      growing.restored = from + end
      growing.replaced.push({ start: from + start, end: from + end, shown: call === undefined ? value : escaped(value) })
    }
  }

  #passed(found: readonly OutputFinding[]): Passed {
    const stopped = found.find(finding => this.#actionOf(finding) === 'block') ?? null
    if (stopped !== null) {
      this.#held = []
      return { text: '', found, stopped, held: [] }
    }
    const held = found.filter(finding => this.#actionOf(finding) === 'ask')
    return { text: held.length === 0 ? this.release() : '', found, stopped: null, held }
  }

  /** What is judged so far. */
  release(): string {
    let text = ''
    let count = 0
    for (const { event, deltas } of this.#held) {
      if (!deltas.every(({ from, text: added, growing }) => from + added.length <= growing.text.settled)) break
      text += this.#written(event, deltas)
      count++
    }
    this.#held.splice(0, count)
    return text
  }

  /** All that came, judged or not. @param event which is not to be judged any more */
  unjudged(event: StreamEvent | null): string {
    const isHeld = event === null || this.#held.at(-1)?.event === event
    const held = isHeld ? this.#held.splice(0) : [...this.#held.splice(0), { event, deltas: [] }]
    return held.map(each => this.#written(each.event, each.deltas)).join('')
  }

  #written({ raw, data }: StreamEvent, deltas: Held['deltas']): string {
    const isChanged = deltas.map(putIn).includes(true)
    if (data !== null) this.told.note(data)
    const isBlanked = this.#isRedacted && data !== null && blankLogprobs(data)
    return (isChanged || isBlanked) && data !== null ? withData(raw, data) : raw
  }
}

function messageOf(channel: string): string {
  return channel.split(' ', 1)[0] ?? ''
}

/** Texts of the same message that are at their end, which nobody says of them: as much as is held back has come in others since, as answers follow thoughts. */
function left({ growing: { of } }: Held['deltas'][number]): Growing[] {
  return [...of.open].filter(({ grownAt, isResumed }) => !isResumed && of.characters - grownAt >= HELD_CHARACTERS)
}

/** @returns whether something else stands there now */
function putIn({ from, text, growing, replace }: Held['deltas'][number]): boolean {
  const hidden = growing.replaced.filter(({ start, end }) => start < from + text.length && end > from)
  if (hidden.length > 0) replace(putInPlace(text, hidden, from))
  return hidden.length > 0
}
