const FNV_OFFSET = 0x811c9dc5
const FNV_PRIME = 0x01000193

/** What stands for each concept in the models: a number of its name, so that concepts may be added and moved without learning anew. @param names by their numbers */
export function conceptKeys(names: readonly string[]): Int32Array {
  return Int32Array.from(names, name => [...Buffer.from(name)].reduce((hash, byte) => Math.imul(hash ^ byte, FNV_PRIME), FNV_OFFSET))
}
