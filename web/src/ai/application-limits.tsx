import { useTranslation } from 'react-i18next'
import type { ApplicationLimits as Limits } from '../api/gateway.ts'
import { useFormats } from '../components/use-formats.ts'
import { visibleText } from '../components/visible-text.ts'

/** What noroshi.yaml says of an application beside its policy: it is seen here, and changed there. */
export function ApplicationLimits({ limits }: { readonly limits: Limits }) {
  const { t } = useTranslation('ai')
  const { number } = useFormats()
  const { upstream, packages, requestsPerMinute, tokensPerDay, judge, judgesAnswers, unreadable, audit, confirmed, tools, hosts, canaries } = limits
  const listed = (names: readonly string[]) => (names.length === 0 ? t('limit.none') : <span className="data">{visibleText(names.join(', '))}</span>)
  const facts = [
    ['upstream', <span key="upstream" className="data">{visibleText(upstream)}</span>], ['requestsPerMinute', number(requestsPerMinute)], ['tokensPerDay', tokensPerDay === null ? t('limit.unlimited') : number(tokensPerDay)],
    ['judge', judge === null ? t('limit.none') : t('limit.asked', { model: visibleText(judge.model), upstream: judge.upstream, seconds: number(judge.seconds) })],
    ['judgesAnswers', t(`limit.judged.${judgesAnswers}`)], ['unreadable', t(`limit.unread.${unreadable}`)], ['audit', t(`limit.written.${audit}`)], ['canaries', number(canaries)],
    ['hosts', listed(hosts)], ['packages', listed(packages)], ['confirmed', listed(confirmed)], ['tools.untrusted', listed(tools.untrusted)], ['tools.private', listed(tools.private)], ['tools.outside', listed(tools.outside)], ['tools.third', t(`do.${tools.third}`)],
  ] as const
  return (
    <details className="mt-5 border-t border-line pt-4">
      <summary className="text-small font-semibold">{t('limit.title')}</summary>
      <p className="mt-1 text-small text-muted">{t('limit.text')}</p>
      <dl className="mt-3 grid grid-cols-1 gap-x-6 gap-y-2 text-small sm:grid-cols-2 xl:grid-cols-3">
        {facts.map(([name, value]) => (
          <div key={name}><dt className="text-muted">{t(`limit.${name}`)} <span className="data text-tiny">{name}</span></dt><dd className="wrap-anywhere">{value}</dd></div>
        ))}
      </dl>
    </details>
  )
}
