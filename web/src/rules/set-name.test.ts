import { expect, test } from 'vitest'
import { setNameOf } from './set-name.ts'

test.each([
  ['sigma_all_rules.zip', 'sigma_all_rules'],
  ['rules.yml.gz', 'rules'],
  ['ルール 2026.zip', 'ルール 2026'],
  ['../a/b.zip', 'a-b'],
  [`${'x'.repeat(80)}.zip`, 'x'.repeat(64)],
  ['.zip', ''],
])('%s becomes the rule set %s', (file, name) => {
  expect(setNameOf(file)).toBe(name)
})
