import { addressText } from '../../../model/address-text.ts'
import { fact } from '../../../model/reason.ts'
import { formatTime, HOUR_US, parseIsoTime } from '../../../model/time.ts'
import type { Network } from '../../../query/address.ts'
import { isInNetwork, parseAddress } from '../../../query/address.ts'
import { HELD_BACK_LIKELIHOOD } from '../defaults.ts'
import { familiesOf } from '../families.ts'
import { nextStep } from '../next-step.ts'
import type { Organisation } from '../organisations.ts'
import type { WarningReport } from '../telescope-schema.ts'
import { viewFact, warningId } from '../view-warnings.ts'
import { sightingSchema } from './sighting.ts'
import { unusedSpaceOf } from './watch-order.ts'

/** What the hub knows when it reads a sighting. */
export interface SightingContext {
  readonly members: readonly Organisation[]
  /** Whose sensor says it. */
  readonly organisation: string
  /** Microseconds since the epoch. */
  readonly now: number
}

export type ReadSighting = { readonly run: string, readonly warning: WarningReport } | { readonly refused: string }

/**
 * The warning that a sighting is about. A sensor is believed what it saw in the unused space of its own organisation, and nothing else: whose the address is,
 * what kind of warning it is and all words are made here.
 */
export function readSighting(record: unknown, { members, organisation, now }: SightingContext): ReadSighting {
  const parsed = sightingSchema.safeParse(record)
  if (!parsed.success) return { refused: `${parsed.error.issues[0]?.path.join('.') ?? ''}: not as a sighting is` }
  const { run, seen, spoof, spoofLikelihood, state, returns, packets, ports, ...said } = parsed.data
  const address = addressText(said.address)
  const owner = address === null ? undefined : ownerOf(members, address)
  if (address === null || owner === undefined) return { refused: `${said.address} is no member's` }
  if (seen === 'probe' && said.evidence.some(({ source }) => addressText(source) !== address)) return { refused: `packets of ${address} that others sent` }
  const space = unusedSpaceOf(organisation, members)
  const outside = said.evidence.find(({ destination }) => !space.some(network => isIn(network, destination)))
  if (outside !== undefined) return { refused: `${outside.destination} is no unused address of ${organisation}` }
  const [firstSeen, lastSeen, closesAt] = [said.firstSeen, said.lastSeen, said.closesAt].map(text => parseIsoTime(text)?.microseconds ?? 0) as [number, number, number]
  if (firstSeen > lastSeen || lastSeen > closesAt || lastSeen > now + CLOCK_DIFFERENCE_US) return { refused: 'its times cannot be' }
  const { name, id: member = name } = owner
  const kind = seen === 'backscatter' ? seen : member === organisation ? 'internal' : 'external'
  const fingerprints = [...new Set(said.fingerprints)]
  return {
    run,
    warning: {
      id: warningId({ organisation: name, address, kind }),
      organisation: name,
      member,
      address,
      kind,
      state,
      firstSeen: formatTime(firstSeen),
      lastSeen: formatTime(lastSeen),
      closesAt: formatTime(closesAt),
      returns,
      packets,
      ports,
      fingerprints,
      families: [...familiesOf(fingerprints)],
      spoofLikelihood,
      spoofReason: viewFact(fact(spoof.fact, { numbers: spoof.numbers })),
      heldBack: kind !== 'backscatter' && spoofLikelihood >= HELD_BACK_LIKELIHOOD,
      nextStep: viewFact(nextStep({ kind, fingerprints, ports, spoofLikelihood })),
      evidence: said.evidence,
    },
  }
}

/** How much a sensor's clock may be ahead of the hub's: what comes from the future would stand first for ever. */
const CLOCK_DIFFERENCE_US = HOUR_US

function isIn(network: Network, text: string): boolean {
  const address = parseAddress(text)
  return address !== null && isInNetwork(network, address)
}

/** The member with the longest prefix that holds the address; of equal ones the first. */
function ownerOf(members: readonly Organisation[], address: string): Organisation | undefined {
  let found: Organisation | undefined
  let most = -1
  for (const member of members) {
    for (const network of member.used) {
      if (network.prefix <= most || !isIn(network, address)) continue
      most = network.prefix
      found = member
    }
  }
  return found
}
