import { setTimeout as sleep } from 'node:timers/promises'

/** Sends numbered documents to a bulk source, as shippers do, until it is stopped; knows which were acknowledged. */
export class BulkSender {
  readonly acknowledged: string[] = []
  readonly #url: string
  readonly #prefix: string
  #isSending = true
  #next = 0
  readonly #work: Promise<void>

  /** @param prefix of every message: no other sender's */
  constructor(port: number, prefix: string) {
    this.#url = `http://127.0.0.1:${port}/_bulk`
    this.#prefix = prefix
    this.#work = this.#send()
  }

  async stop(): Promise<void> {
    this.#isSending = false
    await this.#work
  }

  async #send(): Promise<void> {
    while (this.#isSending) {
      const names = Array.from({ length: 10 }, () => `${this.#prefix}-${this.#next++}`)
      const body = names.map(name => `{"create":{"_index":"i"}}\n${JSON.stringify({ message: name, padding: 'x'.repeat(this.#next % 500) })}\n`).join('')
      const answer = await fetch(this.#url, { method: 'POST', body, headers: { 'content-type': 'application/x-ndjson' }, signal: AbortSignal.timeout(30_000) })
        .then(response => response.json() as Promise<{ readonly errors?: boolean }>, () => null)
      if (answer?.errors === false) this.acknowledged.push(...names)
      // What is found must be listed in the end.
      await sleep(50)
    }
  }
}
