import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { onStreamState, streamState } from '../api/stream.ts'
import { useSession } from '../shell/session.ts'
import { showToast } from '../shell/toasts.tsx'
import type { Unsent } from './outbox.ts'
import { Outbox } from './outbox.ts'

/** One for each person, for as long as the page lives: decisions are sent also when their case is no longer looked at. */
const outboxes = new Map<string, Outbox>()

/** The decisions on this case that are not saved yet, and the way to make one. */
export function useOutbox(caseId: string): { readonly outbox: Outbox; readonly unsent: readonly Unsent[] } {
  const { t } = useTranslation('cases')
  const { user: { name } } = useSession()
  const client = useQueryClient()
  let outbox = outboxes.get(name)
  if (outbox === undefined) {
    outbox = new Outbox(name, sent => {
      void client.invalidateQueries({ queryKey: ['cases'] })
      showToast(t(sent.tries === 0 ? 'decide.saved' : 'decide.savedAfter', { what: t(`decide.kinds.${sent.kind}`) }))
    })
    outboxes.set(name, outbox)
  }
  const unsent = useSyncExternalStore(outbox.subscribe, outbox.unsent)
  useEffect(() => {
    const send = () => void outbox.send()
    send()
    window.addEventListener('online', send)
    const stop = onStreamState(() => streamState() === 'open' && send())
    return () => {
      window.removeEventListener('online', send)
      stop()
    }
  }, [outbox])
  return { outbox, unsent: unsent.filter(each => each.caseId === caseId) }
}
