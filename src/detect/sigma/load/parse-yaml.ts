import { LineCounter, parseAllDocuments, type Document } from 'yaml'
import { MAX_RULE_FILE_BYTES, MAX_YAML_ALIASES, MAX_YAML_DEPTH } from '../defaults.ts'
import type { ProblemCode } from '../rule/problem-catalogue.ts'
import { readPlainYaml } from './plain-yaml.ts'

export type ParsedYaml =
  | { readonly kind: 'documents'; readonly documents: readonly unknown[] }
  | { readonly kind: 'failed'; readonly code: ProblemCode; readonly reason: string; readonly offset: number }

/**
 * Parses YAML 1.2 into plain data, within limits of size, depth and aliases. Integers become `bigint`, so that none loses digits.
 * Positions are not kept; {@link documentsWithPlaces} finds them again for the few files that need them.
 */
export function parseYaml(text: string): ParsedYaml {
  if (text.length > MAX_RULE_FILE_BYTES) return failed('SIGMA-E003', `more than ${MAX_RULE_FILE_BYTES} bytes`)
  const plain = readPlainYaml(text)
  return plain === undefined ? parseFullYaml(text) : { kind: 'documents', documents: [plain] }
}

/** The same by the full parser alone. */
export function parseFullYaml(text: string): ParsedYaml {
  try {
    const documents = parseDocuments(text)
    const error = documents.flatMap(document => document.errors)[0]
    if (error !== undefined) return failed('SIGMA-E002', error.message.replace(/\s+/g, ' '), error.pos[0])
    const values = documents.map(document => document.toJS({ maxAliasCount: MAX_YAML_ALIASES }) as unknown)
    return values.some(value => isDeeper(value, MAX_YAML_DEPTH))
      ? failed('SIGMA-E003', `nested more than ${MAX_YAML_DEPTH} deep`)
      : { kind: 'documents', documents: values }
  } catch (error) {
    return failed('SIGMA-E003', error instanceof RangeError ? 'nested too deep' : error instanceof Error ? error.message : String(error))
  }
}

/** The same documents as nodes that know where they stand. */
export function documentsWithPlaces(text: string): { documents: readonly Document[]; lines: LineCounter } {
  const lines = new LineCounter()
  try {
    return { documents: parseDocuments(text, lines), lines }
  } catch {
    return { documents: [], lines }
  }
}

function parseDocuments(text: string, lineCounter?: LineCounter): readonly Document[] {
  const options = { intAsBigInt: true, prettyErrors: false, logLevel: 'silent', ...(lineCounter === undefined ? {} : { lineCounter }) } as const
  const documents = parseAllDocuments(text, options)
  return 'empty' in documents ? [] : documents
}

function failed(code: ProblemCode, reason: string, offset = 0): ParsedYaml {
  return { kind: 'failed', code, reason, offset }
}

function isDeeper(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return depth === 0 || Object.values(value).some(member => isDeeper(member, depth - 1))
}
