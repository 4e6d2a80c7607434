import { getHeapStatistics, setFlagsFromString } from 'node:v8'
import { WORKER_PROCESS } from './defaults.ts'

/** Lets the heap of this process grow by as much as a worker's may before garbage is collected, whatever it holds by now. */
export function setHeapGrowth(): void {
  setFlagsFromString(`--heap-growing-percent=${heapGrowth(getHeapStatistics().used_heap_size)}`)
}

/** In per cent. @param usedBytes of the heap */
export function heapGrowth(usedBytes: number): number {
  const { heapGrowth: least, heapGrowthMb } = WORKER_PROCESS
  return Math.max(least, Math.min(MOST, Math.round(heapGrowthMb * 1e8 / usedBytes)))
}

/** A heap that has hardly anything yet is about to get its rules. */
const MOST = 100
