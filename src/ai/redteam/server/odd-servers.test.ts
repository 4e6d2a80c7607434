import { afterEach, beforeEach, expect, test } from 'vitest'
import { IS_QUICK } from '../../../../test/depth.ts'
import type { ScriptedUpstream } from '../../gateway/testing/scripted-upstream.ts'
import { scriptedUpstream } from '../../gateway/testing/scripted-upstream.ts'
import { openGuard } from '../../judge/guard.ts'
import { MOST_FAILURES } from '../defaults.ts'
import { redTeamReport } from '../redteam-report.ts'
import { httpChannel } from './http-channel.ts'
import type { ChannelOptions } from './mcp-client.ts'
import { runServerRedTeam } from './run-server-redteam.ts'
import { loadServerPlan } from './server-plan.ts'
import { stdioChannel } from './stdio-channel.ts'

const guard = openGuard()
const plan = loadServerPlan()

let server: ScriptedUpstream
beforeEach(async () => { server = await scriptedUpstream() })
afterEach(() => server.close())

/** @param answer what it gives back to a method; null: it keeps silent */
function attack(answer: (method: string) => object | null, options: ChannelOptions = {}) {
  server.answerWith(({ body }, response) => {
    const { id, method } = JSON.parse(body) as { id?: number; method: string }
    const given = answer(method)
    if (given !== null) response.end(JSON.stringify({ jsonrpc: '2.0', id, ...given }))
  })
  return runServerRedTeam(httpChannel(`${server.url}/mcp`, null, options), { guard, plan, seed: 's', stop: options.stop })
}

const listed = (...names: string[]) => ({ result: { tools: names.map(name => ({ name, description: 'reads', inputSchema: { type: 'object', properties: { path: { type: 'string' } } } })), nextCursor: names.length > 1 ? 'more' : undefined } })

test('a server that lists tools without end is not looked at one by one', async () => {
  const names = Array.from({ length: 400 }, (_, index) => `tool_${index}`)
  await expect(attack(method => method === 'tools/list' ? listed(...names) : { result: {} })).rejects.toThrow('more than 1000 tools')
})

test('a server that keeps silent from some time on is left', async () => {
  const run = await attack(method => method === 'tools/list' ? listed('read') : method === 'tools/call' ? null : { result: {} }, { timeoutMs: 30 })
  expect(run.incomplete).toBe('lost')
  expect(run.attempts.filter(({ outcome }) => outcome === 'failed')).toHaveLength(MOST_FAILURES)
})

test('a name of a tool that a shell would run is quoted where the report says how to try again', async () => {
  const run = await attack(method => method === 'tools/list' ? listed("x; touch y #'") : { result: { content: [{ type: 'text', text: 'password=hunter2-Correct-Horse' }] } })
  expect(redTeamReport(run, plan, 'en')).toContain(`--only 'tell-secret/x; touch y #'\\''/ordinary/0'`)
})

test('a program that keeps silent is left when the run is stopped', async () => {
  const controller = new AbortController()
  const silent = stdioChannel([process.execPath, '-e', 'process.stdin.resume()'], { stop: controller.signal })
  const answer = silent.ask({ jsonrpc: '2.0', id: 1, method: 'tools/list' })
  controller.abort()
  await expect(answer).rejects.toThrow('stopped')
  await silent.close()
})

test.skipIf(IS_QUICK)('a program that answers nothing before the handshake is asked for it', async () => {
  const script = `let open = false; require('readline').createInterface({ input: process.stdin }).on('line', line => { const { id, method } = JSON.parse(line)
    open ||= method === 'initialize'; if (open && id !== undefined) console.log(JSON.stringify({ jsonrpc: '2.0', id, result: method === 'tools/list' ? { tools: [] } : {} })) })`
  const run = await runServerRedTeam(stdioChannel([process.execPath, '-e', script]), { guard, plan, seed: 's' })
  expect(run.attempts.map(({ id, outcome }) => [id, outcome])).toEqual([['change/again', 'resisted'], ['without-key/stranger', 'resisted']])
})
