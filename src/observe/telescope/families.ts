import { MARKS } from './marks.ts'

/** Malware among the marks; the others are tools that anybody runs. */
const MALWARE: ReadonlySet<string> = new Set(['mirai', 'netcore'])
const TOOLS: ReadonlySet<string> = new Set(MARKS.filter(mark => !MALWARE.has(mark)))

/** What malware a source's fingerprints name: by its mark, or by the rule of an unknown tool. */
export function familiesOf(fingerprints: readonly string[]): readonly string[] {
  return fingerprints.filter(name => MALWARE.has(name) || name.startsWith('unknown-'))
}

/** Whether some fingerprint is that of a tool that people run on purpose. */
export function hasTool(fingerprints: readonly string[]): boolean {
  return fingerprints.some(name => TOOLS.has(name))
}
