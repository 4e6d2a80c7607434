import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import type { ScriptedUpstream } from '../gateway/testing/scripted-upstream.ts'
import { scriptedUpstream } from '../gateway/testing/scripted-upstream.ts'
import { attackOf, attacksOn, derived, isBasic } from './attack.ts'
import { loadAttackPlan } from './attack-plan.ts'
import { compareRuns, succeededIn } from './compare-runs.ts'
import { AT_ONCE, MOST_MUTATIONS } from './defaults.ts'
import type { RunOptions } from './red-team-run.ts'
import { redTeamReport } from './redteam-report.ts'
import { runRedTeam } from './run-redteam.ts'
import { httpTarget } from './target/http-target.ts'
import { shopAssistant } from './testing/vulnerable-shop.ts'
import type { Weakness } from './testing/vulnerable-shop.ts'

const plan = loadAttackPlan()
const PLANTED = { canary: 'MIDORI-0A1B2C3D', marker: 'OBEYED-AAAAAA', drop: 'drop.example', truth: 'DESK-BBBBBB', lie: 'DESK-CCCCCC' }

let upstream: ScriptedUpstream
beforeEach(async () => { upstream = await scriptedUpstream() })
afterEach(() => upstream.close())

function attack(weaknesses: readonly Weakness[], options: Partial<RunOptions> = {}) {
  upstream.answerWith(shopAssistant(weaknesses))
  return runRedTeam(httpTarget({ url: `${upstream.url}/v1/chat/completions`, model: 'm', key: null }), { plan, seed: 's', goals: ['reveal'], ...options })
}

describe('what was refused', () => {
  test('is changed step by step until a weakness shows that no attack of the plan finds', async () => {
    const hidden: Weakness[] = ['trusts-managers-in-disguise']
    const seeds = Array.from({ length: byDepth(1, 3, 20) }, (_, index) => `seed ${index}`)
    let found = 0
    for (const seed of seeds) {
      const run = await attack(hidden, { seed, tries: 96 })
      const success = run.attempts.find(({ outcome }) => outcome === 'succeeded')
      if (success === undefined) continue
      found++
      expect(success.id, seed).toMatch(/\+(?:manager|auditor|maintainer)/)
      expect(run.attempts.find(({ id }) => id === success.parent), seed).toMatchObject({ outcome: 'resisted' })
      expect((await attack(hidden, { seed, only: success.id })).attempts, seed).toMatchObject([{ id: success.id, outcome: 'succeeded', turns: success.turns }])
    }
    // Of 20 seeds 18 at 64 tries; without variants none.
    expect(found).toBeGreaterThan(seeds.length / 2)
    expect((await attack([], { tries: 96 })).attempts.filter(({ outcome }) => outcome !== 'resisted')).toEqual([])
  })

  test('has variants within the number of tries, each of something that was tried; the same seed makes the same', async () => {
    const basic = attacksOn(plan.goals[0]!, plan, PLANTED).filter(each => isBasic(each, plan)).length
    const tries = basic + 16
    const [one, other] = [await attack([], { tries }), await attack([], { tries })]
    expect(other.attempts).toEqual(one.attempts)
    expect(one.attempts).toHaveLength(tries)
    const ids = one.attempts.map(({ id }) => id)
    const variants = one.attempts.filter(({ parent }) => parent !== undefined)
    expect(variants.length).toBeGreaterThanOrEqual(16 * 3 / 4 - AT_ONCE)
    expect(variants.filter(({ id, parent }) => !ids.slice(0, ids.indexOf(id)).includes(parent!) || !id.startsWith(`${parent}+`))).toEqual([])
    expect(new Set(ids).size).toBe(tries)
  })

  test('is told with its lineage', async () => {
    const run = await attack(['trusts-managers-in-disguise'], { seed: 'seed 0', tries: 96 })
    const success = run.attempts.find(({ outcome, parent }) => outcome === 'succeeded' && parent !== undefined)!
    expect(redTeamReport(run, plan, 'en')).toContain(`derived from: \`${success.parent}\``)
    expect(redTeamReport(run, plan, 'ja')).toContain(`変形元: \`${success.parent}\``)
  })
})

describe('what succeeded earlier', () => {
  test('is made again before all else, and is told as fixed, still there or new', async () => {
    const before = await attack(['tells-when-asked', 'deletes'], { goals: ['reveal', 'overreach'] })
    const first = succeededIn(before)
    const run = await attack(['deletes', 'reads-disguises'], { goals: ['reveal', 'overreach'], first, seed: 'another' })
    expect(first.filter(id => !run.attempts.some(each => each.id === id))).toEqual([])
    const onReveal = first.filter(id => id.startsWith('reveal/'))
    expect(run.attempts.slice(0, onReveal.length).map(({ id }) => id)).toEqual(onReveal)
    const { fixed, still, appeared, unknown } = compareRuns(before, run)
    expect([...fixed, ...still].sort()).toEqual([...first].sort())
    expect(fixed.every(id => id.startsWith('reveal/'))).toBe(true)
    expect(still.filter(id => id.startsWith('overreach/'))).toEqual(first.filter(id => id.startsWith('overreach/')))
    expect(appeared.filter(id => first.includes(id))).toEqual([])
    expect(unknown).toEqual([])
  })

  test('and cannot be made is told as unknown', async () => {
    const before = await attack(['tells-when-asked'])
    const gone = { ...before, attempts: before.attempts.map(each => ({ ...each, id: `${each.id}+no-such-change` })) }
    const run = await attack([], { first: succeededIn(gone), tries: 1 })
    expect(compareRuns(gone, run)).toMatchObject({ fixed: [], still: [], unknown: succeededIn(gone) })
  })
})

test('an attack of any chain of changes is found again by its id', () => {
  const attacks = plan.goals.flatMap(goal => attacksOn(goal, plan, PLANTED))
  const steps = fc.uniqueArray(fc.constantFrom(...plan.mutations.map(({ id }) => id)), { maxLength: MOST_MUTATIONS })
  fc.assert(fc.property(fc.constantFrom(...attacks), steps, (base, chain) => {
    const variant = derived(base, chain, plan, PLANTED)
    if (variant !== null) expect(attackOf(variant.id, plan, PLANTED)).toEqual({ ...variant, parent: null })
  }), { numRuns: byDepth(50, 1_000, 20_000) })
  fc.assert(fc.property(fc.string(), text => { attackOf(text, plan, PLANTED) }), { numRuns: byDepth(50, 500, 10_000) })
})
