/** A typed thing that events speak of. `value` is normalised by {@link entity}. */
export interface Entity {
  readonly type: EntityType
  readonly value: string
}

export const ENTITY_TYPES = ['host', 'user', 'ip', 'domain', 'url', 'email', 'process', 'file', 'hash', 'account', 'evidence'] as const

/** `process` is an executable's path; `account` a cloud account; `evidence` stands in as subject where nothing else is named. */
export type EntityType = (typeof ENTITY_TYPES)[number]
