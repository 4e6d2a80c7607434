import { parseItem } from './parse-item.ts'
import type { Placeholders } from './placeholders.ts'
import type { Path, Report } from './problem.ts'
import type { Detection } from './rule.ts'

/** Reads what a search identifier stands for; null when something is wrong, which `report` then knows. */
export function parseDetection(name: string, value: unknown, placeholders: Placeholders, path: Path, report: Report): Detection | null {
  const parse = (part: unknown, place: Path): Detection | null => {
    if (Array.isArray(part)) return parseList(part, place)
    return isMap(part) ? parseMap(part, place) : parseItem('', part, placeholders, place, report)
  }

  /** All items of a map must hold. */
  const parseMap = (map: Readonly<Record<string, unknown>>, place: Path): Detection | null => {
    const entries = Object.entries(map)
    if (entries.length === 0) report({ code: 'SIGMA-E017', path: place, terms: { place: `"${name}"` } })
    return joined('all', entries.map(([key, each]) => parseItem(key, each, placeholders, [...place, key], report)))
  }

  /** Any member of a list suffices; its plain values are keywords. */
  const parseList = (list: readonly unknown[], place: Path): Detection | null => {
    if (list.length === 0) {
      report({ code: 'SIGMA-E017', path: place, terms: { place: `"${name}"` } })
      return null
    }
    if (list.every(member => !isMap(member) && !Array.isArray(member))) return parseItem('', list, placeholders, place, report)
    return joined('any', list.map((member, index) => {
      if (!Array.isArray(member)) return parse(member, [...place, index])
      report({ code: 'SIGMA-E024', path: [...place, index], terms: { place: `a member of "${name}"`, found: 'a list' } })
      return null
    }))
  }

  return parse(value, path)
}

function joined(kind: 'all' | 'any', parts: readonly (Detection | null)[]): Detection | null {
  const sound = parts.filter(part => part !== null)
  if (sound.length === 0 || sound.length < parts.length) return null
  return sound.length === 1 ? sound[0]! : { kind, parts: sound }
}

export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
