import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { decodeAll } from '../../../test/memory-evidence.ts'
import type { TextEncoding } from '../../model/decoder.ts'
import { isValidTime } from '../../model/time.ts'
import { loadMappings } from '../../pipeline/load-mappings.ts'
import { auditdDecoder } from '../auditd/auditd-decoder.ts'
import { plainTextDecoder } from '../plain/plain-text-decoder.ts'
import { syslogDecoder } from '../syslog/syslog-decoder.ts'
import { accessLogDecoder } from '../web/access-log-decoder.ts'
import { zeekDecoder } from '../zeek/zeek-decoder.ts'

const syslog = `<34>Oct 11 22:14:15 host su: pam_unix(su:session): session opened for user root(uid=0) by bob(uid=1000)
<165>1 2003-10-11T22:14:15.003Z host app 12 ID47 [a@1 b="c\\"d"] message 煙
2026-04-17T05:24:53.088849+02:00 web1 sshd[812]: Accepted publickey for bob from 203.0.113.9 port 52110 ssh2
<189>45: rtr1: 000045: Mar  1 2021 00:00:00.123 UTC: %BGP-3-NOTIFICATION: sent to neighbor
Nov 22 01:02:03 lin1 sysmon[77]: <Event><System><EventID>1</EventID></System><EventData><Data Name="Image">/a&lt;</Data></EventData></Event>
Nov 22 01:02:03 web1 app: {"a": {"b": [1, null, "x"]}}
`

const auditd = `type=SYSCALL msg=audit(1777000000.123:812): arch=c000003e syscall=59 a0=55d0 comm="ls" exe="/usr/bin/ls" key=(null)\u001dSYSCALL=execve AUID="bob"
type=EXECVE msg=audit(1777000000.123:812): argc=2 a0="ls" a1=2F746D702F612062
node=b type=SOCKADDR msg=audit(1777000000.124:813): saddr=020001BBCB0071090000000000000000
type=USER_CMD msg=audit(1777000000.125:814): pid=9 msg='cwd="/root" cmd=6C73202D6C res=success'
`

const access = `www.example.com:443 203.0.113.9 - bob [10/Oct/2025:13:55:36 -0700] "GET /a?b=c HTTP/1.1" 200 512 "https://x/" "Mozilla \\"5\\" \\xe7\\x85\\x99"
`

const zeek = `#separator \\x09
#set_separator\t,
#path\tdns
#fields\tts\tuid\tid.orig_h\tanswers\tTTLs\trejected\tn
#types\ttime\tstring\taddr\tvector[string]\tset[interval]\tbool\tcount
1795341600.123456\tCAbc\t10.0.0.1\t192.0.2.1,a\\x2cb\t60.0,-\tF\t18446744073709551615
`

describe('damaged logs', () => {
  test.each([
    ['syslog', syslogDecoder(loadMappings()), syslog],
    ['auditd', auditdDecoder(), auditd],
    ['access-log', accessLogDecoder(), access],
    ['zeek', zeekDecoder(), zeek],
    ['text', plainTextDecoder(), syslog],
  ])('of %s are read as far as they can be', async (_, decoder, whole) => {
    const sample = Buffer.from(whole.repeat(3))
    const damage = fc.array(fc.tuple(fc.nat(sample.length - 1), fc.nat(255)), { maxLength: 12 })
    const encodings = fc.constantFrom<TextEncoding>('utf-8', 'utf-16le', 'shift_jis', 'iso-2022-jp')
    await fc.assert(fc.asyncProperty(damage, fc.nat(sample.length), encodings, async (flips, length, encoding) => {
      const bytes = Buffer.from(sample.subarray(0, sample.length - length % 200))
      for (const [at, flip] of flips) if (at < bytes.length) bytes[at] = bytes[at]! ^ flip
      decoder.recognises(bytes, 'x.log')
      const { rows } = await decodeAll(decoder, bytes, { encoding, blockBytes: 57 })
      for (const { time, offset, length: size } of rows) {
        expect(time === null || isValidTime(time)).toBe(true)
        expect(offset >= 0 && offset + size <= bytes.length).toBe(true)
      }
    }), { numRuns: byDepth(40, 400, 20_000) })
  })

  test.each([
    ['syslog', syslogDecoder(loadMappings()), [
      ['<1>1 - a b c d [a b="', 'c'], ['<1>1 - a b c d [a b="', '\\"'], ['<1>', '['], ['<189>date=2026-11-21 time=10:00:00 a="', '\\"'],
      ['Oct 11 22:14:15 h a: {', '"a":{'],
    ]],
    ['auditd', auditdDecoder(), [['type=EXECVE msg=audit(1.1:1): a0="', 'b'], ['type=EXECVE msg=audit(1.1:1): ', 'a=']]],
    ['access-log', accessLogDecoder(), [
      ['192.0.2.1 - - [10/Oct/2025:13:55:36 -0700] "GET /" 200 1 "', 'x y'], ['192.0.2.1 - - [10/Oct/2025:13:55:36 -0700] "', '\\x41'],
    ]],
    ['zeek', zeekDecoder(), [['#fields\ta\n', '\\x41']]],
  ] as const)('of %s may have lines of many megabytes', async (_, decoder, lines) => {
    for (const [start, repeated] of lines) {
      const { rows, errors } = await decodeAll(decoder, start + repeated.repeat(byDepth(1_000_000, 15_000_000, 15_000_000) / repeated.length))
      expect(rows.length + errors.length).toBe(1)
    }
  })

  test('are told apart from each other', () => {
    const decoders = [zeekDecoder(), auditdDecoder(), accessLogDecoder(), syslogDecoder(loadMappings())]
    const formatsOf = (text: string) => decoders.filter(decoder => decoder.recognises(Buffer.from(text), '')).map(({ format }) => format)
    const seen = [zeek, auditd, access, syslog].map(formatsOf)
    expect(seen).toEqual([['zeek'], ['auditd'], ['access-log'], ['syslog']])
  })
})
