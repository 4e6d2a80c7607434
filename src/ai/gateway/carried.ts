import { MOST_CARRIED } from './defaults.ts'
import type { Json } from './protocol/protocol.ts'
import { isJson } from './protocol/protocol.ts'
import type { SuspectText } from './taint.ts'

/** What a conversation holds that its next request does not send again. */
export interface CarriedTaint {
  readonly used: readonly string[]
  readonly suspects: readonly SuspectText[]
}

const NOTHING: CarriedTaint = { used: [], suspects: [] }

/** Of conversations that the upstream keeps (`previous_response_id` and `conversation` of OpenAI's responses): what earlier requests brought into them. Kept in memory, the latest. */
export class CarriedTaints {
  readonly #kept = new Map<string, CarriedTaint>()

  /** What stands before a request, by the answer that it continues, or the conversation. */
  before(application: string, { previous_response_id: previous, conversation }: Json): CarriedTaint {
    return joined([previous, nameOf(conversation)].flatMap(name => (typeof name === 'string' ? this.#kept.get(`${application} ${name}`) ?? [] : [])))
  }

  /** @param answer a whole one, or an event of a stream that names it */
  keep(application: string, answer: Json, taint: CarriedTaint): void {
    if (taint.used.length === 0 && taint.suspects.length === 0) return
    const said = isJson(answer['response']) ? answer['response'] : answer
    for (const name of [said['id'], nameOf(said['conversation'])]) if (typeof name === 'string') this.#keep(`${application} ${name}`, taint)
  }

  #keep(key: string, taint: CarriedTaint): void {
    const kept = joined([this.#kept.get(key) ?? NOTHING, taint])
    this.#kept.delete(key)
    this.#kept.set(key, kept)
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > MOST_CARRIED && oldest !== undefined) this.#kept.delete(oldest)
  }
}

/** A conversation is named by a text, or an object that holds it. */
function nameOf(conversation: unknown): unknown {
  return isJson(conversation) ? conversation['id'] : conversation
}

function joined(taints: readonly CarriedTaint[]): CarriedTaint {
  return { used: [...new Set(taints.flatMap(({ used }) => used))], suspects: [...new Map(taints.flatMap(({ suspects }) => suspects).map(each => [each.digest, each])).values()] }
}
