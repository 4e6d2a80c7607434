import { visibleText } from './visible-text.ts'

/** A term shorter than this would also be found inside words. */
const SHORTEST_TERM = 3

/** A sentence of a fact with the data it quotes set off from its words. */
export function Sentence({ text, terms }: { readonly text: string; readonly terms: Readonly<Record<string, string>> }) {
  return <>{partsOf(text, namesOf(terms)).map(({ data, part }, i) => (data ? <b key={i}
    className="font-semibold wrap-anywhere">{visibleText(part)}</b> : visibleText(part)))}</>
}

/** What a person wrote as a sentence is not set off: it reads as one already. */
function namesOf({ causes: _, cause: __, ...names }: Readonly<Record<string, string>>): readonly string[] {
  return Object.values(names)
}

/** Also without a type before it (`host:srv01`), as sentences write entities. */
function partsOf(text: string, terms: readonly string[]): { readonly data: boolean; readonly part: string }[] {
  const shown = terms.flatMap(term => [term, term.slice(term.indexOf(':') + 1)])
    .filter(term => term.length >= SHORTEST_TERM && text.includes(term))
    .sort((a, b) => b.length - a.length)
  const parts: { data: boolean; part: string }[] = []
  let from = 0
  for (let at = 0; at < text.length; at++) {
    const term = shown.find(each => text.startsWith(each, at))
    if (term === undefined) continue
    parts.push({ data: false, part: text.slice(from, at) }, { data: true, part: term })
    from = at + term.length
    at = from - 1
  }
  return [...parts, { data: false, part: text.slice(from) }]
}
