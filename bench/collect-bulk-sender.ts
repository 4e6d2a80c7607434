/**
 * Sends made documents as bulk requests, gzipped as Beats do, as fast as they are answered; a process of its own, so that it is not measured. All of them are
 * made before: it says `ready` then, and begins when its standard input ends.
 *
 *     node bench/collect-bulk-sender.ts PORT DOCUMENTS CONNECTIONS
 */
import { Agent, request } from 'node:http'
import { gzipSync } from 'node:zlib'
import { madeDocuments } from './collect-documents.ts'

const [port = 0, total = 0, connections = 1] = process.argv.slice(2).map(Number)

/** Documents of a request: what Beats send at most by default is 1,600, others send more. */
const BATCH = 2_000
const batches = Math.floor(total / BATCH)
const began = Date.now()
const bodies = Array.from({ length: batches }, (_, index) => gzipSync(
  madeDocuments(index * BATCH, BATCH, began).map(document => `{"create":{"_index":"winlogbeat-9.2.0"}}\n${document}\n`).join(''), { level: 1 }))
console.log('ready')
await new Promise(resolve => process.stdin.once('end', resolve).resume())
const agent = new Agent({ keepAlive: true, maxSockets: connections })

let next = 0
await Promise.all(Array.from({ length: connections }, async () => {
  while (next < batches) await send(bodies[next++]!)
}))
agent.destroy()

async function send(body: Buffer): Promise<void> {
  const { status, text } = await new Promise<{ status: number; text: string }>((resolve, reject) => {
    const asked = request({
      agent, host: '127.0.0.1', port, method: 'POST', path: '/_bulk?filter_path=errors,items.*.error,items.*.status',
      headers: { 'content-type': 'application/x-ndjson', 'content-encoding': 'gzip', 'content-length': body.length },
    }, answer => {
      let said = ''
      answer.setEncoding('utf8').on('data', (part: string) => { said += part }).on('end', () => resolve({ status: answer.statusCode ?? 0, text: said })).on('error', reject)
    }).on('error', reject)
    asked.end(body)
  })
  if (status === 429) {
    await new Promise(resolve => setTimeout(resolve, 1_000))
    return send(body)
  }
  if (status !== 200 || !text.startsWith('{"errors":false')) throw new Error(`${status} ${text.slice(0, 300)}`)
}
