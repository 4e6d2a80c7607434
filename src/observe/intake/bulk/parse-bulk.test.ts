import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../../test/depth.ts'
import { BATCH_BYTES } from '../../../pipeline/collect/defaults.ts'
import { parseBulk } from './parse-bulk.ts'

function parse(text: string | Buffer, index?: string) {
  const parsed = parseBulk(Buffer.from(text), index)
  if ('reason' in parsed) return parsed.reason
  return { kept: keptOf(parsed), items: parsed.items.map(({ target, id, error }) => [target.action, target.index, id, error?.status]) }
}

function keptOf({ lines }: Exclude<ReturnType<typeof parseBulk>, { reason: string }>): string {
  return Buffer.concat(lines.end().flatMap(batch => batch.lines)).toString()
}

describe('parseBulk', () => {
  test('takes each document with the index it is for, in its own words', () => {
    expect(parse('{"create":{"_index":"logs-a"}}\n{"@timestamp":"2026-11-22T10:00:00Z","n":1.0}\n{ "index" : { "_id" : "7" } }\r\n {"b":"é"} \r\n', 'logs-b')).toEqual({
      kept: '{"_index":"logs-a","@timestamp":"2026-11-22T10:00:00Z","n":1.0}\n{"_index":"logs-b","b":"é"}\n',
      items: [['create', 'logs-a', undefined, undefined], ['index', 'logs-b', '7', undefined]],
    })
  })

  test('takes the rest where one document is wrong', () => {
    const body = [
      '{"create":{}}', '{"a":1}', '{"create":{}}', '{"a":', '{"create":{}}', '[1]', '{"delete":{"_id":"1"}}', '{"update":{"_id":"1"}}', '{"doc":{}}',
      '{"create":{}}', '{"_index":"x"}', '{"create":{}}', `{"a":"${'x'.repeat(BATCH_BYTES)}"}`, '{"create":{}}', '{}', '',
    ].join('\n')
    expect(parse(body, 'i')).toEqual({
      kept: '{"_index":"i","a":1}\n{"_index":"i"}\n',
      items: [
        ['create', 'i', undefined, undefined], ['create', 'i', undefined, 400], ['create', 'i', undefined, 400], ['delete', 'i', '1', 400],
        ['update', 'i', '1', 400], ['create', 'i', undefined, 400], ['create', 'i', undefined, 413], ['create', 'i', undefined, undefined],
      ],
    })
  })

  test('refuses a document without index, and nothing else of the request', () => {
    expect(parse('{"create":{}}\n{"a":1}\n{"create":{"_index":"i"}}\n{"a":2}\n')).toEqual({
      kept: '{"_index":"i","a":2}\n',
      items: [['create', '', undefined, 400], ['create', 'i', undefined, undefined]],
    })
  })

  test.each(['', '\n\n', 'hello\n', '{"a":1}\n', '{"create":[]}\n{}\n', '{"create":{"_index":"i"}}\n', '{"create":{},"index":{}}\n{}\n', '{"create":{"_index":"i"}}'])(
    'says of %j that it cannot be understood', body => {
      expect(typeof parse(body)).toBe('string')
    })

  test('keeps a document in CP932 as UTF-8, beside others', () => {
    const cp932 = Buffer.from([0x83, 0x8d, 0x83, 0x4f])
    const body = Buffer.concat([Buffer.from('{"create":{}}\n{"a":"'), cp932, Buffer.from('"}\n{"create":{}}\n{"a":"ログ"}\n')])
    expect(parse(body, 'i')).toMatchObject({ kept: '{"_index":"i","a":"ログ"}\n{"_index":"i","a":"ログ"}\n' })
  })

  test('cuts what is kept into batches of whole lines, and knows which document is in which', () => {
    const documents = Array.from({ length: 300 }, (_, number) => `{"n":${number},"text":"${'x'.repeat(BATCH_BYTES / 100)}"}`)
    const parsed = parseBulk(Buffer.from(documents.map(document => `{"create":{"_index":"i"}}\n${document}\n`).join('')), undefined)
    if ('reason' in parsed) throw new Error(parsed.reason)
    const numbers = parsed.lines.end().map(({ lines }) => Buffer.concat(lines).toString().trimEnd().split('\n').map(line => Number(/"n":(\d+)/.exec(line)?.[1])))
    expect(numbers.length).toBeGreaterThan(2)
    expect(numbers.flat()).toEqual(documents.map((_, number) => number))
    expect(parsed.items.map(({ batch }, number) => numbers[batch]?.includes(number))).not.toContain(false)
  })

  test('takes any documents as JSON has them', () => {
    const document = fc.dictionary(fc.string().filter(name => name !== '_index' && name !== '_source' && name !== '__proto__'), fc.jsonValue({ maxDepth: 3 }))
    fc.assert(fc.property(fc.array(document, { minLength: 1 }), documents => {
      const parsed = parse(documents.map(each => `{"index":{"_index":"i"}}\n${JSON.stringify(each)}\n`).join(''))
      if (typeof parsed === 'string') throw new Error(parsed)
      expect(parsed.items.every(([, , , status]) => status === undefined)).toBe(true)
      expect(parsed.kept.trimEnd().split('\n').map(line => JSON.parse(line))).toEqual(documents.map(each => ({ _index: 'i', ...JSON.parse(JSON.stringify(each)) })))
    }), { numRuns: byDepth(50, 500, 20_000) })
  })

  test('comes back from any bytes, and what it keeps is one object a line', () => {
    const piece = fc.oneof(fc.constantFrom('{"create":{"_index":"i"}}\n', '{"a":1}\n', '{"index":{}}\n', '\n', '{', '"', '\\', '\ud800', '{"a":{"b":[1,'), fc.string())
    fc.assert(fc.property(fc.array(fc.oneof(piece.map(text => Buffer.from(text)), fc.uint8Array().map(bytes => Buffer.from(bytes)))), pieces => {
      const parsed = parseBulk(Buffer.concat(pieces), 'i')
      if ('reason' in parsed) return
      const kept = keptOf(parsed)
      expect(kept.split('\n').length - 1).toBe(parsed.items.filter(({ error }) => error === undefined).length)
      for (const line of kept.split('\n').slice(0, -1)) expect(JSON.parse(line)).toHaveProperty('_index')
    }), { numRuns: byDepth(200, 3_000, 300_000) })
  })
})
