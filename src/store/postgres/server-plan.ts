import { z } from 'zod'

/** What the process that holds the server is told, as its one argument. */
export const serverPlanSchema = z.object({
  /** Of the cluster, without symbolic links. */
  folder: z.string(),
  command: z.string(),
  args: z.array(z.string()).readonly(),
  uid: z.int().optional(),
  gid: z.int().optional(),
})

export type ServerPlan = z.infer<typeof serverPlanSchema>

/** What it writes to its standard output once the server accepts connections. */
export const SERVER_READY = 'noroshi-postgres ready'
