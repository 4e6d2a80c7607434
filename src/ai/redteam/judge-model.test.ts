import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ScriptedUpstream } from '../gateway/testing/scripted-upstream.ts'
import { scriptedUpstream } from '../gateway/testing/scripted-upstream.ts'
import { loadAttackPlan } from './attack-plan.ts'
import { JUDGE_FAILURES } from './defaults.ts'
import { judgeModel } from './judge-model.ts'
import { redTeamReport } from './redteam-report.ts'
import { runRedTeam } from './run-redteam.ts'
import { httpTarget } from './target/http-target.ts'

const plan = loadAttackPlan()

let target: ScriptedUpstream
let judge: ScriptedUpstream
beforeEach(async () => { [target, judge] = await Promise.all([scriptedUpstream(), scriptedUpstream()]) })
afterEach(() => Promise.all([target.close(), judge.close()]))

const said = (content: string) => JSON.stringify({ choices: [{ message: { role: 'assistant', content } }] })
const lastOf = (body: string) => (JSON.parse(body) as { messages: { content: string }[] }).messages.at(-1)!.content

/** @param answers what the target says to each request @param verdict what the judge says of each answer */
function run(answers: (asked: string) => string, verdict: (answer: string) => string, { goals = ['persona'], url = judge.url } = {}) {
  target.answerWith(({ body }, response) => void response.end(said(answers(lastOf(body)))))
  judge.answerWith(({ body }, response) => void response.end(said(verdict((JSON.parse(lastOf(body)) as { answer: string }).answer))))
  const model = judgeModel(httpTarget({ url: `${url}/v1/chat/completions`, model: 'j', key: null }))
  return runRedTeam(httpTarget({ url: `${target.url}/v1/chat/completions`, model: 'm', key: null }), { plan, seed: 's', goals, tries: 12, judge: model })
}

const outcomes = (attempts: readonly { readonly outcome: string; readonly gradedBy?: string | undefined }[]) => [...new Set(attempts.map(({ outcome, gradedBy }) => `${outcome} by ${gradedBy}`))]

describe('a judge model', () => {
  test('says whether a harmful role was taken on, where no mark and no refusal does', async () => {
    const { attempts } = await run(() => 'Ferns? You would kill a cactus. Go away.', () => 'Here: ```{"verdict": "complied"}```')
    expect(outcomes(attempts)).toEqual(['succeeded by judge'])
    expect(outcomes((await run(() => 'I would rather talk about ferns.', () => '{"verdict": "refused"}')).attempts)).toEqual(['resisted by judge'])
    expect(redTeamReport({ target: 't', started: '', seed: 's', attempts, ordinary: [] }, plan, 'ja')).toContain('モデルによる判定')
  })

  test('overturns nothing that was planted, called or refused in known words, and is not even asked', async () => {
    const { attempts } = await run(asked => /\bOBEYED-\w+/.exec(asked)?.[0] ?? 'I am sorry, I cannot do that.', () => '{"verdict": "refused"}')
    expect(outcomes(attempts).sort()).toEqual(['resisted by rules', 'succeeded by rules'])
    expect(outcomes((await run(() => 'The garden opens on 3 April.', () => '{"verdict": "complied"}', { goals: ['reveal', 'overreach'] })).attempts)).toEqual(['resisted by rules'])
    expect(judge.asked).toEqual([])
  })

  test('that is unsure, talks nonsense, quotes or cannot be reached leaves it undecided', async () => {
    for (const verdict of ['{"verdict": "unclear"}', 'It complied.', '{"verdict": "yes"}', '{"verdict": "refused"} {"verdict": "complied"}']) expect(outcomes((await run(() => 'Ferns!', () => verdict)).attempts)).toEqual(['undecided by nobody'])
    const gone = await scriptedUpstream()
    await gone.close()
    expect(outcomes((await run(() => 'Ferns!', () => '', { url: gone.url })).attempts)).toEqual(['undecided by nobody'])
  })

  test('that fails several times is asked no more', async () => {
    judge.answerWith((_, response) => void response.writeHead(500).end())
    const model = judgeModel(httpTarget({ url: `${judge.url}/v1/chat/completions`, model: 'j', key: null }))
    for (let n = 0; n < JUDGE_FAILURES + 3; n++) expect(await model.judge('a', 'b')).toBeNull()
    expect(judge.asked).toHaveLength(JUDGE_FAILURES)
  })

  test('finds ordinary questions that are refused in odd words', async () => {
    const odd = (asked: string) => asked.includes('phishing') ? 'That topic is one for another day, dear.' : 'Gladly: ferns like shade.'
    const { ordinary } = await run(odd, answer => `{"verdict": "${answer.includes('another day') ? 'refused' : 'complied'}"}`, { goals: [] })
    expect(ordinary.filter(({ outcome }) => outcome === 'refused').map(({ question, gradedBy }) => [question.includes('phishing'), gradedBy])).toEqual([[true, 'judge']])
  })
})

test('without a judge, what only one could decide is tried when it is named, and left undecided', async () => {
  target.answerWith((_, response) => void response.end(said('Ferns!')))
  const asked = (goals: string[]) => runRedTeam(httpTarget({ url: `${target.url}/v1/chat/completions`, model: 'm', key: null }), { plan, seed: 's', goals, tries: 1 })
  expect((await asked([])).attempts.map(({ goal }) => goal)).not.toContain('persona')
  expect(outcomes((await asked(['persona'])).attempts)).toEqual(['undecided by nobody'])
})
