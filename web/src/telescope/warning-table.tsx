import { useTranslation } from 'react-i18next'
import type { TelescopeWarning } from '../api/telescope.ts'
import { Table } from '../components/table.tsx'
import { Time } from '../components/time.tsx'
import { useFormats } from '../components/use-formats.ts'
import { visibleText } from '../components/visible-text.ts'

/** Ports that are written out; more are counted. */
const PORTS = 5

/** Members' addresses that showed themselves, newest first. */
export function WarningTable({ warnings }: { readonly warnings: readonly TelescopeWarning[] }) {
  const { t, i18n } = useTranslation('telescope')
  const { number } = useFormats()
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent' })
  const columns = [{ title: t('organisation') }, { title: t('address') }, { title: t('kind'), kind: 'wide' as const }, { title: t('ports') }, { title: t('tools') },
    { title: t('packets'), kind: 'number' as const }, { title: t('spoofed'), kind: 'number' as const }, { title: t('seen'), kind: 'time' as const }]
  return (
    <Table label={t('warnings')} columns={columns} rows={warnings.map(warning => ({
      key: `${warning.kind} ${warning.address} ${warning.organisation}`,
      cells: [
        visibleText(warning.organisation), <span key="a" className="data whitespace-nowrap">{warning.address}</span>, t(`warningKind.${warning.kind}`),
        `${warning.ports.slice(0, PORTS).join(', ')}${warning.ports.length > PORTS ? ` +${warning.ports.length - PORTS}` : ''}`,
        warning.fingerprints.join(', '), number(warning.packets),
        <span key="f" title={i18n.language.startsWith('ja') ? warning.spoofReason.ja : warning.spoofReason.en}>{percent.format(warning.spoofLikelihood)}</span>,
        <Time key="t" time={warning.lastSeen} />,
      ],
    }))} />
  )
}
