import { MOST_CARRIED } from './defaults.ts'
import type { Json } from './protocol/protocol.ts'
import type { SuspectText } from './taint.ts'

/** What a conversation holds that its next request does not send again. */
export interface CarriedTaint {
  readonly used: readonly string[]
  readonly suspects: readonly SuspectText[]
}

const NOTHING: CarriedTaint = { used: [], suspects: [] }

/** Of conversations that the upstream keeps (`previous_response_id` of OpenAI's responses): what earlier requests brought into them. Kept in memory, the latest. */
export class CarriedTaints {
  readonly #kept = new Map<string, CarriedTaint>()

  /** What stands before a request, by the answer that it continues. */
  before(application: string, body: Json): CarriedTaint {
    const id = body['previous_response_id']
    return typeof id === 'string' ? this.#kept.get(`${application} ${id}`) ?? NOTHING : NOTHING
  }

  /** @param answer a whole one, or an event of a stream that names it */
  keep(application: string, { id, response }: Json, { used, suspects }: CarriedTaint): void {
    const named = typeof id === 'string' ? id : typeof response === 'object' && response !== null && 'id' in response && typeof response.id === 'string' ? response.id : null
    if (named === null || (used.length === 0 && suspects.length === 0)) return
    const key = `${application} ${named}`
    this.#kept.delete(key)
    this.#kept.set(key, { used: [...new Set(used)], suspects: [...new Map(suspects.map(each => [each.digest, each])).values()] })
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > MOST_CARRIED && oldest !== undefined) this.#kept.delete(oldest)
  }
}
