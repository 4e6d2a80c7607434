/** How a rule's hits are spread over the time of all matches: a bar for each part. Decoration, the numbers stand beside it. */
export function SpreadBars({ spread }: { readonly spread: readonly number[] }) {
  const most = Math.max(1, ...spread)
  return (
    <svg viewBox={`0 0 ${spread.length * 4} 20`} preserveAspectRatio="none" className="h-6 w-24" aria-hidden="true">
      <rect className="fill-line" y="19" width={spread.length * 4} height="1" />
      {spread.map((count, i) => {
        const height = count === 0 ? 0 : Math.max(2.5, 19 * Math.sqrt(count / most))
        return <rect key={i} className="fill-accent" x={i * 4} width="3" y={19 - height} height={height} />
      })}
    </svg>
  )
}
