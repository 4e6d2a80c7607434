import { QueryCache, QueryClient } from '@tanstack/react-query'
import { ApiError } from '../api/api-error.ts'
import { sessionQuery } from '../api/session.ts'

/** Milliseconds for which an answer is taken as fresh; news come by the event stream anyway. */
const FRESH_MS = 10_000
const MOST_RETRIES = 3

/** What was asked and answered. A refusal is not asked again; an answer that says nobody is signed in shows the way in. */
export const queryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: error => {
      if (error instanceof ApiError && error.signedOut) queryClient.setQueryData(sessionQuery.queryKey, null)
    },
  }),
  defaultOptions: {
    queries: { staleTime: FRESH_MS, retry: (count, error) => count < MOST_RETRIES && error instanceof ApiError && error.passes },
  },
})
