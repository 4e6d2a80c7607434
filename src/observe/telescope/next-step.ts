import type { Fact } from '../../model/reason.ts'
import { fact } from '../../model/reason.ts'
import { HELD_BACK_LIKELIHOOD } from './defaults.ts'
import { familiesOf, hasTool } from './families.ts'
import type { WarningKind } from './warnings.ts'

/** What is known of a warning when it is said what to do. */
export interface WarningSigns {
  readonly kind: WarningKind
  readonly fingerprints: readonly string[]
  readonly ports: readonly number[]
  readonly spoofLikelihood: number
}

/** The one thing that the member should do first. */
export function nextStep({ kind, fingerprints, ports, spoofLikelihood }: WarningSigns): Fact {
  if (kind === 'backscatter') return fact('telescope.next-flooded')
  if (spoofLikelihood >= HELD_BACK_LIKELIHOOD) return fact('telescope.next-forged')
  const families = familiesOf(fingerprints)
  if (families.includes('mirai')) return fact('telescope.next-mirai')
  if (families.length > 0) return fact('telescope.next-unknown-tool', { terms: { tools: families.join(', ') } })
  if (hasTool(fingerprints)) return fact('telescope.next-tool', { terms: { tools: fingerprints.join(', ') } })
  return fact('telescope.next-search', { terms: { port: ports.slice(0, SHOWN_PORTS).join(', ') } })
}

const SHOWN_PORTS = 5
