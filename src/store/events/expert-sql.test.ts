import { expect, test } from 'vitest'
import { expertProblem } from './expert-sql.ts'

test.each([
  ['SELECT count() FROM events', true],
  ['WITH 1 AS x SELECT x, countMerge(state) FROM (SELECT countState() AS state FROM events)', true],
  ["SELECT 'system', \"time\" FROM events WHERE search['file'] = 'sx' -- merge(", true],
  ['SELECT file FROM (SELECT 1 AS file)', true],
  ["SELECT rule FROM merge('default', '^matches$')", false],
  ["SELECT rule FROM `merge` /* a */ ('default', '^matches$')", false],
  ['SELECT rule FROM `mer\\x67e`(\'default\', \'^matches$\')', false],
  ["SELECT * FROM mergeTreeIndex('default', 'events')", false],
  ["SELECT file('/etc/hostname')", false],
  ['SELECT query FROM system.processes', false],
  ['SELECT query FROM "system"."processes"', false],
  ["SELECT 1 INTO OUTFILE 'x'", false],
  ['DROP TABLE events', false],
  ['', false],
])('%s: %s', (sql, open) => {
  expect(expertProblem(sql) === null).toBe(open)
})
