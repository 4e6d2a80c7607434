import type { Ledger } from '../../store/ledger/ledger.ts'
import type { StoredSighting } from '../../store/telescope/sighting-store.ts'
import { findSightings, saveSightings } from '../../store/telescope/sighting-store.ts'
import { findWarnings, saveWarnings } from '../../store/telescope/warning-store.ts'
import { continuedWarning, joinedWarning } from './join-warnings.ts'
import type { WarningReport } from './telescope-schema.ts'
import { warningSchema } from './telescope-schema.ts'
import type { WarningHappening, WarningRecord } from './warning-journal.ts'

/** Who saw something, and since when it counts. */
export interface Observer {
  /** Empty: the telescope of this machine. */
  readonly name: string
  /** Each begins with nothing; what was told of an earlier one stays. */
  readonly run: string
}

/** The telescope of this machine. */
export const OWN_TELESCOPE = ''

/**
 * Warnings over all observers and all their runs: whoever sees the address, it is one warning. What happens to it follows from what is written down before
 * and after, not from what an observer says: so what is said again, after a restart or a broken connection, tells nobody anything twice.
 */
export class WarningBook {
  readonly #ledger: Ledger

  constructor(ledger: Ledger) {
    this.#ledger = ledger
  }

  /**
   * Writes down what an observer says; one call at a time.
   *
   * @param tell what somebody should hear of, with all that is known of each warning; before it is written down, so that a sudden end in between tells it again
   * @throws what the store or `tell` says; nothing is written down then
   */
  async enter({ name, run }: Observer, warnings: readonly WarningReport[], tell: (records: readonly WarningRecord[]) => Promise<void>): Promise<void> {
    const latest = [...new Map(warnings.map(warning => [warning.id, warning])).values()]
    const ids = latest.map(({ id }) => id)
    const known = new Map((await findWarnings(this.#ledger, ids)).map(({ id, body }) => [id, readWarning(body)]))
    const sightings = Map.groupBy(await findSightings(this.#ledger, ids), ({ warning }) => warning)
    const entered = latest.map(warning => {
      const before = known.get(warning.id) ?? null
      const parts = sightings.get(warning.id) ?? []
      const own = parts.find(({ observer }) => observer === name) ?? (parts.length === 0 && before !== null && name === OWN_TELESCOPE ? ofEarlierVersions(before) : undefined)
      const sighting = sightingOf(warning, own, { name, run })
      const others = parts.filter(({ observer }) => observer !== name).flatMap(({ total }) => readWarning(total) ?? [])
      const after = joinedWarning([sighting.total, ...others])
      return { sighting, after, happening: happeningOf(before, after) }
    })
    await tell(entered.filter(({ happening }) => happening !== 'seen').map(({ happening, after }) => ({ happening, warning: after })))
    await saveSightings(this.#ledger, entered.map(({ sighting }) => sighting))
    await saveWarnings(this.#ledger, entered.map(({ after: { id, member, state, heldBack, lastSeen }, after }) => ({ id, member, state, heldBack, lastSeen, body: after })))
  }
}

/** What the observer has said in all, once it has said this. */
function sightingOf(warning: WarningReport, own: StoredSighting | undefined, { name: observer, run }: Observer): StoredSighting & { readonly total: WarningReport } {
  const said = own === undefined ? null : readWarning(own.total)
  const before = own === undefined ? null : own.run === run ? readWarning(own.before) : said
  return { warning: warning.id, observer, run, before, total: before === null ? warning : continuedWarning(warning, before) }
}

/** They wrote down the warning alone. */
function ofEarlierVersions(total: WarningReport): StoredSighting {
  return { warning: total.id, observer: OWN_TELESCOPE, run: '', before: null, total }
}

function happeningOf(before: WarningReport | null, after: WarningReport): WarningHappening {
  if (before === null) return 'opened'
  if (after.state === 'closed') return before.state === 'open' ? 'closed' : 'seen'
  if (before.state === 'closed' || after.returns > before.returns) return 'reopened'
  const isMore = after.families.some(family => !before.families.includes(family)) || after.kind !== before.kind || after.heldBack !== before.heldBack
  return isMore ? 'changed' : 'seen'
}

function readWarning(body: unknown): WarningReport | null {
  return warningSchema.safeParse(body).data ?? null
}
