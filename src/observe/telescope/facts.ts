import type { FactTemplates } from '../../model/reason.ts'

/** The sentences of what the telescope states. */
export const TELESCOPE_FACTS: FactTemplates = {
  'telescope.spoof-ttl': {
    en: 'its packets came with times to live from {least} to {most}: several machines send under this address',
    ja: 'TTL が {least} から {most} まで変化しており、複数の機器がこのアドレスを名乗っています',
  },
  'telescope.spoof-neighbours': {
    en: '{count} addresses of this member first appeared within two minutes with one or two packets each: they look drawn at random',
    ja: '2 分以内に、この組織の {count} 個のアドレスが 1～2 パケットだけで初めて現れており、無作為に選ばれたように見えます',
  },
  'telescope.spoof-single': {
    en: 'one packet only: anybody could have written the address',
    ja: 'パケットは 1 個だけで、誰でもこのアドレスを書けます',
  },
  'telescope.spoof-one-machine': {
    en: '{count} packets as one machine sends them, the time to live at {ttl}',
    ja: '1 台の機器が送ったと見られる {count} 個のパケットで、TTL は {ttl} です',
  },
  'telescope.next-forged': {
    en: 'look in the border\'s flows or the firewall\'s log for these packets; if none left your network, somebody forged the address and nothing is to be done here',
    ja: '境界のフローまたはファイアウォールのログで、これらのパケットが自組織から出たかを確認してください。出ていなければアドレスの詐称であり、対処は不要です',
  },
  'telescope.next-mirai': {
    en: 'find the device behind this address (DHCP and NAT logs), cut it off, change its password and update it, then restart it: Mirai lives in memory and comes back within minutes otherwise',
    ja: 'このアドレスの機器を特定し（DHCP・NAT のログ）、切り離してパスワード変更とファームウェア更新を行った後に再起動してください。Mirai はメモリ上で動作し、対策前の再起動では数分で再感染します',
  },
  'telescope.next-unknown-tool': {
    en: 'find the machine behind this address, cut it off and keep its memory and disk: {tools} is a tool that nobody has named yet',
    ja: 'このアドレスの機器を特定して切り離し、メモリとディスクを保全してください。{tools} はまだ名前の付いていないツールです',
  },
  'telescope.next-tool': {
    en: 'ask who runs this scan ({tools}); if nobody does, treat the machine as taken over',
    ja: 'このスキャン（{tools}）の実施者を確認してください。該当者がいなければ、機器が乗っ取られたものとして対処してください',
  },
  'telescope.next-search': {
    en: 'find the machine behind this address (DHCP and NAT logs) and see which program asks for port {port}',
    ja: 'このアドレスの機器を特定し（DHCP・NAT のログ）、ポート {port} に接続しようとしているプログラムを調べてください',
  },
  'telescope.next-flooded': {
    en: 'see whether this machine still serves: it is being flooded from forged addresses; if not, ask your provider to filter',
    ja: 'この機器のサービスが継続しているか確認してください。送信元を詐称した大量のパケットを受けています。支障があれば、接続事業者にフィルタを依頼してください',
  },
}
