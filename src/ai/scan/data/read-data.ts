import { parseAllDocuments } from 'yaml'
import type { GuardReason } from '../../judge/verdict.ts'
import { MOST_YAML_ALIASES, MOST_YAML_BRACKETS, MOST_YAML_BYTES } from '../defaults.ts'
import { readToml } from './toml/read-toml.ts'
import { TOML_PROBLEMS } from './toml/toml-problem.ts'
import { withoutComments } from './without-comments.ts'

export type DataFormat = 'json' | 'toml' | 'yaml'

/** What a file of data says, or why it cannot be read. What stands in it is not quoted: it may be a secret. */
export type DataRead = { readonly value: unknown } | { readonly reason: GuardReason }

export function dataFormatOf(path: string): DataFormat | null {
  if (/\.(?:jsonc?|json5|code-workspace)$/i.test(path)) return 'json'
  if (/\.ya?ml$/i.test(path)) return 'yaml'
  return /\.toml$/i.test(path) ? 'toml' : null
}

export function readData(format: DataFormat, text: string): DataRead {
  switch (format) {
    case 'json': return readJson(text.replace(/^\ufeff/, ''))
    case 'yaml': return readYaml(text)
    case 'toml': {
      const read = readToml(text)
      return 'value' in read ? read : { reason: atLine(read.line, TOML_PROBLEMS[read.problem]) }
    }
  }
}

function readJson(text: string): DataRead {
  try {
    return { value: JSON.parse(text) as unknown }
  } catch {
    try {
      return { value: JSON.parse(withoutComments(text)) as unknown }
    } catch (cause) {
      const position = /at position (\d+)/.exec(String(cause))?.[1]
      return { reason: atLine(position === undefined ? null : lineAt(text, Number(position)), { en: 'it is no valid JSON', ja: 'JSON として読めない' }) }
    }
  }
}

/** Of several documents each is one of a list. */
function readYaml(text: string): DataRead {
  if (text.length > MOST_YAML_BYTES) return { reason: { en: `it is longer than ${MOST_YAML_BYTES} characters, too long for YAML`, ja: `YAML としては長すぎる（${MOST_YAML_BYTES} 文字まで）` } }
  if (isNestedWithoutEnd(text)) return { reason: { en: 'its values lie too deep in one another', ja: '値の入れ子が深すぎる' } }
  try {
    // The parser's own check for keys that stand twice compares each with each.
    const documents = parseAllDocuments(text, { prettyErrors: false, logLevel: 'silent', uniqueKeys: false })
    if ('empty' in documents) return { value: null }
    const [error] = documents.flatMap(({ errors }) => errors)
    if (error !== undefined) return { reason: atLine(lineAt(text, error.pos[0]), { en: 'it is no valid YAML', ja: 'YAML として読めない' }) }
    const values = documents.map(document => document.toJS({ maxAliasCount: MOST_YAML_ALIASES }) as unknown)
    return { value: values.length === 1 ? values[0] : values }
  } catch {
    return { reason: { en: 'it is no valid YAML, or repeats itself by too many aliases', ja: 'YAML として読めないか、別名による繰り返しが多すぎる' } }
  }
}

/** What would keep the parser busy for hours: lists in lists in one line, and brackets without end. */
function isNestedWithoutEnd(text: string): boolean {
  if (/(?:[-?:][ \t]+){40}/.test(text)) return true
  let open = 0
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    open = bracket === '[' || bracket === '{' ? open + 1 : Math.max(0, open - 1)
    if (open > MOST_YAML_BRACKETS) return true
  }
  return false
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length
}

function atLine(line: number | null, { en, ja }: GuardReason): GuardReason {
  return line === null ? { en, ja } : { en: `${en}, line ${line}`, ja: `${ja}（${line} 行目）` }
}
