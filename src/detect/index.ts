import type { Capability } from '../model/capability.ts'
import type { Mappings } from '../model/mappings.ts'
import { SIGMA_FACTS } from './sigma/explain/rule-facts.ts'
import { loadRules } from './sigma/load/load-rules.ts'
import type { Placeholders } from './sigma/rule/placeholders.ts'
import { sigmaDetector } from './sigma/sigma-detector.ts'

/** The room that says which events match. Without rule directories nothing is detected. */
export function detect(mappings: Mappings, ruleDirectories: readonly string[], placeholders: Placeholders = {}): Capability {
  const detectors = ruleDirectories.length === 0 ? [] : [sigmaDetector(loadRules(ruleDirectories, { placeholders }), mappings)]
  return { name: 'detect', detectors, facts: SIGMA_FACTS }
}
