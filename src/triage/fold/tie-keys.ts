import type { Entity, EntityType } from '../../model/entity.ts'
import type { Finding } from '../../model/finding.ts'
import type { TieDefault } from '../defaults.ts'
import { GENERIC_USER_WEIGHT, INTERNAL_ADDRESS, ORDINARY_HASH_WEIGHT, SWEEP_VALUES, TIES } from '../defaults.ts'
import { bareUser, hostLabel, isGenericUser, isInternalAddress, isOrdinaryPath } from './ordinary.ts'

/** An entity of a finding by which it may be tied to a finding about someone else. */
export interface TieKey extends TieDefault {
  /** The same thing under every way of writing it. */
  readonly key: string
  readonly entity: Entity
  readonly isSubject: boolean
}

/** What a finding can be tied by: its subject and its specific entities, with the weight each has before asking how common it is. */
export function tieKeysOf(finding: Finding): TieKey[] {
  const keys = new Map<string, TieKey>()
  const add = (entity: Entity, tie: TieDefault, isSubject: boolean): void => {
    const key = tieKey(entity)
    const known = keys.get(key)
    if (known === undefined || (isSubject && !known.isSubject)) keys.set(key, { ...tie, key, entity, isSubject })
  }
  if (finding.subject.type !== 'evidence') add(finding.subject, weigh(finding.subject, false), true)
  for (const [type, values] of byType(finding.entities)) {
    if (values.length > SWEEP_VALUES) continue
    for (const value of values) {
      const tie = weigh({ type, value }, isOrdinary(finding))
      if (tie.weight > 0) add({ type, value }, tie, false)
    }
  }
  return [...keys.values()]
}

export function tieKey({ type, value }: Entity): string {
  if (type === 'user') return `user:${bareUser(value)}`
  if (type === 'host') return `host:${hostLabel(value)}`
  return `${type}:${value}`
}

/** What every machine has: shown after what is particular to a case. */
export function isOrdinaryEntity({ type, value }: Entity): boolean {
  return type === 'user' ? isGenericUser(bareUser(value)) : (type === 'process' || type === 'file') && isOrdinaryPath(value)
}

function weigh({ type, value }: Entity, ordinary: boolean): TieDefault {
  const { weight, windowUs } = TIES[type]
  switch (type) {
    case 'user':
      return { weight: isGenericUser(bareUser(value)) ? GENERIC_USER_WEIGHT : weight, windowUs }
    case 'ip':
      return isInternalAddress(value) ? INTERNAL_ADDRESS : TIES.ip
    case 'process':
    case 'file':
      return { weight: isOrdinaryPath(value) ? 0 : weight, windowUs }
    case 'hash':
      return { weight: ordinary ? ORDINARY_HASH_WEIGHT : weight, windowUs }
    default:
      return { weight, windowUs }
  }
}

/** A hash is that of one of the finding's programs; where all of those are ordinary, so is the hash. */
function isOrdinary(finding: Finding): boolean {
  const programs = finding.entities.filter(({ type }) => type === 'process' || type === 'file')
  return programs.length > 0 && programs.every(({ value }) => isOrdinaryPath(value))
}

function byType(entities: readonly Entity[]): Map<EntityType, string[]> {
  const groups = new Map<EntityType, string[]>()
  for (const { type, value } of entities) {
    const group = groups.get(type)
    if (group === undefined) groups.set(type, [value])
    else group.push(value)
  }
  return groups
}
