import { readFileSync } from 'node:fs'
import { parseYaml } from '../load/parse-yaml.ts'
import { ruleDocuments } from '../load/rule-documents.ts'
import { isMap } from '../rule/parse-detection.ts'
import { ruleKey } from '../rule/rule-summary.ts'
import { SOURCE_LENGTH } from './defaults.ts'

/** What a rule's file says beside what detection needs of it. */
export interface RuleDocumentText {
  readonly description: string
  readonly author: string
  readonly date: string
  readonly modified: string
  readonly references: readonly string[]
  readonly tags: readonly string[]
  readonly source: string
}

/** Read when somebody looks at the rule. A file that is gone or broken since says nothing. */
export function ruleDocument(file: string, key: string): RuleDocumentText {
  const text = readText(file)
  const yaml = parseYaml(text)
  const documents = yaml.kind === 'documents' ? ruleDocuments(yaml.documents).map(({ value }) => value).filter(isMap) : []
  const found = documents.find(each => ruleKey(each, () => {}) === key) ?? {}
  return {
    description: textOf(found['description']),
    author: textOf(found['author']),
    date: textOf(found['date']),
    modified: textOf(found['modified']),
    references: listOf(found['references']),
    tags: listOf(found['tags']),
    source: text.length > SOURCE_LENGTH ? `${text.slice(0, SOURCE_LENGTH)}…` : text,
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : typeof value === 'number' || typeof value === 'bigint' ? String(value) : ''
}

function listOf(value: unknown): readonly string[] {
  const list: unknown[] = Array.isArray(value) ? value : [value]
  return list.map(textOf).filter(text => text !== '')
}
