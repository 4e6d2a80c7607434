import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byDepth } from '../../../../test/depth.ts'
import { codexRules } from './codex-rules.ts'

const told = (text: string) => codexRules(text).map(({ severity, place, reason }) => `${severity} ${place} ${reason.en}`)

test('prefixes that leave open what runs are told', () => {
  expect(told(`
# ours
prefix_rule(pattern = ["git", "status"], decision = "allow")
prefix_rule(
    pattern = [["gh", "curl"]],
    justification = "reads [issues]",
    match = [["gh", "issue", "list"], "curl x"],
)
prefix_rule(pattern=['bash', '-lc'], decision='allow')
prefix_rule(pattern=["python3", "scripts/build.py"])
prefix_rule(pattern=["rm"], decision="forbidden")
prefix_rule(pattern=["sudo"], decision="prompt")  # prefix_rule(pattern=["sudo"])
`)).toEqual(['medium line 4 nobody is asked before curl, which sends to any address what was read', 'high line 9 nobody is asked before bash -lc, which runs any command'])
})

test('a rule is told by its words, whatever stands around it and however it is laid out', () => {
  const gap = fc.constantFrom('', ' ', '\n', ' # no ]) here\n')
  const word = fc.constantFrom('git', 'status', 'npm', 'curl', 'bash', 'test', 'a"b', "a'b", 'a]b')
  fc.assert(fc.property(fc.array(fc.array(word, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 2 }), fc.constantFrom('allow', 'prompt', null), fc.array(gap, { minLength: 1 }), (pattern, decision, gaps) => {
    let at = 0
    const g = () => gaps[at++ % gaps.length]!
    const list = (members: readonly string[]) => `[${g()}${members.join(`,${g()}`)}${g()}]`
    const written = `prefix_rule${''}(${g()}pattern${g()}=${g()}${list(pattern.map(words => words.length === 1 ? JSON.stringify(words[0]) : list(words.map(each => JSON.stringify(each)))))}${decision === null ? '' : `,${g()}decision${g()}=${g()}"${decision}"`}${g()})`
    const isWide = decision !== 'prompt' && pattern.length === 1 && pattern[0]!.some(each => each === 'curl' || each === 'bash')
    expect(codexRules(`x = 1\n${written}\n`).map(({ place }) => place)).toEqual(isWide ? ['line 2'] : [])
  }), { numRuns: byDepth(200, 1_000, 20_000) })
})

test('reads whatever it is given', () => {
  fc.assert(fc.property(fc.array(fc.constantFrom('prefix_rule(', 'pattern', '=', '[', ']', '"bash"', '"', "'", ')', ',', '\\', '\n', '#', 'decision', '"allow"')), tokens => {
    for (const { place } of codexRules(tokens.join(''))) expect(place).toMatch(/^(?:line [1-9]\d*|all of it)$/)
  }), { numRuns: byDepth(300, 2_000, 50_000) })
})
