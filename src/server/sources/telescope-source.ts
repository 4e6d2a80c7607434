import type { WantedSource } from '../../pipeline/collect/source-collection.ts'

/** What its records are called among the sources. */
export const TELESCOPE_SOURCE = 'telescope'

/** What the telescope's sensor tells, as a source: warnings and growing groups become events, findings and cases. */
export function telescopeSource(organisation: string): WantedSource {
  return { kind: 'telescope', source: { organisation, name: TELESCOPE_SOURCE, format: 'json' }, receive: null }
}
