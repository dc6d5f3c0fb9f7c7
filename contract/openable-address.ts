const maxCharacters = 4_096

/** The fields of RFC 6068 that write a message. Mail programs know more, and attach files that such a field names. */
const mailFields = new Set(['to', 'cc', 'bcc', 'subject', 'body'])

/**
 * Characters that RFC 6068 wants encoded. Some mail programs end their argument there and read another one, or know no
 * fragment and read fields behind "#".
 */
const unsafeInMail = /[\s"#<>\\^`{|}]/

/**
 * Returns the address that a link may open, in its normal form, or `undefined`. The window shows other links as text, and
 * main refuses them, because a model or a document can have written them. Allows only absolute https addresses without a
 * user name, which could imitate a host, and mailto addresses that attach nothing.
 */
export function openableAddress(address: string): string | undefined {
  if (address.length > maxCharacters || !URL.canParse(address)) return undefined
  const url = new URL(address)
  const isOpenable =
    url.protocol === 'mailto:'
      ? isPlainMail(url)
      : url.protocol === 'https:' && url.username === '' && url.password === ''
  return isOpenable && url.href.length <= maxCharacters ? url.href : undefined
}

const lineBreak = /%0[ad]/i

function isPlainMail({ href, pathname, search }: URL): boolean {
  if (unsafeInMail.test(href) || lineBreak.test(pathname)) return false
  // Some programs separate fields by semicolons. A part without "=" continues the value before it.
  const fields = search.slice(1).split(/[&;]/)
  return fields.every((field) => !field.includes('=') || isPlainField(field))
}

function isPlainField(field: string): boolean {
  const name = field.slice(0, field.indexOf('=')).toLowerCase()
  // A line break outside the body could begin a field of its own.
  return mailFields.has(name) && (name === 'body' || !lineBreak.test(field))
}
