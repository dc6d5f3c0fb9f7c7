/** The versions of CHANGELOG.md with their notes, without its title. */
export const versionNotes = (changelog: string): string => changelog.slice(changelog.search(/^## /m))
