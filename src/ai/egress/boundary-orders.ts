/** Orders that stand where an agent reads and that are no injection by a single phrase: each is two or three things said together. */
export interface BoundaryOrder {
  readonly id: string
  readonly en: string
  readonly ja: string
  /** Where it counts: what describes a tool or an agent has no business with such words; a page may explain them. */
  readonly places: readonly OrderPlace[]
  /** Of the text in canonical form. */
  readonly pattern: RegExp
}

export type OrderPlace = 'description' | 'message' | 'content'

const EVERYWHERE = ['description', 'message', 'content'] as const
const TOLD = ['description', 'message'] as const
const SHELL = String.raw`(?:sudo\s+)?(?:(?:ba|z|da)?sh|python3?|perl|node)\b`
const FETCH_AND_RUN = String.raw`\b(?:curl|wget)\b[^|\n]{0,300}\|\s*${SHELL}`
const SECRET_FILE = String.raw`(?:~|/root|/home/[\w$]+|\$home)?/?\.(?:ssh|aws|gnupg|kube|netrc|cursor|claude|npmrc|docker|git-credentials)\b[\w/.-]{0,60}|\bid_(?:rsa|ed25519|ecdsa)\b|/etc/(?:passwd|shadow|sudoers)|(?<![\w.])\.env\b|\bmcp\.json|wallet\.dat|/proc/self/environ|credentials\.json|environment variables?|umgebungsvariablen|variables d.environnement|variables de entorno|環境変数|环境变量|환경 ?변수`
const PASS_ON = String.raw`(?:send|pass|forward|includ|append|attach|post|upload|submit|report|add it|put (?:it|them|the)|copy|base64|encode|transmit|provide|parameter|argument|fuge|sende|ubergib|anhang|ajout|envoi|envoy|transm|inclu|envi|anad|mand|allega|adicion|添付|送信|送っ|含め|渡し|付け|发送|發送|发给|作为|附加|包含|传|보내|전송|포함|첨부|отправ|перед|включ|добав)`
const READ = String.raw`(?:read|open|cat|get|fetch|load|collect|extract|dump|lies|lese|offne|lis|lisez|ouvr|lee|lea|abre|leggi|leia|abra|lees|読|開|取得|读取|讀取|读|打开|获取|읽|열어|прочит|откро)`
const ASSISTANT = String.raw`(?<!user[ -])\b(?:ai|llm|assistants?|(?:ai|coding|llm|autonomous)\s?agents?|agents?|chatbots?|language models?|copilot|claude|gpt|gemini)\b`
/** Words that mean nothing but a model: programs that watch machines are agents, too. */
const MODEL = String.raw`\b(?:ai|llm|(?:ai|llm|coding) (?:systems?|agents?|assistants?|models?)|assistants?|chatbots?|language models?|copilot)\b`
/** Not over the end of a paragraph, into an example or out of one. */
const IN_PASSAGE = String.raw`(?:(?!\n\s{0,9}\n|:\s{0,9}\n|'{3}).)`
const SECRETLY = String.raw`(?:silently|secretly|quietly|covertly|discreetly|invisibly|heimlich|stillschweigend|discretement|en secret|silenciosamente|en secreto|di nascosto|silenziosamente|secretamente|こっそり|密かに|秘密裏|黙って|悄悄|暗中|秘密地|몰래|тайно|незаметно)`
const ACT = String.raw`(?:send|forward|run|execut|append|copy|copies|delet|post|upload|read|call|invok|download|transfer|includ|add|bcc|export|exfil|collect|wyslij|送|実行|转发|发送|执行|전송|실행|отправ|send|fuhr|leite|envoi|execut|ejecut|envi|invia|esegui)`
const TELL_NOBODY = String.raw`(?:do not|don't|dont|never|must not|should not|without)\s(?:ever\s)?(?:tell|mention|inform|notify|alert|telling|mentioning|informing|notifying|alerting|disclose)\w*\b.{0,30}(?:user|anyone|anybody|them|customer|human|operator|person)|without (?:the )?(?:user'?s? )?(?:knowledge|consent|permission|approval|asking|confirm)|sag\w* (?:dem|der) (?:be)?nutzer\w* nichts|ne (?:le )?(?:dis|dites|mentionne\w*) (?:pas|rien)|no (?:le )?(?:digas|menciones|informes)|non (?:dire|dirlo|menzionare)|nao (?:diga|mencione|informe)|(?:ユーザー|利用者)に(?:は)?.{0,10}(?:知らせ|伝え|言わ|話さ)な?|不要告诉|不要告訴|别告诉|勿告知|사용자에게.{0,10}(?:말하지|알리지)|не (?:говори|сообща|упомина)`

const BOUNDARY_ORDERS: readonly BoundaryOrder[] = [
  order('read-and-pass', 'it has a file with secrets read and passed on', '秘密を含むファイルを読ませて渡させようとしている', TOLD, String.raw`${READ}.{0,80}(?:${SECRET_FILE}).{0,160}${PASS_ON}|${PASS_ON}.{0,60}(?:contents?|inhalt|contenu|contenido|contenuto|conteudo|content|output|中身|内容|내용|содержим).{0,40}(?:${SECRET_FILE})|(?:${SECRET_FILE}).{0,30}(?:${READ}|${PASS_ON}|的内容|の内容|の中身).{0,60}${PASS_ON}`),
  order('read-and-pass-elsewhere', 'it has a file with secrets sent somewhere', '秘密を含むファイルを送らせようとしている', ['content'], String.raw`${READ}.{0,60}(?:${SECRET_FILE})${IN_PASSAGE}{0,100}${PASS_ON}${IN_PASSAGE}{0,80}https?:|${PASS_ON}${IN_PASSAGE}{0,60}(?:${SECRET_FILE})${IN_PASSAGE}{0,60}https?:|https?:\S{0,200}\$\((?:cat|env|printenv|whoami)`),
  order('fetch-and-run', 'it has a program fetched and run', '取得したプログラムを実行させようとしている', TOLD, FETCH_AND_RUN),
  order('told-to-fetch-and-run', 'it tells an assistant to fetch and run a program', 'アシスタントに取得したプログラムを実行させようとしている', ['content'],
    String.raw`${ASSISTANT}.{0,200}(?:${FETCH_AND_RUN}|(?:download|fetch|get).{0,120}(?:execute|run) (?:it|them|this)|sudo\b|\brm -rf|(?:curl|wget)\b.{0,80}(?:-d|--data|-f|@))|(?:decode|decipher|unhex|base64).{0,80}(?:execut|run)\w*\b.{0,40}(?:${FETCH_AND_RUN})|(?:you must|must now|immediately|required to|to fix this).{0,120}(?:${FETCH_AND_RUN})`),
  order('told-to-harm', 'it tells an assistant to destroy or give away', 'アシスタントに破壊や漏えいをさせようとしている', ['content'],
    String.raw`${ASSISTANT}\s{0,3}:\s.{0,60}(?:call|use|run|execute|read)\b.{0,80}(?:${SECRET_FILE}|\brm -rf)|${MODEL}.{0,60}\b(?:must|should|need to|have to|are required to)\b.{0,120}(?:send|upload|post|forward|e-?mail|submit|transmit)\b.{0,60}(?:https?:|\S@\S)|${ASSISTANT}\s{0,3}[:,]?\s.{0,40}(?:must|should|need to|have to|now|please|first|always|:).{0,60}(?:(?:call|use|invoke|run|execute)\b.{0,30}(?:delete|remove|drop|transfer|exec|bash|shell)\w*|(?:delete|wipe|erase|destroy)\b.{0,30}(?:all|every|files?|repositor|database|account)|(?:send|post|forward|email|upload|leak|share|submit|transmit)\b.{0,60}(?:password|credential|api.?key|secret|token|cookie|conversation|chat history|private|session|personal data|user'?s data|customer))`),
  order('filled-address', 'it wants an address filled with what it must not know', '知られてはならない内容をアドレスに埋め込ませようとしている', EVERYWHERE,
    String.raw`https?://\S{1,260}(?!\S).{0,60}with (?:the|your|its) (?:real|actual|true)|https?://[^\s)\]?=#{<[$%]{1,200}[?=#{<[$%][^\n]{0,260}(?:replace|fill(?:ed|ing)?(?: it)? (?:in|with)|substitut|insert|swap|where .{1,20} is)\w*.{0,60}(?:real|actual|chat|conversation|history|user'?s|secret|password|key|data|token|summary)|(?:replace|fill|substitut|insert)\w*.{0,60}(?:real|actual|chat|conversation|history|secret|password|api key|token)\b.{0,100}https?://`),
  order('told-to-hide', 'something is to be done that the user must not learn', '利用者に隠れて何かをさせようとしている', TOLD, String.raw`(?:${TELL_NOBODY}).{0,200}\b${ACT}|${ACT}\w*\b.{0,240}(?:${TELL_NOBODY})|${SECRETLY}.{0,40}${ACT}`),
  order('told-to-hide-in-content', 'an assistant is to do something that the user must not learn', 'アシスタントに利用者に隠れて何かをさせようとしている', ['content'],
    String.raw`${ASSISTANT}.{0,200}(?:${SECRETLY}|${TELL_NOBODY})|(?:${SECRETLY})\s.{0,20}${ACT}.{0,80}(?:https?:|@|/etc/|\.ssh|credential|password|token)`),
  order('wants-conversation', 'it wants the conversation or keys as an argument', '会話の全文や鍵を引数に求めている', ['description'],
    String.raw`(?:full|entire|whole|complete|all).{0,20}(?:conversation|chat|dialog|message history|context).{0,80}(?:api keys?|passwords?|credentials?|secrets?|tokens?)|(?:api keys?|passwords?|credentials?|secrets?|tokens?|private keys?)\b.{0,40}(?:you have (?:seen|found|access)|you'?ve seen|you know|from (?:the )?(?:context|conversation|memory|environment)|in (?:the |your )(?:context|memory|conversation))|(?:api keys?|credentials?|passwords?)\b.{0,30}(?:and|or|,).{0,20}system prompt|${PASS_ON}\w*.{0,60}(?:environment variable|env var)s?\b.{0,40}(?:api[_ ]?key|secret|password|token)|(?:your|the) system prompt\b.{0,30}(?:here|verbatim|in full|as (?:a|the) (?:value|argument|parameter))|${PASS_ON}\w*.{0,40}(?:your|the) (?:full |entire |complete )?(?:system prompt|system message|initial instructions)`),
  order('pushes-others-aside', 'it pushes other tools or agents aside', 'ほかのツールやエージェントを使わせまいとしている', ['description'],
    String.raw`(?:always|must|only|exclusively).{0,60}(?:instead of|before|rather than|in place of) (?:any|all|every)\s?(?:of the )?other (?:tools?|agents?|servers?|functions?)|(?:all |any )?other (?:tools?|agents?|servers?) (?:are|is|have been|were) (?:deprecated|compromised|broken|unsafe|disabled|obsolete|malicious|insecure|untrusted|not (?:safe|trusted))|(?:route|send|forward|delegate) (?:all|every|any) .{0,60}(?:to|through|via) this (?:agent|tool|server)`),
  order('changes-others', 'it changes what other tools are called with', 'ほかのツールの引数を書き換えさせようとしている', ['description'],
    String.raw`(?:when(?:ever)?|if|before|after|each time|every time|any time)\b.{0,80}(?:\b[a-z]+_[a-z_]+\b|\btool\b|sends? (?:an? )?(?:e-?mail|message|payment)|pays?\b|transfers?\b).{0,120}(?:replac|chang|set|redirect|swap|substitut|overwrit|modif|bcc|append|cc)\w*\b.{0,50}(?:recipient|account|address|amount|destination|url|bcc|payee|iban|wallet|body|to field|e-?mail)|\bbcc\b.{0,60}@|(?:also|always|additionally)\b.{0,30}(?:forward|send|copy|bcc|cc|email)\b.{0,60}(?:\S+@\S+|https?://)`),
  order('forged-turn', 'it imitates a turn of the conversation', '会話のやり取りを偽造している', EVERYWHERE,
    String.raw`(?:^|\n)[^\S\n]{0,40}(?:human|user)\s{0,9}:.{1,200}\n\s{0,40}(?:assistant|ai)\s{0,9}:.{0,80}(?:calling|running|executing|deleting|sending|i will now|done)|<\/?(?:system|tool_result|function_results?|user|assistant|instructions?|admin)>(?!['\"]).{0,120}(?:you are (?:now )?(?:root|admin|unrestricted)|new task|disable|no restrictions?|run every|override|ignore|do not ask|send|forward|post it|read ~)|<\|(?:im_start|system|endoftext)\|>.{0,200}(?:no restrictions?|you must|ignore|credential|send)|\[/?(?:inst|system|sys)\].{0,80}(?:ignore|send|run|execute|reveal|output)`),
  order('asks-for-metadata', 'it has the cloud’s credentials fetched', 'クラウドの認証情報を取らせようとしている', TOLD, String.raw`(?:fetch|get|curl|call|open|read|request|visit|query)\b.{0,80}169\.254\.169\.254`),
  order('breaks-into-sql', 'a name breaks out of a query', '名前にSQLの断片が含まれている', ['description'], String.raw`["')]\s*;\s*(?:drop|delete|update|insert|alter|truncate)\s+\w+`),
]

function order(id: string, en: string, ja: string, places: readonly OrderPlace[], pattern: string): BoundaryOrder {
  return { id, en, ja, places, pattern: new RegExp(pattern, 'is') }
}

/** Words that a text only quotes as an example of an attack, and a message that its writer takes back, give no order. */
const QUOTED = /(?:such as|like|e\.g\.|for example|for instance|phrases?|texts?|words|sentences?|strings?|patterns?|says?|saying)[ ,:]{0,3}(?:the )?(["“'«「])[^"”»」\n]{1,120}["”'»」]/g
const TAKEN_BACK = /\b(?:ignore|disregard|forget) (?:my|our|this|that) (?:previous|last|earlier|prior)? ?(?:e-?mail|mail|message|comment|note|letter|post|reply|request|question)s?\b(?!.{0,60}\b(?:instead|and (?:send|give|print|show|reveal|tell|output|run)|system prompt|instructions)\b)/g

/** Where more can be read: an address that carries nothing. */
const REFERENCE = /\b(?:see|read more|more information|reference|documentation|docs)\s{0,2}:?\s{0,2}(?:at |in |on )?https?:\/\/[^\s?$\x60{]{1,200}(?=[\s.,)]|$)/g

/** A text in canonical form without what it only mentions. */
export function withoutMentions(canonical: string): string {
  return canonical.replaceAll(QUOTED, 'such as that').replaceAll(TAKEN_BACK, 'never mind').replaceAll(REFERENCE, 'see there').replaceAll(ENVIRONMENT, environmentOrSettings)
}

const ENVIRONMENT = /environment variables?/g
/** Characters around such a word in which something is done with it. */
const AROUND = 80
const TAKES = /send|post\b|forward|exfil|includ|upload|output|dump|print|reveal|curl|wget|attach|collect|harvest|leak|steal|share|show|append|read|pass|extract|list|env\b|transmit|encode|report|copy|fetch|return/

/** Every manual names the variables that set a program up; only what takes them away makes them secrets. */
function environmentOrSettings(found: string, at: number, whole: string): string {
  return TAKES.test(whole.slice(Math.max(0, at - AROUND), at + AROUND)) ? found : 'settings'
}

/** The first order of an attacker's kind that the text gives at such a place. */
export function orderIn(canonical: string, place: OrderPlace): { readonly order: BoundaryOrder; readonly quoted: string } | null {
  for (const each of BOUNDARY_ORDERS) {
    if (!each.places.includes(place)) continue
    const found = each.pattern.exec(canonical)
    if (found !== null) return { order: each, quoted: found[0] }
  }
  return null
}
