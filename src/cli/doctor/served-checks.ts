import { NoroshiError } from '../../platform/noroshi-error.ts'
import { answerOfServer } from '../running-server.ts'
import type { CommonOptions } from '../settings.ts'
import { dataPathsOf } from '../settings.ts'
import type { Outcome } from './outcome.ts'

/** The data folder and its engines while the server has them: each is asked through it. Null where no server of ours is why the folder cannot be opened. */
export async function servedOutcomes(options: CommonOptions, folder: string, refusal: unknown): Promise<readonly Outcome[] | null> {
  if (!(refusal instanceof NoroshiError) || refusal.code !== 'data-locked') return null
  const paths = dataPathsOf(options)
  const state = await answerOfServer('status', [{ ...options, json: true, lang: 'en' }], paths)
  if (state === null) return null
  const events = await answerOfServer('sql', ['SELECT count() AS events FROM events', options], paths)
  return [
    { check: 'data', state: 'ok', finding: 'data-served', values: { folder } },
    answered('clickhouse', events),
    answered('postgres', state),
  ]
}

function answered(check: 'clickhouse' | 'postgres', answer: string | null): Outcome {
  return answer === null || answer === '' ? { check, state: 'failed', finding: 'engine-silent', values: {} } : { check, state: 'ok', finding: 'engine-served', values: {} }
}
