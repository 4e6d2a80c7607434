import { expect, test } from 'vitest'
import { configurationSchema } from '../../../platform/config/configuration.ts'
import { applicationsOf } from './applications-of.ts'

const UPSTREAMS = [{ name: 'hosted', url: 'https://models.example' }, { name: 'small', url: 'http://127.0.0.1:11434', keyVariable: 'SMALL_KEY' }]
const read = (judge: object | undefined) => configurationSchema.safeParse({ gateway: { upstreams: UPSTREAMS, applications: [{ name: 'shop', keySha256: '0'.repeat(64), upstream: 'hosted', ...(judge === undefined ? {} : { judge }) }] } })
const judgeOf = (judge: object | undefined) => applicationsOf(read(judge).data!.gateway!, { SMALL_KEY: 'sk-small' })[0]!.judge

test('an application has no judging model unless it names one, of an upstream that there is', () => {
  expect(judgeOf(undefined)).toBeUndefined()
  expect(judgeOf({ upstream: 'small', model: 'qwen3:4b' })).toEqual({ upstream: { name: 'small', url: 'http://127.0.0.1:11434', key: 'sk-small' }, model: 'qwen3:4b', seconds: 5 })
  expect(judgeOf({ upstream: 'hosted', model: 'gpt', seconds: 2 })).toEqual({ upstream: { name: 'hosted', url: 'https://models.example', key: null }, model: 'gpt', seconds: 2 })
})

test.each([
  [{ upstream: 'other', model: 'm' }, ['gateway', 'applications', 0, 'judge', 'upstream'], 'is none of the upstreams'],
  [{ upstream: 'small' }, ['gateway', 'applications', 0, 'judge', 'model'], expect.any(String) as string],
  [{ upstream: 'small', model: 'm', seconds: 600 }, ['gateway', 'applications', 0, 'judge', 'seconds'], expect.any(String) as string],
  [{ upstream: 'small', model: 'm', url: 'https://elsewhere.example' }, ['gateway', 'applications', 0, 'judge'], expect.any(String) as string],
])('a judging model is refused where it cannot be asked as configured: %j', (judge, path, message) => {
  expect(read(judge).error!.issues).toMatchObject([{ path, message }])
})
