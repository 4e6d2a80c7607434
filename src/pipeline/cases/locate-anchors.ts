import type { AnchorPlace, SoughtAnchor } from '../../store/decisions/anchors.ts'
import { anchorsToSeek, seekAnchor } from '../../store/decisions/anchors.ts'
import type { Ledger } from '../../store/ledger/ledger.ts'

/** Where the event store has these matches: the load, and the finding they belong to, by match. */
export type SeekMatches = (sought: readonly SoughtAnchor[]) => Promise<ReadonlyMap<string, Pick<AnchorPlace, 'finding' | 'load'>>>

/**
 * Where the matches are now that people's decisions hang on, of those that may have moved: in the findings, which list their first
 * events, and where they do not list it, in the event store, which has every match.
 */
export async function locateAnchors(ledger: Ledger, seekMatches: SeekMatches): Promise<AnchorPlace[]> {
  const places: AnchorPlace[] = []
  const unlisted: SoughtAnchor[] = []
  for (const sought of await anchorsToSeek(ledger)) {
    const place = await seekAnchor(ledger.pool, ledger.organisation, sought)
    places.push(place)
    if (place.finding === null) unlisted.push(sought)
  }
  if (unlisted.length === 0) return places
  const found = await seekMatches(unlisted)
  return places.map(place => ({ ...place, ...found.get(place.match) }))
}
