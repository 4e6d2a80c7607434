import { entityKey } from '../../model/entities.ts'
import type { Entity } from '../../model/entity.ts'
import { compareText } from '../../model/event-order.ts'
import type { Finding } from '../../model/finding.ts'
import { NAMES_SUBJECT, TIE_THRESHOLD } from '../defaults.ts'
import type { EntityHistory, Sighting } from './entity-history.ts'
import type { Tie } from './folded-case.ts'
import type { TieKey } from './tie-keys.ts'

/** The threads about other subjects that share enough with a finding, judged by how common each thing was before. */
export function findTies(finding: Finding, keys: readonly TieKey[], thread: number, history: EntityHistory): Tie[] {
  if (finding.first === null) return []
  const candidates = new Map<number, Candidate>()
  for (const key of keys) {
    let specificity: number | undefined
    for (const sighting of history.recent(key.key)) {
      if (sighting.thread === thread || isSame(sighting.subject, finding.subject)) continue
      specificity ??= history.specificity(key.key, finding.first)
      addShare(candidates, key, sighting, specificity, finding.first)
    }
  }
  return candidates.size === 0 ? [] : [...candidates.entries()]
    .map(([to, { sighting, strongest, gapUs }]) => {
      const shares = [...strongest.values()].sort((a, b) => b.weight - a.weight || compareText(entityKey(a.entity), entityKey(b.entity)))
      return {
        from: thread,
        to,
        fromSubject: finding.subject,
        toSubject: sighting.subject,
        weight: shares.reduce((sum, { weight }) => sum + weight, 0),
        shared: shares.map(({ entity }) => entity),
        gapUs,
      }
    })
    .filter(({ weight }) => weight >= TIE_THRESHOLD)
}

interface Candidate {
  readonly sighting: Sighting
  /** By entity type, or `names`: two ways of writing one account are not two signs. */
  readonly strongest: Map<string, { readonly weight: number; readonly entity: Entity }>
  gapUs: number
}

function addShare(candidates: Map<number, Candidate>, key: TieKey, sighting: Sighting, specificity: number, first: number): void {
  const names = key.isSubject || sighting.isSubject
  const { weight, windowUs } = names ? NAMES_SUBJECT : key
  const gapUs = Math.max(0, first - sighting.last)
  const share = { weight: weight * specificity, entity: key.entity }
  if (gapUs > windowUs || share.weight === 0) return
  let candidate = candidates.get(sighting.thread)
  if (candidate === undefined) {
    candidate = { sighting, strongest: new Map(), gapUs }
    candidates.set(sighting.thread, candidate)
  }
  candidate.gapUs = Math.min(candidate.gapUs, gapUs)
  const type = names ? 'names' : key.entity.type
  const known = candidate.strongest.get(type)
  if (known === undefined || share.weight > known.weight) candidate.strongest.set(type, share)
}

function isSame(a: Entity, b: Entity): boolean {
  return a.type === b.type && a.value === b.value
}
