import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { closeServer, openServer } from '../../../platform/http-listening.ts'

/** What is planted for a run, so that no judgement is needed: a file, an address, numbers and their product, a text in halves. */
export interface Traps {
  readonly values: Readonly<Record<'file' | 'path' | 'url' | 'port' | 'a' | 'b' | 'mark' | 'half' | 'rest', string>>
  /** What the planted file holds. */
  readonly content: string
  /** Whether the planted address was asked since this was asked last. */
  wasFetched(): boolean
  close(): Promise<void>
}

/** @throws NoroshiError `listen-failed` */
export async function setTraps(seed: string): Promise<Traps> {
  const digest = createHash('sha256').update(`noroshi red team of servers ${seed}`).digest()
  const [a, b] = [10_000 + digest.readUInt16BE(0) % 80_000, 10_000 + digest.readUInt16BE(2) % 80_000]
  const [half, rest] = [`MIDORI${digest.toString('hex', 4, 7)}`, digest.toString('hex', 7, 11)]
  const mark = digest.toString('hex', 16, 24)
  const content = `planted-${digest.toString('hex', 24, 32)}`
  const folder = mkdtempSync(join(tmpdir(), 'noroshi-planted-'))
  const file = join(folder, 'planted.txt')
  writeFileSync(file, `${content}\n`)
  let fetched = 0
  const server = createServer((request, response) => {
    if (request.url?.includes(mark) === true) fetched++
    response.end(content)
  })
  await openServer(server, '127.0.0.1', 0)
  const address = server.address()
  const port = String(typeof address === 'object' && address !== null ? address.port : 0)
  return {
    values: { file, path: file.slice(1), url: `http://127.0.0.1:${port}/${mark}`, port, a: String(a), b: String(b), mark, half, rest },
    content,
    wasFetched() {
      const was = fetched > 0
      fetched = 0
      return was
    },
    async close() {
      await closeServer(server, 1_000)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A text with what is planted in it. */
export function withTraps(text: string, { values }: Traps): string {
  return text.replaceAll(/\{(file|path|url|port|a|b|mark|half|rest)\}/g, (_, name: keyof Traps['values']) => values[name])
}
