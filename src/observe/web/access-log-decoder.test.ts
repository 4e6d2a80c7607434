import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { decodeAll } from '../../../test/memory-evidence.ts'
import { formatTime } from '../../model/time.ts'
import { accessLogDecoder } from './access-log-decoder.ts'

const decoder = accessLogDecoder()

async function one(line: string): Promise<unknown> {
  const { rows, errors } = await decodeAll(decoder, line)
  const [row] = rows
  return row === undefined ? errors : { time: formatTime(row.time), ...row.fields }
}

const STAMP = '[10/Oct/2025:13:55:36 -0700]'
const time = '2025-10-10T20:55:36.000000Z'

describe('accessLogDecoder', () => {
  test.each([
    [
      'the common format',
      `192.0.2.1 - frank ${STAMP} "GET /apache_pb.gif HTTP/1.0" 200 2326`,
      {
        time, 'c-ip': '192.0.2.1', 'cs-username': 'frank', 'cs-method': 'GET', 'cs-uri': '/apache_pb.gif', 'cs-uri-stem': '/apache_pb.gif',
        'cs-uri-query': '/apache_pb.gif', 'cs-version': 'HTTP/1.0', 'sc-status': 200, 'sc-bytes': 2326,
      },
    ],
    [
      'the combined format, with a query',
      `2001:db8::1 - - ${STAMP} "POST /a/b.php?x=1&y=%2e%2e/ HTTP/1.1" 404 - "https://example.com/" "Mozilla/5.0 (X11)"`,
      {
        time, 'c-ip': '2001:db8::1', 'cs-method': 'POST', 'cs-uri': '/a/b.php?x=1&y=%2e%2e/', 'cs-uri-stem': '/a/b.php',
        'cs-uri-query': ['/a/b.php?x=1&y=%2e%2e/', 'x=1&y=%2e%2e/'], 'cs-version': 'HTTP/1.1', 'sc-status': 404,
        'cs-referer': 'https://example.com/', 'cs-user-agent': 'Mozilla/5.0 (X11)',
      },
    ],
    [
      'a virtual host before and an address behind',
      `www.example.com:443 192.0.2.1 - - ${STAMP} "GET / HTTP/2" 200 5 "-" "curl/8" "203.0.113.9"`,
      {
        time, 'cs-host': 'www.example.com:443', 'c-ip': '192.0.2.1', 'cs-method': 'GET', 'cs-uri': '/', 'cs-uri-stem': '/', 'cs-uri-query': '/',
        'cs-version': 'HTTP/2', 'sc-status': 200, 'sc-bytes': 5, 'cs-user-agent': 'curl/8', more: ['203.0.113.9'],
      },
    ],
    [
      'quotes that were not escaped',
      `192.0.2.1 - - ${STAMP} "GET /?q="><script>"x" HTTP/1.1" 200 5 "-" "a"b" agent"`,
      {
        time, 'c-ip': '192.0.2.1', 'cs-method': 'GET', 'cs-uri': '/?q="><script>"x"', 'cs-uri-stem': '/',
        'cs-uri-query': ['/?q="><script>"x"', 'q="><script>"x"'], 'cs-version': 'HTTP/1.1', 'sc-status': 200, 'sc-bytes': 5, 'cs-user-agent': 'a"b" agent',
      },
    ],
    [
      'escaped quotes, backslashes and bytes',
      `192.0.2.1 - - ${STAMP} "GET /\\"a\\\\ HTTP/1.1" 200 5 "-" "\${jndi:ldap://x} \\xe7\\x85\\x99 \\x22 \\q"`,
      {
        time, 'c-ip': '192.0.2.1', 'cs-method': 'GET', 'cs-uri': '/"a\\', 'cs-uri-stem': '/"a\\', 'cs-uri-query': '/"a\\', 'cs-version': 'HTTP/1.1',
        'sc-status': 200, 'sc-bytes': 5, 'cs-user-agent': '${jndi:ldap://x} 煙 " \\q',
      },
    ],
    [
      'a request that is none',
      `192.0.2.1 - - ${STAMP} "\\x16\\x03\\x01" 400 0 "-" "-"`,
      { time, 'c-ip': '192.0.2.1', 'cs-request': '\u0016\u0003\u0001', 'sc-status': 400, 'sc-bytes': 0 },
    ],
    [
      'no request, and a user name with a blank',
      `192.0.2.1 - john doe ${STAMP} "-" 408 -`,
      { time, 'c-ip': '192.0.2.1', 'cs-username': 'john doe', 'sc-status': 408 },
    ],
    [
      'an agent that a full disk cut',
      `192.0.2.1 - - ${STAMP} "GET / HTTP/1.1" 200 5 "-" "Mozil`,
      {
        time, 'c-ip': '192.0.2.1', 'cs-method': 'GET', 'cs-uri': '/', 'cs-uri-stem': '/', 'cs-uri-query': '/', 'cs-version': 'HTTP/1.1',
        'sc-status': 200, 'sc-bytes': 5, 'cs-user-agent': 'Mozil',
      },
    ],
  ])('reads %s', async (_, line, expected) => {
    expect(await one(line)).toEqual(expected)
  })

  test.each([
    `192.0.2.1 - - [31/Feb/2025:13:55:36 -0700] "GET / HTTP/1.0" 200 1`,
    `192.0.2.1 - - ${STAMP} "GET / HTTP/1.0`,
    'words',
  ])('reports %s', async line => {
    expect(await one(line)).toEqual([{ offset: 0, reason: expect.stringContaining('not a line of an access log') }])
  })

  test('recognises by most of the lines', () => {
    const good = `192.0.2.1 - - ${STAMP} "GET / HTTP/1.0" 200 1\n`
    expect(decoder.recognises(Buffer.from(good.repeat(3) + 'odd\n'), '')).toBe(true)
    expect(decoder.recognises(Buffer.from(good + 'odd\n'.repeat(3)), '')).toBe(false)
  })

  test('never throws, and every line is an event or an error', async () => {
    const word = fc.constantFrom(`192.0.2.1 - - ${STAMP} "`, 'GET /', '" 200 1', ' "', '"', '\\', '\\x', '\\xff', '?', ' HTTP/1.1', '-', '\n', 'é', '\u0000')
    await fc.assert(fc.asyncProperty(fc.array(word, { maxLength: 40 }).map(words => words.join('')), async content => {
      const { rows, errors } = await decodeAll(decoder, content)
      expect(rows.length + errors.length).toBe(content.split('\n').filter(line => line.trim() !== '').length)
    }), { numRuns: byDepth(200, 2_000, 50_000) })
  })

  test('reads hostile lines in linear time', async () => {
    const start = performance.now()
    const begin = `192.0.2.1 - - ${STAMP} "`
    await decodeAll(decoder, [
      begin + '"'.repeat(500_000), begin + '\\'.repeat(500_000), begin + '\\"'.repeat(250_000), `${begin}GET / HTTP/1.1" 200 1 "${'a"b'.repeat(200_000)}`, `${begin}GET / HTTP/1.1" 200 1 "${'a" '.repeat(200_000)}x"`,
      `${begin}GET / HTTP/1.1" 200 1 "${' '.repeat(200_000)}"x${' '.repeat(200_000)}"`,
      begin + '" 20'.repeat(200_000), `${'a '.repeat(250_000)}[`, `${begin}${'\\x41'.repeat(100_000)}" 200 1`, `${begin}A ${' HTTP/1'.repeat(100_000)}" 200 1`,
    ].join('\n'))
    expect(performance.now() - start).toBeLessThan(5_000)
  })
})
