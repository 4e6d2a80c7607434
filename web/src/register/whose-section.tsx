import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Whose } from '../api/register.ts'
import { whoseQuery } from '../api/register.ts'
import { AddressLink } from '../components/address-link.tsx'
import { Section } from '../components/section.tsx'
import { visibleText } from '../components/visible-text.ts'
import { EntryLink } from './entry-link.tsx'

/** Whose the addresses of a case were when it began; nothing where logs and register tell of none. */
export function WhoseSection({ caseId }: { readonly caseId: string }) {
  const { t } = useTranslation('register')
  const { data } = useQuery(whoseQuery(caseId))
  if (data === undefined || data.items.length === 0) return null
  return (
    <Section title={t('who.ofCase')}>
      <ul className="space-y-3 text-small">{data.items.map(whose => <WhoseRow key={whose.address} whose={whose} />)}</ul>
    </Section>
  )
}

function WhoseRow({ whose: { address, at, user, mac, host, place, device, organisation, owner, confidence } }: { readonly whose: Whose }) {
  const { t } = useTranslation('register')
  const known = [user, host, mac, place].filter(each => each !== null)
  return (
    <li>
      <p className="flex flex-wrap items-baseline gap-x-3"><AddressLink address={address} at={at} />{confidence === null ? null : <span className="text-tiny text-muted">{t(`who.confidence.${confidence}`)}</span>}</p>
      {owner === null ? null : <p><span className="text-muted">{t('who.known.owner')}:</span> <EntryLink kind="contact" entryKey={owner.key} name={owner.name} /></p>}
      {device === null ? null : <p><span className="text-muted">{t('who.known.device')}:</span> <EntryLink kind="device" entryKey={device.key} name={device.name} /></p>}
      {organisation === null ? null : <p><span className="text-muted">{t('who.known.organisation')}:</span> <EntryLink kind="organisation" entryKey={organisation.key} name={organisation.name} /></p>}
      {known.length === 0 ? null : <p className="data text-tiny text-muted">{visibleText(known.join(' · '))}</p>}
    </li>
  )
}
