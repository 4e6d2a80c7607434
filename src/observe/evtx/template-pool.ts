import type { Content } from './element.ts'
import { Element, Fragment } from './element.ts'
import { MAX_POOLED_CHARACTERS, MAX_POOLED_TEMPLATES } from './defaults.ts'
import type { ContentExtent } from './extent.ts'
import { extentOf } from './extent.ts'

export interface Template {
  readonly content: readonly Content[]
  readonly extent: ContentExtent
}

/**
 * Every chunk of a log repeats the templates it uses. Those that are equal in structure (not merely in GUID, which a file may forge)
 * become one object here, so that names stay the same strings and what is derived from a template is derived once.
 */
const pool = new Map<string, Template>()

export function pooledTemplate(content: readonly Content[]): Template {
  const key = structureOf(content)
  if (key === null || key.length > MAX_POOLED_CHARACTERS) return { content, extent: extentOf(content) }
  let template = pool.get(key)
  if (template === undefined) {
    template = { content, extent: extentOf(content) }
    if (pool.size === MAX_POOLED_TEMPLATES) pool.clear()
    pool.set(key, template)
  }
  return template
}

/** The same text for the same structure, and for no other: every name and text goes with its length. Null when it holds values. */
function structureOf(content: readonly Content[]): string | null {
  let structure = ''
  for (const item of content) {
    if (item instanceof Fragment) return null
    if (item instanceof Element) {
      const inner = structureOf(item.content)
      if (inner === null) return null
      structure += `<${item.name.length}:${item.name}`
      for (const attribute of item.attributes) structure += `@${attribute.name.length}:${attribute.name}${structureOf(attribute.content)!}`
      structure += `>${inner}/`
    } else {
      structure += typeof item === 'number' ? `#${item};` : `"${item.length}:${item}`
    }
  }
  return structure
}
