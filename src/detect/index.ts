import type { Capability } from '../model/capability.ts'
import type { Detector } from '../model/detector.ts'
import type { Mappings } from '../model/mappings.ts'
import { dropVacuous } from './sigma/drop-vacuous.ts'
import { SIGMA_FACTS } from './sigma/explain/rule-facts.ts'
import { fastSigmaDetector } from './sigma/fast/fast-sigma-detector.ts'
import { loadRules } from './sigma/load/load-rules.ts'
import type { Placeholders } from './sigma/rule/placeholders.ts'
import { sigmaDetector } from './sigma/sigma-detector.ts'

export interface DetectOptions {
  /** Directories of Sigma rules; none means that nothing is detected. */
  readonly ruleDirectories: readonly string[]
  /** Values for `%name%` in rules. */
  readonly placeholders?: Placeholders
  /** What becomes of matches that say nothing (see {@link dropVacuous}); dropped unless Sigma is wanted by the letter. */
  readonly vacuous?: 'dropped' | 'kept'
  /** The plain evaluator is what the fast one is checked against, here or on a user's own data. */
  readonly engine?: 'fast' | 'plain'
}

/** The room that says which events match. */
export function detect(mappings: Mappings, options: DetectOptions): Capability {
  return { name: 'detect', detectors: options.ruleDirectories.length === 0 ? [] : [detector(mappings, options)], facts: SIGMA_FACTS }
}

function detector(mappings: Mappings, { ruleDirectories, placeholders = {}, vacuous, engine = 'fast' }: DetectOptions): Detector {
  const ruleSet = loadRules(ruleDirectories, { placeholders })
  const exact = ENGINES[engine](ruleSet, mappings)
  return vacuous === 'kept' ? exact : dropVacuous(exact, ruleSet, mappings)
}

const ENGINES = { fast: fastSigmaDetector, plain: sigmaDetector } as const
