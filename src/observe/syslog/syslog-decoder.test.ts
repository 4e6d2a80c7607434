import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { byDepth } from '../../../test/depth.ts'
import { decodeAll, decodeChunks, memoryEvidence } from '../../../test/memory-evidence.ts'
import { EVENT_FLAGS } from '../../model/event-batch.ts'
import { formatTime } from '../../model/time.ts'
import { loadMappings } from '../../pipeline/load-mappings.ts'
import { syslogDecoder } from './syslog-decoder.ts'

const decoder = syslogDecoder(loadMappings())

/** 22 November 2026. */
const date = Date.UTC(2026, 10, 22) * 1_000

async function one(line: string): Promise<string> {
  const { rows, errors } = await decodeAll(decoder, line, { date })
  const [row] = rows
  if (row === undefined) return `errors ${JSON.stringify(errors)}`
  const flags = (row.flags & EVENT_FLAGS.zoneAssumed ? ' zone?' : '') + (row.flags & EVENT_FLAGS.yearAssumed ? ' year?' : '')
  return `${row.dataset} ${formatTime(row.time)}${flags} ${JSON.stringify(row.fields)}`
}

describe('syslogDecoder', () => {
  test.each([
    [
      'RFC 3164 with priority',
      "<34>Oct 11 22:14:15 mymachine su: 'su root' failed for lonvick on /dev/pts/8",
      'linux.auth 2026-10-11T22:14:15.000000Z zone? year? {"facility":"auth","severity":"crit","hostname":"mymachine","program":"su","message":"\'su root\' failed for lonvick on /dev/pts/8"}',
    ],
    [
      'a file without priorities, a day of one digit, a stamp that was last year',
      'Dec  3 01:02:03 web1 kernel: [ 12.345678] usb 1-1: new device',
      'linux.syslog 2025-12-03T01:02:03.000000Z zone? year? {"hostname":"web1","program":"kernel","message":"[ 12.345678] usb 1-1: new device"}',
    ],
    [
      'rsyslog with an ISO stamp',
      '2026-04-17T05:24:53.088849+02:00 web1 postfix/smtpd[812]: connect from unknown',
      'mail.postfix 2026-04-17T03:24:53.088849Z {"hostname":"web1","program":"postfix/smtpd","pid":812,"server":"postfix","message":"connect from unknown"}',
    ],
    [
      'no host',
      '<30>Nov 21 01:02:03 myapp[12]: up',
      'linux.syslog 2026-11-21T01:02:03.000000Z zone? year? {"facility":"daemon","severity":"info","program":"myapp","pid":12,"message":"up"}',
    ],
    [
      'a host that is an IPv6 address',
      '<30>Nov 21 01:02:03 2001:db8::1 foo: bar',
      'linux.syslog 2026-11-21T01:02:03.000000Z zone? year? {"facility":"daemon","severity":"info","hostname":"2001:db8::1","program":"foo","message":"bar"}',
    ],
    [
      'no program',
      'Nov 21 01:02:03 web1 last message repeated 3 times',
      'linux.syslog 2026-11-21T01:02:03.000000Z zone? year? {"hostname":"web1","message":"last message repeated 3 times"}',
    ],
    ['a priority and nothing else', '<13>hello', 'linux.syslog null {"facility":"user","severity":"notice","message":"hello"}'],
    ['a priority out of range', '<192>hello', 'linux.syslog null {"message":"<192>hello"}'],
    ['no stamp: still an event', '\tat frame 1', 'linux.syslog null {"message":"\\tat frame 1"}'],
    [
      'RFC 5424 with structured data, escapes and a byte order mark',
      '<165>1 2003-10-11T22:14:15.003Z host.example.com evntslog - ID47 [ex@32473 iut="3" src="App\\"l\\]ic"][b x="1" x="2"] \ufeffAn event',
      'linux.syslog 2003-10-11T22:14:15.003000Z {"facility":"local4","severity":"notice","hostname":"host.example.com","program":"evntslog","msgid":"ID47","sd.ex@32473.iut":"3","sd.ex@32473.src":"App\\"l]ic","sd.b.x":["1","2"],"message":"An event"}',
    ],
    [
      'RFC 5424 with nothing in it',
      '<0>1 - - - - - -',
      'linux.syslog null {"facility":"kern","severity":"emerg","message":""}',
    ],
    [
      'RFC 5424 with broken structured data, which stays message',
      '<0>1 - h p - - [a b="1] text',
      'linux.syslog null {"facility":"kern","severity":"emerg","hostname":"h","program":"p","message":"[a b=\\"1] text"}',
    ],
    [
      'a length before the message (RFC 6587)',
      '35 <13>Nov 21 01:02:03 web1 foo: bar',
      'linux.syslog 2026-11-21T01:02:03.000000Z zone? year? {"facility":"user","severity":"notice","hostname":"web1","program":"foo","message":"bar"}',
    ],
    [
      'Cisco with sequence number and a clock that is not set',
      '<189>123: *Mar  1 00:00:00.123: %SYS-5-CONFIG_I: Configured from console',
      'cisco.syslog 2026-03-01T00:00:00.123000Z zone? year? {"facility":"local7","severity":"notice","facility_name":"SYS","severity_level":5,"mnemonic":"CONFIG_I","message":"%SYS-5-CONFIG_I: Configured from console"}',
    ],
    [
      'Cisco with its name, year and zone',
      '<189>45: rtr1: 000045: Mar  1 2021 00:00:00.123 UTC: %BGP-3-NOTIFICATION: sent to neighbor',
      'cisco.bgp 2021-03-01T00:00:00.123000Z {"facility":"local7","severity":"notice","hostname":"rtr1","facility_name":"BGP","severity_level":3,"mnemonic":"NOTIFICATION","message":"%BGP-3-NOTIFICATION: sent to neighbor"}',
    ],
    [
      'Cisco relayed, with two stamps',
      'Jan 18 11:29:03 10.0.0.1 55: Jan 18 11:29:02.123 JST: %AAA-5-USER_LOGGED: User x executed: clear logging',
      'cisco.aaa 2026-01-18T11:29:03.000000Z zone? year? {"hostname":"10.0.0.1","facility_name":"AAA","severity_level":5,"mnemonic":"USER_LOGGED","message":"%AAA-5-USER_LOGGED: User x executed: clear logging"}',
    ],
    [
      'sshd, with whom and from where',
      'Nov 21 01:02:03 web1 sshd[812]: Failed password for invalid user from port from 203.0.113.9 port 52110 ssh2',
      'linux.sshd 2026-11-21T01:02:03.000000Z zone? year? {"hostname":"web1","program":"sshd","pid":812,"user":"from port","src_ip":"203.0.113.9","src_port":"52110","message":"Failed password for invalid user from port from 203.0.113.9 port 52110 ssh2"}',
    ],
    [
      'sudo, under its own names',
      'Nov 21 01:02:03 web1 sudo:      bob : TTY=pts/0 ; PWD=/home/bob ; USER=#-1 ; COMMAND=/bin/sh -c a ; b',
      'linux.sudo 2026-11-21T01:02:03.000000Z zone? year? {"hostname":"web1","program":"sudo","user":"bob","TTY":"pts/0","PWD":"/home/bob","USER":"#-1","COMMAND":"/bin/sh -c a ; b","message":"     bob : TTY=pts/0 ; PWD=/home/bob ; USER=#-1 ; COMMAND=/bin/sh -c a ; b"}',
    ],
    [
      'cron',
      'Nov 21 01:02:03 web1 CRON[99]: (root) CMD (run-parts /etc)',
      'linux.cron 2026-11-21T01:02:03.000000Z zone? year? {"hostname":"web1","program":"CRON","pid":99,"user":"root","cron_action":"CMD","command":"run-parts /etc","message":"(root) CMD (run-parts /etc)"}',
    ],
    [
      'a JSON document as message',
      'Nov 21 01:02:03 web1 app: @cee: {"a":{"b":1}}',
      'linux.syslog 2026-11-21T01:02:03.000000Z zone? year? {"hostname":"web1","program":"app","message":{"a":{"b":1}}}',
    ],
    [
      'a Windows event sent by Snare',
      '<131>Jul 28 11:28:41 dc01 MSWinEventLog\t1\tSecurity\t37\tTue Jul 28 11:28:00 2026\t4688\tMicrosoft-Windows-Security-Auditing\tCORP\\bob\tUser\tSuccess Audit\tdc01\tProcess Creation\t\tA new process\t12',
      'windows.security 2026-07-28T11:28:00.000000Z zone? {"facility":"local0","severity":"err","hostname":"dc01","EventID":4688,"Channel":"Security","Provider_Name":"Microsoft-Windows-Security-Auditing","Computer":"dc01","EventType":"Success Audit","Task":"Process Creation","User":"CORP\\\\bob","message":"A new process\\t12"}',
    ],
    [
      'FortiGate',
      '<189>date=2026-11-21 time=10:00:00 devname="FG \\"1\\"" eventtime=1795222800123456789 tz="+0900" type="event" action="Edit" cfgpath="system.admin" msg=""',
      'fortigate.event 2026-11-21T01:00:00.123456Z {"facility":"local7","severity":"notice","date":"2026-11-21","time":"10:00:00","devname":"FG \\"1\\"","eventtime":"1795222800123456789","tz":"+0900","type":"event","action":"Edit","cfgpath":"system.admin","msg":""}',
    ],
    [
      'FortiGate without eventtime, written by itself',
      'date=2026-11-21 time=10:00:00 devname=FG1 type=traffic srcip=192.0.2.1',
      'fortigate.traffic 2026-11-21T10:00:00.000000Z zone? {"date":"2026-11-21","time":"10:00:00","devname":"FG1","type":"traffic","srcip":"192.0.2.1"}',
    ],
    [
      'Sysmon for Linux',
      'Nov 21 01:02:03 lin1 sysmon[77]: <Event><System><EventID>1</EventID><TimeCreated SystemTime="2026-11-22T01:02:03.123456000Z"/><Computer>lin1</Computer></System><EventData><Data Name="Image">/usr/bin/cat</Data><Data Name="CommandLine">cat &lt;a&#62; &amp;lt;</Data></EventData></Event>',
      'linux.sysmon 2026-11-22T01:02:03.123456Z {"EventID":1,"Computer":"lin1","Provider_Name":"Linux-Sysmon","Image":"/usr/bin/cat","CommandLine":"cat <a> &lt;","hostname":"lin1","program":"sysmon","pid":77}',
    ],
  ])('reads %s', async (_, line, expected) => {
    expect(await one(line)).toBe(expected)
  })

  test.each([
    ['Nov 21 01:02:03 web1 foo: bar\n<13>x', true],
    ['2026-04-17T05:24:53Z web1 foo[1]: bar', true],
    ['*Mar  1 00:00:00.123: %SYS-5-CONFIG_I: Configured', true],
    ['2026-04-17 05:24:53 INFO main: started', false],
    ['2026-04-17T05:24:53Z started', false],
    ['date=2026-11-21 time=10:00:00 devname=FG1 type=traffic', true],
    ['just words', false],
    ['', false],
  ])('%j is syslog: %s', (text, expected) => {
    expect(decoder.recognises(Buffer.from(text), '')).toBe(expected)
  })

  test('reads in pieces what it reads as a whole, and never throws', async () => {
    const word = fc.constantFrom(
      '<13>', '<34>1 ', 'Oct 11 22:14:15 ', '2026-04-17T05:24:53Z ', 'host ', 'sshd[1]: ', 'sudo: ', '%A-5-B: ', '123: ', '[a b="c"]', '[a ', '- ',
      'bob : TTY=x ; USER=y', '{"a":1}', 'MSWinEventLog\t', '<Event><EventID>1</EventID>', 'é', '\u0000', '\r', '\n', '\n\n',
    )
    const text = fc.array(fc.oneof(word, fc.string({ maxLength: 5 })), { maxLength: 30 }).map(words => words.join(''))
    await fc.assert(fc.asyncProperty(text, fc.nat(), async (content, at) => {
      const bytes = Buffer.from(content)
      const whole = await decodeAll(decoder, bytes)
      decoder.recognises(bytes, '')
      const lineEnd = bytes.indexOf('\n', bytes.length === 0 ? 0 : at % bytes.length)
      if (lineEnd < 0) return
      const firstRecord = bytes.subarray(0, lineEnd + 1).toString('latin1').split('\n').length - 1
      const pieces = await decodeChunks(decoder, memoryEvidence(bytes), [
        { number: 0, from: 0, to: lineEnd + 1, firstRecord: 0 },
        { number: 1, from: lineEnd + 1, to: bytes.length, firstRecord },
      ])
      expect(pieces.rows).toEqual(whole.rows)
    }), { numRuns: byDepth(100, 1_000, 50_000) })
  })

  test('reads hostile lines in linear time', async () => {
    const long = 200_000
    const lines = [
      `<34>1 - a b c d ${'[a'.repeat(long)}`, `<34>1 - a b c d [a${' b="'.repeat(long)}`, `<34>1 - a b c d ${'[a b="c"]'.repeat(long / 4)}`,
      `Oct 11 22:14:15 ${'a'.repeat(long)}`, `Oct 11 22:14:15 h sudo: x : ${' ; A='.repeat(long)}`, `Oct 11 22:14:15 h sshd: Invalid user ${' from'.repeat(long)}`,
      `Oct 11 22:14:15 h sysmon: <Event><EventID>1</EventID>${'<Data Name="'.repeat(20_000)}`, ' '.repeat(long), `${'1'.repeat(long)}: `,
    ]
    const start = performance.now()
    await decodeAll(decoder, lines.join('\n'))
    expect(performance.now() - start).toBeLessThan(5_000)
  })
})
