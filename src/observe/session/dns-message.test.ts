import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { readDnsMessage } from './dns-message.ts'

const QUESTION = '0377777707657861 6d706c6503636f6d00 0001 0001'
const message = (counts: string, rest: string) => Buffer.from(`1234 8180 ${counts} ${rest}`.replaceAll(' ', ''), 'hex')
const answer = (type: string, data: string) => `c00c ${type} 0001 0000003c ${(data.replaceAll(' ', '').length / 2).toString(16).padStart(4, '0')} ${data}`

describe('readDnsMessage', () => {
  test.each([
    ['an address', '0001', 'c0000201', '192.0.2.1'],
    ['an IPv6 address', '001c', '20010db8000000000000000000000001', '2001:db8::1'],
    ['a name that points', '0005', '0361 7069 c010', 'api.example.com'],
    ['a mail server', '000f', '000a 046d61696c c010', 'mail.example.com'],
    ['a text', '0010', '03 612062', 'TXT 3 a b'],
    ['what is not printable', '0010', '02 0aff', 'TXT 2 \\x0a\\xff'],
    ['a name that points at itself', '0005', 'c02d', 'c02d'],
    ['an address of another length', '0001', 'c000', 'c000'],
  ])('reads %s', (_, type, data, expected) => {
    expect(readDnsMessage(message('0001 0001 0000 0000', QUESTION + answer(type, data)))).toEqual({
      id: 0x1234, flags: 0x8180, questions: 1, question: { name: 'www.example.com', type: 1, class: 1 }, answers: [expected], lifetimes: [60],
    })
  })

  test.each([
    ['a question that is cut', message('0001 0000 0000 0000', '0377')],
    ['a name that goes in circles', message('0001 0000 0000 0000', 'c00c 0001 0001')],
    ['a name without end', message('0001 0000 0000 0000', `${'3f'.padEnd(128, '61').repeat(5)}00 0001 0001`)],
    ['no header', Buffer.from('1234', 'hex')],
  ])('refuses %s', (_, bytes) => {
    expect(readDnsMessage(bytes)).toBe(null)
  })

  test('an answer that is cut ends what is told', () => {
    const whole = message('0001 0002 0000 0000', QUESTION + answer('0001', 'c0000201') + answer('0001', 'c0000202'))
    expect(readDnsMessage(whole.subarray(0, whole.length - 1))?.answers).toEqual(['192.0.2.1'])
  })

  test('never throws', () => {
    const good = message('0001 0002 0000 0000', QUESTION + answer('0001', 'c0000201') + answer('0005', '0361 7069 c010'))
    const flips = fc.array(fc.tuple(fc.nat({ max: good.length - 1 }), fc.integer({ min: 1, max: 255 })), { maxLength: 8 })
    fc.assert(fc.property(flips, changes => {
      const bytes = Buffer.from(good)
      for (const [at, mask] of changes) bytes[at] = bytes[at]! ^ mask
      readDnsMessage(bytes)
    }), { numRuns: byDepth(300, 5_000, 100_000) })
  })
})
