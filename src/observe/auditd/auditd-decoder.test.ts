import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { decodeAll } from '../../../test/memory-evidence.ts'
import { formatTime } from '../../model/time.ts'
import { auditdDecoder } from './auditd-decoder.ts'
import { decodeValue } from './hex-value.ts'
import { readSocketAddress } from './socket-address.ts'

const decoder = auditdDecoder()

const EXECVE = [
  'type=SYSCALL msg=audit(1777000000.123:812): arch=c000003e syscall=59 success=yes exit=0 a0=55d0 a1=55d1 ppid=1 pid=2 auid=1000 uid=0 comm="ls" exe="/usr/bin/ls" key=(null)\u001dARCH=x86_64 SYSCALL=execve AUID="bob" UID="root"',
  'type=EXECVE msg=audit(1777000000.123:812): argc=3 a0="ls" a1="-l" a2=2F746D702F612062',
  'type=CWD msg=audit(1777000000.123:812): cwd="/root"',
  'type=PATH msg=audit(1777000000.123:812): item=0 name="/usr/bin/ls" nametype=NORMAL',
  'type=PATH msg=audit(1777000000.123:812): item=1 name="new.txt" nametype=CREATE',
  'type=PROCTITLE msg=audit(1777000000.123:812): proctitle=6C73002D6C002F746D702F612062',
]

describe('auditdDecoder', () => {
  test('joins the records of an event', async () => {
    const { rows, errors } = await decodeAll(decoder, EXECVE.join('\n'))
    expect(errors).toEqual([])
    expect(rows.map(({ dataset, time, record, offset, length }) => [dataset, formatTime(time), record, offset, length])).toEqual([
      ['linux.auditd', '2026-04-24T03:06:40.123000Z', 0, 0, Buffer.byteLength(EXECVE.join('\n'))],
    ])
    expect({ ...rows[0]?.fields }).toEqual({
      type: ['SYSCALL', 'EXECVE', 'CWD', 'PATH', 'PROCTITLE'],
      arch: 'c000003e', syscall: '59', success: 'yes', exit: '0', a0: ['55d0', 'ls'], a1: ['55d1', '-l'], a2: '/tmp/a b', ppid: '1', pid: '2',
      auid: '1000', uid: '0', comm: 'ls', exe: '/usr/bin/ls', key: '(null)', ARCH: 'x86_64', SYSCALL: 'execve', AUID: 'bob', UID: 'root',
      argc: '3', cwd: '/root', item: ['0', '1'], name: ['/usr/bin/ls', 'new.txt'], nametype: ['NORMAL', 'CREATE'], proctitle: 'ls -l /tmp/a b',
      serial: '812', command_line: 'ls -l /tmp/a b', created: '/root/new.txt',
    })
  })

  test('joins records that mix with those of others, in the order of first records', async () => {
    const [first, second, ...rest] = EXECVE
    const other = 'type=USER_LOGIN msg=audit(1777000000.124:813): pid=9 uid=0 msg=\'op=login acct="eve" exe="/usr/sbin/sshd" addr=203.0.113.9 res=failed\''
    const { rows } = await decodeAll(decoder, [first, other, second, ...rest].join('\n'))
    expect(rows.map(({ record, length, fields }) => [record, length, fields['type'], fields['acct'], fields['res']])).toEqual([
      [0, Buffer.byteLength(first!), ['SYSCALL', 'EXECVE', 'CWD', 'PATH', 'PROCTITLE'], undefined, undefined],
      [1, Buffer.byteLength(other), 'USER_LOGIN', 'eve', 'failed'],
    ])
  })

  test.each([
    ['arch=c000003e syscall=319', 'memfd_create'],
    ['arch=c00000b7 syscall=221', 'execve'],
    ['arch=c000003e syscall=59\u001dSYSCALL=as-auditd-says', 'as-auditd-says'],
    ['arch=c000003e syscall=9999', undefined],
    ['arch=40000003 syscall=11', undefined],
  ])('names the system call of %s', async (text, expected) => {
    const { rows } = await decodeAll(decoder, `type=SYSCALL msg=audit(1777000000.123:1): ${text}`)
    expect(rows[0]?.fields['SYSCALL']).toBe(expected)
  })

  test('reads what ausearch prints', async () => {
    const { rows, errors } = await decodeAll(decoder, `----\ntime->Fri Apr 24 03:06:40 2026\n${EXECVE.join('\n')}\n----\n`)
    expect([rows.length, errors, rows[0]?.record]).toEqual([1, [], 2])
  })

  test('keeps nodes and boots apart', async () => {
    const { rows } = await decodeAll(decoder, [
      'node=a type=CWD msg=audit(1777000000.123:1): cwd="/a"', 'node=b type=CWD msg=audit(1777000000.123:1): cwd="/b"',
      'node=a type=CWD msg=audit(1777009999.123:1): cwd="/c"',
    ].join('\n'))
    expect(rows.map(({ fields }) => [fields['node'], fields['cwd']])).toEqual([['a', '/a'], ['b', '/b'], ['a', '/c']])
  })

  test('puts together long arguments, from several records too', async () => {
    const { rows } = await decodeAll(decoder, [
      'type=EXECVE msg=audit(1777000000.123:1): argc=3 a0="echo" a1_len=6 a1[0]=6162 a1[1]=6364',
      'type=EXECVE msg=audit(1777000000.123:1): a1[2]="ef" a2="end"',
    ].join('\n'))
    expect(rows[0]?.fields['command_line']).toBe('echo abcdef end')
  })

  test('names a socket\'s address', async () => {
    const { rows } = await decodeAll(decoder, 'type=SOCKADDR msg=audit(1777000000.123:1): saddr=020001BBCB0071090000000000000000')
    expect(rows[0]?.fields).toMatchObject({ DestinationIp: '203.0.113.9', DestinationPort: 443 })
  })

  test('reports what is no record, with its place', async () => {
    const { rows, errors } = await decodeAll(decoder, `${EXECVE[1]}\n\ngarbage\n`)
    expect(rows.length).toBe(1)
    expect(errors.map(({ offset }) => offset)).toEqual([Buffer.byteLength(EXECVE[1]!) + 2])
  })

  test('holds few events open however many come', async () => {
    const lines = Array.from({ length: 5_000 }, (_, i) => `type=CWD msg=audit(1777000000.123:${i}): cwd="/${i}"`)
    const { rows } = await decodeAll(decoder, [...lines, lines[0]].join('\n'))
    expect(rows.map(({ record }) => record)).toEqual(Array.from({ length: 5_001 }, (_, i) => i))
  })

  test('splits an event of endless records', async () => {
    const { rows } = await decodeAll(decoder, Array.from({ length: 3_000 }, (_, i) => `type=PATH msg=audit(1777000000.123:1): item=${i}`).join('\n'))
    expect(rows.map(({ record }) => record)).toEqual([0, 1_024, 2_048])
  })

  test.each([
    [EXECVE.join('\n'), true],
    ['node=web1 type=CWD msg=audit(1777000000.123:1): cwd="/"', true],
    ['Nov 21 01:02:03 web1 foo: type=CWD', false],
    ['', false],
  ])('%j is an audit log: %s', (text, expected) => {
    expect(decoder.recognises(Buffer.from(text), '')).toBe(expected)
  })

  test('never throws, and loses no line', async () => {
    const word = fc.constantFrom(
      'type=EXECVE msg=audit(1.1:1): ', 'type=SYSCALL msg=audit(9.0:2): ', 'node=x ', 'a0=', 'a9999="x" ', '"', "'", '{', '}', '\u001d', '=', ' ', '\n', '6C73 ',
      'name=2F saddr=02 ', 'nametype=CREATE ', '__proto__=1 ', 'é', '\u0000',
    )
    await fc.assert(fc.asyncProperty(fc.array(word, { maxLength: 40 }).map(words => words.join('')), async content => {
      const { rows, errors } = await decodeAll(decoder, content)
      decoder.recognises(Buffer.from(content), '')
      const lines = content.split('\n').filter(line => line.trim() !== '').length
      expect(rows.length + errors.length).toBeLessThanOrEqual(lines)
      if (lines > 0) expect(rows.length + errors.length).toBeGreaterThan(0)
    }), { numRuns: byDepth(200, 2_000, 50_000) })
  })

  test('reads hostile lines in linear time', async () => {
    const header = 'type=EXECVE msg=audit(1.1:1): '
    const start = performance.now()
    await decodeAll(decoder, ['a='.repeat(200_000), ' a='.repeat(200_000), 'a'.repeat(500_000), '"'.repeat(500_000), 'a="'.repeat(200_000), "a='".repeat(200_000)]
      .map(text => header + text).join('\n'))
    expect(performance.now() - start).toBeLessThan(5_000)
  })
})

describe('decodeValue', () => {
  test.each([
    ['SYSCALL', 'comm', '6C73', 'ls'],
    ['SYSCALL', 'a0', '6C73', '6C73'],
    ['EXECVE', 'a0', '6C73', 'ls'],
    ['EXECVE', 'a1[0]', '6C73', 'ls'],
    ['PATH', 'name', '(null)', '(null)'],
    ['PATH', 'name', '6c7', '6c7'],
    ['PROCTITLE', 'proctitle', '6100620000', 'a b'],
    ['SYSCALL', 'pid', '2000', '2000'],
  ])('%s %s=%s is %s', (type, name, value, expected) => {
    expect(decodeValue(type, name, value)).toBe(expected)
  })
})

describe('readSocketAddress', () => {
  test.each([
    ['020001BBCB0071090000000000000000', { address: '203.0.113.9', port: 443 }],
    ['0A00005000000000200104F80000000000000000000000010000000000', { address: '2001:4f8::1', port: 80 }],
    ['01002F72756E2F73797374656D64', null],
    ['02', null],
    ['zz', null],
  ])('%s is %j', (hex, expected) => {
    expect(readSocketAddress(hex)).toEqual(expected)
  })
})
