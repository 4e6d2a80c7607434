import { readFileSync } from 'node:fs'
import { listenForSyslog } from '../../observe/syslog-stream/syslog-listener.ts'
import type { WantedSource } from '../../pipeline/collect/source-collection.ts'
import type { SourceConfiguration, SyslogSourceConfiguration } from '../../platform/config/source-schemas.ts'
import { readCertificate } from '../certificate/server-certificate.ts'
import type { Certificate } from '../listen.ts'

/** What the sources of noroshi.yaml ask for, with what receives for each kind. */
export function wantedSources(configured: readonly SourceConfiguration[], organisation: string, ownCertificate: () => Certificate): WantedSource[] {
  return configured.map(source => {
    const { name, kind, format, dataset, zone } = source
    return {
      kind,
      source: { organisation: source.organisation ?? organisation, name, format, dataset, zone },
      receive: spool => listenForSyslog(source, spool, () => syslogCertificate(source, ownCertificate)),
    }
  })
}

function syslogCertificate({ certificate, key, clientAuthority }: SyslogSourceConfiguration, own: () => Certificate) {
  const pair = certificate === undefined && key === undefined ? own() : readCertificate(certificate ?? '', key ?? '')
  return { ...pair, clientAuthority: clientAuthority === undefined ? undefined : readFileSync(clientAuthority, 'utf8') }
}
