import type { Ledger } from '../../ledger/ledger.ts'
import { addException } from '../verdict-exception.ts'

/** An exception as a person would make it. @returns its id */
export async function someException(ledger: Ledger, over: { readonly mark?: string; readonly days?: number } = {}): Promise<string> {
  const { mark = 'a'.repeat(64), days = 30 } = over
  const id = await addException(ledger, {
    mark, application: 'shop', layer: 'signature', kind: 'ignore-instructions', origin: 'user', event: 'e'.repeat(32), verdict: { en: 'it asks to set rules aside', ja: '規則の無視を求めている' }, reason: 'a training text',
  }, days, { person: 'lea' })
  if (id === null) throw new Error('the exception could not be made')
  return id
}
