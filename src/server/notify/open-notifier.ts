import type { FactTemplates } from '../../model/reason.ts'
import { Notifier } from '../../notify/notifier.ts'
import { openSenders } from '../../notify/send/open-senders.ts'
import { loadTemplates } from '../../notify/template/templates.ts'
import type { IngestStore } from '../../pipeline/ingest/ingest-store.ts'
import type { NotifyConfiguration } from '../../platform/config/notify-schema.ts'
import type { Log } from '../../platform/log.ts'
import type { TlpMarking } from '../../store/accounts/person.ts'
import { linkKey } from '../../store/notify/link-key.ts'
import { ownersOfCase } from './owners-of-case.ts'

export interface OpenNotifierParts {
  readonly configuration: NotifyConfiguration
  readonly store: IngestStore
  readonly sentences: FactTemplates
  readonly marking: TlpMarking
  readonly log: Log
}

/** The notifier of a server. @throws NoroshiError `bad-configuration` for a template that is none */
export function openNotifier({ configuration, store, sentences, marking, log }: OpenNotifierParts): Notifier {
  const { pool } = store.ledger
  return new Notifier({
    pool, configuration, sentences, marking, log, linkKey,
    templates: loadTemplates(configuration.templates),
    senders: openSenders(pool, configuration),
    owners: (ledger, facts) => ownersOfCase(store.clickhouse, ledger, facts.case),
    now: Date.now,
  })
}
