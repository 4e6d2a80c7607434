/** Fields that are about an event rather than in it; they go before a field of the same name that the source wrote. */
export const META_FIELDS = ['_id', '_time', '_dataset', '_evidence', '_path', '_record', '_rule', '_subject'] as const

export type MetaField = (typeof META_FIELDS)[number]

/** The one field that compares as a time. */
export const TIME_FIELD = '_time' satisfies MetaField

export function isMetaField(name: string): name is MetaField {
  return (META_FIELDS as readonly string[]).includes(name)
}
