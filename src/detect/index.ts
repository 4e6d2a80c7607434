import type { Capability } from '../model/capability.ts'
import type { Detector } from '../model/detector.ts'
import type { Mappings } from '../model/mappings.ts'
import type { FactTemplates } from '../model/reason.ts'
import { CORRELATION_FACTS, correlationStage } from './sigma/correlation/correlation-stage.ts'
import { withSignals } from './sigma/correlation/with-signals.ts'
import { dropVacuous } from './sigma/drop-vacuous.ts'
import { SIGMA_FACTS } from './sigma/explain/rule-facts.ts'
import { fastSigmaDetector } from './sigma/fast/fast-sigma-detector.ts'
import { readPipelines } from './sigma/load/read-pipelines.ts'
import type { RuleSet } from './sigma/load/load-rules.ts'
import { loadRules } from './sigma/load/load-rules.ts'
import type { RuleReader } from '../model/ports/rule-shelf.ts'
import type { Placeholders } from './sigma/rule/placeholders.ts'
import { ruleReader } from './sigma/shelf/rule-reader.ts'
import { sigmaDetector } from './sigma/sigma-detector.ts'
import { Outside } from './traffic/outside.ts'
import { trafficDetector } from './traffic/traffic-detector.ts'
import { TRAFFIC_FACTS, trafficStages } from './traffic/traffic-stages.ts'
import type { TrafficOptions } from './traffic/traffic-version.ts'

export interface DetectOptions {
  /** Directories of Sigma rules; none means that nothing is detected. */
  readonly ruleDirectories: readonly string[]
  /** Values for `%name%` in rules. */
  readonly placeholders?: Placeholders
  /** Files of processing pipelines. */
  readonly pipelines?: readonly string[]
  /** Keys of rules, correlations and filters that people switched off. */
  readonly disabledRules?: readonly string[]
  /** What connections and DNS show over time is looked at, beside the rules, where this is given. */
  readonly traffic?: TrafficOptions
  /** What becomes of matches that say nothing (see {@link dropVacuous}); dropped unless Sigma is wanted by the letter. */
  readonly vacuous?: 'dropped' | 'kept'
  /** The plain evaluator is what the fast one is checked against, here or on a user's own data. */
  readonly engine?: 'fast' | 'plain'
}

/**
 * The room that says which events match. Rules are loaded when detectors or stages are first asked for; pipelines are read at once, to be
 * refused before any work begins.
 *
 * @throws NoroshiError `bad-pipeline`
 */
export function detect(mappings: Mappings, options: DetectOptions): Capability & { readonly rules: RuleReader } {
  const { ruleDirectories, placeholders = {}, pipelines = [], disabledRules = [], traffic } = options
  readPipelines(pipelines)
  const rules = ruleReader(mappings, { placeholders, pipelines })
  if (ruleDirectories.length === 0) return { name: 'detect', facts: FACTS, rules }
  let loaded: RuleSet | null = null
  const ruleSet = () => (loaded ??= loadRules(ruleDirectories, { placeholders, pipelines, disabled: new Set(disabledRules) }))
  return {
    name: 'detect',
    get detectors() {
      return [detector(ruleSet(), mappings, options), ...(traffic === undefined ? [] : [trafficDetector(mappings, new Outside(traffic.ownNetworks))])]
    },
    stages: () => [
      ...(ruleSet().correlations.length === 0 ? [] : [correlationStage(ruleSet())]),
      ...(traffic === undefined ? [] : trafficStages(new Set(disabledRules))),
    ],
    facts: FACTS,
    rules,
  }
}

const FACTS: FactTemplates = { ...SIGMA_FACTS, ...CORRELATION_FACTS, ...TRAFFIC_FACTS }

function detector(ruleSet: RuleSet, mappings: Mappings, { vacuous, engine = 'fast' }: DetectOptions): Detector {
  const exact = withSignals(ENGINES[engine](ruleSet, mappings), ruleSet, mappings)
  return vacuous === 'kept' ? exact : dropVacuous(exact, ruleSet, mappings)
}

const ENGINES = { fast: fastSigmaDetector, plain: sigmaDetector } as const
