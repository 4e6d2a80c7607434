import { useTranslation } from 'react-i18next'
import type { TelescopeWarning } from '../api/telescope.ts'
import { Table } from '../components/table.tsx'
import { Time } from '../components/time.tsx'
import { useFormats } from '../components/use-formats.ts'
import { visibleText } from '../components/visible-text.ts'

/** Ports that are written out; more are counted. */
const PORTS = 5

interface WarningTableProps {
  readonly warnings: readonly TelescopeWarning[]
  /** What people call unknown tools. */
  readonly names: ReadonlyMap<string, string>
  readonly onOpen: (id: string) => void
}

/** Members' addresses that showed themselves, newest first. */
export function WarningTable({ warnings, names, onOpen }: WarningTableProps) {
  const { t, i18n } = useTranslation('telescope')
  const { number } = useFormats()
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent' })
  const columns = [{ title: t('address') }, { title: t('organisation') }, { title: t('kind'), kind: 'wide' as const }, { title: t('ports') }, { title: t('tools') },
    { title: t('packets'), kind: 'number' as const }, { title: t('spoofed'), kind: 'number' as const }, { title: t('seen'), kind: 'time' as const }]
  return (
    <Table label={t('warnings')} columns={columns} rows={warnings.map(warning => ({
      key: warning.id,
      cells: [
        <button key="a" type="button" className="data whitespace-nowrap text-accent hover:underline" onClick={() => onOpen(warning.id)}>{warning.address}</button>,
        visibleText(warning.organisation),
        <span key="k">{t(`warningKind.${warning.kind}`)}{warning.state === 'closed' ? <span className="text-muted"> · {t('state.closed')}</span> : null}
          {warning.heldBack ? <span className="text-medium"> · {t('heldBack')}</span> : null}</span>,
        `${warning.ports.slice(0, PORTS).join(', ')}${warning.ports.length > PORTS ? ` +${warning.ports.length - PORTS}` : ''}`,
        warning.fingerprints.map(name => names.get(name) ?? name).join(', '), number(warning.packets),
        <span key="f" title={i18n.language.startsWith('ja') ? warning.spoofReason.ja : warning.spoofReason.en}>{percent.format(warning.spoofLikelihood)}</span>,
        <Time key="t" time={warning.lastSeen} />,
      ],
    }))} />
  )
}
