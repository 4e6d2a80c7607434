/**
 * Lets jobs run side by side and gives their results in the order of the jobs: at most `width` are begun beyond what has been taken. A job
 * that fails throws where its result would be.
 */
export async function* inOrder<Job, Result>(
  jobs: AsyncIterable<Job>, width: number, start: (job: Job) => Promise<Result>,
): AsyncGenerator<Result, void, undefined> {
  const running: Promise<Result>[] = []
  for await (const job of jobs) {
    const result = start(job)
    // Whoever takes it hears of it; until then nobody must.
    result.catch(() => {})
    running.push(result)
    if (running.length >= width) yield await running.shift()!
  }
  for (const result of running) yield await result
}
