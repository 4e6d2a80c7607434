import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

/**
 * A program that is an MCP server over standard input and output and does what a file says, which a test may write anew at any time:
 * `tools` are listed, `results` are what their calls give back; what it is answered it tells; `exit` ends it at a call, `silent` never answers one.
 */
interface Script {
  readonly tools: readonly { readonly name: string }[]
  readonly results?: Readonly<Record<string, unknown>>
  readonly instructions?: string
}

const [file = ''] = process.argv.slice(2)

for await (const line of createInterface({ input: process.stdin })) {
  const { tools, results = {}, instructions } = JSON.parse(readFileSync(file, 'utf8')) as Script
  const { id, method, params } = JSON.parse(line) as { id?: number; method?: string; params?: { name?: string; arguments?: unknown } }
  const say = (members: object) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, ...members })}\n`)
  if (id === undefined) continue
  if (method === undefined) {
    process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', method: 'notifications/message', params: { level: 'info', data: line } })}\n`)
    continue
  }
  const name = params?.name ?? ''
  if (method === 'initialize') say({ result: { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo: { name: 'scripted', version: '1' }, ...(instructions === undefined ? {} : { instructions }) } })
  else if (method === 'tools/list') say({ result: { tools } })
  else if (method !== 'tools/call') say({ error: { code: -32_601, message: `no method ${method ?? ''}` } })
  else if (name === 'exit') process.exit(3)
  else if (name === 'ask-back') process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id: 'from-server', method: 'elicitation/create', params: results[name] })}\n`)
  else if (name !== 'silent') say({ result: results[name] ?? { content: [{ type: 'text', text: `${name} was given ${JSON.stringify(params?.arguments)}` }] } })
}
