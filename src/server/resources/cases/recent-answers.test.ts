import pg from 'pg'
import { expect, test } from 'vitest'
import { casesChanged } from '../../../store/cases/case-epoch.ts'
import { RecentAnswers } from './recent-answers.ts'

const ledger = (organisation: string) => ({ pool, organisation })
// Never connected to: only its identity counts.
const pool = new pg.Pool()

test('an answer is worked out once for all who ask, until something is decided, or a second has gone by', async () => {
  let now = 0
  let made = 0
  const recent = new RecentAnswers(() => now)
  const ask = (organisation = 'default', ...question: unknown[]) => recent.of(ledger(organisation), ['queue', ...question], async () => ({ number: ++made }))
  expect(await Promise.all([ask(), ask(), ask()])).toEqual([{ number: 1 }, { number: 1 }, { number: 1 }])
  expect(await ask('elsewhere')).toEqual({ number: 2 })
  expect(await ask('default', 'another')).toEqual({ number: 3 })
  casesChanged(pool, 'default')
  expect([await ask(), await ask('elsewhere')]).toEqual([{ number: 4 }, { number: 2 }])
  now = 1_000
  expect(await ask()).toEqual({ number: 5 })
})

test('what failed is tried again by the next', async () => {
  const recent = new RecentAnswers(() => 0)
  let tries = 0
  const ask = () => recent.of(ledger('default'), ['case'], async () => {
    if (++tries === 1) throw new Error('gone')
    return { tries }
  })
  await expect(ask()).rejects.toThrow('gone')
  expect(await ask()).toEqual({ tries: 2 })
})

test('many questions do not pile up', async () => {
  const recent = new RecentAnswers(() => 0)
  let made = 0
  const ask = (question: number) => recent.of(ledger('default'), [question], async () => ({ made: ++made }))
  for (let i = 0; i < 1_000; i++) await ask(i)
  await ask(0)
  await ask(999)
  expect(made).toBe(1_001)
})
