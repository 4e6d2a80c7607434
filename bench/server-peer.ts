/** The peer of bench/server.ts: node:http alone, that answers every request with the same JSON of as many bytes as it is given. */
import { createServer } from 'node:http'

const body = JSON.stringify({ items: 'x'.repeat(Number(process.argv[2])) })
const server = createServer((_, response) => {
  response.setHeader('content-type', 'application/json; charset=utf-8')
  response.end(body)
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.stdout.write(`${JSON.stringify({ origin: `http://127.0.0.1:${typeof address === 'object' ? address?.port : address}`, token: '', cases: [] })}\n`)
})
process.stdin.resume().once('end', () => process.exit(0))
