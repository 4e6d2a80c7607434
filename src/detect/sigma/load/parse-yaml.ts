import { isScalar, parseAllDocuments, visit, type Document } from 'yaml'
import { MAX_RULE_FILE_LENGTH, MAX_YAML_ALIASES, MAX_YAML_DEPTH } from '../defaults.ts'
import type { ProblemCode } from '../rule/problem-catalogue.ts'
import { readPlainYaml } from './plain-yaml.ts'

export type ParsedYaml =
  | { readonly kind: 'documents'; readonly documents: readonly unknown[] }
  | YamlFailure

export interface YamlFailure {
  readonly kind: 'failed'
  readonly code: ProblemCode
  readonly reason: string
  readonly offset: number
}

/**
 * Parses YAML 1.2 into plain data, within limits of size, depth and aliases. Integers become `bigint`, so that none loses digits.
 * Positions are not kept; {@link documentsWithPlaces} finds them again for the few files that need them.
 */
export function parseYaml(text: string): ParsedYaml {
  if (text.length > MAX_RULE_FILE_LENGTH) return failed('SIGMA-E003', `more than ${MAX_RULE_FILE_LENGTH} characters`)
  const plain = readPlainYaml(text)
  return plain === undefined ? parseFullYaml(text) : { kind: 'documents', documents: [plain] }
}

/** The same by the full parser alone. */
export function parseFullYaml(text: string): ParsedYaml {
  if (looksNested(text)) return failed('SIGMA-E003', 'nested too deep')
  try {
    const documents = documentsWithPlaces(text)
    const failure = documents.map(firstFailure).find(each => each !== undefined)
    if (failure !== undefined) return failure
    const values = documents.map(document => document.toJS({ maxAliasCount: MAX_YAML_ALIASES }) as unknown)
    return values.some(value => isDeeper(value, MAX_YAML_DEPTH))
      ? failed('SIGMA-E003', `nested more than ${MAX_YAML_DEPTH} deep`)
      : { kind: 'documents', documents: values }
  } catch (error) {
    return failed('SIGMA-E003', error instanceof RangeError ? 'nested too deep' : error instanceof Error ? error.message : String(error))
  }
}

/** The documents as nodes that know where they stand. For texts that {@link parseYaml} took; others may throw. */
export function documentsWithPlaces(text: string): readonly Document[] {
  const documents = parseAllDocuments(text, { intAsBigInt: true, prettyErrors: false, logLevel: 'silent', uniqueKeys: false })
  return 'empty' in documents ? [] : documents
}

function firstFailure(document: Document): YamlFailure | undefined {
  const [error] = document.errors
  return error === undefined ? duplicateKey(document) : failed('SIGMA-E002', error.message.replace(/\s+/g, ' '), error.pos[0])
}

/** The parser's own check compares every key with every other. */
function duplicateKey(document: Document): YamlFailure | undefined {
  let failure: YamlFailure | undefined
  visit(document, {
    Map(_, map) {
      const seen = new Set<string>()
      for (const { key } of map.items) {
        if (!isScalar(key)) continue
        const name = String(key.value)
        if (seen.has(name)) failure = failed('SIGMA-E002', `the key "${name}" stands twice in a map`, key.range?.[0])
        if (failure !== undefined) return visit.BREAK
        seen.add(name)
      }
      return undefined
    },
  })
  return failure
}

function failed(code: ProblemCode, reason: string, offset = 0): YamlFailure {
  return { kind: 'failed', code, reason, offset }
}

/** Open brackets before anything else is looked at; texts may hold a few hundred, a rule never. */
const MAX_OPEN_BRACKETS = 1_000

/** What would bring the parser to its knees before it says so: endless brackets, or lists in lists in one line. */
function looksNested(text: string): boolean {
  if (/(?:[-?] ){100}/.test(text)) return true
  let open = 0
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    open = bracket === '[' || bracket === '{' ? open + 1 : Math.max(0, open - 1)
    if (open > MAX_OPEN_BRACKETS) return true
  }
  return false
}

function isDeeper(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return depth === 0 || Object.values(value).some(member => isDeeper(member, depth - 1))
}
