import { isWrong } from '../../pipeline/collect/clock-view.ts'
import { sourceSchema } from '../../pipeline/collect/source-view.ts'
import { answerOfServer } from '../running-server.ts'
import type { CommonOptions } from '../settings.ts'
import { dataPathsOf } from '../settings.ts'
import type { Outcome } from './outcome.ts'

/** Whether each source takes, and clocks of those who send are right, as the running server knows; nothing is known where none runs. */
export async function checkSources(options: CommonOptions): Promise<Outcome> {
  const answer = await answerOfServer('source list', [{ ...options, json: true, lang: 'en' }], dataPathsOf(options))
  if (answer === null) return { check: 'sources', state: 'ok', finding: 'sources-unheard', values: {} }
  const sources = answer.split('\n').filter(line => line !== '').map(line => sourceSchema.parse(JSON.parse(line)))
  const troubled = sources.filter(({ state }) => state === 'failed' || state === 'paused')
  if (troubled.length > 0) return { check: 'sources', state: 'warning', finding: 'sources-troubled', values: { names: troubled.map(({ name, reason }) => (reason === null ? name : `${name} (${reason})`)).join('; ') } }
  const wrong = sources.filter(({ clock }) => isWrong(clock) || clock.hosts.length > 0)
  return wrong.length === 0
    ? { check: 'sources', state: 'ok', finding: 'sources-right', values: { sources: sources.length } }
    : { check: 'sources', state: 'warning', finding: 'sources-clocks', values: { names: wrong.map(({ name, clock: { hosts } }) => (hosts.length === 0 ? name : `${name} (${hosts.map(({ host }) => host).join(', ')})`)).join('; ') } }
}
