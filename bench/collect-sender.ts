/**
 * Sends made syslog lines over TLS with octet counting (RFC 5425), as fast as they are taken; a process of its own, so that it is not measured. It says
 * `ready`, and begins when its standard input ends.
 *
 *     node bench/collect-sender.ts PORT LINES CONNECTIONS
 */
import { connect } from 'node:tls'
import { madeLines } from './collect-lines.ts'

const [port = 0, total = 0, connections = 1] = process.argv.slice(2).map(Number)

/** Sent again and again, with the time at which they are. */
const frames = madeLines(20_000, Date.now()).map(line => Buffer.concat([Buffer.from(`${line.length} `), line]))
const BLOCK_LINES = 200
const blocks = Array.from({ length: frames.length / BLOCK_LINES }, (_, index) => madeBlock(frames.slice(index * BLOCK_LINES, (index + 1) * BLOCK_LINES)))

console.log('ready')
await new Promise(resolve => process.stdin.once('end', resolve).resume())
await Promise.all(Array.from({ length: connections }, async (_, index) => send(Math.floor((total + index) / connections / BLOCK_LINES) * BLOCK_LINES)))

async function send(lines: number): Promise<void> {
  const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false })
  await new Promise((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject))
  for (let sent = 0, block = 0; sent < lines; sent += BLOCK_LINES, block++) {
    if (!socket.write(asOfNow(blocks[block % blocks.length]!))) await new Promise(resolve => socket.once('drain', resolve))
  }
  await new Promise<void>(resolve => socket.end(() => resolve()))
}

interface Block {
  readonly bytes: Buffer
  /** Where each line's time stands, as `toISOString` writes it. */
  readonly times: readonly number[]
}

function madeBlock(lines: readonly Buffer[]): Block {
  const bytes = Buffer.concat(lines)
  return { bytes, times: [...bytes.toString('latin1').matchAll(/(?<=>1 )\d{4}-\d\d-\d\dT[\d:.]{12}Z /g)].map(({ index }) => index) }
}

function asOfNow({ bytes, times }: Block): Buffer {
  const now = Buffer.from(new Date().toISOString())
  const sent = Buffer.from(bytes)
  for (const at of times) now.copy(sent, at)
  return sent
}
