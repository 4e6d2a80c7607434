/** Letters in a thousand of English text, a to z (Lewand, Cryptological Mathematics, 2000). */
const ENGLISH = [82, 15, 28, 43, 127, 22, 20, 61, 70, 1.5, 7.7, 40, 24, 67, 75, 19, 0.95, 60, 63, 91, 28, 9.8, 24, 1.5, 20, 0.74]
const LOGS = Float64Array.from(ENGLISH, share => Math.log(share / 1_000))
const LETTER_A = 0x61

/** By how much lower-case letters must be moved along the alphabet to be as frequent as in English: 0 to 25, the likeliest. */
export function likeliestShift(text: string): number {
  const counts = new Float64Array(26)
  for (let i = 0; i < text.length; i++) {
    const letter = text.charCodeAt(i) - LETTER_A
    if (letter >= 0 && letter < 26) counts[letter]!++
  }
  let best = 0
  let bestSum = -Infinity
  for (let distance = 0; distance < 26; distance++) {
    let sum = 0
    for (let letter = 0; letter < 26; letter++) sum += counts[letter]! * LOGS[(letter + distance) % 26]!
    if (sum <= bestSum) continue
    best = distance
    bestSum = sum
  }
  return best
}
