/** Groups consecutive entries that have the same section. */
export function bySection<T extends { readonly section?: string }>(
  entries: readonly T[],
): readonly { readonly section: string | undefined; readonly entries: readonly T[] }[] {
  const groups: { section: string | undefined; entries: T[] }[] = []
  for (const entry of entries) {
    const last = groups.at(-1)
    if (last && last.section === entry.section) last.entries.push(entry)
    else groups.push({ section: entry.section, entries: [entry] })
  }
  return groups
}
