import type { Capability } from '../model/capability.ts'
import { triageFacts } from './explain/facts.ts'

export { makeCases } from './make-cases.ts'

/** The room that says which findings belong together, how urgent they are, and why. */
export function triage(): Capability {
  return { name: 'triage', facts: triageFacts }
}
