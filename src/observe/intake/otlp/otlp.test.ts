import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../../test/depth.ts'
import { OTLP_DEPTH } from '../defaults.ts'
import { encodeOtlp } from '../testing/encode-otlp.ts'
import type { OtlpValue } from '../testing/encode-otlp.ts'
import { otlpFailure, otlpForm, otlpSuccess } from './otlp-answer.ts'
import { parseOtlpJson } from './otlp-json.ts'
import type { OtlpLogs, OtlpRefusal } from './otlp-logs.ts'
import { parseOtlpProtobuf } from './otlp-protobuf.ts'
import { WireReader } from './wire-reader.ts'

function kept(parsed: OtlpLogs | OtlpRefusal): string[] {
  if ('refusal' in parsed) throw new Error(parsed.refusal)
  return Buffer.concat(parsed.lines.end().flatMap(batch => batch.lines)).toString().split('\n').slice(0, -1)
}

const JSON_REQUEST = {
  resourceLogs: [{
    resource: { attributes: [{ key: 'host.name', value: { stringValue: 'web1' } }] },
    scopeLogs: [{
      scope: { name: 'scope', version: '1.0' },
      logRecords: [{
        timeUnixNano: '1795341600000000001',
        severityNumber: 9,
        body: { stringValue: 'ログ "x"\n' },
        attributes: [
          { key: 'n', value: { intValue: '9007199254740993' } }, { key: 'd', value: { doubleValue: 0.5 } }, { key: 'b', value: { boolValue: true } },
          { key: 'l', value: { arrayValue: { values: [{ stringValue: 'a' }, {}] } } },
          { key: 'm', value: { kvlistValue: { values: [{ key: 'x', value: { bytesValue: 'AAE=' } }] } } },
        ],
        traceId: '000102030405060708090a0b0c0d0e0f',
      }],
    }],
  }],
}

const LINE = '{"timeUnixNano":"1795341600000000001","severityNumber":9,"body":"ログ \\"x\\"\\n","traceId":"000102030405060708090a0b0c0d0e0f",'
  + '"attributes":{"n":9007199254740993,"d":0.5,"b":true,"l":["a",null],"m":{"x":"AAE="}},"resource":{"host.name":"web1"},"scope":{"name":"scope","version":"1.0"}}'

describe('OTLP', () => {
  test('the same records come from both forms', () => {
    const attributes = { n: 9_007_199_254_740_993n, d: 0.5, b: true, l: ['a', null], m: { x: Uint8Array.of(0, 1) } }
    const record = { time: 1_795_341_600_000_000_001n, severity: 9, body: 'ログ "x"\n', attributes, traceId: Uint8Array.from({ length: 16 }, (_, index) => index) }
    expect(kept(parseOtlpProtobuf(encodeOtlp({ 'host.name': 'web1' }, [record])))).toEqual([LINE])
    expect(kept(parseOtlpJson(Buffer.from(JSON.stringify(JSON_REQUEST)))).map(line => JSON.parse(line))).toEqual([JSON.parse(LINE)])
    expect(kept(parseOtlpJson(Buffer.from(JSON.stringify(JSON_REQUEST))))[0]).toContain('"n":9007199254740993,')
  })

  test('any attributes come through protobuf as JSON has them', () => {
    const { value } = fc.letrec<{ value: OtlpValue }>(tie => ({
      value: fc.oneof(
        { maxDepth: 3 },
        fc.string({ unit: 'grapheme' }), fc.boolean(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constant(null),
        fc.array(tie('value'), { maxLength: 3 }), fc.dictionary(fc.string().filter(name => name !== '__proto__'), tie('value'), { maxKeys: 3 }),
      ),
    }))
    fc.assert(fc.property(fc.dictionary(fc.string().filter(name => name !== '__proto__'), value, { minKeys: 1 }), attributes => {
      const [line = ''] = kept(parseOtlpProtobuf(encodeOtlp({}, [{ time: 1n, attributes }])))
      expect(JSON.parse(line)).toMatchObject({ attributes: JSON.parse(JSON.stringify(attributes)) })
    }), { numRuns: byDepth(50, 500, 50_000) })
  })

  test.each([-1n, 0n, 127n, 128n, (1n << 53n) + 1n, (1n << 63n) - 1n, -(1n << 63n)])('the integer %d is exact', number => {
    expect(kept(parseOtlpProtobuf(encodeOtlp({}, [{ body: number }])))[0]).toContain(`"body":${number},`)
  })

  test('a record that is nested too deep is rejected, and the rest taken', () => {
    let body: OtlpValue = 'x'
    for (let depth = 0; depth <= OTLP_DEPTH; depth++) body = [body]
    const parsed = parseOtlpProtobuf(encodeOtlp({}, [{ body }, { body: 'good' }]))
    expect(parsed).toMatchObject({ rejected: 1 })
    expect(kept(parsed)).toHaveLength(1)
    expect(parseOtlpProtobuf(encodeOtlp({ body }, [{ body: 'good' }]))).toHaveProperty('refusal')
    expect(parseOtlpJson(Buffer.from('{"resourceLogs":[{"scopeLogs":[{"logRecords":[1,{"body":{"stringValue":"good"}}]}]}]}'))).toMatchObject({ rejected: 1, reason: 'a log record is no object' })
  })

  test('any bytes are a request or none; a request that was cut is none, or what came whole', () => {
    const whole = encodeOtlp({ 'host.name': 'web1' }, [{ time: 1n, body: ['a', { b: 2n }] }, { body: 'x'.repeat(200) }])
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.nat(whole.length).map(length => whole.subarray(0, length)),
      fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 })).map(([at, byte]) => Buffer.from(whole.map((each, index) => index === at ? byte : each))),
    )
    fc.assert(fc.property(bytes, each => {
      const parsed = parseOtlpProtobuf(Buffer.from(each))
      if ('lines' in parsed) for (const line of kept(parsed)) expect(typeof JSON.parse(line)).toBe('object')
      const json = parseOtlpJson(Buffer.from(each))
      if ('lines' in json) expect(kept(json)).toBeInstanceOf(Array)
    }), { numRuns: byDepth(300, 5_000, 500_000) })
  })

  test('any JSON is a request or none', () => {
    const names = fc.constantFrom('resourceLogs', 'scopeLogs', 'logRecords', 'body', 'attributes', 'key', 'value', 'kvlistValue', 'arrayValue', 'values', 'intValue', 'scope', 'resource')
    const { value } = fc.letrec<{ value: unknown }>(tie => ({
      value: fc.oneof({ maxDepth: 5 }, fc.jsonValue({ maxDepth: 1 }), fc.array(tie('value'), { maxLength: 3 }), fc.dictionary(names, tie('value'), { maxKeys: 3 })),
    }))
    fc.assert(fc.property(fc.array(value), values => {
      const parsed = parseOtlpJson(Buffer.from(JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: values }] }, ...values] })))
      for (const line of kept(parsed)) expect(typeof JSON.parse(line)).toBe('object')
    }), { numRuns: byDepth(100, 1_000, 100_000) })
  })
})

test('answers are in the form of the question', () => {
  expect(['application/x-protobuf', 'application/json; charset=utf-8', 'text/plain', undefined].map(otlpForm)).toEqual(['protobuf', 'json', null, null])
  expect([otlpSuccess('protobuf', 0, ''), otlpSuccess('json', 0, '')].map(String)).toEqual(['', '{}'])
  expect(otlpSuccess('json', 2, 'why').toString()).toBe('{"partialSuccess":{"rejectedLogRecords":"2","errorMessage":"why"}}')
  const partial = new WireReader(otlpSuccess('protobuf', 300, 'why'))
  expect(partial.next() && partial.number).toBe(1)
  const inner = partial.message()
  expect([inner.next(), inner.number, inner.unsigned(), inner.next(), inner.number, inner.bytes().toString(), inner.next()]).toEqual([true, 1, 300n, true, 2, 'why', false])
  const failed = new WireReader(otlpFailure('protobuf', 14, 'full'))
  expect([failed.next(), failed.unsigned(), failed.next(), failed.bytes().toString()]).toEqual([true, 14n, true, 'full'])
})
