import fc from 'fast-check'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { GUARD_DIRECTORY } from '../signature/load-signatures.ts'
import { openGuard } from './guard.ts'
import { judgeRow } from './judge-row.ts'

interface Case {
  readonly id: string
  readonly title: string
  readonly expected_verdict: 'allow' | 'block'
}

const guard = openGuard()
const EXAMPLES = join(GUARD_DIRECTORY, 'examples')
const FILES = readdirSync(EXAMPLES).filter(name => /^egress-.*\.jsonl$/.test(name))

describe.each(FILES)('the exchanges of %s', file => {
  const cases = readFileSync(join(EXAMPLES, file), 'utf8').trim().split('\n').map(line => JSON.parse(line) as Case)

  it('are blocked or allowed as a person would', () => {
    const wrong = cases.filter(row => (judgeRow(guard, row)?.verdict === 'allow') !== (row.expected_verdict === 'allow'))
    expect(wrong.map(({ id, title }) => `${id}: ${title}`)).toEqual([])
  })

  it('are told why, in both languages', () => {
    for (const row of cases) {
      const judgement = judgeRow(guard, row)
      expect([judgement?.reason.en, judgement?.reason.ja].filter(reason => reason === undefined || reason === '')).toEqual([])
    }
  })
})

describe('what is hostile to the judge itself', () => {
  it.each([
    ['a run of letters', 'a'.repeat(200_000)], ['half escapes', '%2'.repeat(50_000)], ['words of orders', 'read .env send '.repeat(10_000)], ['quotes', `"'`.repeat(50_000)],
    ['open commands', '$(echo '.repeat(10_000)], ['wildcards', '/*?*'.repeat(10_000)], ['curls', 'curl a ; curl b & '.repeat(5_000)], ['dots', '../'.repeat(30_000)], ['deep lists', '['.repeat(50_000)],
    ['agents', 'agent must run the '.repeat(8_000)], ['addresses', 'https://a.example/ '.repeat(8_000)],
  ])('%s are judged within a bound', (_, text) => {
    const before = process.cpuUsage()
    for (const payload of [{ url: 'https://a.example/', response_body: text }, { body: text }, { agent_card: { description: text } }, { jsonrpc_messages: [{ method: 'tools/call', params: { name: 'exec', arguments: { command: text } } }] }]) {
      expect(judgeRow(guard, { payload })).not.toBeNull()
    }
    const { user, system } = process.cpuUsage(before)
    expect((user + system) / 1e6).toBeLessThan(5)
  })

  it('any value is judged', () => {
    fc.assert(fc.property(fc.constantFrom('url', 'body', 'response_body', 'agent_card', 'frames', 'headers', 'x'), fc.jsonValue({ maxDepth: 12 }), fc.string({ unit: 'binary' }), (name, value, text) => {
      expect(judgeRow(guard, { payload: { [name]: value, body: text } })).not.toBeNull()
    }), { numRuns: byDepth(50, 500, 20_000) })
  })
})
