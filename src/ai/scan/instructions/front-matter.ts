import { readData } from '../data/read-data.ts'
import { isJson, textsOf } from '../json-value.ts'
import type { Json } from '../json-value.ts'
import { nobodyAsked } from '../permission/wide-permission.ts'
import { wideRule } from '../permission/wide-rule.ts'
import type { PlacedFinding } from '../scan-finding.ts'

const ALLOWED_TOOLS = /^(?:allowed-tools|allowedTools)\s*:/i

/** What the head of a skill, a command or an agent (YAML between lines of dashes) sets, and which of its tools run without a question. */
export interface FrontMatter {
  /** Null where there is none, or agents cannot read it either. */
  readonly settings: Json | null
  readonly findings: readonly PlacedFinding[]
}

export function readFrontMatter(text: string): FrontMatter {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/)
  if (lines[0]?.trim() !== '---') return { settings: null, findings: [] }
  const end = lines.findIndex((line, index) => index > 0 && line.trim() === '---')
  const head = lines.slice(1, Math.max(end, 1))
  const read = readData('yaml', head.join('\n'))
  const at = head.findIndex(line => ALLOWED_TOOLS.test(line))
  const wide = toolsAllowedIn(head, at).flatMap(rule => {
    const found = wideRule(rule)
    return found === null ? [] : [nobodyAsked(`line ${at + 2}`, found)]
  })
  return { settings: 'value' in read && isJson(read.value) ? read.value : null, findings: wide.toSorted((one, other) => Number(other.severity === 'high') - Number(one.severity === 'high')).slice(0, 1) }
}

/** In one line, parted by commas or blanks outside of brackets, or as a list below. Read by lines, since heads that are no valid YAML are common. */
function toolsAllowedIn(head: readonly string[], at: number): readonly string[] {
  if (at < 0) return []
  const below = head.slice(at + 1)
  const listEnd = below.findIndex(line => !/^\s*-\s/.test(line))
  const listed = below.slice(0, listEnd < 0 ? below.length : listEnd).map(line => line.replace(/^\s*-\s/, ''))
  const unquoted = textsOf([head[at]!.replace(ALLOWED_TOOLS, ''), ...listed])
  return unquoted.flatMap(partedRules).map(tool => tool.trim().replaceAll(/^\[|\]$|["']/g, '')).filter(tool => tool !== '')
}

/** What stands in brackets belongs to the word before it. */
function partedRules(line: string): string[] {
  const rules: string[] = []
  let from = 0
  let isInside = false
  for (let at = 0; at < line.length; at++) {
    if (line[at] === '(' || line[at] === ')') isInside = line[at] === '('
    else if (!isInside && /[,\s]/.test(line[at]!)) {
      rules.push(line.slice(from, at))
      from = at + 1
    }
  }
  return [...rules, line.slice(from)]
}
