import { randomUUID } from 'node:crypto'
import type { Pool } from 'pg'
import type { NotifyConfiguration } from '../../platform/config/notify-schema.ts'
import { notifySchema } from '../../platform/config/notify-schema.ts'
import { fact } from '../../model/reason.ts'
import type { TlpMarking } from '../../store/accounts/person.ts'
import type { StoredCase } from '../../store/cases/stored-case.ts'
import { sampleCase } from '../../store/cases/testing/sample-case.ts'
import { foldState, saveCases } from '../../store/ledger/fold.ts'
import type { Ledger } from '../../store/ledger/ledger.ts'
import { openLedger } from '../../store/ledger/ledger.ts'
import { linkKey } from '../../store/notify/link-key.ts'
import type { NotifierParts } from '../notifier.ts'
import { openSenders } from '../send/open-senders.ts'
import { loadTemplates } from '../template/templates.ts'

/** `notify:` as noroshi.yaml would say it. */
export function configurationOf(said: unknown): NotifyConfiguration {
  const parsed = notifySchema.parse(said)
  if (parsed === undefined) throw new Error('says nothing')
  return parsed
}

export const TEMPLATES = loadTemplates()

/** An organisation of its own. */
export async function newLedger(pool: Pool): Promise<Ledger> {
  return openLedger(pool, randomUUID())
}

/** What a notifier needs, with everything real but the clock and the owners. */
export function partsOf(pool: Pool, configuration: NotifyConfiguration, more: { readonly marking?: TlpMarking; readonly now?: () => number; readonly owners?: readonly string[] } = {}): NotifierParts {
  return {
    pool, configuration, templates: TEMPLATES, marking: more.marking ?? 'amber', sentences: { 'test.says': { en: 'It says {id}.', ja: '{id} とあります。' } },
    owners: async () => more.owners ?? [], linkKey, log: () => {}, now: more.now ?? Date.now, senders: openSenders(pool, configuration),
  }
}

/** Replaces the cases of an organisation, as a fold does. */
export async function saveAll(ledger: Ledger, cases: readonly StoredCase[]): Promise<void> {
  const saved = await saveCases(ledger, await foldState(ledger), 1, cases, { places: [], counted: 0 })
  if (saved !== 'saved') throw new Error(saved)
}

/** A case with a title and reasons that anybody may have written. */
export function caseWith(id: string, priority: number, title: string, entities: StoredCase['shown']['entities']): StoredCase {
  const { findings, shown } = sampleCase(id, priority)
  const saying = fact('test.says', { terms: { id: title } })
  const changed = { ...shown, title: { en: title, ja: title }, entities, explanation: { what: saying, why: { and: [saying] }, change: saying, confidence: saying, next: saying } }
  return { shown: changed, derived: changed, findings }
}
