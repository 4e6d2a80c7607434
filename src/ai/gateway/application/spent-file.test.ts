import { appendFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../../../test/temporary-folder.ts'
import { BUILT_IN_POLICIES } from '../policy/policy.ts'
import type { Application } from './application.ts'
import { Budgets } from './budget.ts'
import { SpentFile } from './spent-file.ts'

const DAY_MS = 86_400_000
const application = (tokensPerDay: number | null): Application => ({
  name: 'shop', keySha256: '', upstream: { name: 'u', url: 'http://127.0.0.1', key: null }, policy: BUILT_IN_POLICIES.default, unreadable: 'refuse', judgesAnswers: true, requestsPerMinute: 100_000,
  tokensPerDay, canaries: [], hosts: [], audit: 'texts', tools: { untrusted: [], private: [], outside: [], third: 'block' },
})
/** A start of the gateway after a death: nothing of the one before is left but its files. */
const started = (path: string, now: number) => new Budgets(new SpentFile(path, () => {}), () => now)

test('what was used of a day counts after a restart, and not on the next day', () => {
  const path = join(temporaryFolder(), 'gateway', 'tokens-used.jsonl')
  const shop = application(100)
  const now = 20_000 * DAY_MS + 5
  started(path, now).paid(shop, 90)
  const second = started(path, now)
  expect(second.take(shop)).toBeNull()
  second.paid(shop, 30)
  expect(started(path, now + 1_000).take(shop)).toMatchObject({ what: 'tokens' })
  expect(started(path, now + DAY_MS).take(shop)).toBeNull()
})

test('a line that a death cut off is no trouble, others count, and the file does not grow without end', () => {
  const path = join(temporaryFolder(), 'tokens-used.jsonl')
  const file = new SpentFile(path, () => {})
  for (let n = 0; n < 20_500; n++) file.add('shop', 20_000, 1)
  appendFileSync(path, '{"application":"shop","day":20')
  expect([new SpentFile(path, () => {}).of('shop', 20_000), readFileSync(path, 'utf8').split('\n').length]).toEqual([20_500, 2])
})

test('of an application without a limit nothing is kept', () => {
  const path = join(temporaryFolder(), 'tokens-used.jsonl')
  started(path, DAY_MS).paid(application(null), 90)
  expect(readFileSync(path, 'utf8')).toBe('')
})
