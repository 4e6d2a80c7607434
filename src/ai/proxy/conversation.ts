import type { ToolPolicy } from '../gateway/application.ts'
import { taintOf } from '../gateway/taint.ts'
import { Recent } from '../gateway/recent.ts'
import type { ToolCall } from '../egress/boundary-part.ts'
import { chainIn } from '../egress/tool-chain.ts'
import { CONVERSATION_MS, MOST_CONVERSATIONS, SEQUENCE_CALLS } from './defaults.ts'
import type { Found } from './found.ts'

/** Stands for a result in which a key or password was seen. */
const SECRET_RESULT = 'noroshi:secret'

/** What an agent has done and been given lately, over all servers that it uses through here. */
export class Conversation {
  readonly #now: () => number
  readonly #used = new Map<string, number>()
  #calls: { readonly call: ToolCall; readonly at: number }[] = []

  constructor(now: () => number = Date.now) {
    this.#now = now
  }

  /** What speaks against a call because of what came before it. @param tool with its server's name before it */
  judge(tool: string, call: ToolCall, policy: ToolPolicy): Found[] {
    this.#forget()
    const found: Found[] = []
    const taint = taintOf([...this.#used.keys()], [tool], { ...policy, private: [...policy.private, SECRET_RESULT] }, () => false)
    if (taint !== null) found.push({ judgement: taint, origin: 'assistant', subject: taint.subject })
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

  #forget(): void {
    const oldest = this.#now() - CONVERSATION_MS
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
