/** Hashes of a text's shingles whose smallest are kept. */
const HASHES = 64
/** Two texts that agree in all hashes of a band are near duplicates: half of the pairs whose shingles overlap by 0.77 do, nearly all above 0.85. */
const BANDS = 8
const SHINGLE = 5
const FNV_PRIME = 0x01000193

/**
 * Groups of near duplicates by MinHash and banding (Broder 1997; Leskovec, Rajaraman, Ullman, Mining of Massive Datasets, 3.4), transitive.
 *
 * @returns for each text the index of its group's first
 */
export function nearDuplicates(texts: readonly string[]): number[] {
  const parents = texts.map((_, index) => index)
  const root = (index: number): number => {
    let at = index
    while (parents[at] !== at) at = parents[at] = parents[parents[at]!]!
    return at
  }
  const signatures = texts.map(minima)
  const rows = HASHES / BANDS
  for (let band = 0; band < BANDS; band++) {
    const firsts = new Map<string, number>()
    for (const [index, signature] of signatures.entries()) {
      const key = signature.subarray(band * rows, (band + 1) * rows).join()
      const first = firsts.get(key)
      if (first === undefined) firsts.set(key, index)
      else {
        const [low, high] = [root(index), root(first)].sort((one, other) => one - other)
        parents[high!] = low!
      }
    }
  }
  return texts.map((_, index) => root(index))
}

function minima(text: string): Uint32Array {
  const smallest = new Uint32Array(HASHES).fill(0xffffffff)
  const plain = text.replaceAll(/\s+/g, ' ')
  for (let start = 0; start === 0 || start + SHINGLE <= plain.length; start++) {
    let hash = 0x811c9dc5
    for (let i = start; i < Math.min(start + SHINGLE, plain.length); i++) hash = Math.imul(hash ^ plain.charCodeAt(i), FNV_PRIME)
    for (let seed = 0; seed < HASHES; seed++) {
      let mixed = Math.imul(hash ^ Math.imul(seed, 0x9e3779b9), 0x85ebca6b)
      mixed = Math.imul(mixed ^ mixed >>> 13, 0xc2b2ae35) >>> 0
      if (mixed < smallest[seed]!) smallest[seed] = mixed
    }
  }
  return smallest
}
