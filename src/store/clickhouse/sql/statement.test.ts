import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../../test/depth.ts'
import { EngineException } from '../engine-exception.ts'
import { quotedName, textLiteral } from './literals.ts'
import { readStatement } from './statement.ts'

function statementOf(text: string) {
  return readStatement(text).statement
}

describe('a statement that gives rows', () => {
  test.each([
    ['SELECT 1', 'SELECT 1', null, ''],
    ['SELECT 1 FORMAT CSV', 'SELECT 1 ', 'CSV', ''],
    ['SELECT 1 -- all\nFORMAT JSONEachRow;', 'SELECT 1 -- all\n', 'JSONEachRow', ''],
    ['select format, a from t format TSV settings max_threads = 1', 'select format, a from t ', 'TSV', ' settings max_threads = 1'],
    ['SELECT \'x FORMAT CSV\'', 'SELECT \'x FORMAT CSV\'', null, ''],
    ['SELECT format(\'{}\', 1)', 'SELECT format(\'{}\', 1)', null, ''],
    ['WITH (SELECT 1 FORMAT CSV) AS x SELECT x', 'WITH (SELECT 1 FORMAT CSV) AS x SELECT x', null, ''],
    ['(SELECT 1) UNION ALL (SELECT 2) FORMAT JSON', '(SELECT 1) UNION ALL (SELECT 2) ', 'JSON', ''],
    ['SHOW TABLES /* ; FORMAT x */', 'SHOW TABLES /* ; FORMAT x */', null, ''],
  ])('%s', (text, head, format, tail) => {
    expect(statementOf(text)).toEqual({ kind: 'rows', head, format, tail })
  })
})

describe('an insert', () => {
  test.each([
    ['INSERT INTO t FORMAT CSV\n1;2', 'INSERT INTO t ', '', 'CSV', '\n1;2'],
    ['insert into `t` (a, b) settings x = 1 format Native', 'insert into `t` (a, b) ', 'settings x = 1 ', 'Native', ''],
    ['INSERT INTO t VALUES (1); DROP', 'INSERT INTO t ', '', 'Values', ' (1); DROP'],
  ])('%s', (text, head, settings, format, data) => {
    expect(statementOf(text)).toEqual({ kind: 'insert', head, settings, format, dataFrom: text.length - data.length })
  })

  test('of what a query gives is a command', () => {
    expect(statementOf('INSERT INTO t SELECT 1 FORMAT Null')).toMatchObject({ kind: 'command' })
    expect(statementOf('WITH 1 AS x INSERT INTO t SELECT x')).toMatchObject({ kind: 'command' })
  })
})

test('a query is killed by the id we gave it', () => {
  expect(statementOf('KILL QUERY WHERE query_id = \'query_id\' AND (query_id != {query_id:String}) SYNC FORMAT JSON')).toEqual({
    kind: 'kill',
    text: 'KILL QUERY WHERE Settings[\'log_comment\'] = \'query_id\' AND (Settings[\'log_comment\'] != {query_id:String}) SYNC ',
    format: 'JSON',
  })
})

test('the names of parameters are found, outside texts and maps', () => {
  const text = 'SELECT {a:String}, {`b`: 1}, \'{c:String}\', map(1, 2)[{d : UInt8}], x ? y : z /* {e:String} */ FROM {t:Identifier}'
  expect([...readStatement(text).parameters].sort()).toEqual(['a', 'd', 't'])
})

test.each([
  'SELECT 1; SELECT 2',
  'DROP TABLE a; -- x\n DROP TABLE b',
  'SELECT \'\\\'\'; DROP TABLE x',
  'SELECT \'a\'\'\'; DROP TABLE x',
  'SELECT $x$ \' $x$; DROP TABLE x',
  'SELECT `\\``; DROP TABLE x',
  'SELECT 1 /* \' */; DROP TABLE x',
  'SELECT 1 # \'\n; DROP TABLE x',
  'SELECT 1 INTO OUTFILE \'x\'',
  'INSERT INTO t FROM INFILE \'x\' FORMAT CSV',
])('%s is refused', text => {
  expect(() => readStatement(text)).toThrow(EngineException)
})

test('no text makes the reader throw anything else, or take it for two statements when it is one quoted text', () => {
  const pieces = fc.constantFrom(...'SELECT|INSERT INTO|KILL|FORMAT|VALUES|(|)|{|}|:|;|\'|`|"|\\|--|/*|*/|$$|x|\n| '.split('|'))
  const texts = fc.oneof(fc.array(pieces).map(parts => parts.join(' ')), fc.string({ unit: 'binary' }))
  fc.assert(fc.property(texts, text => {
    try {
      readStatement(text)
    } catch (error) {
      if (!(error instanceof EngineException)) throw error
    }
    const quoted = statementOf(`SELECT ${textLiteral(text)}, ${quotedName(text)} FORMAT CSV`)
    return quoted.kind === 'rows' && quoted.format === 'CSV'
  }), { numRuns: byDepth(100, 2_000, 200_000) })
})

test('the time to read a statement grows with its length, and no faster', () => {
  const since = process.cpuUsage()
  statementOf(`SELECT ${'a '.repeat(200_000)}`)
  statementOf(`INSERT INTO ${'FORMAT ( '.repeat(50_000)}`)
  statementOf(`KILL ${'query_id '.repeat(50_000)}`)
  expect(process.cpuUsage(since).user / 1_000).toBeLessThan(2_000)
})
