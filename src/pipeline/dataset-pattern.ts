/** Whether a dataset is one that a setting speaks of: `telescope.*`, where `*` stands for any characters. Linear in both: one star after another takes the nearest place that fits. */
export function fitsDataset(pattern: string, dataset: string): boolean {
  const [first = '', ...rest] = pattern.split('*')
  if (!dataset.startsWith(first)) return false
  if (rest.length === 0) return dataset === first
  let at = first.length
  const last = rest.pop() ?? ''
  for (const piece of rest) {
    const found = dataset.indexOf(piece, at)
    if (found < 0) return false
    at = found + piece.length
  }
  return dataset.length - at >= last.length && dataset.endsWith(last)
}
