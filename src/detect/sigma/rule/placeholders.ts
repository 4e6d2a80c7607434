import { MAX_EXPANSIONS } from '../defaults.ts'

/** Values by placeholder name, without the percent signs; under {@link ANY_OTHER} those of every name that is not there. */
export type Placeholders = Readonly<Record<string, readonly string[]>>

/** No name of a placeholder: it would be a wildcard between percent signs. */
export const ANY_OTHER = '*'

export type Expansion =
  | { readonly kind: 'texts'; readonly texts: readonly string[] }
  | { readonly kind: 'unknown'; readonly placeholder: string }
  | { readonly kind: 'too-many' }

/**
 * Every text that a value with `%name%` stands for (specification, "Placeholders"); `\%` is a percent sign. Values of placeholders are
 * written like values of rules: they may have wildcards. One configured with no values stands for nothing. A name has no blanks: between the
 * percent signs of `100% of 5%` stands none.
 */
export function expandPlaceholders(written: string, placeholders: Placeholders): Expansion {
  let texts = ['']
  let rest = 0
  for (const token of written.matchAll(/\\\\|\\%|%([^%\s]+)%/g)) {
    const before = written.slice(rest, token.index)
    rest = token.index + token[0].length
    const name = token[1]
    const choices = name === undefined ? [token[0] === '\\%' ? '%' : token[0]] : valuesOf(name, placeholders)
    if (choices === undefined) return { kind: 'unknown', placeholder: name ?? '' }
    if (texts.length * choices.length > MAX_EXPANSIONS) return { kind: 'too-many' }
    texts = texts.flatMap(text => choices.map(choice => text + before + choice))
  }
  return { kind: 'texts', texts: texts.map(text => text + written.slice(rest)) }
}

function valuesOf(name: string, placeholders: Placeholders): readonly string[] | undefined {
  const known = [name, ANY_OTHER].find(each => Object.hasOwn(placeholders, each))
  return known === undefined ? undefined : placeholders[known]
}
