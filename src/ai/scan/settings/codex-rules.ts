import { MOST_FINDINGS } from '../defaults.ts'
import { widePrefix } from '../permission/wide-command.ts'
import { nobodyAsked } from '../permission/wide-permission.ts'
import { tooMuch } from '../scan-finding.ts'
import type { PlacedFinding } from '../scan-finding.ts'

/** Words, texts and signs of Starlark; comments fall away. A text that is not closed ends with its line. */
const TOKENS = /#[^\n]*|"(?:[^"\\\n]|\\.){0,2000}"?|'(?:[^'\\\n]|\\.){0,2000}'?|[A-Za-z_]\w*|[^\s\w]/g
const MOST_PREFIXES = 64
const CHOICES_OF_WORDS = 3

/**
 * What rules of Codex let run without a question and outside of its sandbox: `prefix_rule(pattern = ["git", ["status", "diff"]], decision = "allow")` in
 * `.codex/rules/*.rules`, without a decision also allowed. Only what stands there as written is read; nothing of the language is run.
 */
export function codexRules(text: string): PlacedFinding[] {
  const found: PlacedFinding[] = []
  const tokens = [...text.matchAll(TOKENS)].filter(([token]) => !token.startsWith('#'))
  for (let at = 0; at < tokens.length; at++) {
    if (tokens[at]![0] !== 'prefix_rule' || tokens[at + 1]?.[0] !== '(') continue
    const rule = ruleAt(tokens.slice(at + 2, endOfCall(tokens, at + 1)).map(([token]) => token))
    const wide = rule.decision === 'allow' ? prefixesOf(rule.pattern).map(widePrefix).find(each => each !== null) : undefined
    if (wide !== undefined && wide !== null) found.push(nobodyAsked(`line ${text.slice(0, tokens[at]!.index).split('\n').length}`, wide))
    if (found.length > MOST_FINDINGS) return [...found.slice(0, MOST_FINDINGS), tooMuch('all of it')]
  }
  return found
}

/** Brackets are closed within some hundred signs, or the call is none. */
function endOfCall(tokens: readonly (readonly string[])[], open: number): number {
  let depth = 0
  for (let at = open; at < Math.min(tokens.length, open + 1_000); at++) {
    const [token = ''] = tokens[at]!
    if (/^[([{]$/.test(token)) depth++
    else if (/^[)\]}]$/.test(token) && --depth === 0) return at
  }
  return Math.min(tokens.length, open + 1_000)
}

/** Its words, each a choice of one or more; of further lists, `match` and `not_match` are examples. */
function ruleAt(tokens: readonly string[]): { readonly pattern: readonly (readonly string[])[]; readonly decision: string } {
  let decision = 'allow'
  let name = ''
  let depth = 0
  const pattern: string[][] = []
  for (const [at, token] of tokens.entries()) {
    if (depth === 0 && tokens[at + 1] === '=') name = token
    else if (token === '[') {
      depth++
      if (name === 'pattern' && depth === 2) pattern.push([])
    } else if (token === ']') depth--
    else if (/^["']/.test(token)) {
      const word = token.slice(1).replace(/["']$/, '').replaceAll(/\\(.)/g, '$1')
      if (name === 'decision') decision = word
      else if (name === 'pattern' && depth === 1) pattern.push([word])
      else if (name === 'pattern' && depth === 2) pattern.at(-1)?.push(word)
    }
  }
  return { pattern, decision }
}

/** What commands may begin with; what stands behind the first words does not make a program narrow or wide by its choices. */
function prefixesOf(pattern: readonly (readonly string[])[]): readonly string[] {
  return pattern.reduce<string[]>((prefixes, words, index) => prefixes.flatMap(prefix => (index < CHOICES_OF_WORDS ? words : words.slice(0, 1)).map(word => `${prefix} ${word}`.trim())).slice(0, MOST_PREFIXES), [''])
}
