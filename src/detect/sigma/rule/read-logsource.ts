import type { Logsource } from '../../../model/source-mapping.ts'
import { isMap } from './parse-detection.ts'
import type { Report } from './problem.ts'

/** Lower case. Null when it is missing or not sound, which `report` then knows. */
export function readLogsource(value: unknown, report: Report): Logsource | null {
  const refuse = (reason: string) => {
    report({ code: 'SIGMA-E007', path: value === undefined ? [] : ['logsource'], terms: { reason } })
    return null
  }
  if (value === undefined) return refuse('is missing')
  if (!isMap(value)) return refuse('is not a map')
  const logsource: { -readonly [key in keyof Logsource]: Logsource[key] } = {}
  for (const key of ['product', 'category', 'service'] as const) {
    const text = value[key]
    if (text === undefined || text === null) continue
    if (typeof text !== 'string') return refuse(`has a ${key} that is not text`)
    logsource[key] = text.toLowerCase()
  }
  return Object.keys(logsource).length === 0 ? refuse('names no product, category or service') : logsource
}
