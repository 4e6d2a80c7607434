/** Names its parent to a worker process. */
export const PARENT_VARIABLE = 'NOROSHI_WORKER_PARENT'

/** Ends a worker whose parent was gone before the kernel had been told to end it with that: nobody else would. */
export function endWithoutParent(): void {
  const parent = process.env[PARENT_VARIABLE]
  if (parent !== undefined && Number(parent) !== process.ppid) process.exit()
}
