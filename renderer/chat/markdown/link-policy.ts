const maxCharacters = 4_096

/**
 * Returns the address that a link in a reply may open, or `undefined`. Allows only absolute https and mailto addresses
 * without a user name, which could imitate a host. Other links are shown as text with their address.
 */
export function openableAddress(href: string): string | undefined {
  if (href.length > maxCharacters || !URL.canParse(href)) return undefined
  const url = new URL(href)
  if (url.protocol === 'mailto:') return url.href
  if (url.protocol !== 'https:' || url.username !== '' || url.password !== '') return undefined
  return url.href
}
