/**
 * The columns of searchable values, in their order. The values that conditions ask for (stored-value.ts) lie in columns `search_0` to `search_31` of `events`, each a map of name → stored value. A name
 * is in one of them only, by a hash of its letters, so that a question about one field reads a thirtieth of the whole.
 */
export const SEARCH_COLUMN_NAMES: readonly string[] = Array.from({ length: 32 }, (_, number) => `search_${number}`)

/** Which of the columns has the values of fields with a name. A store is filled by it: it never changes. */
export function searchColumn(name: string): number {
  // FNV-1a over UTF-16 units, its halves folded together.
  let hash = 0x811c_9dc5
  for (let at = 0; at < name.length; at++) hash = Math.imul(hash ^ name.charCodeAt(at), 0x0100_0193)
  return (hash ^ (hash >>> 16)) & (SEARCH_COLUMN_NAMES.length - 1)
}
