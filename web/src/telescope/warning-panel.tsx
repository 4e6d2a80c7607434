import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { TelescopeEvidence } from '../api/telescope.ts'
import { telescopeMessageQuery, telescopeWarningQuery } from '../api/telescope.ts'
import { AddressLink } from '../components/address-link.tsx'
import { CopyButton } from '../components/copy-button.tsx'
import { ErrorNotice } from '../components/notice.tsx'
import { Sentence } from '../components/sentence.tsx'
import { SidePanel } from '../components/side-panel.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { Time } from '../components/time.tsx'
import { useFormats } from '../components/use-formats.ts'
import { visibleText } from '../components/visible-text.ts'

const PROTOCOLS: Readonly<Record<number, string>> = { 1: 'ICMP', 6: 'TCP', 17: 'UDP', 58: 'ICMPv6' }

/** One warning: what to do, why it is believed, and the packets it rests on. */
export function WarningPanel({ id, names, onClose }: { readonly id: string; readonly names: ReadonlyMap<string, string>; readonly onClose: () => void }) {
  const { t, i18n } = useTranslation('telescope')
  const { number } = useFormats()
  const { data, error, refetch } = useQuery(telescopeWarningQuery(id))
  const language = i18n.language.startsWith('ja') ? 'ja' : 'en'
  const { data: message } = useQuery(telescopeMessageQuery(id, language))
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent' })
  return (
    <SidePanel title={data === undefined ? t('warning') : data.address} onClose={onClose}
      actions={message === undefined ? null : <CopyButton text={`${message.subject}\n\n${message.text}`} label={t('copyMessage')} />}>
      {error !== null ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : data === undefined ? <Skeleton lines={8} /> : (
        <div className="grid gap-5">
          <section><h3 className="heading mb-1">{t('nextStep')}</h3><p className="text-lead"><Sentence text={data.nextStep[language]} terms={data.nextStep.terms} /></p></section>
          <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-1.5">
            <Fact name={t('address')}><AddressLink address={data.address} at={data.lastSeen} /></Fact>
            <Fact name={t('organisation')}>{visibleText(data.organisation)}</Fact>
            <Fact name={t('kind')}>{t(`warningKind.${data.kind}`)} · {t(`state.${data.state}`)}{data.heldBack ? ` · ${t('heldBack')}` : ''}</Fact>
            <Fact name={t('first')}><Time time={data.firstSeen} /></Fact>
            <Fact name={t('seen')}><Time time={data.lastSeen} /></Fact>
            <Fact name={t(data.state === 'open' ? 'closes' : 'state.closed')}><Time time={data.closesAt} /></Fact>
            {data.returns === 0 ? null : <Fact name={t('returns')}>{number(data.returns)}</Fact>}
            <Fact name={t('packets')}>{number(data.packets)}</Fact>
            <Fact name={t('ports')}>{data.ports.join(', ')}</Fact>
            {data.fingerprints.length === 0 ? null : <Fact name={t('tools')}>{data.fingerprints.map(name => (names.has(name) ? `${names.get(name)} (${name})` : name)).join(', ')}</Fact>}
            <Fact name={t('spoofed')}>{percent.format(data.spoofLikelihood)}: <Sentence text={data.spoofReason[language]} terms={data.spoofReason.terms} /></Fact>
          </dl>
          <section>
            <h3 className="heading mb-1">{t('evidence')}</h3>
            <ol className="grid gap-3">{data.evidence.map((packet, index) => <li key={index}><Packet packet={packet} /></li>)}</ol>
          </section>
        </div>
      )}
    </SidePanel>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return <div className="contents"><dt className="text-muted">{name}</dt><dd className="min-w-0 wrap-anywhere">{children}</dd></div>
}

function Packet({ packet }: { readonly packet: TelescopeEvidence }) {
  const { t } = useTranslation('telescope')
  const { source, destination, sourcePort, destinationPort, protocol, ttl, wireLength, bytes, time } = packet
  return (
    <div className="rounded-lg border border-line p-3 text-small">
      <p className="flex items-center gap-2"><span className="data flex-1 wrap-anywhere">{PROTOCOLS[protocol] ?? protocol} {source}:{sourcePort} → {destination}:{destinationPort}</span><CopyButton text={bytes} label={t('copyBytes')} /></p>
      <p className="text-muted"><Time time={time} /> · TTL {ttl} · {t('bytes', { count: wireLength })}</p>
      <p className="data mt-1 text-tiny wrap-anywhere text-muted">{bytes.match(/.{1,8}/g)?.join(' ')}</p>
    </div>
  )
}
