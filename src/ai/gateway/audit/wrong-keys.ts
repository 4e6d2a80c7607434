import type { AuditLog } from './audit.ts'
import { MOST_WRONG_KEYS, MOST_WRONG_KEYS_OF_ONE, WRONG_KEYS_MS } from '../defaults.ts'
import { NO_EXCEPTIONS } from '../exception/exceptions.ts'
import { Exchange } from '../exchange.ts'
import type { Log } from '../../../platform/log.ts'
import { messageOf } from '../../../platform/noroshi-error.ts'

/** Who came without a key of the gateway. */
export interface Keyless {
  readonly client: string
  readonly path: string
  /** A key was sent, and is none. */
  readonly isWrong: boolean
}

/** Writes requests without a key of the gateway down: one by one, and where they are many, how many they were from whom. So whoever tries keys is seen, and cannot fill the records. */
export class WrongKeys {
  readonly #audit: AuditLog
  readonly #log: Log
  #written = new Map<string, number>()
  #counted = new Map<string, number>()
  #timer: NodeJS.Timeout | null = null

  constructor(audit: AuditLog, log: Log) {
    this.#audit = audit
    this.#log = log
  }

  async note(keyless: Keyless): Promise<void> {
    this.#timer ??= setTimeout(() => void this.flush(), WRONG_KEYS_MS).unref()
    const of = this.#written.get(keyless.client) ?? 0
    const all = this.#written.values().reduce((sum, count) => sum + count, 0)
    if (of < MOST_WRONG_KEYS_OF_ONE && all < MOST_WRONG_KEYS) {
      this.#written.set(keyless.client, of + 1)
      return this.#write(keyless, 1)
    }
    // Of very many senders, those who come last are counted together.
    const client = this.#counted.has(keyless.client) || this.#counted.size < MOST_WRONG_KEYS ? keyless.client : ''
    this.#counted.set(client, (this.#counted.get(client) ?? 0) + 1)
  }

  /** Writes down what was only counted so far. */
  async flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    const counted = this.#counted
    this.#counted = new Map()
    this.#written = new Map()
    await Promise.all(Array.from(counted, ([client, count]) => this.#write({ client, path: '', isWrong: true }, count)))
      .catch((cause: unknown) => this.#log('error', 'wrong keys could not be written down', { cause: messageOf(cause) }))
  }

  #write({ client, path, isWrong }: Keyless, count: number): Promise<void> {
    const exchange = new Exchange({ name: '', audit: 'figures', upstream: { name: '' } }, { audit: this.#audit, exceptions: NO_EXCEPTIONS }, { client, path, protocol: null, body: null })
    const reason = count > 1 ? { en: `${count} more requests without a key of the gateway`, ja: `ゲートウェイのキーのないリクエストがさらに ${count} 件あった` }
      : isWrong ? { en: 'the key is none of the gateway\'s', ja: 'ゲートウェイに登録されていないキーである' } : { en: 'no key was sent', ja: 'キーが送られていない' }
    return exchange.record('request', {
      judgements: [{ verdict: 'block', found: 'block', layer: null, kind: isWrong ? 'wrong-key' : 'no-key', score: 1, reason, origin: 'user', mark: '' }], parts: [], status: 401, outcome: 'refused', count,
    })
  }
}
