import type { Case } from '../../model/case.ts'
import { whoseAddresses } from '../../register/who/whose.ts'
import type { IngestStore } from '../../pipeline/ingest/ingest-store.ts'
import type { Ledger } from '../../store/ledger/ledger.ts'
import { scopePosition } from '../../store/ledger/position.ts'
import { findEntry } from '../../store/register/entries.ts'

/** The contacts who own the addresses and domains of a case, as logs and the register tell: by their keys, each once. */
export async function ownersOfCase(clickhouse: IngestStore['clickhouse'], ledger: Ledger, { entities, firstSeen, lastSeen }: Case): Promise<string[]> {
  const { position, hidden } = await scopePosition(ledger)
  const scope = { organisation: ledger.organisation, position, hiddenLoads: hidden }
  const at = firstSeen ?? lastSeen
  const whose = at === null ? [] : await whoseAddresses({ client: clickhouse.client, scope, ledger }, entities, at)
  const domains = entities.flatMap(({ type, value }) => (type === 'domain' || type === 'host' ? parentsOf(value) : [])).slice(0, DOMAINS_ASKED)
  const owners = whose.flatMap(({ owner }) => owner?.key ?? [])
  for (const domain of domains) {
    const entry = await findEntry(ledger, { kind: 'domain', key: domain })
    const owner = entry?.body['owner']
    if (typeof owner === 'string') owners.push(owner)
  }
  return [...new Set(owners)]
}

/** Names looked up of one case. */
const DOMAINS_ASKED = 30

/** `www.example.jp`, `example.jp`. */
function parentsOf(name: string): string[] {
  const labels = name.split('.')
  return labels.slice(0, -1).map((_, index) => labels.slice(index).join('.')).slice(0, 4)
}
