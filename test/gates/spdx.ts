/**
 * Whether an SPDX licence expression can be satisfied with the licences of a list: of an OR one side, of an AND both. A licence WITH an
 * exception counts as the licence. An expression that does not parse is not satisfied. Source: SPDX specification 2.3, annex D.
 */
export function satisfies(expression: string, allowed: ReadonlySet<string>): boolean {
  const tokens = expression.match(/[()]|[^\s()]+/g) ?? []
  let at = 0

  function either(): boolean {
    let holds = both()
    while (tokens[at] === 'OR') {
      at++
      holds = both() || holds
    }
    return holds
  }

  function both(): boolean {
    let holds = one()
    while (tokens[at] === 'AND') {
      at++
      holds = one() && holds
    }
    return holds
  }

  function one(): boolean {
    const token = tokens[at++]
    if (token === '(') {
      const holds = either()
      return tokens[at++] === ')' && holds
    }
    if (tokens[at] === 'WITH') at += 2
    return token !== undefined && allowed.has(token)
  }

  return either() && at === tokens.length
}
