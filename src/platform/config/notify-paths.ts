import type { ChannelConfiguration, NotifyConfiguration } from './notify-schema.ts'
import type { SecretReference } from './secret-reference.ts'

/** Paths of `notify:` that start at the file's own folder, made absolute. The names of programs stay as they are: they are looked for in PATH. */
export function withAbsoluteNotifyPaths(notify: NotifyConfiguration, absolute: (path: string) => string): NotifyConfiguration {
  return {
    ...notify,
    ...(notify.templates !== undefined && { templates: absolute(notify.templates) }),
    channels: notify.channels.map(channel => channelPaths(channel, absolute)),
  }
}

function channelPaths(channel: ChannelConfiguration, absolute: (path: string) => string): ChannelConfiguration {
  const secret = (reference: SecretReference): SecretReference => ('file' in reference ? { file: absolute(reference.file) } : reference)
  switch (channel.kind) {
    case 'smtp':
      return {
        ...channel,
        ...(channel.authority !== undefined && { authority: absolute(channel.authority) }),
        ...(channel.password !== undefined && { password: secret(channel.password) }),
        ...(channel.pgpKey !== undefined && { pgpKey: secret(channel.pgpKey) }),
        ...(channel.pgpPassphrase !== undefined && { pgpPassphrase: secret(channel.pgpPassphrase) }),
        ...(channel.smimeCertificate !== undefined && { smimeCertificate: absolute(channel.smimeCertificate) }),
        ...(channel.smimeKey !== undefined && { smimeKey: absolute(channel.smimeKey) }),
        smimeRecipients: Object.fromEntries(Object.entries(channel.smimeRecipients).map(([address, path]) => [address, absolute(path)])),
      }
    case 'webhook':
      return { ...channel, url: typeof channel.url === 'string' ? channel.url : secret(channel.url), secret: secret(channel.secret) }
    case 'slack':
    case 'teams':
    case 'mattermost':
      return { ...channel, url: typeof channel.url === 'string' ? channel.url : secret(channel.url) }
    case 'syslog':
      return { ...channel, ...(channel.authority !== undefined && { authority: absolute(channel.authority) }) }
  }
}
