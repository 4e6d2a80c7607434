import type { SigmaRule } from '../rule/rule.ts'
import type { RuleCompiler } from './compile-rule.ts'
import type { Test } from './rule-plan.ts'

export interface CompiledRule {
  readonly rule: SigmaRule
  /** Of the event that the compiler's view shows. */
  readonly holds: Test
}

/** A rule that is compiled when it is first tried: of thousands, most never are. */
export function compileLater(compiler: RuleCompiler, rule: SigmaRule): CompiledRule {
  let compiled: Test | null = null
  return {
    rule,
    holds: () => (compiled ??= compiler.compile(rule))(),
  }
}
