import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ScriptedUpstream } from '../gateway/testing/scripted-upstream.ts'
import { scriptedUpstream } from '../gateway/testing/scripted-upstream.ts'
import { loadAttackPlan } from './attack-plan.ts'
import { MOST_FAILURES } from './defaults.ts'
import { redTeamReport } from './redteam-report.ts'
import { redTeamSchema } from './redteam-schema.ts'
import type { RunOptions } from './red-team-run.ts'
import { runRedTeam } from './run-redteam.ts'
import { httpTarget } from './target/http-target.ts'
import { shopAssistant } from './testing/vulnerable-shop.ts'

const plan = loadAttackPlan()

let upstream: ScriptedUpstream
beforeEach(async () => { upstream = await scriptedUpstream() })
afterEach(() => upstream.close())

function attack(options: Partial<RunOptions> = {}) {
  return runRedTeam(httpTarget({ url: `${upstream.url}/v1/chat/completions`, model: 'm', key: null, stop: options.stop }), { plan, seed: 's', tries: 3, ...options })
}

describe('a run that is stopped', () => {
  test('has what was tried, says that it is not all, and goes on to the same end without asking twice', async () => {
    upstream.answerWith(shopAssistant(['tells-when-asked', 'deletes']))
    const whole = await attack()
    const asked = upstream.asked.length
    const controller = new AbortController()
    const part = await attack({ stop: controller.signal, onAttempt: ({ id }) => { if (id.startsWith('picture')) controller.abort() } })
    expect(part.incomplete).toBe('stopped')
    expect(part.attempts).toEqual(whole.attempts.slice(0, part.attempts.length))
    expect(part.attempts.length).toBeLessThan(whole.attempts.length)
    for (const [language, said] of [['en', 'Not all was tried'], ['ja', 'すべては試していない']] as const) expect(redTeamReport(part, plan, language)).toContain(said)
    const before = upstream.asked.length
    const rest = await attack({ made: redTeamSchema.parse(JSON.parse(JSON.stringify(part))) })
    expect({ ...rest, started: '' }).toEqual({ ...whole, started: '' })
    expect(upstream.asked.length - before).toBe(asked - (before - asked))
  })

  test('begins when it begins, not when it ends', async () => {
    const began = new Date().toISOString()
    upstream.answerWith((_, response) => void setTimeout(() => response.end(JSON.stringify({ choices: [{ message: { content: 'Ferns.' } }] })), 30))
    const { started } = await attack({ goals: ['reveal'] })
    expect(started >= began && Date.parse(started) - Date.parse(began) < 30).toBe(true)
  })
})

test('a target that is gone is not asked to the end of the plan', async () => {
  let asked = 0
  upstream.answerWith((each, response) => { if (++asked > 10) response.destroy(); else shopAssistant([])(each, response) })
  const run = await attack({ tries: 60 })
  expect(run.incomplete).toBe('lost')
  expect(run.ordinary).toEqual([])
  expect(run.attempts.filter(({ outcome }) => outcome === 'failed').length).toBeLessThanOrEqual(MOST_FAILURES + 4)
})
