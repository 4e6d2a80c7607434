import { readFileSync } from 'node:fs'
import { parseDocument } from 'yaml'
import * as z from 'zod'

const example = z.strictObject({
  name: z.string(),
  /** Decides the log source and the field names, as mappings/ says. */
  dataset: z.string(),
  event: z.record(z.string(), z.json()),
})

const fileSchema = z.strictObject({ tests: z.strictObject({ positive: z.array(example).min(1), negative: z.array(example).min(1) }) })

/** An event that a rule must find or must leave. */
export type RuleExample = z.infer<typeof example>

/** `positive` must be found, `negative` must be left; at least one of each. */
export type RuleTests = z.infer<typeof fileSchema>['tests']

/** Where the tests of a rule file stand: `a.tests.yml` beside `a.yml`. */
export function testsPathOf(ruleFile: string): string {
  return ruleFile.replace(/\.ya?ml$/i, '.tests.yml')
}

/** Null where there is no such file; else the tests, or what is wrong with it. */
export function readRuleTests(path: string): { readonly tests: RuleTests } | { readonly wrong: string } | null {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    return { wrong: error instanceof Error ? error.message : String(error) }
  }
  const document = parseDocument(text)
  if (document.errors.length > 0) return { wrong: document.errors[0]!.message.split('\n')[0]! }
  const parsed = fileSchema.safeParse(document.toJS({ maxAliasCount: 0 }))
  return parsed.success ? parsed.data : { wrong: z.prettifyError(parsed.error).replace(/\n\s*/g, ' ') }
}
