const en = {
  'reconnaissance': 'Reconnaissance', 'resource-development': 'Resource Development', 'initial-access': 'Initial Access', 'execution': 'Execution',
  'persistence': 'Persistence', 'privilege-escalation': 'Privilege Escalation', 'stealth': 'Stealth', 'defense-impairment': 'Defense Impairment',
  'defense-evasion': 'Defense Evasion', 'credential-access': 'Credential Access', 'discovery': 'Discovery', 'lateral-movement': 'Lateral Movement',
  'collection': 'Collection', 'command-and-control': 'Command and Control', 'exfiltration': 'Exfiltration', 'impact': 'Impact', 'evasion': 'Evasion',
  'inhibit-response-function': 'Inhibit Response Function', 'impair-process-control': 'Impair Process Control',
}

const ja: typeof en = {
  'reconnaissance': '偵察', 'resource-development': 'リソース開発', 'initial-access': '初期アクセス', 'execution': '実行',
  'persistence': '永続化', 'privilege-escalation': '権限昇格', 'stealth': '隠密行動', 'defense-impairment': '防御の妨害',
  'defense-evasion': '防御回避', 'credential-access': '認証情報アクセス', 'discovery': '探索', 'lateral-movement': '水平展開',
  'collection': '収集', 'command-and-control': 'C&C 通信', 'exfiltration': '持ち出し', 'impact': '影響', 'evasion': '回避',
  'inhibit-response-function': '対応機能の阻害', 'impair-process-control': 'プロセス制御の妨害',
}

/** ATT&CK tactics by their short names; one that no release knows is shown as it is written. */
export const tacticWords = { en, ja }
