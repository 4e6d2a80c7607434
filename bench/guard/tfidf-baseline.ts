/** The plain way: words and pairs of words weighted by rarity (TF-IDF), and logistic regression; what every guard must beat. */
export interface Baseline {
  score(text: string): number
}

const ROUNDS = 20
const RATE = 0.5
const DECAY = 1e-5

export function trainBaseline(rows: readonly { readonly text: string; readonly isHostile: boolean }[]): Baseline {
  const seenIn = new Map<string, number>()
  for (const { text } of rows) for (const term of new Set(termsOf(text))) seenIn.set(term, (seenIn.get(term) ?? 0) + 1)
  const vector = (text: string): [term: string, value: number][] => {
    const counts = new Map<string, number>()
    for (const term of termsOf(text)) if (seenIn.has(term)) counts.set(term, (counts.get(term) ?? 0) + 1)
    const values = [...counts].map(([term, count]): [string, number] => [term, (1 + Math.log(count)) * Math.log((1 + rows.length) / (1 + seenIn.get(term)!))])
    const length = Math.sqrt(values.reduce((sum, [, value]) => sum + value * value, 0)) || 1
    return values.map(([term, value]) => [term, value / length])
  }
  const weights = new Map<string, number>()
  const squares = new Map<string, number>()
  let bias = 0
  const score = (values: readonly [string, number][]) => values.reduce((sum, [term, value]) => sum + (weights.get(term) ?? 0) * value, bias)
  const vectors = rows.map(({ text, isHostile }) => ({ values: vector(text), label: isHostile ? 1 : 0 }))
  for (let round = 0; round < ROUNDS; round++) {
    for (const { values, label } of vectors) {
      const error = 1 / (1 + Math.exp(-score(values))) - label
      for (const [term, value] of values) {
        const gradient = error * value + DECAY * (weights.get(term) ?? 0)
        const square = (squares.get(term) ?? 1e-8) + gradient * gradient
        squares.set(term, square)
        weights.set(term, (weights.get(term) ?? 0) - RATE * gradient / Math.sqrt(square))
      }
      bias -= 0.01 * error
    }
  }
  return { score: text => score(vector(text)) }
}

function termsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  return words.flatMap((word, index) => (index === 0 ? [word] : [word, `${words[index - 1]!} ${word}`]))
}
