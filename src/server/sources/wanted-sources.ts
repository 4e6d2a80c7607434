import { readFileSync } from 'node:fs'
import { listenForDnstap } from '../../observe/dnstap/listen-for-dnstap.ts'
import { followFiles } from '../../observe/file-tail/follow-files.ts'
import { listenForFlows } from '../../observe/flow-export/listen-for-flows.ts'
import { listenForLogs } from '../../observe/intake/listen-for-logs.ts'
import { listenForSyslog } from '../../observe/syslog-stream/syslog-listener.ts'
import type { WantedSource } from '../../pipeline/collect/source-collection.ts'
import type { DnstapSourceConfiguration, HttpSourceConfiguration, SourceConfiguration, SyslogSourceConfiguration } from '../../platform/config/source-schemas.ts'
import { readCertificate } from '../certificate/server-certificate.ts'
import type { Certificate } from '../listen.ts'
import { receiveMailbox, receivePull } from './document-sources.ts'

/** What the sources of noroshi.yaml ask for, with what receives for each kind. */
export function wantedSources(configured: readonly SourceConfiguration[], organisation: string, ownCertificate: () => Certificate): WantedSource[] {
  return configured.map(configuration => {
    const { name, kind, dataset, zone } = configuration
    const source = { organisation: configuration.organisation ?? organisation, name, dataset, zone }
    if (configuration.kind === 'syslog') {
      const certificate = () => streamCertificate(configuration, ownCertificate)
      return { kind, source: { ...source, format: configuration.format }, receive: spool => listenForSyslog(configuration, spool, certificate) }
    }
    if (configuration.kind === 'files') return { kind, source: { ...source, format: configuration.format }, receive: spool => followFiles(configuration, spool) }
    if (configuration.kind === 'flows') return { kind, source: { ...source, format: 'json' }, receive: spool => listenForFlows(configuration, spool) }
    if (configuration.kind === 'dnstap') {
      const certificate = () => streamCertificate(configuration, ownCertificate)
      return { kind, source: { ...source, format: 'json' }, receive: spool => listenForDnstap(configuration, spool, certificate) }
    }
    if (configuration.kind === 'mailbox') return { kind, source: { ...source, format: 'document' }, receive: receiveMailbox(configuration) }
    if (configuration.kind === 'pull') return { kind, source: { ...source, format: 'document' }, receive: receivePull(configuration) }
    const certificate = () => certificateOf(configuration, ownCertificate)
    return { kind, source: { ...source, format: 'json' }, receive: spool => listenForLogs(configuration, spool, certificate) }
  })
}

type StreamSourceConfiguration = SyslogSourceConfiguration | DnstapSourceConfiguration

function certificateOf({ certificate, key }: StreamSourceConfiguration | HttpSourceConfiguration, own: () => Certificate): Certificate {
  return certificate === undefined && key === undefined ? own() : readCertificate(certificate ?? '', key ?? '')
}

function streamCertificate(configuration: StreamSourceConfiguration, own: () => Certificate) {
  const { clientAuthority } = configuration
  return { ...certificateOf(configuration, own), clientAuthority: clientAuthority === undefined ? undefined : readFileSync(clientAuthority, 'utf8') }
}
