const longest = 4_096

/**
 * The address that a link in a reply may offer to open, or `undefined`: https and mailto, absolute, without a user
 * name that could pass for a host. What is not a link is shown as text, with its address to be seen.
 */
export function openableAddress(href: string): string | undefined {
  if (href.length > longest || !URL.canParse(href)) return undefined
  const url = new URL(href)
  if (url.protocol === 'mailto:') return url.href
  if (url.protocol !== 'https:' || url.username !== '' || url.password !== '') return undefined
  return url.href
}
