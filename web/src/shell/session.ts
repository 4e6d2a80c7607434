import { useQuery } from '@tanstack/react-query'
import type { Role, Session } from '../api/session.ts'
import { atLeast, sessionQuery } from '../api/session.ts'

/** Who is signed in; below the root there is always somebody. */
export function useSession(): Session {
  const { data } = useQuery(sessionQuery)
  if (data === undefined || data === null) throw new Error('nobody is signed in')
  return data
}

/** Whether the person may do what this role may. The server decides; this only hides what it would refuse. */
export function useMay(role: Role): boolean {
  return atLeast(useSession().user.role, role)
}
