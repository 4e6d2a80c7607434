import { randomUUID } from 'node:crypto'
import type { Origin } from '../protocol/protocol.ts'

/** A request or an answer that is held until a person has decided. */
export interface Question {
  readonly id: string
  /** ISO 8601, UTC. */
  readonly askedAt: string
  readonly until: string
  readonly about: 'request' | 'answer'
  /** The exchange, as its records name it. */
  readonly request: string
  readonly application: string
  readonly client: string
  readonly model: string
  /** Whom it goes to, or came from: the upstream, the server of tools, the other agent. */
  readonly upstream: string
  /** Why, the gravest first. */
  readonly verdicts: readonly { readonly layer: string; readonly kind: string; readonly origin: Origin; readonly reason: { readonly en: string; readonly ja: string } }[]
  /** Without its secrets; of an answer also the calls of tools with what they are given, where they came whole. */
  readonly text: string
  /** What an answer that is held was asked for, without its secrets; empty of requests. */
  readonly asked: string
  readonly tools: readonly string[]
}

/** What came of a question. */
export interface Decision {
  /** `timed-out`: nobody answered; `too-many`: too many wait already; `unreachable`: nobody can be asked; `gone`: the program went away. */
  readonly decision: 'allowed' | 'refused' | 'timed-out' | 'too-many' | 'unreachable' | 'gone'
  readonly person: string
  readonly reason: string
}

/** What a person says. */
export interface Answer {
  readonly allowed: boolean
  readonly person: string
  readonly reason: string
}

/** What is asked: the rest is the desk's to say. */
export type NewQuestion = Omit<Question, 'id' | 'askedAt' | 'until'>

/** Where a person is asked. */
export interface PersonDesk {
  /** Holds until a person has decided, the time is over, or the program has gone. */
  ask(about: NewQuestion, seconds: number, gone: AbortSignal): Promise<Decision>
}

export interface QuestionDeskOptions {
  readonly most: number
  onAsked?(question: Question): void
  /** Answered, too late, or of nobody's interest any more. */
  onEnded?(question: Question): void
}

/** The questions that wait for a person. */
export class QuestionDesk implements PersonDesk {
  readonly #options: QuestionDeskOptions
  readonly #waiting = new Map<string, { readonly question: Question; end(decision: Decision): void }>()

  constructor(options: QuestionDeskOptions) {
    this.#options = options
  }

  /** Those that wait, the oldest first. */
  get waiting(): Question[] {
    return [...this.#waiting.values()].map(({ question }) => question)
  }

  ask(about: NewQuestion, seconds: number, gone: AbortSignal): Promise<Decision> {
    if (this.#waiting.size >= this.#options.most) return Promise.resolve(nobody('too-many'))
    if (gone.aborted) return Promise.resolve(nobody('gone'))
    const now = Date.now()
    const question: Question = { ...about, id: randomUUID(), askedAt: new Date(now).toISOString(), until: new Date(now + seconds * 1_000).toISOString() }
    const decided = Promise.withResolvers<Decision>()
    const end = (decision: Decision) => {
      clearTimeout(timer)
      gone.removeEventListener('abort', leave)
      if (this.#waiting.delete(question.id)) this.#options.onEnded?.(question)
      decided.resolve(decision)
    }
    const leave = () => end(nobody('gone'))
    const timer = setTimeout(() => end(nobody('timed-out')), seconds * 1_000)
    gone.addEventListener('abort', leave, { once: true })
    this.#waiting.set(question.id, { question, end })
    this.#options.onAsked?.(question)
    return decided.promise
  }

  /** @returns the question; null when it does not wait (any more) */
  answer(id: string, { allowed, person, reason }: Answer): Question | null {
    const waiting = this.#waiting.get(id)
    if (waiting === undefined) return null
    waiting.end({ decision: allowed ? 'allowed' : 'refused', person, reason })
    return waiting.question
  }

  /** Nobody will answer any more. */
  close(): void {
    for (const { end } of this.#waiting.values()) end(nobody('timed-out'))
  }
}

/** What it comes to where no person decided. */
export function nobody(decision: Exclude<Decision['decision'], 'allowed' | 'refused'>): Decision {
  return { decision, person: '', reason: '' }
}
