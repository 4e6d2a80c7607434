import type { FactTemplates } from '../../model/reason.ts'
import { Notifier } from '../../notify/notifier.ts'
import { openSenders } from '../../notify/send/open-senders.ts'
import type { Template } from '../../notify/template/templates.ts'
import { loadTemplates } from '../../notify/template/templates.ts'
import type { IngestStore } from '../../pipeline/ingest/ingest-store.ts'
import type { NotifyConfiguration } from '../../platform/config/notify-schema.ts'
import type { Log } from '../../platform/log.ts'
import { NoroshiError } from '../../platform/noroshi-error.ts'
import type { TlpMarking } from '../../store/accounts/person.ts'
import { linkKey } from '../../store/notify/link-key.ts'
import { ownersOfCase } from './owners-of-case.ts'

export interface OpenNotifierParts {
  readonly configuration: NotifyConfiguration
  /** Of {@link notifyTemplates}. */
  readonly templates: ReadonlyMap<string, Template>
  readonly store: IngestStore
  readonly sentences: FactTemplates
  readonly marking: TlpMarking
  readonly log: Log
}

/** The templates that rules may use. @throws NoroshiError `bad-configuration` for one that is none, and for a rule that names one that there is not */
export function notifyTemplates({ templates: folder, rules }: NotifyConfiguration): ReadonlyMap<string, Template> {
  const templates = loadTemplates(folder)
  const lacking = rules.find(({ template }) => !templates.has(template))
  if (lacking === undefined) return templates
  throw new NoroshiError('bad-configuration', `notify.rules: ${lacking.name} names the template ${lacking.template}; there are ${[...templates.keys()].join(', ')}`)
}

/** The notifier of a server. */
export function openNotifier({ configuration, templates, store, sentences, marking, log }: OpenNotifierParts): Notifier {
  const { pool } = store.ledger
  return new Notifier({
    pool, configuration, templates, sentences, marking, log, linkKey,
    senders: openSenders(pool, configuration),
    owners: (ledger, facts) => ownersOfCase(store.clickhouse, ledger, facts.case),
    now: Date.now,
  })
}
