/** Lower-case words and nothing else, from one edge of a value to the other: twelve to twenty-four, three to eight letters each (BIP-39). */
export const SEED_WORDS = /(?<=^|["'=:>\n]\s?)[a-z]{3,8}(?:(?:[ +,_-]|%20)[a-z]{3,8}){11,23}(?=$|["'<&#\n])/g

/** Common words that the list of BIP-39 has not: prose of a dozen words has one of them. */
const FUNCTION_WORDS = new Set(['the', 'and', 'for', 'with', 'are', 'was', 'were', 'has', 'had', 'not', 'but', 'from', 'his', 'her', 'its', 'our', 'their', 'they', 'them', 'which', 'would', 'could', 'should', 'into', 'does', 'did', 'how', 'been', 'being', 'when', 'who', 'than', 'please'])
const LENGTHS = new Set([12, 15, 18, 21, 24])

/** Whether such a run is as long as a wallet's recovery words are, and no prose. */
export function isSeedPhrase(found: string): boolean {
  const words = found.split(/[ +,_-]|%20/)
  return LENGTHS.has(words.length) && !words.some(word => FUNCTION_WORDS.has(word))
}
