import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test } from 'vitest'
import { IS_QUICK } from '../../../../test/depth.ts'
import { temporaryFolder } from '../../../../test/temporary-folder.ts'
import type { ScriptedUpstream } from '../../gateway/testing/scripted-upstream.ts'
import { scriptedUpstream } from '../../gateway/testing/scripted-upstream.ts'
import { openGuard } from '../../judge/guard.ts'
import type { RedTeamRun } from '../red-team-run.ts'
import { httpChannel } from './http-channel.ts'
import type { McpChannel } from './mcp-client.ts'
import { runServerRedTeam } from './run-server-redteam.ts'
import { loadServerPlan } from './server-plan.ts'
import { stdioChannel } from './stdio-channel.ts'

const guard = openGuard()
const plan = loadServerPlan()
const SERVER = fileURLToPath(new URL('../testing/weak-mcp-server.ts', import.meta.url))

const attack = (channel: McpChannel, only?: string) => runServerRedTeam(channel, { guard, plan, seed: 's', only })
const weak = (...weaknesses: string[]) => stdioChannel([process.execPath, SERVER, ...weaknesses])
const reached = ({ attempts }: RedTeamRun) => [...new Set(attempts.filter(({ outcome }) => outcome === 'succeeded').map(({ goal }) => goal))]

describe.skipIf(IS_QUICK)('a server of tools that is a program', () => {
  test.each([
    ['gives-orders', 'description'], ['changes', 'change'], ['leaves-folder', 'leave-folder'], ['runs-commands', 'run-command'], ['evaluates', 'evaluate'], ['joins-queries', 'query'], ['fetches-inside', 'reach-inside'], ['tells-secrets', 'tell-secret'],
  ])('which %s is found to, and to nothing else; each success can be tried again', async (weakness, goal) => {
    const run = await attack(weak(weakness))
    expect(reached(run)).toEqual([goal])
    const { id } = run.attempts.find(({ outcome }) => outcome === 'succeeded')!
    expect((await attack(weak(weakness), id)).attempts).toMatchObject([{ id, outcome: 'succeeded' }])
  })

  test('and is careful is found to be, and no tool that destroys is called', async () => {
    const run = await attack(weak())
    expect(run.attempts.filter(({ outcome }) => outcome !== 'resisted')).toEqual([])
    expect(run.attempts.length).toBeGreaterThan(60)
    expect(run.ordinary.map(({ outcome }) => outcome)).toEqual(['answered', 'answered', 'answered', 'answered', 'answered'])
    expect(JSON.stringify(run)).not.toContain('nobody may call this')
  })

  test('through the proxy gives away and reaches nothing inside, and is used as before', async () => {
    const main = join(import.meta.dirname, '../../../cli/main.ts')
    const run = await attack(stdioChannel([process.execPath, main, 'ai', 'mcp-proxy', 'weak', '--data', temporaryFolder(), '--', process.execPath, SERVER, 'gives-orders', 'changes', 'fetches-inside']))
    expect(reached(run)).toEqual([])
    expect(run.attempts.filter(({ outcome, goal }) => goal === 'reach-inside' && outcome === 'filtered').length).toBeGreaterThan(3)
    // Its description had changed by then.
    expect(run.ordinary.filter(({ outcome }) => outcome === 'refused').map(({ question }) => question)).toEqual(['read_note {"path":"garden"}'])
  })

  test('and cannot be started is an error', async () => {
    await expect(attack(stdioChannel(['/does/not/exist']))).rejects.toThrow('ENOENT')
  })
})

describe('a server of tools over HTTP', () => {
  let server: ScriptedUpstream
  afterEach(() => server.close())

  test.each([[false, ['without-key']], [true, []]])('that asks for its key: %s', async (asks, goals) => {
    server = await scriptedUpstream()
    server.answerWith(({ body, headers }, response) => {
      const { id, method } = JSON.parse(body) as { id?: number; method: string }
      if (asks && (headers.authorization !== 'Bearer sk-mine' || headers.origin !== undefined)) return void response.writeHead(headers.origin === undefined ? 401 : 403).end()
      const result = method === 'server/discover' ? { resultType: 'complete', supportedVersions: ['2026-07-28'] } : { resultType: 'complete', tools: [] }
      response.writeHead(200, { 'content-type': 'text/event-stream' }).end(`data: ${JSON.stringify({ jsonrpc: '2.0', id, result })}\n\n`)
    })
    const run = await attack(httpChannel(`${server.url}/mcp`, 'sk-mine'))
    expect(reached(run)).toEqual(goals)
    expect(server.asked[1]?.headers).toMatchObject({ 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/list' })
  })
})
