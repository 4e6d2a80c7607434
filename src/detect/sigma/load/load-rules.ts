import { readFileSync } from 'node:fs'
import { parseRule } from '../rule/parse-rule.ts'
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

/** The rules of some folders, in the order of paths, and everything that is wrong with them. */
export interface RuleSet {
  readonly rules: readonly SigmaRule[]
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
  readonly #seen = new Set<string>()
  readonly #problems: Problem[] = []
  #files = 0

  constructor(placeholders: Placeholders) {
    this.#placeholders = placeholders
  }

  ruleSet(): RuleSet {
    return { rules: [...this.#rules.values()], problems: this.#problems, files: this.#files }
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
      : ruleDocuments(yaml.documents).flatMap(({ index, value, problem }) => this.#readRule(file, index, value, problem))
    if (problems.length > 0) this.#problems.push(...placeProblems(file, text, problems))
  }

  fail(file: string, reason: string): void {
    this.#problems.push(...placeProblems(file, '', [unplaced({ code: 'SIGMA-E001', path: [], terms: { reason } }, -1, '')]))
  }

  #readRule(file: string, index: number, value: unknown, problem: RawProblem | undefined): UnplacedProblem[] {
    const { rule, title, problems } = parseRule(value, this.#placeholders, file)
    const all = problem === undefined ? [...problems] : [problem]
    if (rule !== null && problem === undefined) {
      const key = rule.summary.id
      const other = this.#rules.get(key)
      if (other === undefined) this.#rules.set(key, rule)
      else all.push({ code: 'SIGMA-E005', path: ['id'], terms: { key, other: other.file } })
    }
    return all.map(each => unplaced(each, index, title))
  }
}

function unplaced(problem: RawProblem, document: number, title: string): UnplacedProblem {
  return { ...problem, document, title }
}
