import { foldCases } from '../pipeline/ingest/fold-cases.ts'
import type { IngestStore } from '../pipeline/ingest/ingest-store.ts'
import { applyRetention } from '../pipeline/retention/apply-retention.ts'
import { planRetention } from '../pipeline/retention/retention-plan.ts'
import type { RetentionView } from '../pipeline/retention/retention-view.ts'
import { retentionView } from '../pipeline/retention/retention-view.ts'
import type { RetentionConfiguration } from '../platform/config/retention-schema.ts'
import { storedOrganisations } from '../store/ledger/ledger.ts'
import { makeCases } from '../triage/index.ts'

export interface TermOptions {
  /** Does what is due; otherwise it is only told. */
  readonly applies: boolean
  /** Who is written down as the one who did it. */
  readonly person: string
}

/** What is due by the rules, of all organisations; and does it. Cases of what is gone go too. */
export async function keepToTerms(store: IngestStore, retention: RetentionConfiguration, { applies, person }: TermOptions): Promise<RetentionView> {
  const now = Date.now()
  const stores = (await storedOrganisations(store.ledger.pool)).map(organisation => ({ ...store, ledger: { ...store.ledger, organisation } }))
  const planned = await Promise.all(stores.map(async each => ({ store: each, plan: await planRetention(each.ledger, retention.rules, store.custody.register, now) })))
  const applied: RetentionView['applied'] = []
  if (applies) {
    for (const { store: own, plan } of planned) {
      const { files, filesDeleted, cold, deleted } = await applyRetention(own, plan, retention, person)
      if (cold > 0 || deleted > 0) await foldCases(own, makeCases, null)
      applied.push({ organisation: plan.organisation, cold, deleted, files: [...files], filesDeleted: [...filesDeleted] })
    }
  }
  return { ...await retentionView(planned, retention, now), applied: applies ? applied : null }
}
