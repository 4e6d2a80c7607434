/** What a systemd unit for the server, or for a remote sensor, says. */
export interface UnitOptions {
  readonly command: 'up' | 'sensor'
  /** The clone. */
  readonly home: string
  /** The program `node`. */
  readonly node: string
  readonly data: string
  /** Null for a unit of the user's own manager. */
  readonly user: string | null
  readonly config: string | null
  readonly listen: string | null
}

/** The text of the unit, with every protection of systemd.exec(5) that the engines can live with. */
export function serviceUnit({ command, home, node, data, user, config, listen }: UnitOptions): string {
  const start = [node, `${home}/src/cli/main.ts`, command, '--data', data, ...(config === null ? [] : ['--config', config]), ...(listen === null ? [] : ['--listen', listen])]
  const port = Number(listen?.split(':').at(-1) ?? Number.NaN)
  return `[Unit]
Description=Noroshi, ${command === 'up' ? 'cyber-defence platform' : 'remote sensor'}
After=network.target
StartLimitIntervalSec=300
StartLimitBurst=10

[Service]
Type=exec
ExecStart=${start.map(quoted).join(' ')}
WorkingDirectory=${home.replaceAll('%', '%%')}
Environment=NODE_COMPILE_CACHE=${quoted(`${home}/.runtime/compile-cache`)}
Environment=NODE_USE_SYSTEM_CA=1
${user === null ? '' : `User=${user}\nGroup=${user}\n`}Restart=on-failure
RestartSec=2
TimeoutStopSec=60
KillMode=mixed
UMask=0077
LimitNOFILE=65536
${user === null ? '' : hardening(home, data, command === 'sensor' || (port > 0 && port < 1_024))}
[Install]
WantedBy=${user === null ? 'default.target' : 'multi-user.target'}
`
}

/** @param low whether ports below 1024 may be opened: devices send syslog to 514. `MemoryDenyWriteExecute` is not possible: V8 and ClickHouse compile at run time. User namespaces stay: PostgreSQL may need one. */
function hardening(home: string, data: string, low: boolean): string {
  return `NoNewPrivileges=yes
ProtectSystem=strict
ReadWritePaths=${quoted(data)} -${quoted(`${home}/.runtime`)}
ProtectHome=read-only
PrivateTmp=yes
PrivateDevices=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectKernelLogs=yes
ProtectControlGroups=yes
ProtectClock=yes
ProtectHostname=yes
ProtectProc=invisible
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
RemoveIPC=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service @mount
SystemCallErrorNumber=EPERM
CapabilityBoundingSet=${low ? 'CAP_NET_BIND_SERVICE' : ''}
AmbientCapabilities=${low ? 'CAP_NET_BIND_SERVICE' : ''}
`
}

/** As systemd.syntax(7) quotes; `%` begins a specifier. */
function quoted(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('%', '%%').replaceAll('$', '$$$$')
  return /^[\w@./:+=-]+$/.test(text) ? escaped : `"${escaped}"`
}
