import type { Fact } from '../../model/reason.ts'
import { fact } from '../../model/reason.ts'
import { FEW_PACKETS, SPOOF_TTL_SPREAD } from './defaults.ts'

export interface SpoofLikelihood {
  /** 0–1: how likely somebody else wrote this address into the packets. */
  readonly likelihood: number
  readonly reason: Fact
}

/** What speaks for or against it. */
export interface SpoofSigns {
  readonly packets: number
  readonly leastTtl: number
  readonly mostTtl: number
  /** Tools told by a mark. */
  readonly marks: number
  /** Addresses of the same member that first showed themselves within two minutes, with at most two packets each. */
  readonly neighbours: number
}

/** Single-packet addresses of one member within two minutes from which they are drawn by somebody: a worm does not infect so many at once. */
const DRAWN_NEIGHBOURS = 16

/** A judgement in four steps, the strongest sign first; never a ground to drop a warning. */
export function spoofLikelihood({ packets, leastTtl, mostTtl, marks, neighbours }: SpoofSigns): SpoofLikelihood {
  const spread = mostTtl - leastTtl
  if (spread >= SPOOF_TTL_SPREAD) return { likelihood: 0.9, reason: fact('telescope.spoof-ttl', { numbers: { least: leastTtl, most: mostTtl } }) }
  if (packets <= FEW_PACKETS && neighbours >= DRAWN_NEIGHBOURS) return { likelihood: 0.8, reason: fact('telescope.spoof-neighbours', { numbers: { count: neighbours } }) }
  if (packets === 1) return { likelihood: 0.5, reason: fact('telescope.spoof-single') }
  return { likelihood: marks > 0 ? 0.05 : 0.1, reason: fact('telescope.spoof-one-machine', { numbers: { count: packets, ttl: mostTtl } }) }
}
