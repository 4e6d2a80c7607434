import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth, IS_QUICK } from '../../../test/depth.ts'
import { temporaryFolder } from '../../../test/temporary-folder.ts'
import { describeWithData, testData } from '../../../test/test-data.ts'
import { atOnce } from '../../platform/steps.ts'
import type { AuditRecord } from '../gateway/audit/audit.ts'
import { NO_EXCEPTIONS } from '../gateway/exception/exceptions.ts'
import type { Json } from '../gateway/protocol/protocol.ts'
import { isJson } from '../gateway/protocol/protocol.ts'
import { QuestionDesk } from '../gateway/question/questions.ts'
import { openGuard } from '../judge/guard.ts'
import { Conversation } from './conversation.ts'
import { openPassage } from './open-passage.ts'
import type { Passage, Sender } from './passage.ts'
import { rpcKind, rpcMessage } from './rpc.ts'
import { SERVER } from './testing/stdio-agent.ts'

const guard = openGuard()
const NOBODY = new QuestionDesk({ most: 0 })
const WAITING = { gone: new AbortController().signal }

function opened(over: Partial<typeof SERVER> = {}): { readonly passage: Passage; readonly sender: Sender; readonly records: AuditRecord[]; card(card: unknown): boolean } {
  const records: AuditRecord[] = []
  const server = { ...SERVER, ...over }
  const audit = { append: async (record: AuditRecord) => void records.push(record) }
  const { passage, cards } = openPassage(guard, server, join(temporaryFolder({}), 'gateway'), [server], { audit, exceptions: NO_EXCEPTIONS, desk: NOBODY, log: () => {} })
  // An agent is spoken to when its card is known.
  if (cards !== null) atOnce(cards.card({ name: 'x', url: 'https://x.example/' }))
  const card = (given: unknown) => cards !== null && atOnce(cards.card(given, 'other')).judgement.verdict === 'block'
  return { passage, card, sender: { application: 'agent', client: '', conversation: new Conversation() }, records }
}

/** Lists a tool, so that it may be called. */
async function list(passage: Passage, sender: Sender, tools: readonly object[]): Promise<Json> {
  const sent = await passage.sent({ jsonrpc: '2.0', id: 'list', method: 'tools/list' }, sender, WAITING)
  const { message } = await passage.received({ jsonrpc: '2.0', id: 'list', result: { tools } }, sent.answer === undefined ? sent.underWay : null, sender, WAITING)
  return message!
}

describeWithData('recorded exchanges of agents, as they pass here', ['ai/agent-egress-bench.jsonl'], () => {
  interface Case {
    readonly id: string
    readonly input_type: string
    readonly expected_verdict: string
    readonly payload: { readonly jsonrpc_messages?: readonly Json[]; readonly agent_card?: unknown }
  }
  const cases = readFileSync(testData('ai/agent-egress-bench.jsonl'), 'utf8').split('\n').filter(line => line !== '').map(line => JSON.parse(line) as Case)
    .filter(({ payload, input_type: kind }) => (payload.jsonrpc_messages ?? payload.agent_card) !== undefined && kind !== 'mcp_tool_sequence')

  test('hostile ones are stopped, ordinary ones pass as they are', async () => {
    const wrong: string[] = []
    for (const { id, input_type: kind, expected_verdict: expected, payload } of cases) {
      const { passage, sender, records, card } = opened(kind.startsWith('a2a') ? { name: 'agent', protocol: 'a2a' } : {})
      let isTouched = false
      if (payload.agent_card !== undefined) isTouched = card(payload.agent_card)
      for (const each of payload.jsonrpc_messages ?? []) {
        const message: Json = { jsonrpc: '2.0', id: 1, ...each }
        if (message['method'] === 'tools/call') await list(passage, sender, [{ name: (message['params'] as { name: string }).name, description: 'As its name says.', inputSchema: {} }])
        if (rpcKind(message) === 'response') isTouched ||= JSON.stringify((await passage.received(message, null, sender, WAITING)).message) !== JSON.stringify(message)
        else isTouched ||= (await passage.sent(message, sender, WAITING)).answer !== undefined
      }
      if (isTouched !== (expected === 'block')) wrong.push(`${id}: ${records.at(-1)?.reason}`)
    }
    expect(cases.length).toBeGreaterThan(25)
    expect(wrong).toEqual([])
  })
})

test('whatever passes, nothing throws, each request is written down, and what is passed on is a message', async () => {
  const { passage, sender, records } = opened()
  const params = fc.dictionary(fc.constantFrom('name', 'arguments', 'uri', '_meta', 'requestedSchema', '__proto__', 'cursor'), fc.jsonValue())
  const message = fc.oneof(
    fc.record({ jsonrpc: fc.constant('2.0'), id: fc.oneof(fc.nat(), fc.string()), method: fc.constantFrom('tools/call', 'tools/list', 'prompts/get', 'resources/read', 'initialize', 'elicitation/create', 'x'), params }),
    fc.record({ jsonrpc: fc.constant('2.0'), id: fc.nat(), result: fc.oneof(fc.jsonValue(), fc.record({ tools: fc.array(fc.jsonValue()) }), fc.record({ instructions: fc.string() }), fc.record({ inputRequests: fc.jsonValue() })) }),
  )
  await fc.assert(fc.asyncProperty(message, async given => {
    const parsed = rpcMessage(JSON.stringify(given))!
    const before = records.length
    const sent = await passage.sent(parsed, sender, WAITING)
    if (rpcKind(parsed) === 'request') expect(records.length).toBe(before + 1)
    const { message: passed, refusal } = await passage.received(parsed, null, sender, WAITING)
    for (const each of [sent.answer ?? null, passed, refusal]) expect(each === null || (isJson(each) && rpcKind(each) !== null)).toBe(true)
  }), { numRuns: byDepth(15, 150, 20_000) })
})

describe('a call', () => {
  test('that wants no answer is written down all the same', async () => {
    const { passage, sender, records } = opened()
    await list(passage, sender, [{ name: 'note', description: 'Notes.', inputSchema: {} }])
    expect(await passage.sent({ jsonrpc: '2.0', method: 'tools/call', params: { name: 'note', arguments: { text: 'x' } } }, sender, WAITING)).toEqual({ underWay: null })
    expect(records.at(-1)).toMatchObject({ event: 'request', path: 'tools/call', tools: ['note'] })
  })

  test('that a person said is no attack passes from then on, the same one only, and says by which exception', async () => {
    const records: AuditRecord[] = []
    const marks = new Set<string>()
    const exceptions = { find: (mark: string) => (marks.has(mark) ? 'e1' : null), used: () => {} }
    const { passage } = openPassage(guard, SERVER, join(temporaryFolder({}), 'gateway'), [SERVER], { audit: { append: async record => void records.push(record) }, exceptions, desk: NOBODY, log: () => {} })
    const sender = { application: 'agent', client: '', conversation: new Conversation() }
    await list(passage, sender, [{ name: 'fetch', description: 'Fetches.', inputSchema: {} }])
    const call = async (url: string) => (await passage.sent({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'fetch', arguments: { url } } }, sender, WAITING)).answer === undefined
    expect(await call('http://10.0.0.7/wiki')).toBe(false)
    marks.add(records.at(-1)!.mark)
    expect([await call('http://10.0.0.7/wiki'), await call('http://10.0.0.8/wiki')]).toEqual([true, false])
    expect(records.at(-2)).toMatchObject({ verdict: 'allow', lifted: [{ exception: 'e1', layer: 'address' }] })
  })

  test.skipIf(IS_QUICK)('costs little to judge', async () => {
    const { passage, sender, records } = opened()
    await list(passage, sender, [{ name: 'note', description: 'Notes.', inputSchema: {} }])
    const text = 'The meeting on Tuesday is about the budget of the garden, and who waters the ferns in August. '.repeat(20)
    const used = process.cpuUsage()
    const count = byDepth(50, 150, 2_000)
    for (let id = 0; id < count; id++) {
      const sent = await passage.sent({ jsonrpc: '2.0', id, method: 'tools/call', params: { name: 'note', arguments: { text: `${id} ${text}` } } }, sender, WAITING)
      await passage.received({ jsonrpc: '2.0', id, result: { content: [{ type: 'text', text: `${id} ${text}` }] } }, sent.answer === undefined ? sent.underWay : null, sender, WAITING)
    }
    const { user } = process.cpuUsage(used)
    expect(records).toHaveLength(2 * count + 2)
    // About 1.5 ms of a core for both ways of two thousand characters each; ten times that is a mistake.
    expect(user / 1_000 / count).toBeLessThan(15)
  })
})
