import { MANY_PORTS, MANY_TARGETS, MISCONFIGURED_PACKETS } from './defaults.ts'

/** How a source searches: many ports of few addresses, few ports of many addresses, or both. */
export type ScanShape = 'vertical' | 'horizontal' | 'block'

/** The parts of a hash that stand for distinct destinations. */
const PARTS = 16

/** Null when the source asks too little to tell. */
export function scanShape(ports: number, targetBits: number): ScanShape | null {
  const manyTargets = estimatedTargets(targetBits) >= MANY_TARGETS
  if (ports >= MANY_PORTS) return manyTargets ? 'block' : 'vertical'
  return manyTargets ? 'horizontal' : null
}

/** Always the same address and port, and often: somebody's setting is wrong. */
export function isMisconfiguration(packets: number, ports: number, targetBits: number): boolean {
  return packets >= MISCONFIGURED_PACKETS && ports === 1 && bitCount(targetBits) === 1
}

/** Linear counting (Whang, Vander-Zanden, Taylor, ACM TODS 1990); all parts hit means "about 45 or more". */
function estimatedTargets(targetBits: number): number {
  const empty = PARTS - bitCount(targetBits)
  return PARTS * Math.log(PARTS / Math.max(empty, 1))
}

function bitCount(word: number): number {
  let count = 0
  for (let rest = word; rest !== 0; rest &= rest - 1) count++
  return count
}
