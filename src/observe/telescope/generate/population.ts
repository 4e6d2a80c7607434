import { DAY_US, MINUTE_US, parseIsoTime, SECOND_US } from '../../../model/time.ts'
import { formatTime } from '../../../model/time.ts'
import { formatAddress } from '../../packet/format-address.ts'
import type { PacketFields } from '../../packet/write-capture.ts'
import type { Actor } from './actor.ts'
import type { Range } from './address-pool.ts'
import { AddressPool, isInRange, rangeOf } from './address-pool.ts'
import { answerOf } from './answers.ts'
import type { GenerateConfig } from './generate-config.ts'
import { Random } from './random.ts'
import type { Tool } from './tool-packets.ts'
import { inventedTool, masscan, mirai, nmap, ownStack, sipvicious, unicornscan, zmapNew, zmapOld } from './tool-packets.ts'
import type { Truth } from './truth-schema.ts'

type Role = Truth['sources'][number]['role']

/** Ports by how often they are asked for: the first ones most. */
const PORTS = [23, 22, 80, 443, 8_080, 3_389, 445, 5_900, 6_379, 2_323, 8_443, 21, 25, 1_433, 3_306, 5_432, 7_547, 37_215, 60_023, 9_200] as const
const HOPS = [6, 24] as const

/** All actors of a configuration with what is true of them. @param seed everything follows from it */
export function populate(config: GenerateConfig, seed: number): { readonly actors: readonly Actor[], readonly truth: Truth } {
  return new Population(config, seed).build()
}

class Population {
  readonly #config: GenerateConfig
  readonly #seed: number
  readonly #space: Range
  readonly #pool: AddressPool
  readonly #random: Random
  readonly #start: number
  readonly #end: number
  readonly #actors: Actor[] = []
  readonly #sources: (Truth['sources'][number])[] = []
  readonly #groups: Truth['groups'] = []
  readonly #attacks: Truth['attacks'] = []
  readonly #warnings: Truth['warnings'] = []
  #botnet: Truth['botnet'] = null

  constructor(config: GenerateConfig, seed: number) {
    this.#config = config
    this.#seed = seed
    this.#space = rangeOf(config.space)
    this.#pool = new AddressPool([this.#space, ...config.organisations.flatMap(({ used, unused }) => [...used, ...unused].map(rangeOf))])
    this.#random = new Random(seed, 0)
    this.#start = parseIsoTime(config.start)?.microseconds ?? 0
    this.#end = this.#start + config.minutes * MINUTE_US
  }

  build(): { readonly actors: readonly Actor[], readonly truth: Truth } {
    this.#addScanners()
    for (const [index, invented] of this.#config.invented.entries()) this.#addInvented(invented, index)
    this.#addBotnet()
    this.#addCoordinated()
    for (const attack of this.#config.attacks) this.#addAttack(attack)
    for (let index = 0; index < this.#config.misconfigured; index++) this.#addMisconfigured()
    for (const organisation of this.#config.organisations) this.#addOrganisation(organisation)
    const truth: Truth = {
      seed: this.#seed, packets: 0, from: formatTime(this.#start), to: formatTime(this.#end), space: this.#config.space,
      sources: this.#sources, groups: this.#groups, attacks: this.#attacks, botnet: this.#botnet, warnings: this.#warnings,
    }
    return { actors: this.#actors, truth }
  }

  #addScanners(): void {
    const { research, zmapOld: old, zmapNew: later, masscanOld, masscanNew, unmarked, packetsPerSource: average } = this.#config
    for (let index = 0; index < research; index++) {
      this.#scanner('research', ['zmap'], zmapOld(), { packets: 40 * average, ports: Array.from({ length: 40 }, () => this.#random.between(1, 65_535)) })
    }
    const few = (count: number, role: Role, marks: readonly string[], tool: () => Tool) => {
      for (let index = 0; index < count; index++) this.#scanner(role, marks, tool(), { packets: this.#around(average), ports: this.#ports() })
    }
    few(old, 'tool', ['zmap'], zmapOld)
    few(later, 'tool', [], zmapNew)
    few(masscanOld, 'tool', ['masscan'], () => masscan('old'))
    few(masscanNew, 'tool', ['masscan'], () => masscan('new'))
    few(this.#config.nmap, 'tool', ['nmap'], nmap)
    few(this.#config.unicornscan, 'tool', ['unicornscan'], unicornscan)
    few(this.#config.sipvicious, 'tool', ['sipvicious'], sipvicious)
    for (let index = 0; index < this.#config.mirai; index++) this.#scanner('tool', ['mirai'], mirai(), { packets: this.#around(average), ports: [23, 23, 23, 2_323] })
    few(unmarked, 'unmarked', [], () => ownStack(this.#random))
  }

  /** Two at least: what a single packet of 2⁻¹⁶ says is chance. */
  #around(average: number): number {
    return Math.max(2, Math.min(20 * average, Math.round(this.#random.exponential(average - 2) + 2)))
  }

  #ports(): number[] {
    const first = PORTS[Math.floor(PORTS.length * (this.#random.word() / 2 ** 32) ** 2)]!
    return this.#random.below(3) > 0 ? [first] : [first, this.#random.pick(PORTS)]
  }

  #inSpace(random: Random): number {
    return this.#space.first + random.below(this.#space.size)
  }

  /** An address that asks for ports at random destinations, from some time on until it has sent its packets. */
  #scanner(role: Role, fingerprints: readonly string[], tool: Tool, plan: {
    readonly packets: number, readonly ports: readonly number[], readonly from?: number, readonly to?: number, readonly address?: number
    readonly group?: string, readonly aim?: (random: Random, sent: number) => number
  }): number {
    const from = plan.from ?? this.#start + this.#random.word() / 2 ** 32 * (this.#end - this.#start) * 0.8
    const to = plan.to ?? this.#end
    const address = plan.address ?? this.#pool.take(this.#random)
    const hops = this.#random.between(...HOPS)
    const pace = (to - from) / plan.packets
    const aim = plan.aim ?? (random => this.#inSpace(random))
    this.#addActor(from, plan.packets, random => pace * (0.5 + random.word() / 2 ** 32), (random, sent) =>
      tool(random, { source: address, destination: aim(random, sent), port: plan.ports[random.below(plan.ports.length)]!, hops }))
    this.#note(address, role, fingerprints, plan.packets, plan.group)
    return address
  }

  #addActor(from: number, packets: number, wait: (random: Random, sent: number) => number, make: (random: Random, sent: number) => PacketFields): void {
    const random = new Random(this.#seed, this.#actors.length + 1)
    let sent = 0
    this.#actors.push({
      random,
      next: packets === 0 ? Infinity : Math.round(from),
      send() {
        const packet = make(random, sent++)
        this.next = sent === packets ? Infinity : this.next + Math.round(wait(random, sent))
        return packet
      },
    })
  }

  #note(address: number, role: Role, fingerprints: readonly string[], packets: number, group?: string): void {
    this.#sources.push({ address: formatAddress(address), role, fingerprints: [...fingerprints], packets, ...(group !== undefined && { group }) })
  }

  #addInvented(invented: GenerateConfig['invented'][number], index: number): void {
    const name = `invented-${index + 1}`
    const sources = Array.from({ length: invented.sources }, () =>
      formatAddress(this.#scanner('invented', [], inventedTool(invented), { packets: invented.packets, ports: this.#ports(), group: name })))
    const rule = [...invented.xor, `0x${invented.constant.toString(16)}`].join(' ⊕ ')
    this.#groups.push({ name, kind: 'invented', rule: `${invented.field} = ${rule}`, sources })
  }

  /** Hosts join along a logistic curve that stands at 1 % of its capacity when it begins. */
  #addBotnet(): void {
    const { botnet } = this.#config
    if (botnet === null) return
    const begin = this.#start + botnet.fromMinute * MINUTE_US
    const joins: { address: string, at: string }[] = []
    for (let host = 0; host < botnet.capacity; host++) {
      const share = (host + 1) / (botnet.capacity + 1)
      const hours = share <= 0.01 ? 0 : (Math.log(share / (1 - share)) + Math.log(99)) / botnet.growthPerHour
      const at = begin + hours * 60 * MINUTE_US
      const packets = Math.floor((this.#end - at) / MINUTE_US * botnet.packetsPerMinute)
      if (packets < 1) continue
      const address = this.#scanner('botnet', [], ownStack(this.#random), { packets, ports: [botnet.port], from: at, group: 'botnet' })
      joins.push({ address: formatAddress(address), at: formatTime(Math.round(at)) })
    }
    this.#botnet = { port: botnet.port, joins }
    this.#groups.push({ name: 'botnet', kind: 'botnet', sources: joins.map(({ address }) => address) })
  }

  /** Each source takes every n-th address, so that no address is asked twice. */
  #addCoordinated(): void {
    const { coordinated } = this.#config
    if (coordinated === null || coordinated.sources === 0) return
    const tool = ownStack(this.#random)
    const begin = this.#start + coordinated.atMinute * MINUTE_US
    const sources = Array.from({ length: coordinated.sources }, (_, index) => formatAddress(this.#scanner('coordinated', [], tool, {
      packets: coordinated.packets,
      ports: [coordinated.port],
      from: begin + this.#random.below(30 * SECOND_US),
      group: 'coordinated',
      aim: (_random, sent) => this.#space.first + (sent * coordinated.sources + index) % this.#space.size,
    })))
    this.#groups.push({ name: 'coordinated', kind: 'coordinated', sources })
  }

  #addAttack({ packets, seconds, targets, answer }: GenerateConfig['attacks'][number]): void {
    const network = this.#pool.take(this.#random) & 0xffffff00
    const latest = Math.max(0, this.#end - this.#start - seconds * SECOND_US)
    const from = this.#start + Math.floor(this.#random.word() / 2 ** 32 * latest)
    for (let index = 0; index < targets; index++) this.#victim((network | (targets === 1 ? this.#random.below(256) : index)) >>> 0, from, { packets, seconds, answer })
  }

  /** Packets at equal distances, the first and the last at the ends: so that the figures are those of the configuration, to the microsecond. */
  #victim(target: number, from: number, { packets, seconds, answer }: Omit<GenerateConfig['attacks'][number], 'targets'>): void {
    const times = Array.from({ length: packets }, (_, index) => Math.round(packets === 1 ? 0 : index * seconds * SECOND_US / (packets - 1)))
    const sender = answer === 'icmp' ? this.#pool.take(this.#random) : target
    const hops = this.#random.between(...HOPS)
    const port = this.#random.pick([80, 443, 53, 22, 25_565])
    this.#addActor(from, packets, (_, sent) => times[sent]! - times[sent - 1]!, random =>
      answerOf(answer, random, { source: sender, target, destination: this.#inSpace(random), port, hops }))
    this.#note(sender, 'victim', [], packets)
    const most = mostInWindow(times)
    this.#attacks.push({ target: formatAddress(target), packets, seconds, maxPacketsPerMinute: most, isAttack: packets >= 25 && times.at(-1)! >= 60 * SECOND_US && most >= 30 })
  }

  /** Always the same address and port: an old address in somebody's settings. */
  #addMisconfigured(): void {
    const destination = this.#inSpace(this.#random)
    const port = this.#random.pick([514, 123, 53, 161, 1_883])
    this.#scanner('misconfigured', [], ownStack(this.#random), { packets: 60, ports: [port], from: this.#start + this.#random.below(5 * MINUTE_US), aim: () => destination })
  }

  #addOrganisation({ name, used, unused, infected, attacked, spoofed }: GenerateConfig['organisations'][number]): void {
    const ranges = used.map(rangeOf)
    const own = unused.map(rangeOf).filter(range => isInRange(this.#space, range.first))
    const someAddress = () => this.#pool.takeFrom(ranges[this.#random.below(ranges.length)]!, this.#random)
    for (let host = 0; host < infected; host++) {
      const hitsOwn = host % 2 === 1 && own.length > 0
      const aim = (random: Random, sent: number) => (hitsOwn && sent % 2 === 0 ? own[0]!.first + random.below(own[0]!.size) : this.#outside(own, random))
      const address = this.#scanner('infected', ['mirai'], mirai(), { packets: 30, ports: [23, 2_323], address: someAddress(), aim })
      this.#warnings.push({ organisation: name, address: formatAddress(address), kind: hitsOwn ? 'internal' : 'external', isSpoofed: false })
    }
    for (let host = 0; host < attacked; host++) {
      const target = someAddress()
      this.#victim(target, this.#start, { packets: 150, seconds: 120, answer: 'syn-ack' })
      this.#warnings.push({ organisation: name, address: formatAddress(target), kind: 'backscatter', isSpoofed: false })
    }
    const from = this.#start + this.#random.below(Math.max(1, Math.min(DAY_US, this.#end - this.#start - 30 * SECOND_US)))
    for (let host = 0; host < spoofed; host++) {
      const address = this.#scanner('spoofed', [], ownStack(this.#random), {
        packets: 1, ports: [445], address: someAddress(), from: from + this.#random.below(10 * SECOND_US), to: this.#end, aim: random => this.#outside(own, random),
      })
      this.#warnings.push({ organisation: name, address: formatAddress(address), kind: 'external', isSpoofed: true })
    }
  }

  /** Somewhere in the space, but not in these ranges. */
  #outside(ranges: readonly Range[], random: Random): number {
    for (let attempt = 0; attempt < 1_000; attempt++) {
      const address = this.#inSpace(random)
      if (!ranges.some(range => isInRange(range, address))) return address
    }
    return this.#space.first
  }
}

/** Packets in the fullest window of 60 seconds, those that begin at whole multiples of ten seconds from the first packet. */
function mostInWindow(times: readonly number[]): number {
  const last = times.at(-1) ?? 0
  let most = 0
  for (let from = -50 * SECOND_US; from <= last; from += 10 * SECOND_US) {
    most = Math.max(most, times.filter(time => time >= from && time < from + 60 * SECOND_US).length)
  }
  return most
}
