import { MAX_DASH_PERMUTATIONS } from '../defaults.ts'
import { encodeBase64, encodeBase64Offsets, encodeUtf16, type EncodedText } from './encodings.ts'
import { DASHES } from './letters.ts'
import { MODIFIERS } from './modifiers.ts'
import type { ValueTest } from './rule.ts'
import { joinParts, literalPattern, MANY, mapText, parsePattern, type TextPattern } from './text-pattern.ts'
import { complain, lettersOf, positionOf, quote, refuse, textsOf, type ValueInput } from './value-input.ts'

/** The patterns that a value becomes by its modifiers, one after the other; keywords without a position match anywhere. */
export function parseTextTests(input: ValueInput): ValueTest[] | null {
  const { modifiers, field, value } = input
  const textOnly = modifiers.find(modifier => TEXT_ONLY.includes(MODIFIERS.get(modifier)!))
  if (textOnly !== undefined && typeof value !== 'string') return refuse(input, textOnly, 'a text')

  const read = typeof value === 'string' ? parsePattern : literalPattern
  const texts = textsOf(input, 'a pattern')
  let drafts: EncodedText[] | null = texts?.map(text => ({ pattern: read(text), form: 'characters' as const })) ?? null
  for (const [index, modifier] of modifiers.entries()) {
    if (drafts === null) return null
    drafts = applyModifier(drafts, modifier, modifiers.slice(index + 1), input)
  }
  if (drafts === null) return null
  if (drafts.length === 0 && !modifiers.includes('expand')) return refuse(input, 'base64offset', 'a longer text')
  if (field === '' && positionOf(modifiers) === 'whole') drafts = drafts.map(draft => around(draft, [MANY], [MANY]))
  const letters = lettersOf(modifiers)
  const dashes = modifiers.includes('windash') && !modifiers.some(isEncoding) ? 'level' : 'distinct'
  return drafts.map(({ pattern }) => ({ kind: 'text', pattern, letters, dashes }))
}

const TEXT_ONLY: readonly string[] = ['dashes', 'bytes', 'base64']

function isEncoding(modifier: string): boolean {
  return MODIFIERS.get(modifier) === 'bytes' || MODIFIERS.get(modifier) === 'base64'
}

function applyModifier(drafts: EncodedText[], modifier: string, later: readonly string[], input: ValueInput): EncodedText[] | null {
  switch (modifier) {
    case 'contains':
      return drafts.map(draft => around(draft, [MANY], [MANY]))
    case 'startswith':
      return drafts.map(draft => around(draft, [], [MANY]))
    case 'endswith':
      return drafts.map(draft => around(draft, [MANY], []))
    case 'windash':
      return later.some(isEncoding) ? permuteDashes(drafts, input) : drafts
    case 'wide':
    case 'utf16':
    case 'utf16le':
    case 'utf16be':
      return drafts.map(draft => encodeUtf16(draft, modifier))
    case 'base64':
      return allEncoded(drafts.map(encodeBase64), input)
    case 'base64offset':
      return allEncoded(drafts.flatMap(draft => encodeBase64Offsets(draft) ?? [null]), input)
    default:
      return drafts
  }
}

function around({ pattern, form }: EncodedText, before: TextPattern, after: TextPattern): EncodedText {
  return { pattern: joinParts([...before, ...pattern, ...after]), form }
}

function allEncoded(drafts: readonly (EncodedText | null)[], input: ValueInput): EncodedText[] | null {
  const encoded = drafts.filter(draft => draft !== null)
  if (encoded.length < drafts.length) return complain(input, 'SIGMA-E022', { value: quote(String(input.value)) })
  return encoded
}

/** Before an encoding the permutations must be spelt out; elsewhere levelling both sides says the same without them. */
function permuteDashes(drafts: readonly EncodedText[], input: ValueInput): EncodedText[] | null {
  const permuted: EncodedText[] = []
  for (const { pattern, form } of drafts) {
    const dashes = pattern.flatMap(part => (typeof part === 'string' ? [...part].filter(isDash) : [])).length
    const count = DASHES.length ** dashes
    if (permuted.length + count > MAX_DASH_PERMUTATIONS) {
      return complain(input, 'SIGMA-E021', { value: quote(String(input.value)), limit: String(MAX_DASH_PERMUTATIONS) })
    }
    for (let number = 0; number < count; number++) {
      let rest = number
      const choose = (character: string) => {
        if (!isDash(character)) return character
        const dash = DASHES[rest % DASHES.length]!
        rest = Math.floor(rest / DASHES.length)
        return dash
      }
      permuted.push({ pattern: mapText(pattern, text => [...text].map(choose).join('')), form })
    }
  }
  return permuted
}

function isDash(character: string): boolean {
  return (DASHES as readonly string[]).includes(character)
}
