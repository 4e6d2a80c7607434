import * as z from 'zod'
import { about, path, wholeNumber } from './key-schemas.ts'

/** `telescope:` in noroshi.yaml. */
export const telescopeSensorSchema = z.strictObject({
  interface: z.string().regex(/^[\w.:@-]{1,64}$/, 'must be the name of a network interface like eth1').optional().meta(about(
    'the interface that is watched all day, with tcpdump, else dumpcap', 'name', 'none', 'nothing is captured until you want it')),
  filter: z.string().min(1).max(10_000).optional().meta(about(
    'which packets are captured (pcap-filter(7))', 'filter', 'none: all', 'an interface may carry more than the unused space')),
  file: path.optional().meta(about(
    'in place of an interface: a named pipe, which is opened again whenever its writer ends, or a capture, which is read once; a relative path starts at the file\'s own folder',
    'path', 'none', 'another program may capture')),
  space: z.array(z.string().min(1)).default([]).meta(about(
    'the watched unused space', 'prefixes', 'none: every destination is watched', 'only you know which addresses nobody uses')),
  organisations: path.optional().meta(about(
    'the file of member organisations (docs/telescope.md); a relative path starts at the file\'s own folder', 'path', 'none: nobody is warned', 'only you know your members')),
  packetDays: wholeNumber(0, 36_500).default(2).meta(about(
    'days (UTC) for which the headers of all packets are kept in the event store; 0: not stored. Counts by minute stay', 'days', '2',
    'a day of 22,000 packets a second is some tens of GB')),
}).refine(({ interface: name, file }) => (name === undefined) !== (file === undefined), 'must have either interface or file')
