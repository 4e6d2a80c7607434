import type { Application } from '../gateway/application/application.ts'
import type { SuspectText } from '../gateway/taint.ts'
import { judgeCalls } from '../gateway/taint.ts'
import { Recent } from '../../platform/recent.ts'
import type { ToolCall } from '../egress/boundary-part.ts'
import { chainIn } from '../egress/tool-chain.ts'
import { CONVERSATION_MS, MOST_CONVERSATIONS, MOST_SUSPECTS, SEQUENCE_CALLS } from './defaults.ts'
import type { Found } from './found.ts'

/** Stands for a result in which a key or password was seen. */
const SECRET_RESULT = 'noroshi:secret'

/** What an agent has done and been given lately, over all servers that it uses through here. */
export class Conversation {
  readonly #now: () => number
  readonly #used = new Map<string, number>()
  /** By their digests, the latest last. */
  readonly #suspects = new Map<string, { readonly text: SuspectText; readonly at: number }>()
  #calls: { readonly call: ToolCall; readonly at: number }[] = []

  constructor(now: () => number = Date.now) {
    this.#now = now
  }

  /** What speaks against a call because of what came before it, or of what it does. @param tool with its server's name before it, as those of `tools` and `confirmed` */
  judge(tool: string, call: ToolCall, { tools, confirmed }: Pick<Application, 'tools' | 'confirmed'>, isLifted: (found: Found) => boolean): Found[] {
    this.#forget()
    const found: Found[] = judgeCalls([tool], {
      used: [...this.#used.keys()], suspects: [...this.#suspects.values()].map(({ text }) => text), application: { tools: { ...tools, private: [...tools.private, SECRET_RESULT] }, confirmed: confirmed ?? [] },
      isLifted: taint => isLifted({ judgement: taint, origin: 'assistant', subject: taint.subject }),
    }).map(taint => ({ judgement: taint, origin: 'assistant', subject: taint.subject }))
    const before = this.#calls.map(each => each.call)
    const chain = chainIn([...before, call])
    // Steps are ordinary one by one, and a long conversation makes up many: a person looks.
    if (chain !== null && chainIn(before) === null) found.push({ judgement: { verdict: 'flag', layer: 'chain', kind: chain.id, score: 0.7, reason: { en: chain.en, ja: chain.ja } }, origin: 'assistant', subject: tool })
    return found
  }

  called(call: ToolCall): void {
    this.#calls = [...this.#calls, { call, at: this.#now() }].slice(-SEQUENCE_CALLS)
  }

  /** Its result has been given to the model. */
  answered(tool: string, { holdsSecret }: { readonly holdsSecret: boolean }): void {
    this.#used.set(tool, this.#now())
    if (holdsSecret) this.#used.set(SECRET_RESULT, this.#now())
  }

  /** The model has been given them. */
  heard(texts: readonly SuspectText[]): void {
    for (const text of texts) {
      this.#suspects.delete(text.digest)
      this.#suspects.set(text.digest, { text, at: this.#now() })
    }
    for (const digest of [...this.#suspects.keys()].slice(0, -MOST_SUSPECTS)) this.#suspects.delete(digest)
  }

  #forget(): void {
    const oldest = this.#now() - CONVERSATION_MS
    for (const [digest, { at }] of this.#suspects) if (at < oldest) this.#suspects.delete(digest)
    for (const [tool, at] of this.#used) if (at < oldest) this.#used.delete(tool)
    this.#calls = this.#calls.filter(({ at }) => at >= oldest)
  }
}

/** Conversations by who leads them. */
export class Conversations {
  readonly #known = new Recent<Conversation>(MOST_CONVERSATIONS)

  of(key: string): Conversation {
    return this.#known.of(key, () => new Conversation())
  }
}
