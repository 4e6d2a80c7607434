import { readFileSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import { LOAD_TURN_MS } from '../defaults.ts'
import type { Pipeline } from '../pipeline/pipeline.ts'
import { transformRule } from '../pipeline/transform-rule.ts'
import type { MetRules } from '../rule/apply-filters.ts'
import { applyFilters } from '../rule/apply-filters.ts'
import type { LinkedCorrelation, SigmaCorrelation } from '../rule/correlation.ts'
import type { SigmaFilter } from '../rule/filter.ts'
import { linkCorrelations } from '../rule/link-correlations.ts'
import { parseDocument } from '../rule/parse-document.ts'
import type { Placeholders } from '../rule/placeholders.ts'
import type { Problem, RawProblem } from '../rule/problem.ts'
import type { SigmaRule } from '../rule/rule.ts'
import { SIGMA_TAXONOMY, unknownTaxonomy } from '../rule/taxonomy.ts'
import { parseYaml } from './parse-yaml.ts'
import { placeProblems, type UnplacedProblem } from './place-problems.ts'
import { placeholdersOf, readPipelines } from './read-pipelines.ts'
import { ruleDocuments } from './rule-documents.ts'
import { ruleFiles } from './rule-files.ts'
import { shippedPipeline } from './shipped-pipelines.ts'

export interface LoadOptions {
  /** Values for `%name%` in items with `expand`. A rule that needs one without values is reported and not loaded. */
  readonly placeholders?: Placeholders
  /** Files of processing pipelines, which change rules once filters are in them. */
  readonly pipelines?: readonly string[]
  /** Keys of rules, correlations and filters that people switched off: read, and then left out. What is about them alone does not load. */
  readonly disabled?: ReadonlySet<string>
}

/** The rules of some folders, in the order of paths and with the filters among them applied, and everything that is wrong with them. */
export interface RuleSet {
  readonly rules: readonly SigmaRule[]
  readonly filters: readonly SigmaFilter[]
  /** Each after those it is about. */
  readonly correlations: readonly LinkedCorrelation[]
  /** Keys of rules that only serve correlations: what they match is no match by itself. */
  readonly absorbed: ReadonlySet<string>
  readonly problems: readonly Problem[]
  /** Rule files read. */
  readonly files: number
}

/**
 * Loads every rule below the paths (folders or files). Nothing is dropped silently: what is not loaded has an error.
 *
 * @throws NoroshiError `bad-pipeline`
 */
export function loadRules(paths: readonly string[], options: LoadOptions = {}): RuleSet {
  const loader = new RuleLoader(options)
  for (const path of paths) {
    const { files, failures } = ruleFiles(path)
    for (const failure of failures) loader.fail(failure.path, failure.reason)
    for (const file of files) loader.readFile(file)
  }
  return loader.ruleSet()
}

/** The same for a program that has other things to do meanwhile: they get their turn again and again. @throws NoroshiError `bad-pipeline` */
export async function loadRulesInTurns(paths: readonly string[], options: LoadOptions = {}): Promise<RuleSet> {
  const loader = new RuleLoader(options)
  let turn = performance.now()
  for (const path of paths) {
    const { files, failures } = ruleFiles(path)
    for (const failure of failures) loader.fail(failure.path, failure.reason)
    for (const file of files) {
      loader.readFile(file)
      if (performance.now() - turn < LOAD_TURN_MS) continue
      await setImmediate()
      turn = performance.now()
    }
  }
  return loader.ruleSet()
}

/** The same for rules that are not in files; `name` stands for the path in messages. */
export function loadRuleText(text: string, name = 'rule.yml', options: LoadOptions = {}): RuleSet {
  const loader = new RuleLoader(options)
  loader.readText(name, text)
  return loader.ruleSet()
}

class RuleLoader {
  readonly #placeholders: Placeholders
  readonly #pipelines: readonly Pipeline[]
  readonly #disabled: ReadonlySet<string>
  readonly #rules = new Map<string, SigmaRule>()
  readonly #filters = new Map<string, SigmaFilter>()
  readonly #correlations = new Map<string, SigmaCorrelation>()
  /** Where documents stand whose problems show only when all are read, by key. */
  readonly #places = new Map<string, Place>()
  readonly #seen = new Set<string>()
  readonly #problems: Problem[] = []
  #files = 0

  constructor({ placeholders = {}, pipelines = [], disabled = new Set() }: LoadOptions) {
    this.#pipelines = readPipelines(pipelines)
    this.#placeholders = placeholdersOf(this.#pipelines, placeholders)
    this.#disabled = disabled
  }

  ruleSet(): RuleSet {
    const filters = this.#enabled(this.#filters)
    const { rules: filtered, met } = applyFilters(this.#enabled(this.#rules), filters)
    const taxonomies = new Set(filtered.flatMap(({ taxonomy }) => taxonomy ?? []))
    // After those that were given, which so go before.
    const pipelines = [...this.#pipelines, ...readPipelines([...taxonomies].flatMap(each => shippedPipeline(each) ?? []))]
    const transformed = filtered.map(rule => transformRule(rule, pipelines, this.#placeholders))
    const rules = transformed.flatMap(({ rule }) => rule ?? [])
    const { correlations, absorbed, problems } = linkCorrelations(rules, this.#enabled(this.#correlations))
    const late = [
      ...transformed.flatMap(({ key, problems: each }) => each.map(problem => [key, problem] as const)),
      ...[...met].flatMap(([key, found]) => filterProblems(found).map(problem => [key, problem] as const)),
      ...problems,
    ]
    return {
      rules, filters, correlations, absorbed, files: this.#files,
      problems: [...this.#problems, ...late.flatMap(([key, problem]) => this.#placed(key, problem))],
    }
  }

  #enabled<Each>(all: ReadonlyMap<string, Each>): readonly Each[] {
    return [...all].filter(([key]) => !this.#disabled.has(key)).map(([, each]) => each)
  }

  /** A file that two of the paths contain is read once. */
  readFile(file: string): void {
    if (this.#seen.has(file)) return
    this.#seen.add(file)
    let text: string
    try {
      text = readFileSync(file, 'utf8')
    } catch (error) {
      return this.fail(file, error instanceof Error ? error.message : String(error))
    }
    this.readText(file, text)
  }

  readText(file: string, text: string): void {
    this.#files++
    const yaml = parseYaml(text)
    const problems = yaml.kind === 'failed'
      ? [unplaced({ code: yaml.code, path: [], terms: { reason: yaml.reason }, offset: yaml.offset }, -1, '')]
      : ruleDocuments(yaml.documents).flatMap(({ index, value, problem }) => this.#readDocument(file, text, index, value, problem))
    if (problems.length > 0) this.#problems.push(...placeProblems(file, text, problems))
  }

  fail(file: string, reason: string): void {
    this.#problems.push(...placeProblems(file, '', [unplaced({ code: 'SIGMA-E001', path: [], terms: { reason } }, -1, '')]))
  }

  #readDocument(file: string, text: string, index: number, value: unknown, problem: RawProblem | undefined): UnplacedProblem[] {
    const { rule, filter, correlation, title, taxonomy, problems } = parseDocument(value, this.#placeholders, file)
    if (problem !== undefined) return [unplaced(problem, index, title)]
    const all = [...problems]
    const key = rule?.summary.id ?? filter?.id ?? correlation?.summary.id ?? ''
    const other = (this.#rules.get(key) ?? this.#filters.get(key) ?? this.#correlations.get(key))?.file
    if (other !== undefined) all.push({ code: 'SIGMA-E005', path: ['id'], terms: { key, other } })
    else if (rule !== null) this.#rules.set(key, rule)
    else if (filter !== null) this.#filters.set(key, filter)
    else if (correlation !== null) this.#correlations.set(key, correlation)
    // Of a rule that pipelines may translate it shows only when they have seen it.
    const isForeign = taxonomy !== SIGMA_TAXONOMY
    if (isForeign && rule === null && this.#pipelines.length === 0 && shippedPipeline(taxonomy) === null) all.push(unknownTaxonomy(taxonomy))
    if (other === undefined && (rule === null || isForeign || this.#pipelines.length > 0)) this.#places.set(key, { file, text, index, title })
    return all.map(each => unplaced(each, index, title))
  }

  #placed(key: string, problem: RawProblem): Problem[] {
    const { file, text, index, title } = this.#places.get(key)!
    return placeProblems(file, text, [unplaced(problem, index, title)])
  }
}

interface Place {
  readonly file: string
  readonly text: string
  readonly index: number
  readonly title: string
}

function filterProblems({ rules, missing }: MetRules): RawProblem[] {
  const problems: RawProblem[] = []
  if (missing.length > 0) {
    const terms = { rules: missing.join(', '), are: missing.length === 1 ? 'is' : 'are' }
    problems.push({ code: 'SIGMA-W107', path: ['filter', 'rules'], terms })
  }
  if (rules === 'none-of-its-logsource') problems.push({ code: 'SIGMA-W108', path: ['logsource'], terms: { reason: 'no rule has its logsource' } })
  return problems
}

function unplaced(problem: RawProblem, document: number, title: string): UnplacedProblem {
  return { ...problem, document, title }
}
