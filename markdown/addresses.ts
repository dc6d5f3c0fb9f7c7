import type { StateInline, Token } from 'markdown-it'

/** Where text can change its meaning: at characters that rules begin with, and at an address. */
const pause = /[\n!#$%&*+\-:<=>@[\\\]^_`{}~]|(?<![a-z\d./])(?:https?:\/\/|www\.)/gi

/** Plain text up to the next place where another rule may apply. Replaces markdown-it's rule, which knows no addresses. */
export function plainText(state: StateInline, isSilent: boolean): boolean {
  pause.lastIndex = state.pos
  const match = pause.exec(state.src)
  const end = Math.min(match ? match.index : state.posMax, state.posMax)
  if (end === state.pos) return false
  if (!isSilent) state.pending += state.src.slice(state.pos, end)
  state.pos = end
  return true
}

/** The start of an address and its host. The lengths are those of DNS, so that a search for a host ends soon. */
const start = /(https?:\/\/|www\.)([\p{L}\p{N}_-]{1,63}(?:\.[\p{L}\p{N}_-]{1,63}){0,9})/iuy
/** The rest, up to white space, `<`, a square bracket, or punctuation of Chinese and Japanese, which follows without a space. */
const rest = /[^\s<[\]\u3000-\u303f\uff01-\uff65]*/y

/** An address that is written without brackets: GFM's extended autolinks. `www.` opens by https. */
export function bareAddress(state: StateInline, isSilent: boolean): boolean {
  const { src, pos } = state
  if (state.linkLevel > 0 || !/[hw]/i.test(src[pos] ?? '') || /[a-z\d./]/i.test(src[pos - 1] ?? '')) return false
  start.lastIndex = pos
  const [, scheme = '', host = ''] = start.exec(src) ?? []
  const lastNames = host.split('.').slice(-2)
  if (host === '' || lastNames.some((name) => name.includes('_'))) return false
  rest.lastIndex = start.lastIndex
  rest.exec(src)
  const text = withoutPunctuation(src.slice(pos, Math.min(rest.lastIndex, state.posMax)))
  if (text.length <= scheme.length) return false
  if (!isSilent) {
    const address = state.md.utils.unescapeAll(text)
    pushLink(state, state.md.normalizeLink(/^www/i.test(scheme) ? `https://${address}` : address), address)
  }
  state.pos += text.length
  return true
}

/** Without the punctuation of the sentence around an address, a closing bracket without its opening one, and `&lt;`. */
function withoutPunctuation(text: string): string {
  let unopened = (text.match(/\)/g)?.length ?? 0) - (text.match(/\(/g)?.length ?? 0)
  let end = text.length
  for (; end > 0; end--) {
    const last = text[end - 1] ?? ''
    if (last === ')' && unopened > 0) unopened--
    else if (last === ';') {
      const entity = /&[a-z\d]{1,32};$/i.exec(text.slice(Math.max(0, end - 34), end))
      if (!entity) break
      end -= entity[0].length - 1
    } else if (!/[?!.,:*_~'"]/.test(last)) break
  }
  return text.slice(0, end)
}

function pushLink(state: StateInline, href: string, text: string): void {
  state.push('link_open', 'a', 1).attrs = [['href', href]]
  state.push('text', '', 0).content = text
  state.push('link_close', 'a', -1)
}

const mail = /(?:mailto:)?[\w.+-]+@[a-z\d_-]+(?:\.[a-z\d_-]+)+/giy

/** Makes links of mail addresses in the text of a block, when emphasis is already found. */
export function mailAddresses(state: StateInline): void {
  if (!state.src.includes('@')) return
  let linkDepth = 0
  const tokens: Token[] = []
  for (const token of state.tokens) {
    if (token.type === 'link_open') linkDepth++
    else if (token.type === 'link_close') linkDepth--
    if (token.type === 'text' && linkDepth === 0 && token.content.includes('@'))
      for (const part of withMail(state, token)) tokens.push(part)
    else tokens.push(token)
  }
  // markdown-it reads the result from its own array. Spread, a hundred thousand tokens would not fit on the stack.
  state.tokens.length = 0
  for (const token of tokens) state.tokens.push(token)
}

function withMail(state: StateInline, token: Token): Token[] {
  const text = token.content
  const parts: Token[] = []
  let done = 0
  const add = (type: string, nesting: -1 | 0 | 1, content: string) => {
    const part = new state.Token(type, '', nesting)
    part.content = content
    parts.push(part)
    return part
  }
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    let start = at
    while (start > done && /[\w.+-]/.test(text[start - 1] ?? '')) start--
    if (text.slice(Math.max(done, start - 7), start).toLowerCase() === 'mailto:') start -= 7
    mail.lastIndex = start
    const found = mail.exec(text)?.[0].replace(/\.+$/, '')
    if (start === at || found === undefined || /[-_]$/.test(found)) continue
    if (start > done) add('text', 0, text.slice(done, start))
    add('link_open', 1, '').attrs = [['href', `mailto:${found.replace(/^mailto:/i, '')}`]]
    add('text', 0, found)
    add('link_close', -1, '')
    done = start + found.length
    at = done - 1
  }
  if (done === 0) return [token]
  if (done < text.length) add('text', 0, text.slice(done))
  return parts
}
