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
  warn: z.strictObject({
    channel: z.string().min(1).meta(about('the channel of `notify:` by which members are told of warnings, at their `contact` in the organisations file', 'name', 'must be given', 'only you know how they are reached')),
    marking: z.enum(['clear', 'green', 'amber', 'amber+strict', 'red'], 'must be clear, green, amber, amber+strict or red').default('amber').meta(about('the TLP 2.0 marking of warnings', '', 'amber', 'a member may tell its own people')),
  }).optional().meta(about('who tells members of warnings', '', 'nobody: they see them when they sign in', 'nothing leaves until you want it')),
  surveys: path.optional().meta(about(
    'known survey scanners, a line each: an address, a prefix or a domain; a relative path starts at the file\'s own folder', 'path', 'none: those known by their names', 'whom you let survey you is yours to know')),
  names: path.optional().meta(about(
    'reverse names, a line each: an address and its name; a relative path starts at the file\'s own folder', 'path', 'none', 'no name server is ever asked')),
  attacks: z.strictObject({
    packets: wholeNumber(1, 1_000_000).default(25).meta(about('answers from which a flood elsewhere is an attack', 'packets', '25', 'what CAIDA\'s Corsaro codes')),
    seconds: wholeNumber(0, 86_400).default(60).meta(about('how long it lasts at least', 'seconds', '60', 'what CAIDA\'s Corsaro codes')),
    rate: wholeNumber(1, 1_000_000).default(30).meta(about('answers within some minute', 'packets', '30', 'what CAIDA\'s Corsaro codes')),
  }).default({ packets: 25, seconds: 60, rate: 30 }).meta(about('when answers to forged packets are an attack elsewhere (docs/telescope.md)', '', 'CAIDA\'s', 'a small space sees few answers')),
  publish: z.boolean().default(false).meta(about(
    'whether everybody who reaches the server may see the page of daily figures, `/api/v1/telescope/public`', '', 'false', 'nothing is public until you want it')),
  packetDays: wholeNumber(0, 36_500).default(2).meta(about(
    'days (UTC) for which the headers of all packets are kept in the event store; 0: not stored. Counts by minute stay', 'days', '2',
    'a day of 22,000 packets a second is some tens of GB')),
}).refine(({ interface: name, file }) => name === undefined || file === undefined, 'must not have both interface and file')
  .refine(({ interface: name, file, organisations }) => name !== undefined || file !== undefined || organisations !== undefined, 'must have interface or file, or organisations whose sensors watch')
