import { readFileSync } from 'node:fs'
import { applyFilters } from '../rule/apply-filters.ts'
import type { SigmaFilter } from '../rule/filter.ts'
import { parseDocument } from '../rule/parse-document.ts'
import type { Placeholders } from '../rule/placeholders.ts'
import type { Problem, RawProblem } from '../rule/problem.ts'
import type { SigmaRule } from '../rule/rule.ts'
import { parseYaml } from './parse-yaml.ts'
import { placeProblems, type UnplacedProblem } from './place-problems.ts'
import { ruleDocuments } from './rule-documents.ts'
import { ruleFiles } from './rule-files.ts'

export interface LoadOptions {
  /** Values for `%name%` in items with `expand`. A rule that needs one without values is reported and not loaded. */
  readonly placeholders?: Placeholders
}

/** The rules of some folders, in the order of paths and with the filters among them applied, and everything that is wrong with them. */
export interface RuleSet {
  readonly rules: readonly SigmaRule[]
  readonly filters: readonly SigmaFilter[]
  readonly problems: readonly Problem[]
  /** Rule files read. */
  readonly files: number
}

/** Loads every rule below the paths (folders or files). Nothing is dropped silently: what is not loaded has an error. */
export function loadRules(paths: readonly string[], options: LoadOptions = {}): RuleSet {
  const loader = new RuleLoader(options.placeholders ?? {})
  for (const path of paths) {
    const { files, failures } = ruleFiles(path)
    for (const failure of failures) loader.fail(failure.path, failure.reason)
    for (const file of files) loader.readFile(file)
  }
  return loader.ruleSet()
}

/** The same for rules that are not in files; `name` stands for the path in messages. */
export function loadRuleText(text: string, name = 'rule.yml', options: LoadOptions = {}): RuleSet {
  const loader = new RuleLoader(options.placeholders ?? {})
  loader.readText(name, text)
  return loader.ruleSet()
}

class RuleLoader {
  readonly #placeholders: Placeholders
  readonly #rules = new Map<string, SigmaRule>()
  readonly #filters = new Map<string, ReadFilter>()
  readonly #seen = new Set<string>()
  readonly #problems: Problem[] = []
  #files = 0

  constructor(placeholders: Placeholders) {
    this.#placeholders = placeholders
  }

  ruleSet(): RuleSet {
    const filters = [...this.#filters.values()].map(({ filter }) => filter)
    const { rules, met } = applyFilters([...this.#rules.values()], filters)
    const problems = [...this.#filters.values()].flatMap(read => filterProblems(read, met.get(read.filter.id)!))
    return { rules, filters, problems: [...this.#problems, ...problems], files: this.#files }
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
    const { rule, filter, title, problems } = parseDocument(value, this.#placeholders, file)
    if (problem !== undefined) return [unplaced(problem, index, title)]
    const all = [...problems]
    const key = rule?.summary.id ?? filter?.id ?? ''
    const other = this.#rules.get(key)?.file ?? this.#filters.get(key)?.filter.file
    if (other !== undefined) all.push({ code: 'SIGMA-E005', path: ['id'], terms: { key, other } })
    else if (rule !== null) this.#rules.set(key, rule)
    else if (filter !== null) this.#filters.set(key, { filter, text, index })
    return all.map(each => unplaced(each, index, title))
  }
}

interface ReadFilter {
  readonly filter: SigmaFilter
  readonly text: string
  readonly index: number
}

/** What shows only when all rules are known. */
function filterProblems({ filter, text, index }: ReadFilter, { rules, missing }: { readonly rules: number; readonly missing: readonly string[] }): Problem[] {
  const found: RawProblem[] = []
  if (missing.length > 0) {
    const terms = { rules: missing.join(', '), are: missing.length === 1 ? 'is' : 'are' }
    found.push({ code: 'SIGMA-W107', path: ['filter', 'rules'], terms })
  }
  if (rules === 0 && (filter.rules === 'any' || missing.length < filter.rules.length)) {
    found.push({ code: 'SIGMA-W108', path: ['logsource'], terms: { reason: 'no rule has its logsource' } })
  }
  return found.length === 0 ? [] : placeProblems(filter.file, text, found.map(each => unplaced(each, index, filter.title)))
}

function unplaced(problem: RawProblem, document: number, title: string): UnplacedProblem {
  return { ...problem, document, title }
}
