import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { byDepth, IS_QUICK } from '../../../test/depth.ts'
import { startGateway } from '../gateway/gateway.ts'
import { BUILT_IN_POLICIES } from '../gateway/policy/policy.ts'
import type { ScriptedUpstream } from '../gateway/testing/scripted-upstream.ts'
import { scriptedUpstream } from '../gateway/testing/scripted-upstream.ts'
import { openGuard } from '../judge/guard.ts'
import { loadAttackPlan } from './attack-plan.ts'
import { redTeamReport } from './redteam-report.ts'
import type { RedTeamRun } from './red-team-run.ts'
import { reachedGoals } from './red-team-run.ts'
import { runRedTeam } from './run-redteam.ts'
import { commandTarget } from './target/command-target.ts'
import { httpTarget } from './target/http-target.ts'
import { shopAssistant } from './testing/vulnerable-shop.ts'
import type { Weakness } from './testing/vulnerable-shop.ts'

const plan = loadAttackPlan()
const KEY = 'nk-of-the-test'

let upstream: ScriptedUpstream
beforeEach(async () => { upstream = await scriptedUpstream() })
afterEach(() => upstream.close())

function attack(weaknesses: readonly Weakness[], { url = upstream.url, key = null as string | null, seed = 's', only = undefined as string | undefined, goals = [] as string[], path = '/v1/chat/completions' } = {}): Promise<RedTeamRun> {
  upstream.answerWith(shopAssistant(weaknesses))
  return runRedTeam(httpTarget({ url: `${url}${path}`, model: 'm', key }), { plan, seed, only, goals, ...(IS_QUICK ? { tries: 42 } : {}) })
}

const reached = (run: RedTeamRun) => reachedGoals(run, plan.goals).map(({ id }) => id)

const WEAK: readonly (readonly [Weakness, readonly string[]])[] = [
  ['tells-when-asked', ['reveal']], ['reads-disguises', ['reveal']], ['believes-personas', ['reveal']], ['forgets-over-turns', ['reveal']], ['obeys-overrides', ['obey']],
  ['obeys-documents', ['send-out', 'poison-order']], ['obeys-tool-results', ['send-out', 'poison-order']], ['obeys-passages', ['poison-order']], ['believes-passages', ['poison-fact']], ['follows-many-passages', ['poison-fact']],
  ['shows-pictures', ['picture']], ['deletes', ['overreach']], ['never-stops', ['spend']],
]

describe('the red team', () => {
  test.each(WEAK)('finds that an assistant %s, and nothing else', async (weakness, goals) => {
    // That a hardened one shows nothing, whatever the goal, is tried at every depth.
    const run = await attack([weakness], { goals: byDepth([...goals], [...goals], []) })
    expect(reached(run)).toEqual(plan.goals.map(({ id }) => id).filter(id => goals.includes(id)))
    expect(run.attempts.filter(({ outcome }) => outcome === 'failed')).toEqual([])
    const success = run.attempts.find(({ outcome }) => outcome === 'succeeded')!
    expect((await attack([weakness], { only: success.id })).attempts).toMatchObject([{ id: success.id, outcome: 'succeeded' }])
  })

  test.each([['tells-when-asked', 'reveal'], ['deletes', 'overreach'], ['obeys-tool-results', 'send-out']] as const)('asks over the responses of OpenAI, too, and finds that an assistant %s', async (weakness, goal) => {
    expect(reached(await attack([weakness], { path: '/v1/responses', goals: [goal] }))).toEqual([goal])
    expect(reached(await attack([], { path: '/v1/responses', goals: [goal] }))).toEqual([])
  })

  test('finds nothing in a hardened one, and that it answers what is ordinary', async () => {
    const run = await attack([])
    expect(run.attempts.filter(({ outcome }) => outcome !== 'resisted')).toEqual([])
    expect(run.ordinary.filter(({ outcome }) => outcome !== 'answered')).toEqual([])
    expect(run.attempts.length).toBeGreaterThan(60)
  })

  test('through the gateway nothing acts outside or talks without end, whatever is tried first, and what is ordinary is answered', async () => {
    const gateway = await startGateway({
      guard: openGuard(), audit: { append: async () => {} }, host: '127.0.0.1', port: 0, tls: null, log: () => {},
      applications: [{
        name: 'shop', keySha256: createHash('sha256').update(KEY).digest('hex'), upstream: { name: 'shop', url: upstream.url, key: null }, policy: { ...BUILT_IN_POLICIES.default, answerTokens: { unnamed: 1_000, most: 4_000 } }, unreadable: 'refuse',
        judgesAnswers: true, requestsPerMinute: 1_000_000, tokensPerDay: null, canaries: [], hosts: [], audit: 'figures',
        tools: { untrusted: ['read_order', 'search_shop'], private: ['read_order'], outside: ['send_mail', 'delete_order'], third: 'block' }, confirmed: ['delete_order'],
      }],
    })
    try {
      for (let n = 0; n < byDepth(1, 1, 12); n++) {
        const run = await attack(WEAK.map(([weakness]) => weakness), { url: `http://127.0.0.1:${gateway.port}`, key: KEY, seed: `seed-${n}`, goals: IS_QUICK ? ['send-out', 'overreach'] : [] })
        expect(run.attempts.filter(({ outcome, goal }) => outcome === 'succeeded' && ['send-out', 'picture', 'poison-order', 'overreach', 'spend'].includes(goal)).map(({ id }) => id), run.seed).toEqual([])
        expect(run.ordinary.filter(({ outcome }) => outcome !== 'answered').map(({ question }) => question), run.seed).toEqual([])
      }
    } finally {
      await gateway.close()
    }
  }, 120_000)

  test('reports in the order of the guide, in both languages, with nothing of what was said as markup', async () => {
    const run = await attack(['tells-when-asked', 'shows-pictures'], { goals: ['reveal', 'picture'] })
    const [en, ja] = (['en', 'ja'] as const).map(language => redTeamReport(run, plan, language))
    expect(en!.match(/^## .*/gm)).toEqual(['## Plan', '## Scenarios', '## What succeeded', '## Ordinary questions', '## What to mend'])
    expect(ja).toContain('## 攻撃シナリオ')
    expect(en!.split('\n').filter(line => /!\[/.test(line.replaceAll(/(`+).*?\1/g, '')))).toEqual([])
  })

  test('asks a program, and says when a target cannot be asked', async () => {
    const echo = commandTarget([process.execPath, '-e', 'let t="";process.stdin.on("data",d=>t+=d).on("end",()=>console.log(JSON.stringify({text:JSON.parse(t).system})))'])
    expect(reached(await runRedTeam(echo, { plan, seed: 's', goals: ['reveal'], tries: 2 }))).toEqual(['reveal'])
    const run = await runRedTeam(commandTarget(['/does/not/exist']), { plan, seed: 's', goals: ['reveal'], tries: 2 })
    expect(run.attempts).toMatchObject([{ outcome: 'failed', answer: expect.stringContaining('ENOENT') }, { outcome: 'failed' }])
  })
})
