import * as z from 'zod'

const DATASETS = [
  'zeek.conn', 'zeek.dns', 'zeek.http', 'zeek.ssl', 'zeek.x509', 'zeek.quic', 'zeek.ssh', 'zeek.smtp', 'zeek.ftp', 'zeek.telnet',
  'zeek.smb_cmd', 'zeek.smb_mapping', 'zeek.smb_files', 'zeek.ntlm', 'zeek.dce_rpc',
] as const

const count = z.int().min(0)

/** One line of `noroshi packets --json`. */
export const sessionEventSchema = z.looseObject({
  'dataset': z.enum(DATASETS),
  '_path': z.string().describe('the name of the log'),
  'ts': z.number().nullable().describe('seconds since the epoch; null where the capture holds no time'),
  'uid': z.string().regex(/^C[0-9a-z]+$/).describe('of the connection: the same in all its events'),
  'id.orig_h': z.string().describe('who opened the connection'),
  'id.orig_p': count.max(65_535),
  'id.resp_h': z.string(),
  'id.resp_p': count.max(65_535),
  'ja4': z.string().regex(/^[tq][0-9a-z]{2}[di]\d{4}.{2}_[0-9a-f]{12}_[0-9a-f]{12}$/s).optional().describe('of zeek.ssl with a ClientHello'),
}).meta({ title: 'A session event', description: 'one line of `noroshi packets --json`: the fields of the log of Zeek that `dataset` names' })
